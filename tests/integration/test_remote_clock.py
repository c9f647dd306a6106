"""The clock of a process that follows a sandbox: exact while time stands still, reckoned while it runs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.clock import RemoteClock
from bot.sandbox.sandbox import Sandbox
from tests.world import eventually


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    """Give a sandbox whose time stands still."""
    with Sandbox() as place:
        place.workspace.clock.run(running=False)
        yield place


def test_a_jump_of_a_standing_clock_is_seen_at_once(slack: Sandbox) -> None:
    clock = RemoteClock.connect(slack.url)
    assert clock.now() == slack.workspace.clock.now()
    there = slack.workspace.clock.advance(3600)
    assert clock.now() == there


def test_a_running_clock_goes_on_between_two_questions_and_never_runs_ahead(slack: Sandbox) -> None:
    slack.workspace.clock.run(rate=600, running=True)
    clock = RemoteClock.connect(slack.url)
    clock.KEPT = 3600
    earlier = clock.now()
    time.sleep(0.01)
    later = clock.now()
    assert earlier + timedelta(seconds=6) <= later <= slack.workspace.clock.now()


def test_a_jump_of_a_running_clock_is_seen_a_moment_later(slack: Sandbox) -> None:
    slack.workspace.clock.run(rate=1, running=True)
    clock = RemoteClock.connect(slack.url)
    there = slack.workspace.clock.advance(3600)
    assert eventually(lambda: clock.now() >= there)


def test_a_sandbox_that_went_away_leaves_the_last_instant_it_gave() -> None:
    with Sandbox() as place:
        place.workspace.clock.run(running=False)
        clock = RemoteClock.connect(place.url)
        known = clock.now()
    assert clock.now() == known
