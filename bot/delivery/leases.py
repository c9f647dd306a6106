"""A process's lease on its own work: who is not seen for LEASE seconds of the database's clock counts as dead."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import uuid4

from bot.errors import StoreError
from bot.store import workers
from bot.store.db import Database

BEAT = 2.5
"""Seconds of real time between two signs of life."""
LEASE = 10.0
"""Seconds without one after which others take over."""


class Lease:
    """The row of this process in `workers`; its id is new with every start."""

    def __init__(self, database: Database, *, verb: str) -> None:
        self.id = uuid4().hex
        self._database = database
        self._verb = verb
        self.every = BEAT if not database.is_sqlite else 4 * BEAT
        """Seconds between two beats: a file has nobody who waits for them, only a disk that wears."""

    def beat(self) -> None:
        """Show a sign of life; raises StoreError where the database cannot be written."""
        with self._database.begin() as tx:
            workers.beat(tx, self.id, verb=self._verb)

    def leave(self) -> None:
        """End in good order, so that nobody has to wait for the lease to run out; without a database they do."""
        with suppress(StoreError), self._database.begin() as tx:
            workers.leave(tx, [self.id])

    def others(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return which processes live, this one among them, and which have died."""
        with self._database.read() as tx:
            known = workers.every(tx)
        living = frozenset(one.id for one in known if one.age < LEASE) | {self.id}
        return living, frozenset(one.id for one in known) - living

    def bury(self, dead: frozenset[str]) -> None:
        """Forget processes whose work was taken over."""
        with self._database.begin() as tx:
            workers.leave(tx, dead)

    def now(self) -> datetime:
        """Return the database's present."""
        with self._database.read() as tx:
            return workers.now(tx)
