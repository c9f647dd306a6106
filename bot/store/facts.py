"""A ritual's small memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, delete, select

from bot.model import Fact, PersonId
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import put as put_rows


def put(tx: Tx, ritual: str, fact: Fact) -> None:
    """Keep a fact in place of an older one with the same name and subject; without data that one goes."""
    put_many(tx, ritual, [fact])


def put_many(tx: Tx, ritual: str, found: Iterable[Fact]) -> None:
    """Keep facts, each in place of an older one; of several with the same name and subject the last counts."""
    newest = {(one.name, one.subject): one for one in found}.values()
    table = t.facts.c
    for gone in (one for one in newest if not one.data):
        tx.execute(
            delete(t.facts).where(table.ritual == ritual, table.name == gone.name, table.subject == gone.subject)
        )
    rows = [
        {"ritual": ritual, "name": one.name, "subject": one.subject, "data": dict(one.data)}
        for one in newest
        if one.data
    ]
    put_rows(tx, t.facts, rows)


def forget_run(tx: Tx, ritual: str, run: str) -> None:
    """Forget what a ritual remembers of a run as a whole."""
    table = t.facts.c
    tx.execute(delete(t.facts).where(table.ritual == ritual, table.subject == run))


def forget_people(tx: Tx, ritual: str, run: str, *, person: PersonId | None = None) -> None:
    """Forget what a ritual remembers of people in a run, or of one of them."""
    table = t.facts.c
    theirs = (
        table.subject.startswith(f"{run}/", autoescape=True) if person is None else table.subject == f"{run}/{person}"
    )
    tx.execute(delete(t.facts).where(table.ritual == ritual, theirs))


def of_ritual(tx: Tx, ritual: str) -> tuple[Fact, ...]:
    """Return a ritual's facts, ordered by name and subject."""
    return _facts(tx, select(t.facts).where(t.facts.c.ritual == ritual))


def concerning(tx: Tx, ritual: str, person: PersonId, *, run: str) -> tuple[Fact, ...]:
    """Return what a ritual knows of one person and of a run as a whole; of others in it nothing."""
    subjects = (person, run, f"{run}/{person}")
    return _facts(tx, select(t.facts).where(t.facts.c.ritual == ritual, t.facts.c.subject.in_(subjects)))


def _facts(tx: Tx, found: Select[Any]) -> tuple[Fact, ...]:
    rows = tx.execute(found.order_by(t.facts.c.name, t.facts.c.subject))
    return tuple(Fact(name=row.name, subject=row.subject, data=row.data) for row in rows)
