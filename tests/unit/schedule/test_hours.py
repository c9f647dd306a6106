"""People are written to within the hours, each by their own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Days, HolidayPlace, Rule
from bot.schedule import within_hours
from bot.schedule.closures import closures_of
from tests.unit.schedule.zones import ZONES

HOURS = ("08:00", "18:00")
BERLIN, NEW_YORK, TOKYO, HONOLULU = "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Honolulu"
RULE = Rule("week", 1, ("mon",), "09:00", BERLIN, holidays=HolidayPlace("DE", "BY"))


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)


def shown(at: datetime) -> str:
    return at.astimezone(ZoneInfo(BERLIN)).strftime("%a %m-%d %H:%M")


@pytest.mark.parametrize(
    ("when", "zones", "expected"),
    [
        ("2026-11-23 09:00", [BERLIN], "Mon 11-23 09:00"),
        ("2026-11-23 06:00", [BERLIN], "Mon 11-23 08:00"),
        ("2026-11-23 18:00", [BERLIN], "Mon 11-23 18:00"),
        ("2026-11-23 18:01", [BERLIN], "Tue 11-24 08:00"),
        ("2026-11-27 20:00", [BERLIN], "Mon 11-30 08:00"),
        ("2026-11-28 10:00", [BERLIN], "Sat 11-28 10:00"),  # a ritual on Saturday is meant for Saturday
        ("2026-11-28 19:00", [BERLIN], "Mon 11-30 08:00"),
        ("2026-12-24 19:00", [BERLIN], "Mon 12-28 08:00"),  # 25 December is a Friday
        ("2026-11-23 09:00", [BERLIN, NEW_YORK], "Mon 11-23 14:00"),
        ("2026-11-23 09:00", [NEW_YORK, NEW_YORK], "Mon 11-23 14:00"),
        ("2026-11-23 09:30", [BERLIN, TOKYO], "Mon 11-23 09:30"),
        ("2026-11-23 10:30", [BERLIN, TOKYO], "Tue 11-24 08:00"),
        ("2026-11-27 12:00", [BERLIN, TOKYO], "Mon 11-30 08:00"),
        ("2026-11-23 09:00", [BERLIN, HONOLULU], "Mon 11-23 09:00"),  # no hour in common: Berlin's hold for both
        ("2026-11-23 19:00", [BERLIN, TOKYO, HONOLULU], "Tue 11-24 08:00"),
        ("2026-11-28 23:00", [], "Sat 11-28 23:00"),
    ],
)
def test_a_message_waits_for_an_hour_that_suits_all(when: str, zones: list[str], expected: str) -> None:
    assert shown(within_hours(berlin(when), zones, HOURS, RULE)) == expected


def test_the_whole_last_minute_counts_so_that_a_beat_of_the_clock_is_not_too_late() -> None:
    late = berlin("2026-11-23 18:00") + timedelta(seconds=40)
    assert within_hours(late, [BERLIN], HOURS, RULE) == late


def test_closing_days_are_waited_out_however_long_they_last() -> None:
    closed = Rule("week", 1, ("mon",), "09:00", BERLIN, closed=(Days(date(2026, 12, 24), date(2027, 3, 31), "x"),))
    assert shown(within_hours(berlin("2026-12-23 20:00"), [BERLIN], HOURS, closed)) == "Thu 04-01 08:00"
    assert shown(within_hours(berlin("2026-12-23 11:00"), [TOKYO], HOURS, closed)) == "Thu 04-01 01:00"


def test_whoever_closes_for_years_is_written_to_all_the_same() -> None:
    closed = Rule("week", 1, ("mon",), "09:00", BERLIN, closed=(Days(date(2026, 12, 24), date(2036, 1, 1), "x"),))
    assert shown(within_hours(berlin("2026-12-23 20:00"), [BERLIN], HOURS, closed)) == "Thu 12-24 08:00"


def test_hours_that_the_clock_skips_are_waited_for_until_the_next_day() -> None:
    found = within_hours(berlin("2027-03-28 00:30"), [BERLIN], ("02:00", "02:45"), RULE)
    assert shown(found) == "Tue 03-30 02:00"  # Sunday has no such hour, and 29 March is Ostermontag


def test_in_an_hour_that_comes_twice_nothing_goes_back_in_time() -> None:
    second = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # 02:10 for the second time
    assert within_hours(second, [BERLIN], ("02:30", "03:30"), RULE) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


instants = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
spans = st.tuples(st.integers(0, 22), st.integers(1, 23)).filter(lambda span: span[0] < span[1])
hours_of_day = spans.map(lambda span: (f"{span[0]:02}:00", f"{span[1]:02}:30"))


@given(instants, st.lists(st.sampled_from(ZONES), max_size=3), hours_of_day)
def test_the_hour_found_is_later_suits_all_and_stays(at: datetime, zones: list[str], hours: tuple[str, str]) -> None:
    found = within_hours(at, zones, hours, RULE)
    assert found >= at
    assert within_hours(found, zones, hours, RULE) == found
    suits = [zone for zone in zones if inside(found, zone, hours, at)]
    assert suits == zones or inside(found, BERLIN, hours, at)


@given(instants, st.sampled_from(ZONES), hours_of_day)
def test_no_earlier_quarter_of_an_hour_would_have_done(at: datetime, zone: str, hours: tuple[str, str]) -> None:
    found = within_hours(at, [zone], hours, RULE)
    moment = at
    while moment < found:
        assert not inside(moment, zone, hours, at)
        moment += timedelta(minutes=15)


def inside(moment: datetime, zone: str, hours: tuple[str, str], begin: datetime) -> bool:
    local, today = (one.astimezone(ZoneInfo(zone)) for one in (moment, begin))
    counts = local.date() == today.date() or closures_of(RULE).is_workday(local.date())
    opens, closes = map(time.fromisoformat, hours)
    return counts and opens <= local.time().replace(second=0, microsecond=0) <= closes
