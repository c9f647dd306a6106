"""Who did what to which object; kept for operators."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert

from bot.model import PersonId
from bot.store import tables as t
from bot.store.db import Tx


def note(tx: Tx, *, at: datetime, actor: PersonId | None, action: str, object: str) -> None:
    """Write one line down; without an actor it was Rondo itself."""
    tx.execute(insert(t.audit).values(at=at, actor=actor, action=action, object=object))
