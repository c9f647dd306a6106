"""Times to meet: within everybody's working day, and nobody's holiday."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.model import HolidayPlace
from bot.schedule import free_slots, suggested
from tests.unit.cast import MONDAY, a_rule

HOURS = ("09:00", "17:00")
WEEK = MONDAY + timedelta(days=4)


def test_in_one_zone_every_half_hour_of_the_working_day_is_free() -> None:
    slots = free_slots(MONDAY, WEEK, ["Europe/Berlin"], HOURS, a_rule())
    monday = [slot for slot in slots if slot.date() == MONDAY.date()]
    assert (monday[0], monday[-1]) == (
        datetime(2026, 11, 23, 8, tzinfo=UTC),
        datetime(2026, 11, 23, 15, 30, tzinfo=UTC),
    )
    assert len(monday) == 16


def test_in_two_zones_only_what_both_share() -> None:
    slots = free_slots(MONDAY, WEEK, ["Europe/Berlin", "America/New_York"], HOURS, a_rule())
    assert {(slot.hour, slot.minute) for slot in slots} == {(14, 0), (14, 30), (15, 0), (15, 30)}


def test_zones_that_share_no_hour_have_none() -> None:
    assert free_slots(MONDAY, WEEK, ["Europe/Berlin", "Pacific/Auckland"], HOURS, a_rule()) == ()


def test_weekends_and_holidays_are_nobodys() -> None:
    rule = a_rule(holidays=HolidayPlace("DE", "HH"))
    christmas = datetime(2026, 12, 24, 8, tzinfo=UTC)
    slots = free_slots(christmas, christmas + timedelta(days=6), ["Europe/Berlin"], HOURS, rule)
    days = {slot.date().day for slot in slots}
    assert days == {24, 28, 29}


def test_two_suggestions_are_on_two_days_and_the_same_for_the_same_draw() -> None:
    slots = free_slots(MONDAY, WEEK, ["Europe/Berlin"], HOURS, a_rule())
    first, second = suggested(slots, 4711)
    assert first.date() < second.date()
    assert suggested(slots, 4711) == [first, second]
    assert len({tuple(suggested(slots, draw)) for draw in range(50)}) > 10


def test_where_little_is_free_less_is_suggested() -> None:
    (only,) = free_slots(MONDAY, MONDAY + timedelta(minutes=30), ["Europe/Berlin"], HOURS, a_rule())
    assert suggested([only], 3) == [only]
    assert suggested([], 3) == []
