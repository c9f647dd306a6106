"""Move the sandbox's time so that nothing in between is passed over: from one due instant to the next."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.demo.binder import Binder
from bot.demo.colleagues import Colleagues
from bot.demo.foresight import Foresight
from bot.demo.stage import SMALLEST, Stage
from bot.errors import BotError
from bot.service.upcoming import next_due

log = structlog.get_logger()
PULSE = 0.25
"""Real seconds between two looks while time runs by itself."""


class JumpingError(BotError):
    """Time is on its way somewhere else, so that nobody can act beside it."""


@dataclass(frozen=True)
class Journey:
    """A jump under way."""

    since: datetime
    to: datetime


class Director:
    """Drives one stage; one jump at a time, and the bot's own heartbeat rests meanwhile."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.binder = Binder(stage)
        self.colleagues = Colleagues(stage)
        self.journey: Journey | None = None
        self._due: datetime | None = None
        """When the bot itself has something to do, as it was known at the last look."""
        self.foresight = Foresight(stage)
        self._jumping = threading.Lock()
        self._halted = threading.Event()
        self._resting = threading.Event()
        self._pulse: threading.Thread | None = None
        self._pace = threading.Lock()
        self._stood_still = False
        """Whether a jump is under way, before whose end nobody starts the clock."""
        self._goes_on = False
        self.was_opened = False
        """Whether somebody looked at the page once."""
        stage.at_close(self._rest)

    def advance(self, to: datetime) -> datetime:
        """Move to an instant, letting everything that falls due on the way happen at its own time."""
        with self.alone(), self._still():
            self.journey = Journey(self.now(), to)
            self._halted.clear()
            while not self._is_over() and (due := self.next()) is not None and due <= to:
                self._move(due)
            if not self._is_over():
                self._move(max(to, self.now()), is_due=True)
        return self.now()

    def step(self, *, before: datetime | None = None) -> datetime | None:
        """Move to the next instant at which something is due; None when nothing is in sight, or not before then."""
        with self.alone(), self._still():
            due = None if self._resting.is_set() else self.next()
            if due is None or (before is not None and due >= before):
                return None
            self._move(due)
        return self.now()

    def halt(self) -> None:
        """End the jump under way once what is in hand is done."""
        self._halted.set()

    def run(self, *, rate: float | None = None, running: bool = True) -> None:
        """Let time run by itself, or stand still; what falls due while it runs happens, and colleagues act."""
        clock = self.stage.sandbox.workspace.clock
        with self._pace:
            if self._stood_still:
                self._goes_on = running
            clock.run(rate=rate, running=running and not self._stood_still)
            beats = self._pulse is not None and self._pulse.is_alive()
            if running and not beats and not self._resting.is_set():
                self._pulse = threading.Thread(target=self._follow, name="director", daemon=True)
                self._pulse.start()

    def next(self) -> datetime | None:
        """Return the next instant, at least a second ahead, at which something is due or somebody acts."""
        now = self.now()
        self._due = next_due(self.stage.rondo.context, now)
        act = self.colleagues.next(due=self._due, gathers=self.journey is not None)
        found = [one for one in (self._due, act) if one is not None]
        return max(min(found), now + SMALLEST) if found else None

    def next_ritual(self) -> datetime | None:
        """Return the next instant at which the bot itself has something to do, whatever colleagues do until then."""
        now = self.now()
        due = next_due(self.stage.rondo.context, now)
        return None if due is None else max(due, now + SMALLEST)

    def now(self) -> datetime:
        """Return the sandbox's present."""
        return self.stage.sandbox.workspace.clock.now()

    @contextmanager
    def alone(self, *, waits: bool = True) -> Iterator[None]:
        """Keep everybody else from moving time or letting things happen: for whoever acts in one go.

        Raises JumpingError at once where somebody would have to wait for a jump, and does not want to.
        """
        while not self._jumping.acquire(timeout=-1 if waits else PULSE):
            if self.journey is not None:
                raise JumpingError("Time is moving on.")
        try:
            with self.stage.rondo.heartbeat.held():
                yield
        finally:
            self.journey = None
            self._jumping.release()

    @contextmanager
    def _still(self) -> Iterator[None]:
        """Stop the clock, so that nothing comes late within an instant; let it go on afterwards, as somebody wants."""
        clock = self.stage.sandbox.workspace.clock
        with self._pace:
            self._stood_still, self._goes_on = True, clock.running
            if clock.running:
                clock.run(running=False)
        try:
            yield
        finally:
            with self._pace:
                self._stood_still = False
                if self._goes_on:
                    clock.run(running=True)

    def _is_over(self) -> bool:
        """Return whether the jump under way ends here: somebody ended it, or the stage is taken down."""
        return self._halted.is_set() or self._resting.is_set()

    def _move(self, to: datetime, *, is_due: bool = False) -> None:
        """Let happen what is due at an instant; where only colleagues act, the bot has nothing to look after."""
        clock, rondo = self.stage.sandbox.workspace.clock, self.stage.rondo
        if to > clock.now():
            clock.set(to)
        now = clock.now()
        if is_due or (self._due is not None and self._due <= now):
            rondo.nightly(now)
            rondo.watch.beat(now)
            rondo.tick(now)
            rondo.deliver(now)
        self.colleagues.listen(now)
        self.colleagues.act(now)

    def _follow(self) -> None:
        """Let happen what falls due while the clock runs, and colleagues act on it."""
        while not self._resting.wait(PULSE):
            try:
                self._keep_up()
            except Exception as error:  # what went wrong once must not end time
                log.error("time could not go on by itself", action="director_failed", error=str(error)[:200])

    def _keep_up(self) -> None:
        clock = self.stage.sandbox.workspace.clock
        if not (clock.running and clock.rate):
            return
        with self.alone():
            self.colleagues.listen(clock.now())
            due = self.next()
            if due is not None and due <= clock.now() + SMALLEST:
                self._move(clock.now())

    def _rest(self) -> None:
        """Move nothing any more, and wait until what is in hand is done."""
        with self._pace:
            self._resting.set()
        self._halted.set()
        if self._pulse is not None:
            self._pulse.join()
        with self._jumping:
            pass
