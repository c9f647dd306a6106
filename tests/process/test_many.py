"""Many processes on one PostgreSQL database, with the distributed engine: no leader, and each letter once."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from subprocess import Popen

import psycopg
import pytest

from bot.config import load
from bot.demo.stage import first_round
from bot.rituals.registry import kinds
from bot.sandbox.clock import SandboxClock
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.workspace import APP_USER, Workspace
from bot.slack.manifest import manifest
from tests.databases import Postgres
from tests.process.running import call, running, slack_settings
from tests.process.test_kill import GROUPS, eventually_quiet, introductions
from tests.world import COFFEE, SATURDAY, eventually

pytestmark = pytest.mark.timeout(120)


class House:
    """A sandbox whose time stands still, a database, and processes at work."""

    def __init__(self, folder: Path, url: str, sandbox: Sandbox, rituals: Path, clock: SandboxClock) -> None:
        self.folder, self.url, self.sandbox, self.clock = folder, url, sandbox, clock
        self.env = slack_settings(sandbox, url, rituals, RONDO_CLOCK=sandbox.url, RONDO_ENGINE="distributed")
        del self.env["PORT"]
        self.processes: list[Popen[str]] = []
        self._stack = ExitStack()

    def add(self, verb: str, *, port: bool = False) -> Popen[str]:
        """Start a process."""
        env = self.env | ({"PORT": "0"} if verb == "run" else {})
        log = f"{verb}{len(self.processes)}.log"
        process = self._stack.enter_context(running(verb, env=env, cwd=self.folder, log=log))
        self.processes.append(process)
        number = len(self.processes)
        eventually(lambda: "started" in (self.folder / log).read_text() or process.poll() is not None, within=30)
        assert process.poll() is None, (self.folder / log).read_text()
        eventually(lambda: self.ask("SELECT count(*) FROM workers")[0][0] >= number or True, within=10)
        return process

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """Ask the database."""
        with psycopg.connect(self.url) as connection:
            return list(connection.execute(question))

    def logs(self) -> str:
        """Return what all processes said."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def close(self) -> None:
        """End all processes."""
        self._stack.close()


@pytest.fixture
def house(tmp_path: Path, postgres_server: Postgres) -> Iterator[House]:
    """A company shortly before its round."""
    rituals = tmp_path / "rituals.yaml"
    rituals.write_text(COFFEE, encoding="utf-8")
    config = load(rituals, kinds=kinds())
    clock = SandboxClock(first_round(config, SATURDAY) - timedelta(minutes=1), running=False)
    with postgres_server.database(empty=True) as url, Sandbox(Workspace(clock=clock)) as sandbox:
        sandbox.install(manifest(config, kinds(), look_up=True))
        place = House(tmp_path, url, sandbox, rituals, clock)
        try:
            yield place
        finally:
            place.close()


def everybody_once(house: House) -> None:
    """Insist that the round is complete, nothing is doubled, and nothing waits or is stuck."""
    introduced = introductions(house.sandbox)
    assert set(introduced.values()) == {1}
    assert introduced.total() == GROUPS
    everybody = Counter(one for group in introduced for one in group if one != APP_USER)
    assert set(everybody.values()) == {1}
    eventually(lambda: house.ask("SELECT DISTINCT state FROM letters") == [("sent",)], within=20)


def test_two_processes_share_a_round_and_nobody_is_introduced_twice(house: House) -> None:
    house.add("run")
    house.add("work")
    house.clock.advance(60)
    began = time.monotonic()
    for _ in range(4):
        house.clock.advance(20)  # Slack's pace is kept by the sandbox's clock
        eventually_quiet(house.sandbox)
    eventually(lambda: introductions(house.sandbox).total() >= GROUPS, within=30)
    print("took", time.monotonic() - began)
    everybody_once(house)
    ended = house.ask("SELECT executor_id, count(*), min(status), max(status) FROM dbos.workflow_status GROUP BY 1")
    print(ended)
    assert {row[2:] for row in ended} == {("SUCCESS", "SUCCESS")}
