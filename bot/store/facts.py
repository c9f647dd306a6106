"""A ritual's small memory."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.model import Fact
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import put as put_rows


def put(tx: Tx, ritual: str, fact: Fact) -> None:
    """Keep a fact in place of an older one with the same name and subject; without data that one goes."""
    if not fact.data:
        table = t.facts.c
        tx.execute(
            delete(t.facts).where(table.ritual == ritual, table.name == fact.name, table.subject == fact.subject)
        )
        return
    row = {"ritual": ritual, "name": fact.name, "subject": fact.subject, "data": dict(fact.data)}
    put_rows(tx, t.facts, [row])


def of_ritual(tx: Tx, ritual: str) -> tuple[Fact, ...]:
    """Return a ritual's facts, ordered by name and subject."""
    table = t.facts
    rows = tx.execute(select(table).where(table.c.ritual == ritual).order_by(table.c.name, table.c.subject))
    return tuple(Fact(name=row.name, subject=row.subject, data=row.data) for row in rows)
