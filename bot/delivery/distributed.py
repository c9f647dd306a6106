"""The distributed engine: many processes, no leader, each letter a durable workflow. It implements ports.Engine.

The ledger is the truth and the backlog; a workflow is no more than "somebody looks at this letter", and what there is
to do is decided by the claim. So a workflow may be lost, run twice or come late without harm: whatever goes wrong, the
next sweep (`deliver`) of any process gives the letter out again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog

from bot.delivery.doubt import settle_doubt
from bot.delivery.leases import Lease
from bot.delivery.letter import DOUBT, Means, deliver_one
from bot.delivery.pace import Pace
from bot.delivery.rescue import Rescue
from bot.delivery.workflows import Workflows
from bot.errors import StoreError
from bot.model import LetterState, StoredLetter
from bot.ports import Clock, Slack
from bot.store import letter_rescue, letters
from bot.store.db import Database, Tx

log = structlog.get_logger()
BATCH = 500
"""Letters handed over in one transaction."""
PATIENCE = 30.0
"""Seconds of the injected clock that a workflow waits for Slack's limits; for longer it hands its letter back."""
AGAIN = timedelta(seconds=60)
"""After so long a letter that is still in doubt is looked at again."""
AWAY = 1.0
"""Seconds between two attempts while the database is away."""


class DbosEngine:
    """Hands letters over to whichever process comes first, and delivers those that come to this one."""

    def __init__(
        self,
        database: Database,
        slack: Slack,
        *,
        clock: Clock,
        lease: Lease,
        pace: Pace | None = None,
        polling: float = 1.0,
    ) -> None:
        """`polling` is the real seconds between two looks at the queue; less for a clock that runs fast."""
        self._means = Means(database, slack, clock=clock.now, pace=pace or Pace(), settled=self._settled)
        self._database = database
        self._clock = clock
        self._step = polling / 2
        self._workflows = Workflows(database, executor=lease.id, polling=polling)
        self._rescue = Rescue(database, self._workflows, lease)
        self._stopping = threading.Event()
        self._in_hand = 0
        self._counting = threading.Lock()

    def enqueue(self, tx: Tx, keys: Iterable[str]) -> None:
        """Hand over, in the transaction that writes them, those of the letters that may go now."""
        now = self._clock.now()
        self._hand(tx, letter_rescue.may_go(tx, list(keys), now=now), now)

    def start(self) -> None:
        """Begin to take letters; raises StoreError where the engine's tables do not fit."""
        self._stopping.clear()
        self._workflows.start(self._run)

    def stop(self, *, within: float) -> None:
        """Take no further letter; finish those in hand, at most `within` seconds, and hand back what only waits."""
        self._stopping.set()
        if not self._workflows.stop(within=within, busy=self._in_hand > 0):
            log.warning("a letter in hand is left to others", action="engine_cut_off")
        self._rescue.leave()

    def deliver(self, now: datetime) -> int:
        """Hand over what became ready or is in doubt, and take care of what others left; return how many letters."""
        if self._stopping.is_set():
            return 0
        with self._database.read() as tx:
            found = [one.id for one in letters.ready(tx, now=now, limit=BATCH)]
            doubts = letters.in_doubt(tx, now=now, older_than=DOUBT)
        handed = self._sweep(found, now, doubts=bool(doubts)) if found or doubts else 0
        self._rescue.look(now)
        return handed

    def waiting(self, now: datetime) -> int:
        """Return how many letters are due."""
        with self._database.read() as tx:
            return letters.due_count(tx, now)

    # ---------------------------------------------------------------- handing over

    def _sweep(self, found: list[int], now: datetime, *, doubts: bool) -> int:
        with self._database.begin() as tx:
            handed = self._hand(tx, found, now)
            if doubts:
                doubtful = letter_rescue.hand_doubtful(tx, now=now, older_than=DOUBT, again=AGAIN, limit=BATCH)
                self._workflows.enqueue(tx, doubtful)
                handed += len(doubtful)
            self._means.pace.tidy(tx, now=now)
            return handed

    def _hand(self, tx: Tx, ids: list[int], now: datetime) -> int:
        mine = letters.hand(tx, ids, now=now) if ids else []
        self._workflows.enqueue(tx, mine)
        return len(mine)

    def _settled(self, tx: Tx, letter: StoredLetter, state: LetterState, now: datetime) -> None:
        """Hand over what a letter that was sent made ready, in the same transaction."""
        if state == "sent":
            self._hand(tx, [one.id for one in letters.followers(tx, letter.key, now=now)], now)

    # ---------------------------------------------------------------- one workflow

    def _run(self, letter_id: int) -> None:
        """Be the workflow of one letter. It never fails: DBOS would take a failure for the end of the matter."""
        with self._held():
            while True:
                try:
                    return self._see_through(letter_id)
                except StoreError:
                    if self._stopping.wait(AWAY):
                        return  # found to have nobody, the letter is given out again
                except Exception as error:
                    log.error("a letter failed", action="letter_failed", letter=letter_id, error=type(error).__name__)
                    log.debug("its traceback", action="letter_failed", letter=letter_id, exc_info=True)
                    return

    def _see_through(self, letter_id: int) -> None:
        """Deliver a letter, waiting for Slack's limits as long as it is not for long. Raises StoreError."""
        patience = PATIENCE
        while not self._stopping.is_set():
            attempt = deliver_one(self._means, letter_id)
            if attempt.letter is not None:
                return
            if attempt.wait == 0:
                return self._clear_up(letter_id)
            if attempt.wait > patience:
                return self._put_back(letter_id, not_before=self._clock.now() + timedelta(seconds=attempt.wait))
            patience -= attempt.wait
            self._pause(attempt.wait)
        self._put_back(letter_id)

    def _clear_up(self, letter_id: int) -> None:
        """Settle the doubt about a letter that could not be claimed; without one there is nothing to do for it now."""
        with self._database.read() as tx:
            doubtful = letter_rescue.doubtful(tx, letter_id, now=self._clock.now(), older_than=DOUBT)
        if doubtful is not None:
            settle_doubt(self._means, doubtful)
        else:
            self._put_back(letter_id)

    def _put_back(self, letter_id: int, *, not_before: datetime | None = None) -> None:
        with self._database.begin() as tx:
            letter_rescue.put_back(tx, [letter_id], not_before=not_before)

    def _pause(self, seconds: float) -> None:
        """Wait by the injected clock; not for ever, should that stand still."""
        until, ends = self._clock.now() + timedelta(seconds=seconds), time.monotonic() + PATIENCE
        while (left := (until - self._clock.now()).total_seconds()) > 0 and time.monotonic() < ends:
            if self._stopping.wait(min(left, self._step)):
                return

    @contextmanager
    def _held(self) -> Iterator[None]:
        with self._counting:
            self._in_hand += 1
        try:
            yield
        finally:
            with self._counting:
                self._in_hand -= 1
