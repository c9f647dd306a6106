"""The demo's goals: each kind opens, and the others answer when the visitor asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import bot.demo
from bot.demo.colleagues import Colleagues
from bot.demo.director import Director
from bot.demo.stage import Stage
from bot.store import ballots, runs

GOALS = Path(bot.demo.__file__).with_name("goals.yaml")
CARLA = "U0003CARLAX"
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def stage() -> Iterator[Stage]:
    """The stage shortly before the first round of the shipped goals."""
    found = Stage(GOALS, now=SUNDAY, quick=True)
    try:
        found.begin(beat=False)
        yield found
    finally:
        found.close()


def test_the_others_answer_each_kind_once_and_the_visitor_is_left_alone(stage: Stage) -> None:
    director, others = Director(stage), Colleagues(stage)
    director.advance(director.now() + timedelta(minutes=10))
    assert 8 <= others.answer(but=CARLA) <= 11  # of the twelve in #montagsrunde
    assert others.answer(but=CARLA) == 0
    director.advance(director.now() + timedelta(days=1, hours=1))
    assert others.answer(but=CARLA) >= 30
    with stage.rondo.context.database.read() as tx:
        voted = {one.ritual: len(ballots.voters(tx, one.id)) for one in runs.open_runs(tx)}
    assert voted["teampuls"] >= 20
    assert voted["zielabgleich"] >= 20
    shown = stage.sandbox.workspace.channel("montagsrunde").messages.values()
    assert any("Ergebnisse" in one.text for one in shown), [one.text for one in shown]
    assert not stage.sandbox.workspace.journal.refusals
