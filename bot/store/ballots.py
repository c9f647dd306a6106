"""Ballots: answers of an open anonymous round, which only a secret of that round ties to whoever gave them.

The token on a ballot is HMAC-SHA256(secret of the run, id of the person), so that somebody can change what they said
and counts once. The secret is made with the first ballot. When the run closes secret, ballots and turnout are deleted
in that transaction (`runs.close`), and what may be kept is written anew, without token or time (`release`).
Nothing here has a time on purpose: the order of answers would tell who gave which.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, exists, func, insert, or_, select

from bot.model import PersonId
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.goal_tables import ballot_keys, ballots, released_answers, turnout
from bot.store.statements import add, put

BYTES = 32
"""Length of a secret: as long as what the hash gives."""
_LINKED = (ballots, ballot_keys, turnout)
"""The tables that go with the close."""


@dataclass(frozen=True)
class Ballot:
    """One answer, and what stands for whoever gave it."""

    token: str
    question: str
    value: str


def cast(tx: Tx, run_id: str, person: PersonId, answers: Mapping[str, str]) -> None:
    """Keep somebody's answers by question, and that they have answered; the last one to a question counts."""
    secret = _secret(tx, run_id)
    if secret is None:
        add(tx, ballot_keys, [{"run": run_id, "secret": secrets.token_bytes(BYTES)}])
        secret = _secret(tx, run_id)
    assert secret is not None
    token = _token(secret, person)
    rows = [{"run": run_id, "token": token, "question": name, "value": value} for name, value in answers.items()]
    put(tx, ballots, rows)
    add(tx, turnout, [{"run": run_id, "person": person}])


def of_run(tx: Tx, run_id: str) -> tuple[Ballot, ...]:
    """Return a run's ballots, ordered by token, which is as good as by chance, then by question."""
    found = select(ballots).where(ballots.c.run == run_id).order_by(ballots.c.token, ballots.c.question)
    return tuple(Ballot(row.token, row.question, row.value) for row in tx.execute(found))


def of_person(tx: Tx, run_id: str, person: PersonId) -> dict[str, str]:
    """Return what one person answered so far, by question."""
    secret = _secret(tx, run_id)
    if secret is None:
        return {}
    mine = (ballots.c.run == run_id) & (ballots.c.token == _token(secret, person))
    rows = tx.execute(select(ballots.c.question, ballots.c.value).where(mine).order_by(ballots.c.question))
    return {question: value for question, value in rows}


def voters(tx: Tx, run_id: str) -> frozenset[PersonId]:
    """Return who has answered, for the reminder; shown to nobody."""
    return frozenset(PersonId(one) for one in tx.scalars(select(turnout.c.person).where(turnout.c.run == run_id)))


def has_voted(tx: Tx, run_id: str, person: PersonId) -> bool:
    """Return whether somebody has answered."""
    theirs = select(turnout.c.run).where(turnout.c.run == run_id, turnout.c.person == person)
    return tx.execute(theirs).first() is not None


def tokens(tx: Tx, run_id: str, people: Iterable[PersonId]) -> dict[PersonId, str]:
    """Return what stands for each of these people on the ballots of an open run; none of a run without ballots."""
    secret = _secret(tx, run_id)
    return {} if secret is None else {one: _token(secret, one) for one in people}


def withdraw(tx: Tx, run_id: str, person: PersonId) -> int:
    """Delete somebody's ballots of an open run, and that they answered; return how many ballots."""
    token = tokens(tx, run_id, [person]).get(person, "")
    tx.execute(delete(turnout).where(turnout.c.run == run_id, turnout.c.person == person))
    return tx.execute(delete(ballots).where(ballots.c.run == run_id, ballots.c.token == token)).rowcount


def forget_person(tx: Tx, person: PersonId) -> int:
    """Delete somebody's ballots of all open runs; return how many. Of a closed one nobody knows which they were."""
    return sum(withdraw(tx, run_id, person) for run_id in list(tx.scalars(select(ballot_keys.c.run))))


def destroy(tx: Tx, run_id: str) -> bool:
    """Delete a run's ballots, its secret, and who answered; return whether there was anything."""
    counted = [tx.execute(delete(table).where(table.c.run == run_id)).rowcount for table in _LINKED]
    return any(counted)


def stale(tx: Tx, *, before: datetime) -> list[str]:
    """Return the runs whose ballots have outlived them: they are closed, or should have been before an instant."""
    ended = func.coalesce(t.runs.c.closes_at, t.runs.c.opened_at)
    held = or_(*(exists().where(table.c.run == t.runs.c.id) for table in _LINKED))
    over = select(t.runs.c.id).where(held, or_(t.runs.c.state != "open", ended < before))
    return list(tx.scalars(over.order_by(t.runs.c.id)))


# ---------------------------------------------------------------- what is left of them


def release(tx: Tx, run_id: str, answers: Iterable[tuple[str, str]]) -> None:
    """Write questions and answers of a run that closes, shuffled, under random ids."""
    rows = [{"id": uuid.uuid4().hex, "run": run_id, "question": name, "value": value} for name, value in answers]
    secrets.SystemRandom().shuffle(rows)  # the order in which rows lie in the file tells something, too
    if rows:
        tx.execute(insert(released_answers), rows)


def released(tx: Tx, run_id: str) -> tuple[tuple[str, str], ...]:
    """Return questions and answers that are kept of a closed run, in the order of their random ids."""
    found = select(released_answers).where(released_answers.c.run == run_id).order_by(released_answers.c.id)
    return tuple((row.question, row.value) for row in tx.execute(found))


def forget_released(tx: Tx, run_id: str) -> int:
    """Delete what is kept of a run; return how many answers."""
    return tx.execute(delete(released_answers).where(released_answers.c.run == run_id)).rowcount


def forget_released_before(tx: Tx, before: date) -> int:
    """Delete what is kept of runs before a day; return how many answers."""
    old = select(t.runs.c.id).where(t.runs.c.nominal_date < before)
    return tx.execute(delete(released_answers).where(released_answers.c.run.in_(old))).rowcount


def _secret(tx: Tx, run_id: str) -> bytes | None:
    found: bytes | None = tx.scalar(select(ballot_keys.c.secret).where(ballot_keys.c.run == run_id))
    return found


def _token(secret: bytes, person: PersonId) -> str:
    return hmac.new(secret, person.encode(), hashlib.sha256).hexdigest()
