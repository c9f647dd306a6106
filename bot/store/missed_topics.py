"""Topics that were sought in vain."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import chunks


def count(tx: Tx, topic: str, *, on: date, forget: date) -> None:
    """Count one more who missed a topic, and forget those that nobody missed since a day."""
    table = t.missed_topics
    make = sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)
    more = make.on_conflict_do_update(index_elements=["topic"], set_={"n": table.c.n + 1, "since": make.excluded.since})
    tx.execute(delete(table).where(table.c.since < forget))
    tx.execute(more, {"topic": topic, "n": 1, "since": on})


def often(tx: Tx, *, least: int, since: date) -> list[tuple[str, int]]:
    """Return the topics that were missed at least so often, the last time not before a day; the most missed first."""
    table = t.missed_topics.c
    found = select(table.topic, table.n).where(table.n >= least, table.since >= since)
    return [(row.topic, row.n) for row in tx.execute(found.order_by(table.n.desc(), table.topic))]


def erase(tx: Tx, words: Iterable[str]) -> None:
    """Forget the topics that have one of these words."""
    wanted, table = set(words), t.missed_topics
    hit = [topic for topic in tx.scalars(select(table.c.topic)) if not wanted.isdisjoint(topic.split())]
    for some in chunks(hit):
        tx.execute(delete(table).where(table.c.topic.in_(some)))
