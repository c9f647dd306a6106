"""Answers to the questions of open runs; `runs.close` deletes them."""

from __future__ import annotations

from sqlalchemy import select

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
    table = t.answers
    rows = tx.execute(select(table).where(table.c.run == run_id).order_by(table.c.question, table.c.person))
    return tuple(
        Answer(run=row.run, question=row.question, person=PersonId(row.person), value=row.value) for row in rows
    )
