"""What came in from Slack, by key, so that a second copy has no second effect."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import add_first


def first_time(tx: Tx, key: str, *, now: datetime) -> bool:
    """Write a key down; True the first time, in the transaction that carries the effect."""
    return add_first(tx, t.inbound, {"key": key, "received_at": now})


def forget_before(tx: Tx, before: datetime) -> int:
    """Delete keys that came in before an instant; return how many."""
    return tx.execute(delete(t.inbound).where(t.inbound.c.received_at < before)).rowcount
