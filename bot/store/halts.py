"""What is stopped: rituals, or everything. While a row stands, no letter of it is claimed, by any process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select

from bot.model import PersonId
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import add_first

ALL = "*"
"""Stands for every ritual and every notice of the house."""


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


def every(tx: Tx) -> list[Halt]:
    """Return what is stopped, oldest first."""
    rows = tx.execute(select(t.halts).order_by(t.halts.c.since, t.halts.c.ritual))
    return [Halt(row.ritual, row.since, PersonId(row.by) if row.by else None, row.reason) for row in rows]


def halting(tx: Tx, ritual: str) -> Halt | None:
    """Return the oldest stop that holds this ritual, alone or with all."""
    return next((one for one in every(tx) if one.ritual in (ALL, ritual)), None)


def is_held() -> ColumnElement[bool]:
    """Return the condition, for a statement over letters, that a stop holds them: all, or the ritual of their run."""
    of_ritual = select(t.runs.c.id).where(t.runs.c.id == t.letters.c.run, t.runs.c.ritual == t.halts.c.ritual)
    holds = or_(t.halts.c.ritual == ALL, of_ritual.correlate(t.letters, t.halts).exists())
    return select(t.halts.c.ritual).where(holds).correlate(t.letters).exists()
