"""Move the sandbox's time so that nothing in between is passed over: from one due instant to the next."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.demo.binder import Binder
from bot.demo.colleagues import Colleagues
from bot.demo.foresight import Foresight
from bot.demo.stage import Stage
from bot.service.upcoming import next_due

SMALLEST = timedelta(seconds=1)
PULSE = 0.25
"""Real seconds between two looks while time runs by itself."""


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
        self.foresight = Foresight(stage)
        self._jumping = threading.Lock()
        self._halted = threading.Event()
        self._resting = threading.Event()
        self._pulse: threading.Thread | None = None
        stage.at_close(self._rest)

    def advance(self, to: datetime) -> datetime:
        """Move to an instant, letting everything that falls due on the way happen at its own time."""
        with self._alone():
            self.journey = Journey(self.now(), to)
            self._halted.clear()
            while (due := self.next()) is not None and due <= to and not self._halted.is_set():
                self._move(due)
            if not self._halted.is_set():
                self._move(to)
        return self.now()

    def step(self, *, before: datetime | None = None) -> datetime | None:
        """Move to the next instant at which something is due; None when nothing is in sight, or not before then."""
        with self._alone():
            due = self.next()
            if due is None or (before is not None and due >= before):
                return None
            self._move(due)
        return self.now()

    def halt(self) -> None:
        """End the jump under way once what is in hand is done."""
        self._halted.set()

    def run(self, *, rate: float | None = None, running: bool = True) -> None:
        """Let time run by itself, or stand still; what falls due while it runs happens, and colleagues act."""
        self.stage.sandbox.workspace.clock.run(rate=rate, running=running)
        if running and self._pulse is None and not self._resting.is_set():
            self._pulse = threading.Thread(target=self._follow, name="director", daemon=True)
            self._pulse.start()

    def next(self) -> datetime | None:
        """Return the next instant, at least a second ahead, at which something is due or somebody acts."""
        now = self.now()
        found = (next_due(self.stage.rondo.context, now), self.colleagues.next())
        due = min((one for one in found if one is not None), default=None)
        return None if due is None else max(due, now + SMALLEST)

    def now(self) -> datetime:
        """Return the sandbox's present."""
        return self.stage.sandbox.workspace.clock.now()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep everybody else from moving time or letting things happen: for whoever acts in one go."""
        with self._alone():
            yield

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._jumping, self.stage.rondo.heartbeat.held():
            try:
                yield
            finally:
                self.journey = None

    def _move(self, to: datetime) -> None:
        clock, rondo = self.stage.sandbox.workspace.clock, self.stage.rondo
        if to > clock.now():
            clock.set(to)
        now = clock.now()
        rondo.nightly(now)
        rondo.watch.beat(now)
        rondo.tick(now)
        rondo.deliver(now)
        self.colleagues.listen(now)
        self.colleagues.act(now)

    def _follow(self) -> None:
        """Let happen what falls due while the clock runs, and colleagues act on it."""
        while not self._resting.wait(PULSE):
            clock = self.stage.sandbox.workspace.clock
            if not (clock.running and clock.rate):
                continue
            with self._alone():
                self.colleagues.listen(clock.now())
                due = self.next()
                if due is not None and due <= clock.now() + SMALLEST:
                    self._move(clock.now())

    def _rest(self) -> None:
        """Move nothing any more, and wait until what is in hand is done."""
        self._resting.set()
        self._halted.set()
        if self._pulse is not None:
            self._pulse.join()
        with self._jumping:
            pass
