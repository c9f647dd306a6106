"""Our dates agree with python-dateutil's rrule wherever both can express a rule, away from hours that do not exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from bot.model import Rule
from bot.schedule import is_rrule, next_occurrence, outlook
from bot.schedule.days import ORDINALS, WEEKDAYS, WORKDAY
from bot.schedule.recurrence import DAYS

RULES = 10_000
PIECES = 8
"""The rules are dealt out, so that a failure names a small part of them."""
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC")


def moments(rule: Rule, first: date, last: date) -> dict[date, datetime]:
    since, until = (datetime.combine(on, time(), ZoneInfo(rule.timezone)) for on in (first, last))
    return {one.nominal_date: one.at for one in outlook(rule, since, until - timedelta(seconds=1))}


def expected(texts: list[str], rule: Rule, first: date, last: date) -> dict[date, datetime]:
    """Ask dateutil for local wall times, and put them on the zone's clock."""
    assert rule.starting is not None
    start = datetime.combine(rule.starting, time.fromisoformat(rule.at))
    begin, end = datetime.combine(first, time()), datetime.combine(last, time()) - timedelta(seconds=1)
    walls = [wall for text in texts for wall in rrulestr(text, dtstart=start).between(begin, end, inc=True)]
    return {wall.date(): wall.replace(tzinfo=ZoneInfo(rule.timezone)).astimezone(UTC) for wall in walls}


def exists(on: date, rule: Rule) -> bool:
    wall = datetime.combine(on, time.fromisoformat(rule.at))
    there = wall.replace(tzinfo=ZoneInfo(rule.timezone)).astimezone(UTC)
    return there.astimezone(ZoneInfo(rule.timezone)).replace(tzinfo=None) == wall


def agree(texts: list[str], rule: Rule, rng: Random) -> None:
    assert rule.starting is not None
    first = rule.starting + timedelta(days=rng.randint(-60, 300))
    last = first + timedelta(days=rng.choice((30, 60, 400)))
    ours, theirs = moments(rule, first, last), expected(texts, rule, first, last)
    sure = {on for on in {*ours, *theirs} if exists(on, rule) and first < on < last - timedelta(days=1)}
    assert {on: ours.get(on) for on in sure} == {on: theirs.get(on) for on in sure}, (texts, rule)


# ---------------------------------------------------------------- rules in our own words


def own(rng: Random) -> tuple[list[str], Rule] | None:
    starting = date(2026, 1, 1) + timedelta(days=rng.randint(0, 1000))
    shapes: dict[str, Callable[[Random, date], tuple[list[str], int, tuple[str, ...]]]] = {
        "day": _daily, "week": _weekly, "month": _monthly, "quarter": _quarterly,
    }  # fmt: skip
    every = rng.choice(("day", "week", "month", "quarter"))
    texts, interval, days = shapes[every](rng, starting)
    at = f"{rng.randrange(24):02}:{rng.randrange(60):02}"
    rule = Rule(every, interval, days, at, rng.choice(ZONES), starting=starting)  # type: ignore[arg-type]
    eve = datetime.combine(starting, time(), UTC) - timedelta(days=3)
    return (texts, rule) if next_occurrence(rule, eve) else None  # dateutil would look for it up to the year 9999


def _daily(rng: Random, starting: date) -> tuple[list[str], int, tuple[str, ...]]:
    interval, days = rng.randint(1, 10), tuple(rng.sample(WEEKDAYS, rng.randint(0, 7)))
    by_day = f";BYDAY={_codes(days)}" if days else ""
    return [f"FREQ=DAILY;INTERVAL={interval}{by_day}"], interval, days


def _weekly(rng: Random, starting: date) -> tuple[list[str], int, tuple[str, ...]]:
    interval, days = rng.randint(1, 9), tuple(rng.sample(WEEKDAYS, rng.randint(1, 7)))
    return [f"FREQ=WEEKLY;WKST=MO;INTERVAL={interval};BYDAY={_codes(days)}"], interval, days


def _monthly(rng: Random, starting: date) -> tuple[list[str], int, tuple[str, ...]]:
    interval, words = rng.randint(1, 7), _some_days(rng)
    return [f"FREQ=MONTHLY;INTERVAL={interval};{_within(one)}" for one in words], interval, words


def _quarterly(rng: Random, starting: date) -> tuple[list[str], int, tuple[str, ...]]:
    """dateutil knows no quarters: one yearly rule for each quarter and each day."""
    interval, words = rng.choice((1, 2, 4)), _some_days(rng)
    anchor = (starting.month - 1) // 3
    quarters = [quarter for quarter in range(4) if (quarter - anchor) % interval == 0]
    months = [",".join(str(quarter * 3 + month) for month in (1, 2, 3)) for quarter in quarters]
    return [f"FREQ=YEARLY;BYMONTH={three};{_within(one)}" for three in months for one in words], interval, words


def _some_days(rng: Random) -> tuple[str, ...]:
    days = [f"{ordinal} {day}" for ordinal in ORDINALS for day in (*WEEKDAYS, WORKDAY)]
    return tuple(rng.sample(days, rng.randint(1, 3)))


def _within(words: str) -> str:
    """Return the day in RFC 5545's words; BYSETPOS counts in the month, and in the three months of a quarter."""
    ordinal, day = words.split()
    place = ORDINALS[ordinal] + (ORDINALS[ordinal] >= 0)
    return f"BYDAY={'MO,TU,WE,TH,FR' if day == WORKDAY else _codes((day,))};BYSETPOS={place}"


def _codes(days: tuple[str, ...]) -> str:
    return ",".join(DAYS[WEEKDAYS.index(day)] for day in days)


# ---------------------------------------------------------------- rules in RFC 5545's words


def written(rng: Random) -> tuple[list[str], Rule] | None:
    starting = date(2026, 1, 1) + timedelta(days=rng.randint(0, 1000))
    parts, starting = _parts(rng, starting)
    rng.shuffle(parts)
    text = ";".join(parts)
    if not is_rrule(text, starting):
        return None
    at = f"{rng.randrange(24):02}:{rng.randrange(60):02}"
    theirs = ";".join(f"{part}T235959" if part.startswith("UNTIL") else part for part in parts)
    return [theirs], Rule("day", 1, (), at, rng.choice(ZONES), starting=starting, rrule=text)


def _parts(rng: Random, starting: date) -> tuple[list[str], date]:
    freq = rng.choice(("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
    parts = [f"FREQ={freq}", f"INTERVAL={rng.randint(1, 5)}"]
    week_start = rng.randrange(7)
    if rng.random() < 0.5:
        parts.append(f"WKST={DAYS[week_start]}")
    elif freq == "WEEKLY":
        week_start = 0
    by = list(_by(rng, freq))
    parts += by
    if by and rng.random() < 0.3:
        parts.append(f"BYSETPOS={_numbers(rng, 4, signed=True)}")
        if freq == "WEEKLY":  # dateutil counts places of the first week from DTSTART, the RFC in the whole week
            starting -= timedelta(days=(starting.weekday() - week_start) % 7)
    if rng.random() < 0.2:
        parts.append(f"COUNT={rng.randint(1, 40)}")
    elif rng.random() < 0.2:
        parts.append(f"UNTIL={starting + timedelta(days=rng.randint(0, 900)):%Y%m%d}")
    return parts, starting


def _by(rng: Random, freq: str) -> Iterator[str]:
    if rng.random() < 0.6:
        yield f"BYDAY={_by_day(rng, freq)}"
    if freq != "WEEKLY" and rng.random() < 0.3:
        yield f"BYMONTHDAY={_numbers(rng, 31, signed=True)}"
    if rng.random() < 0.3:
        yield f"BYMONTH={_numbers(rng, 12)}"


def _by_day(rng: Random, freq: str) -> str:
    """All with an ordinal or none: dateutil takes a mixture for "both" instead of "either"."""
    days = rng.sample(DAYS, rng.randint(1, 4))
    if freq in ("DAILY", "WEEKLY") or rng.random() < 0.5:
        return ",".join(days)
    most = 4 if freq == "MONTHLY" else 5
    return ",".join(f"{rng.choice(('', '+', '-'))}{rng.randint(1, most)}{day}" for day in days)


def _numbers(rng: Random, most: int, *, signed: bool = False) -> str:
    numbers = rng.sample(range(1, most + 1), rng.randint(1, min(4, most)))
    return ",".join(str(number * rng.choice((1, -1) if signed else (1,))) for number in numbers)


@pytest.mark.parametrize("piece", [0, *(pytest.param(piece, marks=pytest.mark.slow) for piece in range(1, PIECES))])
@pytest.mark.parametrize("kind", [own, written])
def test_dates_agree_with_dateutil(kind: Callable[[Random], tuple[list[str], Rule] | None], piece: int) -> None:
    rng = Random(f"{kind.__name__} {piece}")
    done = 0
    while done < RULES // 2 // PIECES:
        if found := kind(rng):
            agree(*found, rng)
            done += 1
