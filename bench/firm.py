"""A company at work for the benches: the sandbox here, and `rondo run` as real processes beside it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from subprocess import Popen

from bot.config import Config, installed_kinds, load
from bot.delivery.engines import upgrade
from bot.demo.stage import first_round
from bot.sandbox import company
from bot.sandbox.clock import SandboxClock
from bot.sandbox.roster import Colleague
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.workspace import Workspace
from bot.settings import Settings
from bot.slack.manifest import manifest
from bot.store.db import Database
from tests import databases
from tests.process.running import running, slack_settings

LEAD = timedelta(minutes=1)
LOOK = 0.05
"""Real seconds between two looks."""


@dataclass
class Firm:
    """A workspace, its database, and the processes that serve it."""

    sandbox: Sandbox
    config: Config
    database: Database
    settings: dict[str, str]
    folder: Path
    processes: list[Popen[str]] = field(default_factory=list)

    @property
    def clock(self) -> SandboxClock:
        """The company's clock."""
        return self.sandbox.workspace.clock

    def memory(self) -> float:
        """Return the resident memory of all processes together, in MB."""
        return sum(_resident(one.pid) for one in self.processes)


@contextmanager
def firm(
    rituals: str, staff: Sequence[Colleague] | None, *, now: datetime, postgres: bool = False, ack_seconds: float = 3.0
) -> Iterator[Firm]:
    """Open the company shortly before its first round, its clock standing still; nobody serves it yet."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        path = folder / "rituals.yaml"
        path.write_text(rituals, encoding="utf-8")
        config = load(path, kinds=installed_kinds())
        clock = SandboxClock(first_round(config, now) - LEAD, running=False)
        created = int(clock.epoch())
        people = company.load(created=created) if staff is None else company.of_people(staff, created=created)
        channels = {one.channel for one in config.rituals if one.channel}
        company.complete(people, channels=sorted(channels), groups=(), created=created)
        sandbox = stack.enter_context(Sandbox(Workspace(clock=clock, firm=people, ack_seconds=ack_seconds)))
        sandbox.install(manifest(config, installed_kinds(), look_up=True))
        url = f"sqlite:///{folder / 'rondo.db'}"
        if postgres:
            url = stack.enter_context(stack.enter_context(databases.postgres()).database())
        upgrade(Settings(database_url=url))
        database = Database.open(url)
        stack.callback(database.close)
        settings = slack_settings(sandbox, url, path, RONDO_CLOCK=sandbox.url, RONDO_LOG="error")
        yield Firm(sandbox, config, database, settings, folder)


@contextmanager
def serving(place: Firm, processes: int = 1, **settings: str) -> Iterator[None]:
    """Run so many processes until the end of the block, connected before it begins."""
    with ExitStack() as stack:
        for number in range(processes):
            env = place.settings | settings
            one = stack.enter_context(running("run", env=env, cwd=place.folder, log=f"rondo-{number}.log"))
            place.processes.append(one)
        until(lambda: place.sandbox.connected() == processes, within=120)
        yield
        place.processes.clear()


def until(holds: Callable[[], object], *, within: float, every: float = LOOK) -> float:
    """Wait for something to become true; return the seconds it took. Raises TimeoutError."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > within:
            raise TimeoutError(f"it did not come true within {within:.0f} s")
        time.sleep(every)
    return time.monotonic() - began


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
