"""A word of the house to one person: no ritual said it, and it is a letter like any other, so it comes exactly once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.blocks import payload
from bot.i18n import language_of
from bot.model import Message, Person
from bot.service.context import Context
from bot.store import letters
from bot.store.db import Tx
from bot.store.halts import NOTICE


def tell(tx: Tx, context: Context, people: Iterable[Person], message: Message, *, key: str, now: datetime) -> None:
    """Write a message to each person alone; a second one with the same key is not sent again."""
    for someone in people:
        say = context.catalogues[language_of(someone, context.config().language)].say
        hand(tx, context, someone, payload(message, say), key=key, now=now)


def hand(tx: Tx, context: Context, someone: Person, said: Mapping[str, Any], *, key: str, now: datetime) -> None:
    """Write to one person what is rendered already."""
    opening = f"notice/{key}/{someone.id}/open"
    # Who stopped what is known at once, not after the round of another ritual.
    priority = letters.URGENT if key.startswith(NOTICE) else letters.Draft.priority
    post = letters.Draft(
        key=f"notice/{key}/{someone.id}/post",
        op="post",
        people=(someone.id,),
        after=opening,
        payload=said,
        on_doubt="resend",
        priority=priority,
    )
    drafts = [letters.Draft(key=opening, op="open", people=(someone.id,), priority=priority), post]
    context.engine.enqueue(tx, letters.add_many(tx, drafts, now=now))
