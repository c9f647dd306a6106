"""What becomes of a date that is a holiday, a closing day, or excepted."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Days, HolidayPlace, Occurrence, Rule
from bot.schedule import (
    MONTH_DAYS,
    WEEKDAYS,
    dates,
    instants_for,
    next_instant_for,
    next_occurrence,
    occurrences,
    outlook,
    personal_instant,
    say_reason,
)
from bot.schedule.closures import closures_of
from bot.schedule.turns import REACH_DAYS

BAVARIA = HolidayPlace("DE", "BY")


def rule(every: Any = "week", **changes: Any) -> Rule:
    values: dict[str, Any] = {"interval": 1, "days": ("fri",), "at": "10:00", "timezone": "Europe/Berlin"}
    return Rule(every=every, **{**values, "holidays": BAVARIA, **changes})


def day(text: str) -> date:
    return date.fromisoformat(text)


def seen(of: Rule, first: str, last: str) -> dict[str, str]:
    """Return by nominal date: the local date on which it happens, or why it does not."""
    since, until = (datetime.combine(day(text), time(), UTC) for text in (first, last))
    return {one.nominal_date.isoformat()[5:]: _fate(one) for one in outlook(of, since, until)}


def _fate(one: Occurrence) -> str:
    return say_reason(one.skipped, "de") if one.skipped else one.at.strftime("%a %m-%d")


@pytest.mark.parametrize(
    ("if_holiday", "christmas", "new_year"),
    [
        ("skip", "Erster Weihnachtstag, BY", "Neujahr, BY"),
        ("next-workday", "Mon 12-28", "Mon 01-04"),
        ("previous-workday", "Thu 12-24", "Thu 12-31"),
    ],
)
def test_a_friday_ritual_over_christmas(if_holiday: str, christmas: str, new_year: str) -> None:
    assert seen(rule(if_holiday=if_holiday), "2026-12-14", "2027-01-11") == {
        "12-18": "Fri 12-18",
        "12-25": christmas,
        "01-01": new_year,
        "01-08": "Fri 01-08",
    }


def test_a_moved_date_goes_around_closing_days_and_excepted_ones() -> None:
    closed = (Days(day("2026-12-24"), day("2026-12-31"), "Betriebsruhe"),)
    assert seen(rule(if_holiday="previous-workday", closed=closed), "2026-12-20", "2026-12-30") == {
        "12-25": "Wed 12-23"
    }
    excluded = (Days(day("2026-12-28"), day("2026-12-28")),)
    assert seen(rule(if_holiday="next-workday", excluded=excluded), "2026-12-20", "2026-12-30") == {
        "12-25": "Tue 12-29"
    }


def test_an_excepted_date_falls_out_even_if_it_is_a_holiday() -> None:
    excluded = (Days(day("2026-12-18"), day("2026-12-25")),)
    assert seen(rule(if_holiday="next-workday", excluded=excluded), "2026-12-14", "2026-12-31") == {
        "12-18": "ausgenommen",
        "12-25": "ausgenommen",
    }


def test_a_date_that_would_double_another_falls_out() -> None:
    both = rule(days=("fri", "mon"), if_holiday="next-workday")
    assert seen(both, "2026-12-24", "2027-01-02") == {
        "12-25": "Erster Weihnachtstag, BY; am Ausweichtag findet es ohnehin statt",
        "12-28": "Mon 12-28",
        "01-01": "Neujahr, BY; am Ausweichtag findet es ohnehin statt",
    }


@pytest.mark.parametrize(("if_holiday", "goes_to"), [("next-workday", "Mon 12-28"), ("previous-workday", "Wed 12-23")])
def test_of_two_that_would_move_to_one_day_the_first_does(if_holiday: str, goes_to: str) -> None:
    closed = (Days(day("2026-12-24"), day("2026-12-24"), "Heiligabend"),)
    both = rule(days=("thu", "fri"), if_holiday=if_holiday, closed=closed)
    assert seen(both, "2026-12-20", "2026-12-30") == {
        "12-24": goes_to,
        "12-25": "Erster Weihnachtstag, BY; am Ausweichtag findet es ohnehin statt",
    }


def test_only_nominal_dates_are_bound_by_the_last_day() -> None:
    last = rule(if_holiday="next-workday", until=day("2026-12-25"))
    assert seen(last, "2026-12-20", "2027-01-31") == {"12-25": "Mon 12-28"}
    assert next_occurrence(last, datetime(2026, 12, 26, tzinfo=UTC)) is not None
    first = rule(if_holiday="previous-workday", starting=day("2026-12-25"))
    assert seen(first, "2026-12-01", "2026-12-31") == {"12-25": "Thu 12-24"}


def test_weekends_are_no_holidays() -> None:
    saturdays = rule(days=("sat",), if_holiday="next-workday")
    assert seen(saturdays, "2026-12-18", "2027-01-04") == {
        "12-19": "Sat 12-19",
        "12-26": "Mon 12-28",  # Zweiter Weihnachtstag
        "01-02": "Sat 01-02",
    }


def test_where_nobody_works_for_weeks_a_date_falls_out() -> None:
    closed = (Days(day("2027-01-01"), day("2027-03-31"), "Umbau"),)
    found = seen(rule(if_holiday="next-workday", closed=closed, holidays=None), "2027-01-01", "2027-04-15")
    assert found["01-08"] == "Betriebsruhe: Umbau"
    assert found["02-26"] == "Thu 04-01"
    assert found["03-05"] == "Betriebsruhe: Umbau; am Ausweichtag findet es ohnehin statt"


def test_a_personal_hour_strikes_first_where_the_day_begins() -> None:
    mine = rule(days=("mon",), personal=True, at="09:00")
    (found,) = outlook(mine, datetime(2026, 11, 22, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC))
    assert (found.nominal_date, found.at) == (day("2026-11-23"), datetime(2026, 11, 22, 19, tzinfo=UTC))
    hours = {zone: personal_instant(mine, found.nominal_date, zone).hour for zone in ("Asia/Tokyo", "Europe/Berlin")}
    assert hours == {"Asia/Tokyo": 0, "Europe/Berlin": 8}
    assert personal_instant(mine, found.nominal_date, "Pacific/Honolulu") == datetime(2026, 11, 23, 19, tzinfo=UTC)
    assert personal_instant(mine, found.nominal_date, "Pacific/Kiritimati") == found.at


def test_a_personal_hour_follows_a_date_that_moves() -> None:
    mine = rule(personal=True, if_holiday="next-workday")
    assert personal_instant(mine, day("2026-12-25"), "Europe/Berlin") == datetime(2026, 12, 28, 9, tzinfo=UTC)
    assert personal_instant(rule(personal=True), day("2026-12-25"), "UTC") == datetime(2026, 12, 25, 10, tzinfo=UTC)


def test_the_coming_hours_of_a_person_are_those_of_their_own_clock() -> None:
    mine, noon = rule(days=("mon",), personal=True, at="09:00"), datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert next_instant_for(mine, noon, "Europe/Berlin") == datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert next_instant_for(mine, noon, "Pacific/Honolulu") == datetime(2026, 11, 23, 19, tzinfo=UTC)  # still to come
    week = [instants_for(mine, noon, noon + timedelta(days=7), zone) for zone in ("Asia/Tokyo", "Pacific/Honolulu")]
    assert week == [[datetime(2026, 11, 30, 0, tzinfo=UTC)], [datetime(2026, 11, 23, 19, tzinfo=UTC)]]
    ours = rule(days=("mon",), at="09:00")
    assert instants_for(ours, noon, noon + timedelta(days=7), "Asia/Tokyo") == [datetime(2026, 11, 30, 8, tzinfo=UTC)]
    assert next_instant_for(rule(until=day("2026-11-20")), noon, "UTC") is None


# ---------------------------------------------------------------- laws

stretches = st.builds(
    lambda first, length: Days(first, first + timedelta(days=length), "company"),
    st.dates(date(2026, 10, 1), date(2027, 9, 30)),
    st.integers(0, 60) | st.integers(0, 3),
)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    every = draw(st.sampled_from(["day", "week", "month", "quarter"]))
    words = MONTH_DAYS if every in ("month", "quarter") else WEEKDAYS
    return rule(
        every,
        interval=draw(st.integers(1, 3)),
        days=tuple(draw(st.lists(st.sampled_from(words), min_size=1, max_size=4))),
        at=draw(st.sampled_from(["00:00", "09:30", "23:59"])),
        timezone=draw(st.sampled_from(["Europe/Berlin", "America/Nuuk", "Pacific/Kiritimati"])),
        starting=draw(st.dates(date(2026, 1, 1), date(2027, 1, 1))),
        if_holiday=draw(st.sampled_from(["skip", "next-workday", "previous-workday"])),
        holidays=draw(st.none() | st.sampled_from([BAVARIA, HolidayPlace("AT"), HolidayPlace("CH", "ZH")])),
        closed=tuple(draw(st.lists(stretches, max_size=4))),
        excluded=tuple(draw(st.lists(stretches, max_size=2))),
        personal=draw(st.booleans()),
    )


instants = st.datetimes(datetime(2026, 9, 1), datetime(2027, 10, 31), timezones=st.just(UTC))
SINCE, UNTIL = datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)


@given(rules())
def test_every_nominal_date_has_one_fate_and_no_day_gets_two(any_rule: Rule) -> None:
    margin = timedelta(days=REACH_DAYS + 3)
    nominal = list(dates(any_rule, (SINCE + margin).date(), (UNTIL - margin).date()))
    found = outlook(any_rule, SINCE, UNTIL)
    all_nominal = [one.nominal_date for one in found]
    assert len(set(all_nominal)) == len(all_nominal)
    assert set(nominal) <= set(all_nominal)
    moments = [one.at for one in found if one.skipped is None]
    assert moments == sorted(set(moments))


@given(rules())
def test_what_happens_avoids_days_off_and_excepted_ones(any_rule: Rule) -> None:
    off = closures_of(any_rule)
    for one in occurrences(any_rule, SINCE, UNTIL):
        clock = "Etc/GMT-14" if any_rule.personal else any_rule.timezone
        on = one.nominal_date
        if one.moved is not None:
            happens = _local_date(one.at, clock)
            assert off.is_workday(happens)
            assert (happens > on) == (any_rule.if_holiday == "next-workday")
            on = happens
        assert off.reason(on) is None
        assert not any(stretch.first <= on <= stretch.last for stretch in any_rule.excluded)


def _local_date(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


@given(rules(), instants, st.integers(0, 100), st.integers(0, 100))
def test_looking_twice_finds_what_looking_once_finds(any_rule: Rule, since: datetime, one: int, two: int) -> None:
    middle = since + timedelta(days=one)
    until = middle + timedelta(days=two)
    assert outlook(any_rule, since, middle) + outlook(any_rule, middle, until) == outlook(any_rule, since, until)


@given(rules(), instants)
def test_the_next_occurrence_is_the_first_of_all(any_rule: Rule, after: datetime) -> None:
    year = occurrences(any_rule, after, after + timedelta(days=400))
    found = next_occurrence(any_rule, after)
    assert found == year[0] if year else found is None or found.at > after + timedelta(days=400)
