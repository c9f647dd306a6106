"""What is stopped: rituals, or everything. While a row stands, no letter of it is claimed, by any process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select

from bot.model import PersonId
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import add_first

ALL = "*"
"""Stands for every ritual and every notice of the house."""
RESTORED = "restored"
"""The reason of a stop that came with a backup that was brought back."""
NOTICE = "stop/"
"""What the key of a notice (service.notices) begins with so that no stop holds it: it tells of one."""
RECALL = "recall"
"""The step in the keys of letters that take a run back, `run/recall/name`: a stop does not hold them either."""


@dataclass(frozen=True)
class Halt:
    """One stop. `since` is UTC; `reason` is empty, or "restored" after a backup was brought back."""

    ritual: str
    since: datetime
    by: PersonId | None
    reason: str


def put(tx: Tx, ritual: str, *, by: PersonId | None, now: datetime, reason: str = "") -> bool:
    """Stop a ritual, or ALL; False when it was stopped already."""
    return add_first(tx, t.halts, {"ritual": ritual, "since": now, "by": by, "reason": reason})


def lift(tx: Tx, rituals: Iterable[str]) -> None:
    """End these stops."""
    tx.execute(delete(t.halts).where(t.halts.c.ritual.in_(list(rituals))))


def lock(tx: Tx) -> None:
    """Let nobody else lift a stop until this transaction ends; on SQLite nobody else writes anyway."""
    tx.execute(select(t.halts.c.ritual).order_by(t.halts.c.ritual).with_for_update()).all()


def every(tx: Tx) -> list[Halt]:
    """Return what is stopped, oldest first."""
    rows = tx.execute(select(t.halts).order_by(t.halts.c.since, t.halts.c.ritual))
    return [Halt(row.ritual, row.since, PersonId(row.by) if row.by else None, row.reason) for row in rows]


def halting(tx: Tx, ritual: str) -> Halt | None:
    """Return the oldest stop that holds this ritual, alone or with all."""
    return over(every(tx), ritual)


def over(stops: Iterable[Halt], ritual: str) -> Halt | None:
    """Return the first of these stops that holds a ritual."""
    return next((one for one in stops if one.ritual in (ALL, ritual)), None)


def is_held() -> ColumnElement[bool]:
    """Return the condition, for a statement over letters, that a stop holds them: all, or the ritual of their run.

    A letter that carries others is held with any of them. What tells of a stop, and what takes a run back, is never
    held: that is when it is needed.
    """
    # Each question but the last is answered once for a statement: thousands of held letters may stand before one that
    # may go.
    stopped = select(t.runs.c.id).join(t.halts, t.halts.c.ritual == t.runs.c.ritual)
    everything = select(t.halts.c.ritual).where(t.halts.c.ritual == ALL)
    own = and_(t.letters.c.run.is_not(None), t.letters.c.run.in_(stopped))
    rider = t.letters.alias("rider")
    carried = select(rider.c.id).where(rider.c.bundle == t.letters.c.key, rider.c.run.in_(stopped))
    holds = or_(everything.exists(), own, carried.correlate(t.letters).exists())
    return and_(holds, ~is_exempt())


def is_exempt() -> ColumnElement[bool]:
    """Return the condition, for a statement over letters, that no stop holds them."""
    takes_back = and_(t.letters.c.run.is_not(None), t.letters.c.key.contains(f"/{RECALL}/", autoescape=True))
    return or_(t.letters.c.key.startswith(f"notice/{NOTICE}", autoescape=True), takes_back)
