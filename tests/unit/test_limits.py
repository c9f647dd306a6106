"""The laws of a token bucket, whatever happens to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery import limits
from bot.delivery.limits import FLOOR, RECOVERY, SLACK, Limit
from bot.store.pace import Bucket

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LIMIT = SLACK["conversations.open"]
MINUTE = timedelta(minutes=1)

steps = st.lists(st.tuples(st.floats(0, 40), st.sampled_from(("take", "take", "take", "refuse"))), max_size=200)
"""Seconds to pass, then a call that is tried, or a refusal."""


def played(steps: list[tuple[float, str]]) -> tuple[list[datetime], list[tuple[datetime, datetime]], Bucket, datetime]:
    """Let it all happen; return when calls were taken, from when until when they were refused, and what is left."""
    bucket, now = limits.fresh("conversations.open", LIMIT, NOW), NOW
    calls, closed = [], []
    for seconds, what in steps:
        now += timedelta(seconds=seconds)
        if what == "refuse":
            bucket = limits.refused(bucket, LIMIT, now, seconds=seconds)
            closed.append((now, now + timedelta(seconds=seconds)))
        elif limits.wait(bucket, LIMIT, now) == 0:
            bucket = limits.taken(bucket, LIMIT, now)
            calls.append(now)
    return calls, closed, bucket, now


@given(steps)
def test_no_window_holds_more_than_the_burst_and_what_came_back_in_it(steps: list[tuple[float, str]]) -> None:
    calls = played(steps)[0]
    for first, begin in enumerate(calls):
        for last in range(first, len(calls)):
            minutes = (calls[last] - begin) / MINUTE
            assert last - first + 1 <= LIMIT.burst + LIMIT.per_minute * minutes + 0.001


@given(steps)
def test_nothing_is_taken_before_the_time_slack_named(steps: list[tuple[float, str]]) -> None:
    calls, closed, _, _ = played(steps)
    assert not any(begin <= call < end for begin, end in closed for call in calls if call > begin)


@given(steps)
def test_the_rate_stays_between_its_floor_and_its_top_and_recovers(steps: list[tuple[float, str]]) -> None:
    *_, bucket, now = played(steps)
    assert FLOOR * LIMIT.per_minute <= limits.rate(bucket, LIMIT, now) <= LIMIT.per_minute
    later = max(now, bucket.at) + MINUTE / RECOVERY
    assert limits.rate(bucket, LIMIT, later) == LIMIT.per_minute
    assert limits.refilled(bucket, LIMIT, later).level == LIMIT.burst


@given(steps)
def test_who_waits_as_long_as_told_gets_a_call(steps: list[tuple[float, str]]) -> None:
    *_, bucket, now = played(steps)
    for keep in (0.0, LIMIT.reserve):
        wait = limits.wait(bucket, LIMIT, now, keep=keep)
        assert limits.wait(bucket, LIMIT, now + timedelta(seconds=wait), keep=keep) <= 0.000_01


def test_a_refusal_halves_the_rate_once_and_a_twentieth_comes_back_each_minute() -> None:
    bucket = limits.refused(limits.fresh("m", LIMIT, NOW), LIMIT, NOW, seconds=30)
    bucket = limits.refused(bucket, LIMIT, NOW + timedelta(seconds=1), seconds=30)
    assert bucket.refused == 2
    assert limits.rate(bucket, LIMIT, NOW) == pytest.approx(LIMIT.per_minute / 2)
    assert limits.rate(bucket, LIMIT, NOW + 4 * MINUTE) == pytest.approx(LIMIT.per_minute * 0.7)
    assert limits.rate(bucket, LIMIT, NOW + 11 * MINUTE) == LIMIT.per_minute


def test_a_clock_that_was_set_back_gives_no_calls() -> None:
    bucket = limits.taken(limits.fresh("m", LIMIT, NOW), LIMIT, NOW)
    assert limits.refilled(bucket, LIMIT, NOW - MINUTE) == bucket


@pytest.mark.parametrize("limit", SLACK.values(), ids=SLACK)
def test_we_stay_below_what_slack_allows(limit: Limit) -> None:
    assert limit.documented * 0.75 < limit.per_minute < limit.documented
    assert limit.reserve + 1 <= limit.burst < limit.documented
