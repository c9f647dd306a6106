"""Whom people do not want to be brought together with. Only its owner ever reads a list of it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select

from bot.model import PersonId
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import add


def replace_of(tx: Tx, person: PersonId, others: Iterable[PersonId]) -> None:
    """Keep a person's whole list; whoever is no longer on it is forgotten."""
    tx.execute(delete(t.avoided).where(t.avoided.c.person == person))
    add(tx, t.avoided, [{"person": person, "other": other} for other in sorted(set(others) - {person})])


def of_person(tx: Tx, person: PersonId) -> frozenset[PersonId]:
    """Return whom a person does not want to meet."""
    found = tx.scalars(select(t.avoided.c.other).where(t.avoided.c.person == person))
    return frozenset(PersonId(other) for other in found)


def among(tx: Tx, people: Iterable[PersonId]) -> frozenset[frozenset[PersonId]]:
    """Return the pairs of these people that must not meet, whoever of the two said so."""
    there = set(people)
    rows = tx.execute(select(t.avoided.c.person, t.avoided.c.other))
    pairs = ((PersonId(row.person), PersonId(row.other)) for row in rows)
    return frozenset(frozenset(pair) for pair in pairs if there.issuperset(pair))
