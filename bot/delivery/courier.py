"""The embedded engine: a plain loop over the ledger, in one process. It implements ports.Engine."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

import structlog

from bot.delivery.letter import DOUBT, send_once, settle_doubt
from bot.delivery.pace import Pace
from bot.errors import DeliveryError, StoreError
from bot.model import StoredLetter
from bot.ports import Slack
from bot.store import letters
from bot.store.db import Database, Tx

log = structlog.get_logger()
LOOK_UP = "look-up"
LOOK_AGAIN = 30.0
"""Seconds after which a look-up that failed is tried again."""
BATCH = 20
"""Letters per call, so that the caller's clock is read again in a long round."""


class Handle(Protocol):
    """What is done with one letter."""

    def __call__(
        self, database: Database, slack: Slack, letter: StoredLetter, *, now: datetime
    ) -> DeliveryError | None:
        """Return the error, if the letter has to wait for one."""
        ...


class Courier:
    """Sends what is due, one letter after the other; the database decides who sends what."""

    def __init__(self, database: Database, slack: Slack) -> None:
        self._database = database
        self._slack = slack
        self._pace = Pace()
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
        """Settle letters in doubt, then send at most BATCH that are due; return how many were taken in hand."""
        with self._busy:
            self._settle_doubts(now)
            sent = 0
            while sent < BATCH and not self._stopping.is_set():
                with self._database.begin() as tx:
                    letter = letters.claim_next(tx, now=now, blocked=self._pace.held(now))
                if letter is None:
                    break
                error = self._guarded(send_once, letter, now)
                if error is not None and error.retry_after is not None:
                    self._pace.hold(letter.op, now=now, seconds=error.retry_after)
                sent += 1
            return sent

    def waiting(self, now: datetime) -> int:
        """Return how many letters are due."""
        with self._database.read() as tx:
            return letters.due_count(tx, now)

    def _settle_doubts(self, now: datetime) -> None:
        if LOOK_UP in self._pace.held(now):
            return
        with self._database.read() as tx:
            doubtful = letters.in_doubt(tx, now=now, older_than=DOUBT)
        for letter in doubtful:
            if self._stopping.is_set():
                return
            error = self._guarded(settle_doubt, letter, now)
            if error is not None:
                self._pace.hold(LOOK_UP, now=now, seconds=error.retry_after or LOOK_AGAIN)
                return

    def _guarded(self, handle: Handle, letter: StoredLetter, now: datetime) -> DeliveryError | None:
        """The one place where a letter's unknown failure is met: it stays in doubt, the others go on."""
        try:
            return handle(self._database, self._slack, letter, now=now)
        except StoreError:
            raise
        except Exception as error:
            log.error("a letter failed", action="letter_failed", letter=letter.key, error=type(error).__name__)
            log.debug("its traceback", action="letter_failed", letter=letter.key, exc_info=True)
            return DeliveryError("unreachable")
