"""What an operator measures: counts over the whole, and how long the oldest letter waits. No person is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, text

from bot.store import halts
from bot.store import tables as t
from bot.store.db import Tx

_letter = t.letters.c
LEASE = 10
"""Seconds after which a process that does not say so any more no longer lives."""
STUCK = timedelta(minutes=5)
"""After so long a letter that may go should have gone, or another one before it."""
AROUND = 10_000
"""Letters written before the oldest one that waits, among which one that went lately is looked for."""


@dataclass(frozen=True)
class Queue:
    """What could leave now. `waiting` counts letters, `oldest` is UTC; `is_moving`: one was settled within STUCK."""

    waiting: int
    oldest: datetime | None
    is_moving: bool

    def is_stuck(self, now: datetime) -> bool:
        """Return whether letters wait and none leaves; in a paced round of an hour they wait, and some leave."""
        return self.oldest is not None and now - self.oldest > STUCK and not self.is_moving


@dataclass(frozen=True)
class Gauges:
    """One look at the whole. `refused` counts Slack's 429s, `pace` is per minute; both by method."""

    letters: Mapping[tuple[str, str], int]
    queue: Queue
    in_doubt: int
    missed: Mapping[str, int]
    refused: Mapping[str, int]
    pace: Mapping[str, float]
    processes: int
    stops: int


def measure(tx: Tx, *, now: datetime, doubt: timedelta) -> Gauges:
    """Look at everything once; a letter is in doubt when it has been `sending` for longer than `doubt`."""
    refused, pace = _slack(tx)
    old = (_letter.state == "sending") & (_letter.claimed_at <= now - doubt)
    return Gauges(
        letters=_by_outcome(tx),
        queue=queue(tx, now=now),
        in_doubt=tx.scalar(select(func.count()).where(old)) or 0,
        missed=_missed(tx),
        refused=refused,
        pace=pace,
        processes=living(tx),
        stops=tx.scalar(select(func.count()).select_from(t.halts)) or 0,
    )


def queue(tx: Tx, *, now: datetime) -> Queue:
    """Look at the letters that could leave now: due, behind none that has yet to go, and held by no stop."""
    row = tx.execute(select(func.count(), func.min(_letter.not_before), func.min(_letter.id)).where(_may_go(now))).one()
    waiting, oldest, first = row
    if oldest is None or now - oldest <= STUCK:
        return Queue(waiting, oldest, is_moving=True)
    lately = select(_letter.id).where(_letter.id > first - AROUND, _letter.settled_at > now - STUCK)
    return Queue(waiting, oldest, is_moving=tx.execute(lately.limit(1)).first() is not None)


def living(tx: Tx) -> int:
    """Return how many processes have said within LEASE that they live, by the database's own clock."""
    back = f"-{LEASE} seconds"
    now = "now() + CAST(:back AS interval)"
    if tx.dialect.name == "sqlite":
        now = "strftime('%Y-%m-%d %H:%M:%f', 'now', :back)"
    return tx.scalar(text(f"SELECT count(*) FROM workers WHERE seen_at > {now}"), {"back": back}) or 0  # noqa: S608


def _may_go(now: datetime) -> ColumnElement[bool]:
    before = t.letters.alias("before")
    unsent = select(before.c.id).where(before.c.key == _letter.after, before.c.state != "sent").exists()
    # An unsolicited letter that is late is not stuck: it waits until a better moment is found for it.
    in_time = or_(_letter.unsolicited.is_(False), _letter.not_before > now - STUCK)
    due = (_letter.state == "due") & (_letter.not_before <= now) & _letter.bundle.is_(None)
    return due & in_time & ~unsent & ~halts.is_held()


def _by_outcome(tx: Tx) -> dict[tuple[str, str], int]:
    grouped = select(_letter.state, _letter.outcome, func.count()).group_by(_letter.state, _letter.outcome)
    return {(state, outcome or ""): count for state, outcome, count in tx.execute(grouped)}


def _missed(tx: Tx) -> dict[str, int]:
    run = t.runs.c
    grouped = select(run.reason, func.count()).where(run.state == "missed").group_by(run.reason)
    return {reason: count for reason, count in tx.execute(grouped)}


def _slack(tx: Tx) -> tuple[dict[str, int], dict[str, float]]:
    """Return refusals and pace by method; the channels, whose names are nobody's business, are one."""
    refused: dict[str, int] = {}
    pace: dict[str, float] = {}
    for row in tx.execute(select(t.pace.c.name, t.pace.c.refused, t.pace.c.per_minute)):
        method = "channels" if ":" in row.name else row.name
        refused[method] = refused.get(method, 0) + row.refused
        pace[method] = min(pace.get(method, row.per_minute), row.per_minute)
    return refused, pace
