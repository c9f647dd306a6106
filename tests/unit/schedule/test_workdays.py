"""Closing times and half-way moments respect the working week."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Days, HolidayPlace, Rule
from bot.schedule import add_workdays, between, closing_time, end_of_day

ZONE = "Europe/Berlin"
BERLIN = ZoneInfo(ZONE)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def shown(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(BERLIN).strftime("%a %Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-11-23 09:00", 4, "Fri 2026-11-27 09:00"),
        ("2026-11-23 09:00", 5, "Mon 2026-11-30 09:00"),
        ("2026-11-27 09:00", 1, "Mon 2026-11-30 09:00"),
        ("2026-11-28 09:00", 1, "Mon 2026-11-30 09:00"),
        ("2026-11-28 09:00", 0, "Sat 2026-11-28 09:00"),
        ("2026-10-23 09:00", 1, "Mon 2026-10-26 09:00"),
    ],
)
def test_workdays_are_monday_to_friday_at_the_same_wall_time(start: str, days: int, expected: str) -> None:
    assert shown(add_workdays(instant(start), days, zone=ZONE)) == expected


def test_a_run_closes_after_workdays_a_duration_or_never() -> None:
    opened = instant("2026-11-26 09:00")
    assert shown(closing_time(opened, 2, zone=ZONE)) == "Mon 2026-11-30 09:00"
    assert shown(closing_time(opened, timedelta(hours=30), zone=ZONE)) == "Fri 2026-11-27 15:00"
    assert closing_time(opened, None, zone=ZONE) is None


def test_days_keep_the_wall_time_when_the_clock_changes() -> None:
    opened = instant("2026-10-24 09:00")
    assert shown(closing_time(opened, timedelta(days=2), zone=ZONE)) == "Mon 2026-10-26 09:00"
    assert closing_time(opened, timedelta(hours=30), zone=ZONE) == opened + timedelta(hours=30)


@pytest.mark.parametrize(
    ("opened", "closes", "fraction", "expected"),
    [
        ("2026-11-23 09:00", "2026-11-27 09:00", 0.5, "Wed 2026-11-25 09:00"),
        ("2026-11-23 09:00", "2026-11-26 09:00", 0.5, "Wed 2026-11-25 09:00"),  # Tue 21:00
        ("2026-11-23 05:00", "2026-11-25 07:00", 0.5, "Tue 2026-11-24 09:00"),  # Tue 06:00
        ("2026-11-26 09:00", "2026-12-01 09:00", 0.5, "Mon 2026-11-30 09:00"),  # Sat 21:00
        ("2026-11-27 15:00", "2026-11-27 19:00", 0.5, "Fri 2026-11-27 16:00"),  # 17:00, and Monday is too late
        ("2026-11-23 10:00", "2026-11-23 16:00", 0.5, "Mon 2026-11-23 13:00"),
    ],
)
def test_half_way_lies_in_working_hours_and_before_the_close(
    opened: str, closes: str, fraction: float, expected: str
) -> None:
    assert shown(between(instant(opened), instant(closes), fraction=fraction, zone=ZONE)) == expected


def test_a_round_that_ends_on_a_monday_morning_still_asks_before_it_closes() -> None:
    opened, closes = datetime(2026, 11, 25, 8, tzinfo=UTC), datetime(2026, 11, 30, 8, tzinfo=UTC)
    asked = between(opened, closes, 0.75, "Europe/Berlin").astimezone(ZoneInfo("Europe/Berlin"))
    assert f"{asked:%a %H:%M}" == "Fri 16:00"


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.timedeltas(timedelta(), timedelta(days=60)),
    st.floats(0, 1),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]),
)
def test_a_moment_between_is_between_and_at_work(opened: datetime, length: timedelta, share: float, zone: str) -> None:
    closes = opened + length
    moment = between(opened, closes, fraction=share, zone=zone)
    local = moment.astimezone(ZoneInfo(zone))
    assert opened <= moment <= closes
    at_work = local.weekday() < 5 and 9 <= local.hour < 17
    assert at_work or moment == opened + length * share  # where the run holds no working hour


CHRISTMAS = Rule(
    "week",
    1,
    ("mon",),
    "09:00",
    ZONE,
    holidays=HolidayPlace("DE", "BY"),
    closed=(Days(date(2026, 12, 28), date(2026, 12, 31), "Betriebsruhe"),),
)


def test_holidays_and_closing_days_are_no_working_days() -> None:
    opened = instant("2026-12-22 09:00")
    assert shown(add_workdays(opened, 3, zone=ZONE)) == "Fri 2026-12-25 09:00"
    assert shown(add_workdays(opened, 3, zone=ZONE, rule=CHRISTMAS)) == "Mon 2027-01-04 09:00"
    assert shown(closing_time(opened, 4, zone=ZONE, rule=CHRISTMAS)) == "Tue 2027-01-05 09:00"
    assert shown(closing_time(opened, timedelta(days=3), zone=ZONE, rule=CHRISTMAS)) == "Fri 2026-12-25 09:00"


def test_half_way_avoids_holidays_and_closing_days() -> None:
    opened, closes = instant("2026-12-23 09:00"), instant("2027-01-05 09:00")
    assert shown(between(opened, closes, 0.5, ZONE)) == "Wed 2026-12-30 09:00"  # Tue 21:00
    assert shown(between(opened, closes, 0.5, ZONE, CHRISTMAS)) == "Mon 2027-01-04 09:00"
    assert shown(between(opened, instant("2027-01-04 08:00"), 0.5, ZONE, CHRISTMAS)) == "Thu 2026-12-24 16:00"


def test_a_personal_round_is_counted_from_the_hour_in_its_own_zone() -> None:
    personal = replace(CHRISTMAS, personal=True)
    kiritimati = datetime(2026, 11, 22, 19, tzinfo=UTC)  # Monday 09:00 there, Sunday 20:00 in Berlin
    assert shown(closing_time(kiritimati, 4, zone=ZONE, rule=personal)) == "Fri 2026-11-27 09:00"
    assert shown(closing_time(kiritimati, timedelta(days=2), zone=ZONE, rule=personal)) == "Wed 2026-11-25 09:00"
    assert shown(closing_time(kiritimati, timedelta(hours=30), zone=ZONE, rule=personal)) == "Tue 2026-11-24 15:00"
    assert shown(end_of_day(personal, kiritimati)) == "Tue 2026-11-24 00:00"
    assert shown(end_of_day(CHRISTMAS, instant("2026-11-23 09:00"))) == "Tue 2026-11-24 00:00"
