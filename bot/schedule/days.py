"""The words for days: `mon` … `sun` within a week, `first mon` or `last workday` within a month or quarter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import islice

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAY = "workday"
SATURDAY = 5
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


def week_of(on: date) -> int:
    """Return the number of a week, counted from Monday, 0001-01-01; weeks begin on Monday (ISO 8601)."""
    return (on.toordinal() - 1) // 7


def is_month_day(words: str) -> bool:
    """Say whether the words name a day of a month, such as `2nd tue`."""
    return words in MONTH_DAYS


def weekdays_of(days: Iterable[str]) -> frozenset[int]:
    """Return the weekdays that the words name, Monday being 0; no words stand for all days."""
    return frozenset(WEEKDAYS.index(day) for day in days) or frozenset(range(7))


def dates_among(period: Sequence[date], days: Iterable[str], is_workday: Callable[[date], bool]) -> list[date]:
    """Return the dates that the words name in a month or a quarter (all its dates), ascending, each once.

    A `workday` is neither a holiday nor a closing day. Where a period has too few of them, the days Monday to Friday
    are counted instead, so that the date is not lost in silence: what becomes of it is for `if_holiday` to say.
    """
    return sorted({_date_of(period, words, is_workday) for words in days})


def _date_of(period: Sequence[date], words: str, is_workday: Callable[[date], bool]) -> date:
    ordinal, day = words.split()
    number = ORDINALS[ordinal]
    if day != WORKDAY:
        return [on for on in period if on.weekday() == WEEKDAYS.index(day)][number]
    ordered = period if number >= 0 else period[::-1]
    place = number if number >= 0 else -1 - number
    worked = next(islice(filter(is_workday, ordered), place, None), None)
    return worked or [on for on in ordered if on.weekday() < SATURDAY][place]
