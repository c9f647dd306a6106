"""Answers to the questions of open runs; `runs.close` deletes them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, delete, select

from bot.model import Answer, PersonId
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import put as put_rows


def put(tx: Tx, answer: Answer) -> None:
    """Keep an answer; the last one of a person to a question counts."""
    row = {"run": answer.run, "question": answer.question, "person": answer.person, "value": answer.value}
    put_rows(tx, t.answers, [row])


def of_run(tx: Tx, run_id: str) -> tuple[Answer, ...]:
    """Return a run's answers, ordered by question and person."""
    return _answers(tx, select(t.answers).where(t.answers.c.run == run_id))


def of_person(tx: Tx, run_id: str, person: PersonId) -> tuple[Answer, ...]:
    """Return what one person answered in a run, ordered by question."""
    table = t.answers
    return _answers(tx, select(table).where(table.c.run == run_id, table.c.person == person))


def withdraw(tx: Tx, run_id: str, person: PersonId) -> int:
    """Delete what one person answered in a run; return how many answers."""
    table = t.answers
    return tx.execute(delete(table).where(table.c.run == run_id, table.c.person == person)).rowcount


def _answers(tx: Tx, found: Select[Any]) -> tuple[Answer, ...]:
    rows = tx.execute(found.order_by(t.answers.c.question, t.answers.c.person))
    return tuple(
        Answer(run=row.run, question=row.question, person=PersonId(row.person), value=row.value) for row in rows
    )
