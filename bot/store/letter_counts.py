"""The ledger as a whole: how much waits, since when, and what got stuck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, or_, select

from bot.model import LetterState, Op, StoredLetter
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.letter_rows import load
from bot.store.letter_turns import claimable

_letter = t.letters.c


def due_count(tx: Tx, now: datetime) -> int:
    """Return how many letters are due by now, or being sent, and not yet settled."""
    unsettled = or_((_letter.state == "due") & (_letter.not_before <= now), _letter.state == "sending")
    alone = _letter.bundle.is_(None)
    return tx.scalar(select(func.count()).select_from(t.letters).where(unsettled, alone)) or 0


def next_due_at(tx: Tx) -> datetime | None:
    """Return when the next letter can be claimed.

    A letter whose predecessor has yet to go waits for that one, which is counted itself here or by
    `oldest_claim_at`.
    """
    earliest: datetime | None = tx.scalar(claimable(func.min(_letter.not_before)))
    return earliest


def oldest_claim_at(tx: Tx) -> datetime | None:
    """Return since when the oldest letter is being sent."""
    sending = select(func.min(_letter.claimed_at)).where(_letter.state == "sending")
    oldest: datetime | None = tx.scalar(sending)
    return oldest


@dataclass(frozen=True)
class Entry:
    """One letter of the ledger, in short."""

    key: str
    op: Op
    after: str | None
    state: LetterState
    outcome: str | None
    bundle: str | None
    unsolicited: bool
    on_doubt: Literal["skip", "resend"]


def ledger(tx: Tx) -> list[Entry]:
    """Return all letters in the order in which they were written."""
    shown = ("key", "op", "after", "state", "outcome", "bundle", "unsolicited", "on_doubt")
    columns = select(*(_letter[name] for name in shown))
    return [Entry(*row) for row in tx.execute(columns.order_by(_letter.id))]


def counts(tx: Tx) -> dict[tuple[LetterState, str | None], int]:
    """Return the number of letters by state and outcome."""
    grouped = select(_letter.state, _letter.outcome, func.count().label("n")).group_by(_letter.state, _letter.outcome)
    return {(row.state, row.outcome): row.n for row in tx.execute(grouped)}


def retried(tx: Tx) -> int:
    """Return how many letters were tried more than once."""
    return tx.scalar(select(func.count()).select_from(t.letters).where(_letter.attempts > 1)) or 0


def at_place(tx: Tx, channel: str, ts: str) -> list[StoredLetter]:
    """Return the letters that made, changed or deleted one message, in the order in which they were written."""
    made = select(t.letters).where(_letter.channel == channel, _letter.slack_ts == ts)
    return load(tx, made.order_by(_letter.id))


def stuck(tx: Tx, *, limit: int = 100) -> list[StoredLetter]:
    """Return letters for an operator to look at, newest first: tried without success, in doubt, or dead."""
    tried = (_letter.state == "due") & (_letter.attempts > 0)
    statement = select(t.letters).where(or_(tried, _letter.state.in_(("sending", "dead"))))
    return load(tx, statement.order_by(_letter.id.desc()).limit(limit))
