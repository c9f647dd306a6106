"""The processes at work on this database, and when each was last seen.

Every instant here is the database's own, never a process's: so no two clocks are compared, and a process that was
frozen cannot believe itself alive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, type_coerce, update

from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import add_first

_worker = t.workers.c
FORGOTTEN = timedelta(days=1)
"""After so long a process that was killed is forgotten by the next one that starts, should nobody have buried it."""


@dataclass(frozen=True)
class Worker:
    """One process. Instants are UTC; `age` is the seconds since it was last seen, by the database's clock."""

    id: str
    verb: str
    started_at: datetime
    seen_at: datetime
    age: float


def beat(tx: Tx, worker_id: str, *, verb: str) -> None:
    """Note that a process lives; one whose row was cleared away meanwhile gets it back."""
    seen = update(t.workers).where(_worker.id == worker_id).values(seen_at=func.now())
    if tx.execute(seen).rowcount == 0:
        row = {"id": worker_id, "verb": verb, "started_at": now(tx), "seen_at": now(tx)}
        add_first(tx, t.workers, row)
        tx.execute(delete(t.workers).where(_worker.seen_at < now(tx) - FORGOTTEN))


def every(tx: Tx) -> list[Worker]:
    """Return all processes, the oldest first, also those that were not seen for a while."""
    present = type_coerce(func.now(), t.Instant).label("present")
    rows = tx.execute(select(t.workers, present).order_by(_worker.started_at, _worker.id))
    return [
        Worker(row.id, row.verb, row.started_at, row.seen_at, (row.present - row.seen_at).total_seconds())
        for row in rows
    ]


def leave(tx: Tx, workers: Iterable[str]) -> None:
    """Forget processes that have ended."""
    tx.execute(delete(t.workers).where(_worker.id.in_(list(workers))))


def now(tx: Tx) -> datetime:
    """Return the database's present, in UTC."""
    present: datetime = tx.execute(select(type_coerce(func.now(), t.Instant))).scalar_one()
    return present
