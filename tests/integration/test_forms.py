"""Forms of a survey over the wire: every field, what is wrong with them, and that nothing is kept of what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.store import tables as t
from tests.integration import probe
from tests.integration.conftest import MakeWorld
from tests.world import World, words_of


@pytest.fixture
def probing(make_world: MakeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Give a world in which the survey has just opened."""
    probe.install(tmp_path / "packages", monkeypatch)
    world = make_world(rituals=probe.RITUALS.replace("managers: {people: [%s]}\n", ""))
    world.advance_to("mon 09:01")
    return world


def members(world: World) -> list[str]:
    """Return who was asked."""
    able = (one for one in world.slack.workspace.people.values() if not (one.is_bot or one.deleted))
    return [one.real_name for one in able if any("Wie steht es" in words_of(m) or "How is it" in words_of(m)
                                                 for m in world.slack.inbox(one.id))]  # fmt: skip


def rows(world: World, table: str) -> int:
    with world.rondo.database.read() as tx:
        return tx.scalar(select(func.count()).select_from(t.metadata.tables[table])) or 0


def test_a_form_with_something_wrong_stays_open_and_leaves_no_trace(probing: World) -> None:
    name = members(probing)[0]
    probe.form_of(probing, name)
    before = rows(probing, "inbound")
    refused = probing.slack.submit({"sure": "11"}, by=name)
    assert refused["errors"] == {"sure": "Höchstens zehn. Höchstens zehn."}
    assert (rows(probing, "answers"), rows(probing, "inbound")) == (0, before)
    assert probing.slack.submit({"sure": "10"}, by=name)["ok"]
    assert "Danke" in words_of(probing.slack.modal(name))
    assert rows(probing, "answers") + rows(probing, "ballots") == 1
