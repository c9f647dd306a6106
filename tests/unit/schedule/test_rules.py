"""Rules in people's words become the dates that people mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Rule
from bot.schedule import MONTH_DAYS, WEEKDAYS, dates, next_occurrence, occurrences, to_utc
from tests.unit.schedule.zones import ZONES

BERLIN = ZoneInfo("Europe/Berlin")


def rule(every: Any = "week", interval: int = 1, **changes: Any) -> Rule:
    values: dict[str, Any] = {"days": ("mon",), "at": "09:30", "timezone": "Europe/Berlin"}
    return Rule(every=every, interval=interval, **{**values, **changes})


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def nominal(of: Rule, first: str, last: str) -> list[str]:
    return [on.isoformat() for on in dates(of, date.fromisoformat(first), date.fromisoformat(last))]


def test_every_monday_is_every_monday() -> None:
    assert nominal(rule(), "2026-11-20", "2026-12-08") == ["2026-11-23", "2026-11-30", "2026-12-07"]


def test_every_second_thursday_counts_from_the_anchor() -> None:
    thursdays = rule(interval=2, days=("thu",), starting=date(2026, 11, 26))
    assert nominal(thursdays, "2026-11-01", "2026-12-31") == ["2026-11-26", "2026-12-10", "2026-12-24"]


def test_weeks_count_from_the_monday_of_the_week_of_the_anchor() -> None:
    both = rule(interval=2, days=("mon", "fri"), starting=date(2026, 11, 26))  # a Thursday
    assert nominal(both, "2026-11-01", "2026-12-24") == ["2026-11-27", "2026-12-07", "2026-12-11", "2026-12-21"]


def test_the_order_and_repetition_of_days_do_not_matter() -> None:
    assert nominal(rule(days=("fri", "mon", "fri")), "2026-11-23", "2026-11-29") == ["2026-11-23", "2026-11-27"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("first mon", ["2026-11-02", "2026-12-07", "2027-01-04"]),
        ("2nd tue", ["2026-11-10", "2026-12-08", "2027-01-12"]),
        ("second tue", ["2026-11-10", "2026-12-08", "2027-01-12"]),
        ("third wed", ["2026-11-18", "2026-12-16", "2027-01-20"]),
        ("4th thu", ["2026-11-26", "2026-12-24", "2027-01-28"]),
        ("last fri", ["2026-11-27", "2026-12-25", "2027-01-29"]),
        ("last workday", ["2026-11-30", "2026-12-31", "2027-01-29"]),
        ("first workday", ["2026-11-02", "2026-12-01", "2027-01-01"]),
    ],
)
def test_a_day_of_the_month_is_the_one_in_the_calendar(words: str, expected: list[str]) -> None:
    assert nominal(rule("month", days=(words,)), "2026-11-01", "2027-01-31") == expected


def test_every_second_month_counts_from_the_month_of_the_anchor() -> None:
    bimonthly = rule("month", 2, days=("first tue",), starting=date(2026, 11, 20))
    assert nominal(bimonthly, "2026-01-01", "2027-06-30") == ["2027-01-05", "2027-03-02", "2027-05-04"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("first mon", ["2026-10-05", "2027-01-04", "2027-04-05", "2027-07-05"]),
        ("2nd tue", ["2026-10-13", "2027-01-12", "2027-04-13", "2027-07-13"]),
        ("last fri", ["2026-12-25", "2027-03-26", "2027-06-25"]),
        ("first workday", ["2026-10-01", "2027-01-01", "2027-04-01", "2027-07-01"]),
        ("last workday", ["2026-12-31", "2027-03-31", "2027-06-30"]),
    ],
)
def test_a_day_of_the_quarter_is_counted_from_its_ends(words: str, expected: list[str]) -> None:
    assert nominal(rule("quarter", days=(words,)), "2026-10-01", "2027-07-31") == expected


def test_every_second_quarter_counts_from_the_calendar_quarter_of_the_anchor() -> None:
    half = rule("quarter", 2, days=("first mon",), starting=date(2026, 11, 20))  # October to December
    assert nominal(half, "2026-01-01", "2028-03-31") == ["2027-04-05", "2027-10-04"]


def test_every_third_day_counts_from_the_anchor() -> None:
    assert nominal(rule("day", 3, days=(), starting=date(2026, 11, 26)), "2026-11-20", "2026-12-03") == [
        "2026-11-26",
        "2026-11-29",
        "2026-12-02",
    ]


def test_until_is_the_last_day() -> None:
    assert nominal(rule(until=date(2026, 11, 30)), "2026-11-20", "2026-12-31") == ["2026-11-23", "2026-11-30"]


def test_an_interval_includes_its_end_and_not_its_beginning() -> None:
    monday = instant("2026-11-23 09:30")
    assert [found.at for found in occurrences(rule(), monday - timedelta(days=7), monday)] == [monday]
    assert occurrences(rule(), monday, monday + timedelta(days=1)) == []
    assert occurrences(rule(), monday, monday - timedelta(days=8)) == []


def test_the_time_stays_on_the_wall_when_the_clock_changes() -> None:
    found = occurrences(rule(), instant("2026-10-18 00:00"), instant("2026-10-27 00:00"))
    assert [each.at.isoformat() for each in found] == ["2026-10-19T07:30:00+00:00", "2026-10-26T08:30:00+00:00"]


def test_a_time_that_comes_twice_fires_once_and_at_the_first() -> None:
    daily = rule("day", days=(), at="02:30")
    found = occurrences(daily, instant("2026-10-24 12:00"), instant("2026-10-25 12:00"))
    assert [each.at for each in found] == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]


def test_a_time_that_is_skipped_moves_to_the_next_valid_minute() -> None:
    daily = rule("day", days=(), at="02:30")
    (found,) = occurrences(daily, instant("2027-03-27 12:00"), instant("2027-03-28 12:00"))
    assert (found.nominal_date, found.at.astimezone(BERLIN).strftime("%H:%M")) == (date(2027, 3, 28), "03:00")


def test_a_time_skipped_at_midnight_keeps_its_nominal_date() -> None:
    local = to_utc(datetime(2027, 3, 27, 23, 30), "America/Nuuk").astimezone(ZoneInfo("America/Nuuk"))
    assert local.replace(tzinfo=None) == datetime(2027, 3, 28, 0, 0)


def test_a_whole_day_that_a_country_skipped_moves_to_the_next() -> None:
    assert to_utc(datetime(2011, 12, 30, 9), "Pacific/Apia") == to_utc(datetime(2011, 12, 31), "Pacific/Apia")


def test_the_next_occurrence_is_later_than_now() -> None:
    found = next_occurrence(rule(), instant("2026-11-23 09:30"))
    assert found is not None
    assert found.at == instant("2026-11-30 09:30")


def test_a_rule_that_lies_ahead_is_found_however_far() -> None:
    found = next_occurrence(rule(starting=date(2040, 1, 1)), instant("2026-11-23 09:30"))
    assert found is not None
    assert found.nominal_date == date(2040, 1, 2)


@pytest.mark.timeout(1)
@pytest.mark.parametrize(
    "never",
    [
        rule("day", 7, days=("mon",), starting=date(2026, 11, 24)),
        rule(starting=date(2026, 11, 24), until=date(2026, 11, 29)),
        rule("month", days=("first mon",), until=date(2026, 11, 30)),
    ],
)
def test_a_rule_that_never_happens_is_answered_at_once(never: Rule) -> None:
    assert next_occurrence(never, instant("2026-11-23 12:00")) is None


def test_the_end_of_the_calendar_is_no_accident() -> None:
    assert next_occurrence(rule(starting=date(9999, 12, 31)), instant("2026-11-23 12:00")) is None


# ---------------------------------------------------------------- properties

times = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
days_ahead = st.dates(date(2024, 1, 1), date(2030, 12, 31))
weekdays = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7).map(tuple)
month_days = st.lists(st.sampled_from(MONTH_DAYS), min_size=1, max_size=3).map(tuple)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    every = draw(st.sampled_from(["day", "week", "month", "quarter"]))
    return rule(
        every,
        draw(st.integers(1, 6)),
        days=draw(month_days if every in ("month", "quarter") else weekdays),
        at=draw(times),
        timezone=draw(st.sampled_from(ZONES)),
        starting=draw(days_ahead),
    )


instants = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))


@given(rules(), instants, st.integers(0, 400 * 24 * 60))
def test_each_local_date_comes_once_and_instants_only_grow(any_rule: Rule, since: datetime, minutes: int) -> None:
    found = occurrences(any_rule, since, since + timedelta(minutes=minutes))
    nominal_dates = [each.nominal_date for each in found]
    moments = [each.at for each in found]
    assert nominal_dates == sorted(set(nominal_dates))
    assert moments == sorted(set(moments))
    assert all(since < at <= since + timedelta(minutes=minutes) for at in moments)


@given(rules(), instants, st.integers(0, 100 * 24 * 60), st.integers(0, 100 * 24 * 60))
def test_looking_twice_finds_what_looking_once_finds(any_rule: Rule, since: datetime, one: int, two: int) -> None:
    mid = since + timedelta(minutes=one)
    until = mid + timedelta(minutes=two)
    in_two_looks = occurrences(any_rule, since, mid) + occurrences(any_rule, mid, until)
    assert in_two_looks == occurrences(any_rule, since, until)


@given(rules(), instants)
def test_the_next_occurrence_is_the_first_of_all(any_rule: Rule, after: datetime) -> None:
    found = next_occurrence(any_rule, after)
    year = occurrences(any_rule, after, after + timedelta(days=400))
    if year:
        assert found == year[0]
    elif found:
        assert found.at > after + timedelta(days=400)


@given(st.sampled_from(WEEKDAYS), st.integers(1, 8), days_ahead, st.sampled_from(ZONES), times)
def test_every_n_weeks_is_exactly_that_many_weeks(day: str, weeks: int, anchor: date, zone: str, at: str) -> None:
    every = rule(interval=weeks, days=(day,), starting=anchor, timezone=zone, at=at)
    since = datetime(anchor.year, 1, 1, tzinfo=UTC)
    found = [each.nominal_date for each in occurrences(every, since, since + timedelta(days=1500))]
    assert len(found) >= 12
    assert {later - earlier for earlier, later in pairwise(found)} == {timedelta(days=7 * weeks)}


@settings(max_examples=40)
@given(st.sampled_from(ZONES), st.integers(2024, 2030), times)
def test_in_every_zone_every_day_of_a_year_has_its_own_instant(zone: str, year: int, at: str) -> None:
    daily = rule("day", days=(), at=at, timezone=zone)
    days = list(dates(daily, date(year, 1, 1), date(year, 12, 31)))
    since, until = datetime(year - 1, 12, 29, tzinfo=UTC), datetime(year + 1, 1, 3, tzinfo=UTC)
    found = {each.nominal_date: each.at for each in occurrences(daily, since, until)}
    assert set(days) <= set(found)
    assert len({found[day] for day in days}) == len(days)
