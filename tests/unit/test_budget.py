"""Where a message that nobody asked for finds its place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config.admission import Budget
from bot.model import HolidayPlace, PersonId, Weight
from bot.service.budget import Tally, Window, Wish, local_day, place
from tests.unit.cast import ANNA, BEN, MONDAY, a_rule

HOURS = ("08:00", "18:00")
BERLIN, KOLKATA, TOKYO, NEW_YORK = "Europe/Berlin", "Asia/Kolkata", "Asia/Tokyo", "America/New_York"
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
EARLIER = timedelta(hours=1)
"""From nine o'clock back to when the hours begin."""


def a_window(**rule: object) -> Window:
    return Window(a_rule(**rule), HOURS)


def a_wish(
    at: datetime = MONDAY,
    *,
    weight: Weight = "must",
    latest: datetime | None = None,
    own: date | None = None,
    people: tuple[tuple[PersonId, str], ...] = ((ANNA, BERLIN),),
) -> Wish:
    return Wish(people, at, latest or at + WEEK, weight, own)


def tally_with(*days: date, who: PersonId = ANNA, budget: Budget | None = None) -> Tally:
    tally = Tally(budget or Budget())
    for day in days:
        tally.add(who, day)
    return tally


def test_where_there_is_room_a_message_keeps_its_moment() -> None:
    assert place(a_wish(), tally_with(), a_window()) == MONDAY


def test_outside_the_hours_it_waits_for_the_next_working_morning() -> None:
    friday_evening = MONDAY - 3 * DAY + timedelta(hours=12)
    assert place(a_wish(friday_evening), tally_with(), a_window()) == MONDAY - EARLIER


def test_a_day_that_is_taken_moves_it_to_the_next_morning() -> None:
    assert place(a_wish(), tally_with(MONDAY.date()), a_window()) == MONDAY + DAY - EARLIER


def test_a_week_that_is_full_moves_it_to_the_next_monday() -> None:
    taken = [MONDAY.date() + number * DAY for number in (1, 2, 3)]
    assert place(a_wish(latest=MONDAY + 2 * WEEK), tally_with(*taken), a_window()) == MONDAY + WEEK - EARLIER


def test_nothing_is_moved_beyond_its_latest() -> None:
    assert place(a_wish(latest=MONDAY + timedelta(hours=5)), tally_with(MONDAY.date()), a_window()) is None


def test_what_may_be_left_out_leaves_one_more_place_in_the_week() -> None:
    tally = tally_with(MONDAY.date(), MONDAY.date() + DAY)
    wednesday = MONDAY + 2 * DAY
    assert place(a_wish(wednesday, weight="may", latest=wednesday + DAY), tally, a_window()) is None
    assert place(a_wish(wednesday, weight="should", latest=wednesday + DAY), tally, a_window()) == wednesday
    assert place(a_wish(weight="may"), tally_with(budget=Budget(day=1, week=1)), a_window()) is None


def test_a_group_goes_where_all_of_it_has_room_and_works() -> None:
    people = ((ANNA, BERLIN), (BEN, KOLKATA))
    tally = tally_with(MONDAY.date(), who=BEN)
    at = place(a_wish(MONDAY + timedelta(hours=6), people=people), tally, a_window())
    assert at is not None
    assert [f"{at.astimezone(ZoneInfo(zone)):%a %H:%M}" for zone in (BERLIN, KOLKATA)] == ["Tue 08:00", "Tue 12:30"]


def test_a_ritual_for_saturdays_is_sent_on_its_saturday_and_what_is_moved_is_not() -> None:
    saturday = MONDAY - 2 * DAY
    assert place(a_wish(saturday, own=saturday.date()), tally_with(), a_window()) == saturday
    assert place(a_wish(saturday), tally_with(), a_window()) == MONDAY - EARLIER


def test_friday_afternoon_in_new_york_is_no_saturday_message_in_tokyo() -> None:
    friday = datetime(2026, 11, 20, 21, tzinfo=UTC)
    at = place(a_wish(friday, people=((ANNA, TOKYO),), own=friday.date()), tally_with(), a_window(timezone=NEW_YORK))
    assert at is not None
    assert f"{at.astimezone(ZoneInfo(TOKYO)):%a %H:%M}" == "Mon 08:00"


def test_holidays_of_the_rule_are_no_working_days() -> None:
    window = a_window(holidays=HolidayPlace("DE", "BY"))
    at = place(a_wish(datetime(2027, 1, 5, 20, tzinfo=UTC)), tally_with(), window)
    assert at is not None
    assert local_day(at, BERLIN) == date(2027, 1, 7)


def test_zones_that_share_no_hour_still_find_a_place() -> None:
    people = ((ANNA, "Pacific/Honolulu"), (BEN, BERLIN))
    at = place(a_wish(people=people), tally_with(), a_window())
    assert at is not None
    assert at.astimezone(ZoneInfo(BERLIN)).weekday() < 5


def test_hours_around_the_clock_leave_the_weekend_free() -> None:
    window = Window(a_rule(), ("00:00", "23:59"))
    friday_night = MONDAY - 2 * DAY - timedelta(hours=9, minutes=10)
    assert place(a_wish(friday_night), tally_with(), window) == friday_night
    monday = place(a_wish(friday_night), tally_with((friday_night + EARLIER).date()), window)
    assert monday == MONDAY - timedelta(hours=9)
    assert place(a_wish(), tally_with(), window) == MONDAY


def test_a_message_that_another_carries_needs_no_room() -> None:
    tally = tally_with(MONDAY.date(), MONDAY.date() + DAY, MONDAY.date() + 2 * DAY)
    assert place(a_wish(), tally, a_window(), joins=lambda at: True) == MONDAY


@given(seed=st.integers(0, 2**32), day=st.integers(1, 2), week=st.integers(1, 5))
@settings(max_examples=4, deadline=None)
def test_over_a_year_the_budget_holds_for_everyone_whatever_rituals_want(seed: int, day: int, week: int) -> None:
    rng = Random(seed)
    zones = (BERLIN, KOLKATA, NEW_YORK, "Europe/London")
    staff = [(PersonId(f"p{number}"), zones[number % 4]) for number in range(20)]
    window = a_window(holidays=HolidayPlace("DE", "BE"))
    tally = Tally(Budget(day=day, week=week))
    start = datetime(2026, 11, 23, tzinfo=UTC)
    for number in range(365 * 6):
        people = tuple(rng.sample(staff, rng.choice((1, 1, 2, 3))))
        earliest = start + number // 6 * DAY + timedelta(minutes=rng.randrange(1440))
        weight: Weight = rng.choice(("must", "should", "may"))
        wish = Wish(people, earliest, earliest + rng.randrange(1, 8) * DAY, weight)
        at = place(wish, tally, window)
        if at is None:
            continue
        assert earliest <= at <= wish.latest
        for someone, zone in people:
            assert window.is_working(local_day(at, zone), zone)
            tally.add(someone, local_day(at, zone))
    assert max(tally.days.values()) <= day
    assert max(tally.weeks.values()) <= week
