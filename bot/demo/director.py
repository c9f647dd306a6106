"""Move the sandbox's time so that nothing in between is passed over: from one due instant to the next."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from bot.demo.binder import Binder
from bot.demo.stage import Stage
from bot.service.upcoming import next_due

SMALLEST = timedelta(seconds=1)


class Director:
    """Drives one stage; one jump at a time."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.binder = Binder(stage)
        self._jumping = threading.Lock()

    def advance(self, to: datetime) -> datetime:
        """Move to an instant, letting everything that falls due on the way happen at its own time."""
        with self._jumping:
            while (due := self.next()) is not None and due <= to:
                self._move(due)
            self._move(to)
        return self.now()

    def step(self, *, before: datetime | None = None) -> datetime | None:
        """Move to the next instant at which something is due; None when nothing is in sight, or not before then."""
        with self._jumping:
            due = self.next()
            if due is None or (before is not None and due >= before):
                return None
            self._move(due)
        return self.now()

    def next(self) -> datetime | None:
        """Return the next instant, at least a second ahead, at which something is due."""
        now = self.now()
        due = next_due(self.stage.rondo.context, now)
        return None if due is None else max(due, now + SMALLEST)

    def now(self) -> datetime:
        """Return the sandbox's present."""
        return self.stage.sandbox.workspace.clock.now()

    def _move(self, to: datetime) -> None:
        clock, rondo = self.stage.sandbox.workspace.clock, self.stage.rondo
        if to > clock.now():
            clock.set(to)
        now = clock.now()
        rondo.nightly(now)
        rondo.watch.beat(now)
        rondo.tick(now)
        rondo.deliver(now)
