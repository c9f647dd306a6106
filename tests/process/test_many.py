"""Many processes on one PostgreSQL database, with the distributed engine: no leader, and each letter once."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from subprocess import Popen

import psycopg
import pytest

from bot.config import load
from bot.delivery.engines import upgrade
from bot.demo.stage import first_round
from bot.rituals.registry import kinds
from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import parse
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.workspace import APP_USER, Workspace
from bot.settings import Settings
from bot.slack.manifest import manifest
from tests.databases import Postgres
from tests.process.running import call, running, slack_settings
from tests.world import COFFEE, SATURDAY, eventually

pytestmark = pytest.mark.timeout(120)
GROUPS = 18


def introductions(sandbox: Sandbox) -> Counter[frozenset[str]]:
    """Return how often each group was introduced."""
    rows = [row for row in sandbox.workspace.journal.log if row["kind"] == "mpim"]
    return Counter(frozenset(row["members"]) for row in rows)


def eventually_quiet(sandbox: Sandbox) -> None:
    """Return once no call came for half a second."""
    seen = -1
    while seen != len(sandbox.workspace.calls):
        seen = len(sandbox.workspace.calls)
        time.sleep(0.5)


class House:
    """A sandbox whose time stands still, a database, and processes at work."""

    def __init__(self, folder: Path, url: str, sandbox: Sandbox, rituals: Path, clock: SandboxClock) -> None:
        self.folder, self.url, self.sandbox, self.clock = folder, url, sandbox, clock
        self.env = slack_settings(sandbox, url, rituals, RONDO_CLOCK=sandbox.url, RONDO_ENGINE="distributed")
        del self.env["PORT"]
        self.processes: list[Popen[str]] = []
        self._stack = ExitStack()

    def start(self, *verbs: str) -> None:
        """Start processes, all at once on a database that the first has set up, and wait until they work."""
        for log in [self._launch(verb) for verb in verbs]:
            eventually(partial(self._started_or_ended, log), within=40)
            assert not self._ended(), self.logs()

    def _started_or_ended(self, log: Path) -> bool:
        return "started" in log.read_text() or self._ended()

    def _ended(self) -> bool:
        return any(process.poll() is not None for process in self.processes)

    def _launch(self, verb: str) -> Path:
        log = self.folder / f"{verb}{len(self.processes)}.log"
        env = self.env | ({"PORT": "0"} if verb == "run" else {})
        self.processes.append(self._stack.enter_context(running(verb, env=env, cwd=self.folder, log=log.name)))
        return log

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """Ask the database."""
        with psycopg.connect(self.url) as connection:
            answer = connection.execute(question)
            return list(answer) if answer.description else []

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
    with postgres_server.database() as url, Sandbox(Workspace(clock=clock)) as sandbox:
        sandbox.install(manifest(config, kinds(), look_up=True))
        upgrade(Settings(database_url=url, engine="distributed"))
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


def finish(house: House) -> None:
    """Let the sandbox's time go on until nothing waits; Slack's pace and doubts are kept by its clock."""
    eventually(lambda: house.ask("SELECT 1 FROM letters LIMIT 1"), within=20)
    ends = time.monotonic() + 45
    while house.ask("SELECT 1 FROM letters WHERE state IN ('due', 'sending')") and time.monotonic() < ends:
        house.clock.advance(10)
        time.sleep(0.2)
    eventually_quiet(house.sandbox)


def working(house: House) -> list[tuple[object, ...]]:
    """Return the processes that have a letter in hand."""
    return house.ask("SELECT DISTINCT executor_id FROM dbos.workflow_status WHERE status = 'PENDING'")


def test_two_processes_share_a_round_and_nobody_is_introduced_twice(house: House) -> None:
    house.start("run", "work")
    house.clock.advance(60)
    finish(house)
    everybody_once(house)
    assert house.ask("SELECT DISTINCT status, application_version FROM dbos.workflow_status") == [("SUCCESS", "1")]
    assert len(house.ask("SELECT DISTINCT executor_id FROM dbos.workflow_status")) == 2
    began = time.monotonic()
    for process in house.processes:
        process.send_signal(signal.SIGTERM)
    assert [process.wait(10) for process in house.processes] == [0, 0]
    assert time.monotonic() - began < 10
    assert house.ask("SELECT count(*) FROM workers") == [(0,)]


def test_what_a_killed_and_a_frozen_process_held_is_taken_over_and_nothing_is_doubled(house: House) -> None:
    house.start("run", "work", "work")
    slow = {"kind": "hang", "method": "conversations.open", "seconds": 2, "times": 18}
    house.sandbox.workspace.faults.order(parse(slow))
    house.clock.advance(60)
    eventually(lambda: len(working(house)) == 3, within=20)
    _, killed, frozen = house.processes
    killed.kill()
    frozen.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    finish(house)
    time.sleep(max(0.0, 15 - (time.monotonic() - began)))
    frozen.send_signal(signal.SIGCONT)
    eventually(lambda: house.ask("SELECT count(*) FROM workers") == [(2,)], within=20)
    finish(house)
    everybody_once(house)
    assert "letters_rescued" in house.logs()


def test_without_its_tables_the_engine_says_what_to_do(tmp_path: Path, house: House) -> None:
    house.ask("DROP SCHEMA dbos CASCADE")
    refused = call("work", env=house.env, cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "run `rondo migrate`" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert call("migrate", env=house.env, cwd=tmp_path).returncode == 0
    assert house.ask("SELECT count(*) FROM dbos.workflow_status") == [(0,)]
