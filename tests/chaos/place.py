"""A company for the chaos: a sandbox in the runner's process, a database, and lives of Rondo on both.

Time is compressed: the sandbox's clock runs `RATE` times as fast, and jumps to the next moment at which something is
to happen as soon as everything due has happened.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal, Self

from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.config import Config, load
from bot.delivery.engines import upgrade
from bot.errors import StoreError
from bot.model import ChannelId
from bot.rituals.registry import kinds
from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import ClockError
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.workspace import APP_USER
from bot.schedule import next_occurrence
from bot.settings import Settings
from bot.slack.manifest import manifest
from bot.store import channels, letters, people, runs
from bot.store.db import Database
from tests.chaos.companies import BEGIN, INTRODUCED, Company
from tests.chaos.nursery import Life, Nursery

EngineName = Literal["embedded", "distributed"]
RATE = 15.0
"""A doubt of a minute is four seconds."""
PATIENCE = 1.0
"""Seconds for a call: with half a doubt before it, it has landed long before anybody looks it up."""
START = 30.0
"""Seconds for the first life to start."""


class Place:
    """One company, one database, and those who live on it."""

    def __init__(
        self,
        folder: Path,
        database_url: str,
        nursery: Nursery,
        *,
        company: Company,
        engine: EngineName = "embedded",
        look_up: bool = True,
        rate: float = RATE,
    ) -> None:
        """Raise StoreError where the engine's tables cannot be made."""
        self.folder, self.database_url, self.nursery, self.engine = folder, database_url, nursery, engine
        self.rituals = folder / "rituals.yaml"
        self.rituals.write_text(company.rituals, encoding="utf-8")
        self.look_up = look_up
        self._written = company.rituals
        self.is_plain = INTRODUCED in company.rituals
        self.config: Config = load(self.rituals, kinds=kinds())
        self.clock = SandboxClock(BEGIN, rate=rate, running=False)
        self.sandbox = Sandbox(company.workspace(self.clock), extra_routes=[Route("/rituals.yaml", self._proposed)])
        self.proposal = ""
        """What stands behind the operator's address."""
        self.sandbox.install(manifest(self.config, kinds(), look_up=look_up))
        upgrade(Settings(database_url=database_url, engine=engine))
        self.database = Database.open(database_url)
        self.more: dict[str, str] = {"RONDO_ENGINE": engine}
        """Settings for the lives to come, beside those of every life."""
        self.lives: list[Life] = []

    async def _proposed(self, request: Request) -> Response:
        return PlainTextResponse(self.proposal or self.rituals.read_text(encoding="utf-8"))

    def __enter__(self) -> Self:
        """Open the company, and let a first life see the rituals before the hour of the first round strikes."""
        self.sandbox.start()
        first = self.start()
        until = time.monotonic() + START
        while self.coming() is None or not self.sandbox.connected():
            if first.ended() is not None or time.monotonic() > until:
                raise RuntimeError(f"Rondo did not start: {(self.folder / 'lives.log').read_text()[-2000:]}")
            time.sleep(0.01)
        first.kill()
        self.lives.clear()
        self.clock.run(running=True)
        return self

    def __exit__(self, *_: object) -> None:
        for life in self.lives:
            life.kill()
        self.database.close()
        self.sandbox.stop()

    def start(self, *verb: str, **settings: str) -> Life:
        """Start a life; `rondo run` unless told otherwise."""
        self.lives = [one for one in self.lives if one.ended() is None]
        if not self.lives:
            self._let_leases_run_out()
        env = {
            "PATH": "/usr/bin:/bin",
            "HOME": "/nonexistent",
            "LANG": "C.UTF-8",
            "SLACK_BOT_TOKEN": self.sandbox.workspace.bot_token,
            "SLACK_APP_TOKEN": self.sandbox.workspace.app_token,
            "SLACK_API_URL": f"{self.sandbox.workspace.base_url}/api/",
            "SLACK_TIMEOUT": str(PATIENCE),
            "RONDO_PACE": "20",
            "DATABASE_URL": self.database_url,
            "RONDO_RITUALS": str(self.rituals),
            "RONDO_CLOCK": self.sandbox.url,
            "PORT": "0",
            **self.more,
            **settings,
        }
        life = self.nursery.start(*(verb or ("run",)), env=env, log=self.folder / "lives.log", cwd=self.folder)
        self.lives.append(life)
        return life

    def populate(self, lives: int) -> None:
        """Start as many as are missing: one that hears Slack, and where others can, they only work."""
        while len(self.lives) < lives:
            works = self.is_shared and any(one.verb == "run" for one in self.lives)
            self.start("work" if works and len(self.lives) % 2 else "run")

    @property
    def is_shared(self) -> bool:
        """Whether processes share the work, so that one may only work."""
        return self.engine == "distributed"

    def _let_leases_run_out(self) -> None:
        """Where nobody lives, ten seconds of real time pass at once, as the hours of the clock do."""
        if self.is_shared:
            with self.database.begin() as tx:
                tx.execute(text("UPDATE workers SET seen_at = seen_at - interval '1 minute'"))

    def now(self) -> datetime:
        """Return the sandbox's present."""
        return self.clock.now()

    def go_on(self) -> bool:
        """Jump to the next moment at which something is to happen; False while what is due has not happened."""
        coming = self.coming()
        if coming is None or coming <= self.now():
            return False
        with suppress(ClockError):  # the clock itself ran past it just now
            self.clock.set(coming)
        return True

    def mend(self) -> None:
        """Write the company's own rituals again, whatever became of the file."""
        if self.rituals.read_text(encoding="utf-8") != self._written:
            self.rituals.write_text(self._written, encoding="utf-8")

    def live_until(self, holds: Callable[[], bool]) -> None:
        """Let a life go on unhurt until something holds, then end it; AssertionError when it never does."""
        if holds():
            return
        life, until = self.start(), time.monotonic() + START
        while not holds():
            assert time.monotonic() < until, "what was waited for never came"
            self.go_on()
            time.sleep(0.02)
        life.kill()

    def open_rituals(self) -> frozenset[str]:
        """Return the rituals that have an open round."""
        with self.database.read() as tx:
            return frozenset(run.ritual for run in runs.open_runs(tx))

    def coming(self) -> datetime | None:
        """Return when the next thing happens, in the past for one that is due; None while nobody can tell."""
        try:
            with self.database.read() as tx:
                moments = [letters.oldest_claim_at(tx), letters.next_due_at(tx), runs.next_step_at(tx)]
                marks = runs.marks(tx)
        except StoreError:
            return None
        if len(marks) < len(self.config.rituals):
            return None
        return min(one for one in (*moments, *self._occurrences(marks)) if one is not None)

    def knows_members(self, channel: str = "alle") -> bool:
        """Return whether the members of a channel are those that Slack has."""
        with self.sandbox.workspace.lock:
            there = next(one for one in self.sandbox.workspace.conversations.values() if one.name == channel)
            real = {one for one in self.sandbox.workspace.members(there) if one != APP_USER}
        with self.database.read() as tx:
            known = people.by_ids(tx, channels.member_ids(tx, ChannelId(there.id)))
        return {one.slack_id for one in known.values() if one.is_eligible} == real

    def in_flight(self) -> set[str]:
        """Return the keys of the posts that are being sent."""
        with self.database.read() as tx:
            return {one.key for one in letters.ledger(tx) if one.state == "sending" and one.op == "post"}

    def is_at_rest(self) -> bool:
        """Return whether every letter is settled and nothing is due."""
        coming = self.coming()
        if coming is None or coming <= self.now():
            return False
        with self.database.read() as tx:
            return not any(state in ("due", "sending") for state, _ in letters.counts(tx))

    def _occurrences(self, marks: dict[str, datetime]) -> Sequence[datetime]:
        """Return the next occurrence of each ritual after it was last looked at."""
        found = [next_occurrence(one.rule, marks[one.id]) for one in self.config.rituals]
        return [one.at for one in found if one is not None]
