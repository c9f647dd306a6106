"""Processes killed at random on both databases, each with its engine: nothing lost, nothing twice, nothing left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.chaos import log_of
from tests.chaos.nursery import Nursery
from tests.chaos.scenarios import SCENARIOS, Order

KILLS, BLIND_KILLS = 25, 8


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
def test_without_look_up_nobody_is_forgotten_and_only_what_was_in_flight_may_come_twice(
    tmp_path: Path, database_url: str, nursery: Nursery
) -> None:
    outcome = SCENARIOS["blind"].run(order("blind", tmp_path, database_url, nursery, times=BLIND_KILLS))
    assert outcome.kills == BLIND_KILLS
    assert outcome.verdict.complaints() == [], log_of(tmp_path)
    assert outcome.in_flight
