"""The distributed engine: any number of processes, no leader, each letter a durable workflow. It implements ports.Engine.

The ledger is the truth and the backlog; a workflow is no more than "somebody looks at this letter", and what there is
to do is decided by the claim. So a workflow may be lost, run twice or come late without harm: whatever goes wrong, the
next sweep (`deliver`) of any process gives the letter out again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta, datetime

import structlog

from bot.delivery.leases import Lease
from bot.delivery.letter import DOUBT
from bot.delivery.rescue import Rescue
from bot.delivery.workflows import Workflows
from bot.errors import StoreError
from bot.ports import Clock, Slack
from bot.store import letter_turns as turns
from bot.store import letters
from bot.store.db import Database, Tx

log = structlog.get_logger()
PATIENCE = 30.0
"""Seconds of the injected clock that a workflow waits for Slack's limits; for longer it hands its letter back."""
AGAIN = timedelta(seconds=60)
"""After so long a letter that is still in doubt is looked at again."""
AWAY = 1.0
"""Seconds between two attempts while the database is away."""


class DbosEngine:
    """Hands letters over to whichever process comes first, and delivers those that come to this one."""

    def __init__(self, database: Database, slack: Slack, clock: Clock, lease: Lease, *, polling: float = 1.0) -> None:
        """`polling` is the real seconds between two looks at the queue; less for a clock that runs fast."""
        self._database = database
        self._slack = slack
        self._clock = clock
        self._polling = polling
        self._workflows = Workflows(database, executor=lease.id, polling=polling)
        self._rescue = Rescue(database, self._workflows, lease)
        self._stopping = threading.Event()
        self._in_hand = 0
        self._counting = threading.Lock()

    def enqueue(self, tx: Tx, keys: Iterable[str]) -> None:
        """Hand over, in the transaction that writes them, those of the letters that may go now."""
        self._workflows.enqueue(tx, turns.take_ready(tx, now=self._clock.now(), keys=list(keys)))

    def start(self) -> None:
        """Begin to take letters; raises StoreError where the engine's tables do not fit."""
        self._stopping.clear()
        self._workflows.start(self._run)

    def stop(self, *, within: float) -> None:
        """Take no further letter; finish those in hand, at most `within` seconds, and hand back what only waits."""
        self._stopping.set()
        if not self._workflows.stop(within=within, busy=self._in_hand > 0):
            log.warning("a letter in hand is left to others", action="engine_cut_off")
            return
        self._rescue.leave()

    def deliver(self, now: datetime) -> int:
        """Hand over what became ready or is in doubt, and take care of what others left; return how many letters."""
        if self._stopping.is_set():
            return 0
        with self._database.begin() as tx:
            taken = turns.take_ready(tx, now=now)
            taken += turns.take_doubtful(tx, now=now, older_than=DOUBT, again=AGAIN)
            self._workflows.enqueue(tx, taken)
        self._rescue.look(now)
        return len(taken)

    def waiting(self, now: datetime) -> int:
        """Return how many letters are due."""
        with self._database.read() as tx:
            return letters.due_count(tx, now)

    def _run(self, letter: int) -> None:
        """Be the workflow of one letter. It never fails: DBOS would take a failure for the end of the matter."""
        with self._held():
            try:
                self._see_through(letter)
            except Exception as error:
                log.error("a letter failed", action="letter_failed", letter=letter, error=type(error).__name__)
                log.debug("its traceback", action="letter_failed", letter=letter, exc_info=True)

    def _see_through(self, letter: int) -> None:
        """Deliver, waiting for Slack's limits as long as it is not for long, then pass on to what follows."""
        patience = PATIENCE
        wait = self._attempt(letter)
        while 0 < wait <= patience and self._pause(wait):
            patience -= wait
            wait = self._attempt(letter)
        while not self._pass_on(letter, wait):
            if self._stopping.wait(AWAY):
                return  # handed over as it is, it is found to be lost and given out again
