"""Answers by name that outlive their round; never one of an anonymous series."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, delete, select

from bot.model import Kept, PersonId
from bot.store.db import Tx
from bot.store.goal_tables import kept_answers
from bot.store.statements import put

_kept = kept_answers.c


def put_many(tx: Tx, answers: Iterable[Kept]) -> None:
    """Keep answers; the last one of a person to a question of a run counts, and an empty one takes it away."""
    given = list(answers)
    for one in given:
        if not one.value:
            here = (_kept.run == one.run, _kept.person == one.person, _kept.question == one.question)
            tx.execute(delete(kept_answers).where(*here))
    put(tx, kept_answers, [_row(one) for one in given if one.value])


def of_person(tx: Tx, person: PersonId, *, ritual: str | None = None, limit: int) -> tuple[Kept, ...]:
    """Return at most so many answers of somebody, to one ritual or to all: newest rounds first, then by question."""
    found = select(kept_answers).where(_kept.person == person)
    if ritual is not None:
        found = found.where(_kept.ritual == ritual)
    return _listed(tx, found.order_by(_kept.on_date.desc(), _kept.run.desc(), _kept.question).limit(limit))


def of_run(tx: Tx, run_id: str) -> tuple[Kept, ...]:
    """Return what is kept of a run, ordered by question and person."""
    return _listed(tx, select(kept_answers).where(_kept.run == run_id).order_by(_kept.question, _kept.person))


def forget_person(tx: Tx, person: PersonId, *, ritual: str | None = None) -> int:
    """Delete what somebody answered, to one ritual or to all; return how many answers."""
    theirs = delete(kept_answers).where(_kept.person == person)
    return tx.execute(theirs if ritual is None else theirs.where(_kept.ritual == ritual)).rowcount


def forget_run(tx: Tx, run_id: str) -> int:
    """Delete what is kept of a run; return how many answers."""
    return tx.execute(delete(kept_answers).where(_kept.run == run_id)).rowcount


def forget_before(tx: Tx, before: date) -> int:
    """Delete the answers of rounds before a day; return how many."""
    return tx.execute(delete(kept_answers).where(_kept.on_date < before)).rowcount


def _row(one: Kept) -> dict[str, Any]:
    return {
        "run": one.run,
        "person": one.person,
        "question": one.question,
        "ritual": one.ritual,
        "on_date": one.on,
        "series": one.series,
        "goal": one.goal,
        "revision": one.revision,
        "value": one.value,
        "is_late": one.is_late,
    }


def _listed(tx: Tx, found: Select[Any]) -> tuple[Kept, ...]:
    return tuple(_of(row) for row in tx.execute(found))


def _of(row: Row[Any]) -> Kept:
    return Kept(
        run=row.run,
        ritual=row.ritual,
        on=row.on_date,
        question=row.question,
        person=PersonId(row.person),
        value=row.value,
        series=row.series,
        goal=row.goal,
        revision=row.revision,
        is_late=row.is_late,
    )
