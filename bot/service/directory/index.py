"""Keep the search index of one person in step with what they chose to show, in the transaction that changes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.model import PersonId
from bot.service.context import Context
from bot.store.db import Tx


def refresh(tx: Tx, context: Context, person: PersonId, *, now: datetime) -> None:
    """Index a person anew for each audience, from what that audience may see; whoever shows nothing leaves no row."""
    raise NotImplementedError


def refresh_many(tx: Tx, context: Context, people: Iterable[PersonId], *, now: datetime) -> None:
    """Index several people anew."""
    for person in people:
        refresh(tx, context, person, now=now)
