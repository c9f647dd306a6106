"""Slack's limits as they stand: one token bucket per method and per channel, shared by all processes.

A transaction locks the bucket of the method first, then that of the channel, and no third one: so nobody waits for
somebody who waits for them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, Update, bindparam, delete, or_, select, update

from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import add

_bucket = t.pace.c


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """One limit. `level` is how many calls were free at the instant `at`; that may lie ahead, while Slack refuses."""

    name: str
    """A method ("conversations.open"), or a channel ("post:C0123")."""
    level: float
    at: datetime
    per_minute: float
    """The rate at `refused_at`; without a refusal, the usual one."""
    blocked_until: datetime | None = None
    refused: int = 0
    """How often Slack refused a call of this method."""
    refused_at: datetime | None = None


def every(tx: Tx) -> list[Bucket]:
    """Return all buckets, as they stand now, for reading only."""
    return [_bucket_of(row) for row in tx.execute(_all())]


def lock(tx: Tx, new: Bucket) -> Bucket:
    """Return the bucket of this name, written down as `new` where there is none; nobody else changes it meanwhile."""
    while (found := tx.execute(_of_name(), {"wanted": new.name}).first()) is None:
        add(tx, t.pace, [asdict(new)])
    return _bucket_of(found)


def write(tx: Tx, bucket: Bucket) -> None:
    """Write a bucket down that this transaction locked."""
    values = {f"new_{name}": value for name, value in asdict(bucket).items() if name != "name"}
    tx.execute(_writing(), {"wanted": bucket.name, **values})


def forget(tx: Tx, *, prefix: str, before: datetime) -> int:
    """Delete the buckets with this prefix that nobody touched since, and that are free; return how many."""
    full = (_bucket.at < before) & or_(_bucket.blocked_until.is_(None), _bucket.blocked_until < before)
    old = select(_bucket.name).where(_bucket.name.startswith(prefix, autoescape=True), full)
    names = list(tx.scalars(old.with_for_update(skip_locked=True)))
    return tx.execute(delete(t.pace).where(_bucket.name.in_(names))).rowcount if names else 0


@cache
def _all() -> Select[Any]:
    return select(t.pace)


@cache
def _of_name() -> Select[Any]:
    return select(t.pace).where(_bucket.name == bindparam("wanted")).with_for_update()


@cache
def _writing() -> Update:
    columns = ("level", "at", "per_minute", "blocked_until", "refused", "refused_at")
    changed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    return update(t.pace).where(_bucket.name == bindparam("wanted")).values(changed)


def _bucket_of(row: Row[Any]) -> Bucket:
    return Bucket(**row._mapping)
