"""What happened of each ritual since a moment, and what is still to be done: for whoever draws a line of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from bot.model.rituals import EVE, ON_DEMAND
from bot.store import tables as t
from bot.store.db import Tx


@dataclass(frozen=True)
class Round:
    """A round that opened, or was missed for a reason; `sent` messages came of it so far."""

    run: str
    ritual: str
    at: datetime
    state: str
    reason: str
    sent: int


@dataclass(frozen=True)
class Step:
    """A later step of a round; `done_at` is None while it is to come."""

    ritual: str
    step: str
    at: datetime
    is_done: bool


def rounds(tx: Tx, since: datetime) -> list[Round]:
    """Return the rounds of a schedule since a moment, oldest first."""
    letter = t.letters.c
    is_message = (letter.op == "post") & (letter.state == "sent")
    sent = select(letter.run, func.count().label("sent")).where(is_message).group_by(letter.run).subquery()
    run = t.runs.c
    found = select(run.id, run.ritual, run.opened_at, run.state, run.reason, sent.c.sent)
    is_round = run.slot.not_like(f"{ON_DEMAND}%") & run.slot.not_like(f"%{EVE}%")
    found = found.select_from(t.runs.outerjoin(sent, sent.c.run == run.id)).where(run.opened_at >= since, is_round)
    rows = tx.execute(found.order_by(run.opened_at, run.id))
    return [Round(one.id, one.ritual, one.opened_at, one.state, one.reason or "", one.sent or 0) for one in rows]


def steps(tx: Tx, since: datetime) -> list[Step]:
    """Return the steps after the first: those done since a moment, and those to come in open rounds."""
    table = t.follow_ups.c
    done = table.done_at.is_not(None) & (table.done_at >= since) & (table.done_at >= table.due_at)
    ahead = table.done_at.is_(None) & (t.runs.c.state == "open")
    found = select(t.runs.c.ritual, table.step, table.due_at, table.done_at).select_from(t.follow_ups.join(t.runs))
    rows = tx.execute(found.where(or_(done, ahead), table.step != "open").order_by(table.due_at, table.run, table.step))
    return [Step(one.ritual, one.step, one.done_at or one.due_at, one.done_at is not None) for one in rows]
