"""The way out: recurrences in the words of RFC 5545, evaluated by ourselves and never without a bound.

dateutil has no bound (a rule without a date keeps it busy for seconds, up to the year 9999) and always counts from
the beginning. Here a date is looked up in the period it lies in, so the cost follows the window that is asked for.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Literal, cast

from bot.schedule.spans import HORIZON_DAYS, shifted

Freq = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_TEXT = 500
COUNTED_DAYS = 40 * 366
"""A COUNT that is not used up in forty years does not end the rule."""
NUMBER = re.compile(r"[1-9][0-9]{0,3}\Z")
SIGNED = re.compile(r"[+-]?[1-9][0-9]{0,2}\Z")
DAY = re.compile(r"([+-]?[1-9][0-9]?)?(MO|TU|WE|TH|FR|SA|SU)\Z")
UNTIL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})\Z")
LARGEST = {"BYMONTHDAY": 31, "BYMONTH": 12, "BYSETPOS": 366}


@dataclass(frozen=True)
class Recurrence:
    """A recurrence whose parts are known and fit together; an empty set leaves everything open."""

    freq: Freq
    interval: int = 1
    weekdays: frozenset[tuple[int, int]] = frozenset()
    """Ordinal (0: each) and weekday, Monday being 0."""
    month_days: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    positions: frozenset[int] = frozenset()
    week_start: int = 0
    count: int | None = None
    until: date | None = None


def is_rrule(text: str, starting: date) -> bool:
    """Return whether the recurrence is one that Rondo can follow, and comes within five years of its start."""
    recurrence = parse(text)
    if recurrence is None:
        return False
    return next(_recurring(recurrence, starting, starting, shifted(starting, HORIZON_DAYS)), None) is not None


@lru_cache(maxsize=4096)
def parse(text: str) -> Recurrence | None:
    """Return the recurrence that the words stand for, or None if they are none that Rondo can follow.

    Known are FREQ (DAILY to YEARLY), INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, WKST, COUNT and UNTIL as a date,
    each once; a leading `RRULE:` may stay. Refused is what RFC 5545 forbids (COUNT beside UNTIL, an ordinal or
    BYMONTHDAY in a week, BYSETPOS alone) and whatever counts hours, weeks of the year or days of the year.
    """
    parts = _parts(text)
    if parts is None or "FREQ" not in parts:
        return None
    try:
        recurrence = _recurrence(parts)
    except ValueError:
        return None
    return recurrence if _fits(recurrence) else None


def recurring(text: str, starting: date, first: date, last: date) -> Iterator[date]:
    """Yield the dates of a recurrence from first to last, ascending; `starting` is one only if the words name it.

    Raises ValueError for words that `is_rrule` refuses.
    """
    recurrence = parse(text)
    if recurrence is None:
        raise ValueError(f"no recurrence that Rondo can follow: {text!r}")
    if recurrence.count is not None:
        last = min(last, _end_of_count(recurrence, starting))
    yield from _recurring(recurrence, starting, first, last)


def _parts(text: str) -> dict[str, str] | None:
    words = text.strip().upper().removeprefix("RRULE:")
    if len(text) > LONGEST_TEXT or not text.isascii():
        return None
    pairs = [part.partition("=") for part in words.split(";")]
    parts = {name: value for name, _, value in pairs}
    return parts if len(parts) == len(pairs) and all(parts.values()) else None


def _recurrence(parts: dict[str, str]) -> Recurrence:
    """Return the parts as values. Raises ValueError for an unknown part or an impossible value."""
    known = {"FREQ", "INTERVAL", "BYDAY", "WKST", "COUNT", "UNTIL", *LARGEST}
    freq = parts["FREQ"]
    if not set(parts) <= known or freq not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise ValueError
    return Recurrence(
        freq=cast(Freq, freq),
        interval=_number(parts.get("INTERVAL", "1")),
        weekdays=frozenset(_day(word) for word in parts["BYDAY"].split(",")) if "BYDAY" in parts else frozenset(),
        month_days=_numbers(parts, "BYMONTHDAY"),
        months=_numbers(parts, "BYMONTH"),
        positions=_numbers(parts, "BYSETPOS"),
        week_start=DAYS.index(parts.get("WKST", "MO")),
        count=_number(parts["COUNT"]) if "COUNT" in parts else None,
        until=_date(parts["UNTIL"]) if "UNTIL" in parts else None,
    )


def _fits(recurrence: Recurrence) -> bool:
    """Return whether the parts may stand together (RFC 5545, 3.3.10)."""
    ordinals = [abs(ordinal) for ordinal, _ in recurrence.weekdays]
    most = {"DAILY": 0, "WEEKLY": 0, "MONTHLY": 5, "YEARLY": 53}[recurrence.freq]
    chosen = recurrence.weekdays or recurrence.month_days or recurrence.months
    return not (
        (recurrence.count is not None and recurrence.until is not None)
        or max(ordinals, default=0) > most
        or (recurrence.freq == "WEEKLY" and recurrence.month_days)
        or (recurrence.positions and not chosen)
        or any(month < 1 for month in recurrence.months)
    )


def _number(word: str) -> int:
    if not NUMBER.match(word):
        raise ValueError
    return int(word)


def _numbers(parts: dict[str, str], name: str) -> frozenset[int]:
    words = parts[name].split(",") if name in parts else []
    if not all(SIGNED.match(word) and abs(int(word)) <= LARGEST[name] for word in words):
        raise ValueError
    return frozenset(int(word) for word in words)


def _day(word: str) -> tuple[int, int]:
    match = DAY.match(word)
    if match is None:
        raise ValueError
    return int(match[1] or 0), DAYS.index(match[2])


def _date(word: str) -> date:
    match = UNTIL.match(word)
    if match is None:
        raise ValueError
    return date(int(match[1]), int(match[2]), int(match[3]))


@lru_cache(maxsize=4096)
def _end_of_count(recurrence: Recurrence, starting: date) -> date:
    endless = replace(recurrence, count=None)
    dates = _recurring(endless, starting, starting, shifted(starting, COUNTED_DAYS))
    counted = list(islice(dates, recurrence.count))
    return counted[-1] if len(counted) == recurrence.count else date.max


def _recurring(recurrence: Recurrence, starting: date, first: date, last: date) -> Iterator[date]:
    first, last = max(first, starting), min(last, recurrence.until or date.max)
    if last < first:
        return
    whole = anchored(recurrence, starting)
    begin, end, anchor = (_index(whole, on) for on in (first, last, starting))
    for index in range(begin + (anchor - begin) % whole.interval, end + 1, whole.interval):
        chosen = [on for on in _period(whole, index) if _matches(whole, on)]
        if whole.positions:
            chosen = [on for number, on in enumerate(chosen) if {number + 1, number - len(chosen)} & whole.positions]
        yield from (on for on in chosen if first <= on <= last)


def anchored(recurrence: Recurrence, starting: date) -> Recurrence:
    """Return the recurrence with what its start says where its own words say nothing."""
    if recurrence.weekdays or recurrence.month_days or recurrence.freq == "DAILY":
        return recurrence
    if recurrence.freq == "WEEKLY":
        return replace(recurrence, weekdays=frozenset({(0, starting.weekday())}))
    months = recurrence.months or (frozenset({starting.month}) if recurrence.freq == "YEARLY" else frozenset())
    return replace(recurrence, months=months, month_days=frozenset({starting.day}))


def _index(recurrence: Recurrence, on: date) -> int:
    """Number the period in which a date lies; weeks begin on WKST, and 0001-01-01 was a Monday."""
    if recurrence.freq == "DAILY":
        return on.toordinal()
    if recurrence.freq == "WEEKLY":
        return (on.toordinal() - 1 - recurrence.week_start) // 7
    return on.year * 12 + on.month - 1 if recurrence.freq == "MONTHLY" else on.year


def _period(recurrence: Recurrence, index: int) -> Iterator[date]:
    """Yield the dates of a period, ascending; of a year only those in the months that are wanted."""
    if recurrence.freq == "DAILY":
        yield date.fromordinal(index)
    elif recurrence.freq == "WEEKLY":
        monday = index * 7 + 1 + recurrence.week_start
        numbers = range(max(monday, 1), min(monday + 7, date.max.toordinal() + 1))
        yield from (date.fromordinal(number) for number in numbers)
    elif recurrence.freq == "MONTHLY":
        yield from _month(index // 12, index % 12 + 1)
    else:
        for month in sorted(recurrence.months) or range(1, 13):
            yield from _month(index, month)


def _month(year: int, month: int) -> Iterator[date]:
    return (date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1))


def _matches(recurrence: Recurrence, on: date) -> bool:
    if recurrence.months and on.month not in recurrence.months:
        return False
    if recurrence.month_days:
        length = monthrange(on.year, on.month)[1]
        if not {on.day, on.day - length - 1} & recurrence.month_days:
            return False
    return not recurrence.weekdays or _is_weekday(recurrence, on)


def _is_weekday(recurrence: Recurrence, on: date) -> bool:
    """Return whether BYDAY names the date; ordinals count in the year where no month is named, else in the month."""
    weekday = on.weekday()
    if (0, weekday) in recurrence.weekdays:
        return True
    if recurrence.freq == "YEARLY" and not recurrence.months:
        day, length = on.timetuple().tm_yday, 366 if isleap(on.year) else 365
    else:
        day, length = on.day, monthrange(on.year, on.month)[1]
    places = ((day - 1) // 7 + 1, -((length - day) // 7 + 1))
    return any((place, weekday) in recurrence.weekdays for place in places)
