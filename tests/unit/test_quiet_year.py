"""What the simulated year counts: `python -m bench year` fails where somebody hears too much, or at a wrong hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bench.quiet import quiet
from bot.config.admission import Budget
from bot.demo.figures import Received

ANNA, BEN, KIM = "U0000ANNA", "U0000BEN", "U0000KIM"
ZONES = {ANNA: "Europe/Berlin", BEN: "Asia/Kolkata", KIM: "America/Los_Angeles"}
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""Nine o'clock in Berlin, half past one in the afternoon in Kolkata."""
HOURS = ("08:00", "18:00")
DAY = timedelta(days=1)


def a_message(at: datetime, *people: str, channel: str = "", unsolicited: bool = True) -> Received:
    return Received(at, channel, people, "Hallo", 1, 0, "mark", unsolicited=unsolicited)


def test_what_keeps_the_budget_and_the_hours_is_quiet() -> None:
    found = quiet([a_message(MONDAY + number * DAY, ANNA, BEN) for number in range(3)], ZONES, Budget(), HOURS)
    assert (found.messages, found.most_a_day, found.most_a_week, found.holds) == (3, 1, 3, True)


def test_a_second_message_on_a_day_and_a_fourth_in_a_week_are_over_the_budget() -> None:
    at = [MONDAY, MONDAY + timedelta(hours=1), MONDAY + DAY, MONDAY + 2 * DAY]
    found = quiet([a_message(one, ANNA) for one in at], ZONES, Budget(), HOURS)
    assert (found.most_a_day, found.most_a_week, found.over, found.holds) == (2, 4, 2, False)


def test_a_message_at_night_breaks_the_promise_to_whom_it_is_night() -> None:
    late = MONDAY + timedelta(hours=6)
    assert quiet([a_message(late, ANNA)], ZONES, Budget(), HOURS).holds
    found = quiet([a_message(late, ANNA, BEN)], ZONES, Budget(), HOURS)
    assert (found.outside, found.apart, found.holds) == (1, 0, False)


def test_a_group_that_shares_no_hour_is_counted_apart() -> None:
    found = quiet([a_message(MONDAY, BEN, KIM)], ZONES, Budget(), HOURS)
    assert (found.outside, found.apart, found.holds) == (0, 1, True)


def test_channels_and_what_somebody_asked_for_do_not_count() -> None:
    messages = [a_message(MONDAY, ANNA, channel="alle"), a_message(MONDAY, ANNA, unsolicited=False)]
    assert quiet(messages, ZONES, Budget(), HOURS).messages == 0
