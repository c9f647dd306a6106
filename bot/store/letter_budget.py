"""What people get that they did not ask for: how much, when, and what may still be moved or joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, text, update

from bot.model import PersonId, StoredLetter
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.halts import is_held
from bot.store.letter_rows import load
from bot.store.letter_turns import LATE
from bot.store.statements import chunks

_letter = t.letters.c
_place = t.letter_people.c
BUDGET_LOCK = 0x526F6E646F
"""Names PostgreSQL's advisory lock ("Rondo" in ASCII)."""


@dataclass(frozen=True)
class Taken:
    """One message that somebody got, or is to get, without having asked."""

    person: PersonId
    at: datetime


def lock_budget(tx: Tx) -> None:
    """Let nobody else decide about the budget until this transaction ends; on SQLite nobody else writes anyway."""
    if tx.dialect.name != "sqlite":
        tx.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": BUDGET_LOCK})


def taken(tx: Tx, people: Iterable[PersonId], *, since: datetime, without: Iterable[int] = ()) -> list[Taken]:
    """Return the unsolicited messages of these people from `since` on: sent, being sent, due; a bundle is one."""
    left_out = set(without)
    at = func.coalesce(_letter.claimed_at, _letter.not_before, type_=t.letters.c.not_before.type)
    found = (
        select(_place.person, _letter.id, at.label("at"))
        .select_from(t.letter_people.join(t.letters))
        .where(
            _letter.unsolicited,
            _letter.bundle.is_(None),
            _letter.state.in_(("due", "sending", "sent")),
            _letter.not_before >= since,
        )
    )
    return [
        Taken(PersonId(row.person), row.at)
        for some in chunks(people)
        for row in tx.execute(found.where(_place.person.in_(some)))
        if row.id not in left_out
    ]


def hosts(tx: Tx, people: Iterable[PersonId]) -> list[StoredLetter]:
    """Return the unsolicited letters to one of these people that nobody claimed yet, and hold them until the end.

    A host is one that was never tried, so that what is added to it is never part of a letter in doubt; and one that
    no stop holds, so that nothing waits for another ritual to go on.
    """
    found: list[StoredLetter] = []
    for some in chunks(people):
        theirs = select(_place.letter).where(_place.person.in_(some))
        open_ones = select(t.letters).where(
            _letter.id.in_(theirs),
            _letter.unsolicited,
            _letter.bundle.is_(None),
            _letter.op == "post",
            _letter.state == "due",
            _letter.attempts == 0,
            ~is_held(),
        )
        found += load(tx, open_ones.order_by(_letter.id).with_for_update())
    return found


def waiting_until(tx: Tx, keys: Iterable[str]) -> dict[str, datetime]:
    """Return when those of these letters that have not left may leave."""
    found: dict[str, datetime] = {}
    for some in chunks(keys):
        waiting = select(_letter.key, _letter.not_before).where(_letter.key.in_(some), _letter.state == "due")
        found.update({row.key: row.not_before for row in tx.execute(waiting)})
    return found


def rewrite(tx: Tx, changed: Mapping[int, tuple[Mapping[str, Any], datetime]]) -> None:
    """Give hosts their new payload and moment."""
    if changed:
        statement = (
            update(t.letters)
            .where(_letter.id == bindparam("letter"))
            .values(payload=bindparam("said"), not_before=bindparam("moment"))
        )
        rows = [{"letter": key, "said": dict(said), "moment": at} for key, (said, at) in sorted(changed.items())]
        tx.execute(statement, rows)


def any_late(tx: Tx, now: datetime) -> bool:
    """Return whether there is an unsolicited letter that did not leave at its moment, or is to be tried again.

    One that a stop holds is not late: whoever lifts the stop decides about it.
    """
    return tx.execute(select(_letter.id).where(_is_late(now)).limit(1)).first() is not None


def late(tx: Tx, now: datetime) -> list[StoredLetter]:
    """Return the unsolicited letters that did not leave at their moment, or failed and are to be tried again."""
    found = select(t.letters).where(_is_late(now)).order_by(_letter.id)
    return load(tx, found.with_for_update(skip_locked=True))


def move(tx: Tx, moved: Iterable[StoredLetter], to: datetime) -> None:
    """Give due letters, and those that ride with them, another moment."""
    for keys in chunks(one.key for one in moved):
        theirs = or_(_letter.key.in_(keys), _letter.bundle.in_(keys))
        tx.execute(update(t.letters).where(_letter.state == "due", theirs).values(not_before=to))


def of_person(tx: Tx, person: PersonId, *, since: datetime) -> Sequence[StoredLetter]:
    """Return the messages to somebody that left, wait or were held back since then, as they were written."""
    theirs = select(_place.letter).where(_place.person == person)
    found = select(t.letters).where(_letter.id.in_(theirs), _letter.op == "post", _letter.not_before >= since)
    return load(tx, found.order_by(_letter.id))


def _is_late(now: datetime) -> ColumnElement[bool]:
    """What still waits for another letter, perhaps in a round that takes an hour, is late once it could go."""
    first = t.letters.alias("first")
    could_go = select(first.c.id).where(first.c.key == _letter.after, first.c.state == "sent").correlate(t.letters)
    overdue = or_(_letter.not_before < now - LATE, _letter.attempts > 0)
    overdue = and_(overdue, or_(_letter.after.is_(None), could_go.exists()))
    return and_(_letter.state == "due", _letter.unsolicited, _letter.bundle.is_(None), overdue, ~is_held())
