"""Slack's bad days, ordered through the page's own routes: whatever strikes, each letter arrives exactly once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.demo.director import Director
from tests.integration.desks import ask, served

ROUND = 18
"""Groups of the coffee round's 37 people."""


def let_all_arrive(director: Director) -> dict[str, Any]:
    """Move on by the time bar until the ledger has nothing left to do."""
    for _ in range(12):
        ask(director, "demo/advance", {"hours": 0.5})
        seen: dict[str, Any] = ask(director, "demo/coping")
        if seen["due_now"] == 0:
            return seen
    raise AssertionError(f"letters are still waiting: {seen}")


STORMS: dict[str, dict[str, Any]] = {
    "a bad Monday with Slack's limits": {"limits": True, "rates": {"lost_reply": 0.06, "duplicate_event": 0.2}},
    "a storm": {
        "rates": {"429": 0.1, "500": 0.1, "lost_reply": 0.15, "reset": 0.05, "malformed": 0.03, "duplicate_event": 0.5},
        "retry_after": 5,
        "cut_every": 60,
    },
    "ten minutes of nothing": {"down": 600},
}


@pytest.mark.parametrize("storm", STORMS)
def test_after_a_storm_each_letter_has_arrived_exactly_once(storm: str, tmp_path: Path, database_url: str) -> None:
    with served(tmp_path, database_url) as director:
        told = ask(director, "sandbox/weather", {**STORMS[storm], "seed": 7})
        assert told["ok"]
        ask(director, "demo/advance", {"to": "next"})
        seen = let_all_arrive(director)
        struck = ask(director, "sandbox/weather")["struck"]
        assert sum(struck.values()) > 0
        assert struck.get("limits", 0) == 0  # the bot paces itself below them
        assert (seen["twice"], seen["missing"], seen["letters"]["dead"]) == (0, 0, 0)
        groups = Counter(
            frozenset(row["members"]) for row in director.stage.sandbox.workspace.journal.log if row["kind"] == "mpim"
        )
        assert len(groups) == ROUND
        assert set(groups.values()) == {1}
        assert ask(director, "sandbox/weather", {})["rates"] == {}
