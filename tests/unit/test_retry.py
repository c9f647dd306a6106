"""When a letter is tried again, and when never."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.retry import ATTEMPTS, FIRST, LONGEST, wait_after
from bot.errors import DeliveryError

LATER = DeliveryError("unreachable", in_doubt=True)


def test_the_wait_doubles_from_five_seconds_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(LATER, attempt) for attempt in range(1, 11)]
    assert waits == [timedelta(seconds=s) for s in (5, 10, 20, 40, 80, 160, 320, 640, 900, 900)]


@given(st.integers(1, ATTEMPTS))
def test_what_is_for_good_is_never_tried_again(attempt: int) -> None:
    assert wait_after(DeliveryError("user_gone", permanent=True), attempt) is None
    assert wait_after(DeliveryError("user_gone", permanent=True, retry_after=5), attempt) is None


@given(st.integers(1, ATTEMPTS - 1))
def test_no_wait_is_shorter_than_the_one_before(attempt: int) -> None:
    now, before = wait_after(LATER, attempt), wait_after(LATER, max(1, attempt - 1))
    assert now is not None
    assert before is not None
    assert FIRST <= before <= now <= LONGEST


def test_after_about_a_day_it_is_given_up() -> None:
    assert wait_after(LATER, ATTEMPTS) is None
    waits = [wait for attempt in range(1, ATTEMPTS) if (wait := wait_after(LATER, attempt))]
    assert timedelta(hours=20) < sum(waits, timedelta()) < timedelta(hours=28)


@pytest.mark.parametrize(("said", "seconds"), [(30.0, 30), (0.0, 1), (-5.0, 1), (3600.0, 3600)])
@pytest.mark.parametrize("attempt", [1, ATTEMPTS, 10 * ATTEMPTS])
def test_slacks_own_word_wins_at_any_attempt(said: float, seconds: int, attempt: int) -> None:
    assert wait_after(DeliveryError("rate_limited", retry_after=said), attempt) == timedelta(seconds=seconds)
