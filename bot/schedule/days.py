"""The words for days: `mon` … `sun` within a week, `first mon` or `last workday` within a month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAY = "workday"
ORDINALS = {
    "first": 0,
    "1st": 0,
    "second": 1,
    "2nd": 1,
    "third": 2,
    "3rd": 2,
    "fourth": 3,
    "4th": 3,
    "last": -1,
}
"""There is no fifth: months without one would be left out without a word."""
MONTH_DAYS = tuple(f"{ordinal} {day}" for ordinal in ORDINALS for day in (*WEEKDAYS, WORKDAY))
"""All words for a day of a month."""


def is_month_day(words: str) -> bool:
    """Say whether the words name a day of a month, such as `2nd tue`."""
    return words in MONTH_DAYS


def weekdays_of(days: Iterable[str]) -> frozenset[int]:
    """Return the weekdays that the words name, Monday being 0; no words stand for all days."""
    return frozenset(WEEKDAYS.index(day) for day in days) or frozenset(range(7))


def dates_of_month(first: date, days: Iterable[str]) -> list[date]:
    """Return the dates that the words name in the month of `first`, ascending, each once."""
    _, length = monthrange(first.year, first.month)
    month = [first.replace(day=number) for number in range(1, length + 1)]
    return sorted({_date_of(month, words) for words in days})


def _date_of(month: list[date], words: str) -> date:
    ordinal, day = words.split()
    wanted = range(5) if day == WORKDAY else (WEEKDAYS.index(day),)
    return [on for on in month if on.weekday() in wanted][ORDINALS[ordinal]]
