"""Spans of days, kept within the calendar."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from itertools import accumulate

from bot.model import Days

HORIZON_DAYS = 5 * 366
"""How far a search looks; a rule without a date in five years never happens."""


def shifted(on: date, days: int) -> date:
    """Return the date so many days later, or earlier, but never beyond the ends of the calendar."""
    return date.fromordinal(min(max(on.toordinal() + days, 1), date.max.toordinal()))


class Stretches:
    """Stretches of days in which a date is found without a look at each; a file may name thousands."""

    def __init__(self, days: Iterable[Days], first: date = date.min, last: date = date.max) -> None:
        near = (stretch for stretch in days if stretch.first <= last and stretch.last >= first)
        self.days = sorted(near, key=lambda stretch: stretch.first)
        self.firsts = [stretch.first for stretch in self.days]
        self.reached = list(accumulate((stretch.last for stretch in self.days), max))

    def at(self, on: date) -> Days | None:
        """Return a stretch that holds the date, of several the one that begins last."""
        place = bisect_right(self.firsts, on)
        if not place or self.reached[place - 1] < on:
            return None
        return next(self.days[number] for number in range(place - 1, -1, -1) if self.days[number].last >= on)
