"""The embedded engine: a plain loop over the ledger, in one process. It implements ports.Engine."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.delivery.doubt import settle_doubts
from bot.delivery.letter import Means, deliver_one
from bot.delivery.pace import Pace
from bot.ports import Clock, Slack
from bot.store import letters
from bot.store.db import Database, Tx

BATCH = 20
"""Letters per call, so that the caller looks at the clock and its other work in a long round."""


class Courier:
    """Sends what is due, one letter after the other; the database decides who sends what."""

    def __init__(
        self, database: Database, slack: Slack, *, clock: Clock | None = None, pace: Pace | None = None
    ) -> None:
        """Without a `clock` time stands still within a call of `deliver`, as its caller says: for simulations."""
        self._means = Means(database, slack, clock=_unset, pace=pace or Pace())
        self._clock = clock
        self._stopping = threading.Event()
        self._busy = threading.Lock()

    def enqueue(self, tx: Tx, keys: Iterable[str]) -> None:
        """Do nothing: the ledger itself is the queue."""

    def start(self) -> None:
        """Take letters again."""
        self._stopping.clear()

    def stop(self, *, within: float) -> None:
        """Take no further letter; wait for the one in hand, at most `within` seconds."""
        self._stopping.set()
        if self._busy.acquire(timeout=within):
            self._busy.release()

    def deliver(self, now: datetime) -> int:
        """Settle letters in doubt, then send at most BATCH that are due; return how many were taken in hand.

        It is never earlier than whoever calls says: a clock that was just moved on may answer late.
        """
        clock = self._clock
        means = replace(self._means, clock=(lambda: max(now, clock.now())) if clock else lambda: now)
        with self._busy:
            settle_doubts(means, stopping=self._stopping.is_set)
            sent = 0
            while sent < BATCH and not self._stopping.is_set():
                if deliver_one(means).letter is None:
                    break
                sent += 1
            return sent

    def waiting(self, now: datetime) -> int:
        """Return how many letters are due."""
        with self._means.database.read() as tx:
            return letters.due_count(tx, now)


def _unset() -> datetime:
    raise AssertionError("a clock is given with each call")
