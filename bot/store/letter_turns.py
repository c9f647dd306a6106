"""Whose turn it is: which letters may go now, and which of them an engine already has in hand.

A letter may go when it is due, the one it follows was sent, it does not ride with another, it is not late, and no halt
holds it. Whether it then goes is decided by its claim alone (`letter_claims`); what stands here only spares work.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, or_, select, update

from bot.model import Op
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.halts import is_held
from bot.store.statements import chunks

_letter = t.letters.c
COLUMNS = (_letter.id, _letter.key, _letter.turn, _letter.op, _letter.priority)
"""What a Turn needs."""
before = t.letters.alias("before")
LATE = timedelta(minutes=5)
"""After so long an unsolicited letter is not simply sent: the house finds it another moment first, since by now it may
be evening where its people are."""


@dataclass(frozen=True)
class Turn:
    """One letter for an engine; `number` counts how often it was handed over, from 1."""

    id: int
    key: str
    number: int
    op: Op
    priority: int


def claimable(*columns: Any) -> Select[Any]:
    """Select from the due letters that follow none, or one that was sent, and that no halt holds."""
    return (
        select(*columns)
        .select_from(t.letters.outerjoin(before, before.c.key == _letter.after))
        .where(_letter.state == "due", _letter.bundle.is_(None), or_(_letter.after.is_(None), before.c.state == "sent"))
        .where(~is_held())
    )


def due_now(*columns: Any) -> Select[Any]:
    """Select from the letters that may go at the instant `now`; `late` is LATE before it."""
    in_time = or_(_letter.unsolicited.is_(False), _letter.not_before >= bindparam("late"))
    return claimable(*columns).where(_letter.not_before <= bindparam("now"), in_time)


def is_stopped(tx: Tx, letter_id: int) -> bool:
    """Return whether a stop holds this letter, whatever its state."""
    return tx.execute(select(_letter.id).where(_letter.id == letter_id, is_held())).first() is not None


def ready(tx: Tx, *, now: datetime, limit: int) -> list[Turn]:
    """Return letters that may go now and that no engine has in hand, in the order in which they should go."""
    return [_turn(row) for row in tx.execute(_ready(), {"now": now, "late": now - LATE, "most": limit})]


def followers(tx: Tx, key: str, *, now: datetime) -> list[Turn]:
    """Return the letters that the sending of this one made ready, and that no engine has in hand."""
    following = list(tx.scalars(_following(), {"followed": key}))
    if not following:
        return []
    rows = tx.execute(_free_among(), {"now": now, "late": now - LATE, "some": following})
    return sorted((_turn(row) for row in rows), key=lambda one: one.id)


def hand(tx: Tx, ids: Collection[int], *, now: datetime) -> list[Turn]:
    """Hand letters to an engine, each with its next turn; return those that are in its hand now.

    Of two processes that hand over the same letter at once one gets it; a letter that is no longer due is left out.
    """
    handed: list[Turn] = []
    for some in chunks(sorted(ids)):
        free = select(_letter.id).where(_letter.id.in_(some), _letter.state == "due", _letter.handed_at.is_(None))
        mine = list(tx.scalars(free.order_by(_letter.id).with_for_update(skip_locked=True)))
        change = update(t.letters).where(_letter.id.in_(mine))
        rows = tx.execute(change.values(turn=_letter.turn + 1, handed_at=now).returning(*COLUMNS))
        handed += [_turn(row) for row in rows]
    return sorted(handed, key=lambda one: one.id)


def _turn(row: Row[Any]) -> Turn:
    return Turn(row.id, row.key, row.turn, row.op, row.priority)


@cache
def _ready() -> Select[Any]:
    found = due_now(*COLUMNS).where(_letter.handed_at.is_(None))
    return found.order_by(_letter.priority, _letter.not_before, _letter.id).limit(bindparam("most"))


@cache
def _following() -> Select[Any]:
    """Return the statement by the index of `after`; asked for more, SQLite walks over all that is due."""
    return select(_letter.id).where(_letter.after == bindparam("followed"))


@cache
def _free_among() -> Select[Any]:
    wanted = _letter.id.in_(bindparam("some", expanding=True))
    return due_now(*COLUMNS).where(wanted, _letter.handed_at.is_(None))
