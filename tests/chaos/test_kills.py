"""Processes killed at random on both databases, each with its engine: nothing lost, nothing twice, nothing left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.delivery.workflows import IN_A_LANE
from tests.chaos.chaos import log_of, scenario
from tests.chaos.dying import each_failpoint
from tests.chaos.nursery import Nursery
from tests.chaos.scenarios import SCENARIOS, Order

KILLS = 25


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    """Give the parent of all lives."""
    with Nursery() as nursery:
        yield nursery


def order(name: str, folder: Path, database_url: str, nursery: Nursery, *, times: int) -> Order:
    """Return one scenario in a small company."""
    engine = "embedded" if database_url.startswith("sqlite") else "distributed"
    return Order(name, folder, database_url, None, nursery, engine, seed=25, times=times, lives=1, people=40)  # type: ignore[arg-type]


@pytest.mark.timeout(240)
def test_twenty_five_kills_lose_and_double_nothing(tmp_path: Path, database_url: str, nursery: Nursery) -> None:
    outcome = SCENARIOS["kills"].run(order("kills", tmp_path, database_url, nursery, times=KILLS))
    assert outcome.kills == KILLS
    assert outcome.verdict.complaints() == [], log_of(tmp_path)
    assert outcome.verdict.letters > 40


@pytest.mark.timeout(240)
def test_without_look_up_only_what_was_in_flight_at_a_kill_is_decided_by_the_rule(
    tmp_path: Path, database_url: str, nursery: Nursery
) -> None:
    place = order("blind", tmp_path, database_url, nursery, times=0).place(look_up=False)
    moments = [f"{side}:call:chat.postMessage" for side in ("before", "after")]
    outcome = scenario("blind", place, each_failpoint(place, times=2, failpoints=moments), seed=25)
    assert outcome.kills == 4
    assert outcome.verdict.complaints() == [], log_of(tmp_path)
    at_once = 1 if place.engine == "embedded" else IN_A_LANE
    assert 0 < len(outcome.verdict.decided) <= outcome.kills * at_once
