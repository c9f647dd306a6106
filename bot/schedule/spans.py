"""Spans of days, kept within the calendar."""

from __future__ import annotations

from datetime import date

HORIZON_DAYS = 5 * 366
"""How far a search looks; a rule without a date in five years never happens."""


def shifted(on: date, days: int) -> date:
    """Return the date so many days later, or earlier, but never beyond the ends of the calendar."""
    return date.fromordinal(min(max(on.toordinal() + days, 1), date.max.toordinal()))
