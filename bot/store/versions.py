"""Versions of the rituals file: which of them is live."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from bot.store import tables as t
from bot.store.db import Tx


def live(tx: Tx) -> Row[Any] | None:
    """Return the version that holds; its text is `source`."""
    newest = select(t.versions).where(t.versions.c.state == "live").order_by(t.versions.c.id.desc())
    return tx.execute(newest.limit(1)).first()
