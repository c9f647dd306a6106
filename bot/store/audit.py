"""Who did what to which object; kept for operators."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.model import PersonId
from bot.store import tables as t
from bot.store.db import Tx


def note(tx: Tx, *, at: datetime, actor: PersonId | None, action: str, object: str) -> None:
    """Write one line down; without an actor it was Rondo itself."""
    tx.execute(insert(t.audit).values(at=at, actor=actor, action=action, object=object))


def first(tx: Tx, action: str) -> str | None:
    """Return the object of the first such action, if there was one."""
    found: str | None = tx.scalar(
        select(t.audit.c.object).where(t.audit.c.action == action).order_by(t.audit.c.id).limit(1)
    )
    return found


def forget(tx: Tx, actor: PersonId, action: str) -> None:
    """Delete the lines of what somebody did of one sort."""
    tx.execute(delete(t.audit).where(t.audit.c.actor == actor, t.audit.c.action == action))
