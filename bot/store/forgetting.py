"""Forgetting somebody: afterwards no table holds the id they had."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Text, cast, delete, func, update

from bot.model import PersonId
from bot.store import ballots, goals, past
from bot.store import tables as t
from bot.store.db import Tx

_MENTIONING: tuple[Column[Any], ...] = (
    t.letters.c.key,
    t.letters.c.after,
    t.letters.c.payload,
    t.facts.c.data,
    t.inbound.c.key,
    t.audit.c.object,
)
"""Columns in whose text an id may stand."""


def forget(tx: Tx, person: PersonId) -> None:
    """Delete a person and all that hangs on them; where a text names them, an unknown id takes their place.

    The new id is random, belongs to nobody and is written nowhere else. Keys stay unique and letters keep
    following each other.
    """
    past.unpack_of(tx, person)
    ballots.forget_person(tx, person)
    goals.remove_personal(tx, person)
    tx.execute(delete(t.people).where(t.people.c.id == person))
    tx.execute(delete(t.facts).where(t.facts.c.subject.contains(person, autoescape=True)))
    nobody = f"p{uuid.uuid4().hex}"
    for column in _MENTIONING:
        words = cast(column, Text)
        renamed: ColumnElement[Any] = func.replace(words, person, nobody)
        if isinstance(column.type, JSON) and tx.dialect.name != "sqlite":
            renamed = cast(renamed, JSON)
        naming = update(column.table).where(words.contains(person, autoescape=True))
        tx.execute(naming.values({column.name: renamed}))
