"""Recurrences in the words of RFC 5545: what is taken, what is refused, and that none stalls."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Rule
from bot.schedule import dates, is_rrule, next_occurrence
from bot.schedule.recurrence import parse

MONDAY = date(2026, 11, 23)
PARTS = ("FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST", "COUNT", "UNTIL", "BYHOUR", "X")


def rule(text: str, starting: date = MONDAY, until: date | None = None) -> Rule:
    return Rule("day", 1, (), "09:00", "Europe/Berlin", starting=starting, until=until, rrule=text)


def nominal(text: str, last: str, starting: date = MONDAY) -> list[str]:
    return [on.isoformat() for on in dates(rule(text, starting), date.min, date.fromisoformat(last))]


@pytest.mark.parametrize(
    ("text", "last", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2027-02-28", ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]),
        ("FREQ=MONTHLY;BYDAY=5FR", "2027-07-31", ["2027-01-29", "2027-04-30", "2027-07-30"]),
        ("FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=15", "2027-12-31", ["2027-03-15", "2027-09-15"]),
        ("FREQ=YEARLY;BYDAY=-1FR", "2027-12-31", ["2026-12-25", "2027-12-31"]),
        ("FREQ=WEEKLY;INTERVAL=2", "2026-12-31", ["2026-11-23", "2026-12-07", "2026-12-21"]),
        ("RRULE:freq=daily;count=3", "2026-12-31", ["2026-11-23", "2026-11-24", "2026-11-25"]),
        ("FREQ=DAILY;UNTIL=20261124", "2026-12-31", ["2026-11-23", "2026-11-24"]),
        ("FREQ=MONTHLY;BYDAY=MO,1FR;COUNT=3", "2026-12-31", ["2026-11-23", "2026-11-30", "2026-12-04"]),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2027-12-31", ["2027-08-13"]),
    ],
)
def test_the_words_mean_what_the_rfc_says(text: str, last: str, expected: list[str]) -> None:
    assert is_rrule(text, MONDAY)
    assert nominal(text, last) == expected


def test_count_is_counted_from_the_start_wherever_one_looks() -> None:
    ten = rule("FREQ=WEEKLY;BYDAY=MO;COUNT=10")
    assert list(dates(ten, date(2027, 1, 20), date(2030, 1, 1))) == [date(2027, 1, 25)]
    assert next_occurrence(ten, datetime(2027, 1, 25, 12, tzinfo=UTC)) is None


def test_the_last_day_of_the_schedule_bounds_a_recurrence_too() -> None:
    short = rule("FREQ=DAILY", until=date(2026, 11, 24))
    assert list(dates(short, date.min, date.max)) == [MONDAY, date(2026, 11, 24)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ",
        "FREQ=",
        "freq weekly",
        "BYDAY=MO",
        "FREQ=HOURLY",
        "FREQ=SECONDLY;INTERVAL=9999",
        "FREQ=DAILY;BYHOUR=9",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=YEARLY;BYYEARDAY=100",
        "FREQ=YEARLY;BYEASTER=0",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;COUNT=3;UNTIL=20270101",
        "FREQ=DAILY;UNTIL=20270101T000000Z",
        "FREQ=DAILY;UNTIL=20270230",
        "FREQ=DAILY;UNTIL=20250101",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=1e3",
        "FREQ=DAILY;INTERVAL=１",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=DAILY;BYDAY=-1MO",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=WEEKLY;BYMONTHDAY=1",
        "FREQ=WEEKLY;BYDAY=MONDAY",
        "FREQ=WEEKLY;BYDAY=MO,,TU",
        "FREQ=WEEKLY;WKST=MONTAG",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTH=-1",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=WEEKLY;;BYDAY=MO",
        "DTSTART:20260101\nRRULE:FREQ=DAILY",
        "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["1"] * 1000),
    ],
)
def test_what_rondo_cannot_follow_is_refused(text: str) -> None:
    assert not is_rrule(text, MONDAY)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=31",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=DAILY;BYDAY=MO;BYSETPOS=366",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366,-366,200",
        "FREQ=YEARLY;BYDAY=53MO,53TU,53WE;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12",
        "FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=9999",
        "FREQ=MONTHLY;INTERVAL=9999;BYMONTHDAY=22",
        "FREQ=YEARLY;BYMONTHDAY=31;BYDAY=-1MO,-2TU;BYMONTH=2,4,6,9,11;BYSETPOS=-366",
    ],
)
def test_a_rule_that_never_comes_is_refused_at_once(text: str) -> None:
    parse.cache_clear()
    began = time.thread_time()  # of the processor, so that a busy machine changes nothing
    assert not is_rrule(text, MONDAY)
    assert time.thread_time() - began < 0.2


@given(st.text(max_size=60) | st.lists(st.sampled_from(PARTS)).map(lambda parts: ";".join(f"{p}=1" for p in parts)))
def test_no_text_is_an_accident(text: str) -> None:
    is_rrule(text, MONDAY)


words = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": st.integers(1, 9999).map(str),
        "BYDAY": st.lists(st.sampled_from(["MO", "TU", "-1FR", "53SU", "SA"]), min_size=1).map(",".join),
        "BYMONTHDAY": st.lists(st.integers(-31, 31).map(str), min_size=1).map(",".join),
        "BYMONTH": st.lists(st.integers(1, 12).map(str), min_size=1).map(",".join),
        "BYSETPOS": st.lists(st.integers(-366, 366).map(str), min_size=1).map(",".join),
        "WKST": st.sampled_from(["MO", "SU"]),
        "COUNT": st.integers(1, 9999).map(str),
        "UNTIL": st.dates(date(2026, 1, 1), date(2040, 1, 1)).map("{:%Y%m%d}".format),
    },
)


@given(words, st.dates(date(2020, 1, 1), date(9999, 12, 31)))
def test_whatever_is_taken_comes_and_ascends(parts: dict[str, str], starting: date) -> None:
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    if is_rrule(text, starting):
        last = starting + min(timedelta(days=5 * 366), date.max - starting)
        found = list(dates(rule(text, starting), date.min, last))
        assert found
        assert found == sorted(set(found))
        assert found[0] >= starting
