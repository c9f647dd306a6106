"""SIGKILL in the middle of a round, on both databases: the round completes, nobody is introduced twice.

The embedded engine has one letter in flight, which the counts here rest on; for the distributed one see test_many.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import load
from bot.demo.stage import first_round
from bot.rituals.registry import kinds
from bot.sandbox.clock import SandboxClock
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.workspace import APP_USER, Workspace
from bot.slack.manifest import manifest
from tests.process.running import running, slack_settings
from tests.world import COFFEE, SATURDAY, eventually

KILLS = 3
GROUPS = 18


def introductions(sandbox: Sandbox) -> Counter[frozenset[str]]:
    """Return how often each group was introduced."""
    rows = [row for row in sandbox.workspace.journal.log if row["kind"] == "mpim"]
    return Counter(frozenset(row["members"]) for row in rows)


@pytest.mark.timeout(180)
def test_a_round_survives_being_killed_again_and_again(tmp_path: Path, database_url: str) -> None:
    introduced = killed_round(tmp_path, database_url, look_up=True)
    assert set(introduced.values()) == {1}
    assert introduced.total() == GROUPS
    everybody = Counter(one for group in introduced for one in group if one != APP_USER)
    assert set(everybody.values()) == {1}


@pytest.mark.timeout(180)
def test_without_look_up_nobody_is_forgotten_and_only_what_was_in_flight_may_come_twice(
    tmp_path: Path, database_url: str
) -> None:
    introduced = killed_round(tmp_path, database_url, look_up=False)
    assert len(introduced) == GROUPS
    assert introduced.total() <= GROUPS + KILLS
    assert max(introduced.values()) <= 2


def killed_round(folder: Path, database_url: str, *, look_up: bool) -> Counter[frozenset[str]]:
    """Kill the bot KILLS times in one round and start it again; return how often each group was introduced."""
    rituals = folder / "rituals.yaml"
    rituals.write_text(COFFEE, encoding="utf-8")
    config = load(rituals, kinds=kinds())
    clock = SandboxClock(first_round(config, SATURDAY) - timedelta(minutes=1), running=False)
    rng = random.Random(7)
    with Sandbox(Workspace(clock=clock)) as sandbox:
        sandbox.install(manifest(config, kinds(), look_up=look_up))
        settings = slack_settings(sandbox, database_url, rituals, RONDO_CLOCK=sandbox.url, RONDO_ENGINE="embedded")
        with running("run", env=settings, cwd=folder):  # sees the ritual once before its hour
            eventually(sandbox.connected, within=20)
            eventually_quiet(sandbox)
        clock.advance(60)
        for kill in range(KILLS):
            with running("run", env=settings, cwd=folder) as process:
                until_introduced(sandbox, (kill + 1) * GROUPS // (KILLS + 1))
                time.sleep(rng.random() * 0.02)
                process.kill()
        with running("run", env=settings, cwd=folder):
            eventually(sandbox.connected, within=30)
            for _ in range(6):  # doubts are settled after a minute, and sent again after some seconds
                eventually_quiet(sandbox)
                clock.advance(61)
            until_introduced(sandbox, GROUPS)
            eventually_quiet(sandbox)
        return introductions(sandbox)


def until_introduced(sandbox: Sandbox, n: int) -> None:
    """Return once so many groups were introduced."""
    eventually(lambda: introductions(sandbox).total() >= n, within=40)


def eventually_quiet(sandbox: Sandbox) -> None:
    """Return once no call came for half a second."""
    seen = -1
    while seen != len(sandbox.workspace.calls):
        seen = len(sandbox.workspace.calls)
        time.sleep(0.5)
