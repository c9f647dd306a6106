"""Runs: which occurrences were claimed, what is still to be done for them, and up to when the clock has looked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, func, or_, select, update

from bot.model import DueStep, FollowUp, Run
from bot.store import ballots, scrubbing
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import add, add_first, put


def mark(tx: Tx, ritual: str) -> datetime | None:
    """Return the instant up to which a ritual's occurrences were looked at."""
    return tx.scalar(select(t.marks.c.seen_until).where(t.marks.c.ritual == ritual))


def marks(tx: Tx) -> dict[str, datetime]:
    """Return up to when each ritual's occurrences were looked at."""
    return {row.ritual: row.seen_until for row in tx.execute(select(t.marks))}


def set_mark(tx: Tx, ritual: str, seen_until: datetime) -> None:
    """Keep the instant up to which a ritual's occurrences were looked at."""
    put(tx, t.marks, [{"ritual": ritual, "seen_until": seen_until}])


def drop_mark(tx: Tx, ritual: str) -> None:
    """Forget up to when a ritual was looked at; should it come back, it begins anew."""
    tx.execute(delete(t.marks).where(t.marks.c.ritual == ritual))


def claim(tx: Tx, run: Run) -> bool:
    """Write a run down; True for the one caller who was first with this ritual, date and slot.

    On PostgreSQL the others wait until the first has committed.
    """
    row = {
        "id": run.id,
        "ritual": run.ritual,
        "nominal_date": run.nominal_date,
        "slot": run.slot,
        "state": run.state,
        "seed": run.seed,
        "opened_at": run.opened_at,
        "closes_at": run.closes_at,
        "definition": dict(run.definition),
        "reason": run.reason,
    }
    return add_first(tx, t.runs, row)


def get(tx: Tx, run_id: str, *, lock: bool = False) -> Run | None:
    """Return one run; with `lock` nobody else changes it until this transaction ends."""
    found = select(t.runs).where(t.runs.c.id == run_id)
    row = tx.execute(found.with_for_update() if lock else found).first()
    return _run(row) if row else None


def open_runs(tx: Tx) -> list[Run]:
    """Return all open runs, oldest first."""
    return _listed(tx, select(t.runs).where(t.runs.c.state == "open").order_by(t.runs.c.opened_at, t.runs.c.id))


def latest(tx: Tx, ritual: str) -> Run | None:
    """Return a ritual's newest run by date and slot, whatever its state."""
    found = _listed(tx, _newest_first(ritual).limit(1))
    return found[0] if found else None


def of_ritual(tx: Tx, ritual: str) -> list[Run]:
    """Return a ritual's runs, newest first."""
    return _listed(tx, _newest_first(ritual))


def close(tx: Tx, run_id: str, *, now: datetime) -> None:
    """Close an open run: its answers and ballots are deleted with all that ties them to anybody, what was to be done is
    dropped. Somebody scrubs the files afterwards (service/goals/traces)."""
    is_open = (t.runs.c.id == run_id) & (t.runs.c.state == "open")
    tx.execute(update(t.runs).where(is_open).values(state="closed", closed_at=now))
    tx.execute(delete(t.answers).where(t.answers.c.run == run_id))
    if ballots.destroy(tx, run_id):
        scrubbing.note(tx, now, mark=scrubbing.CLOSED)
    undone = (t.follow_ups.c.run == run_id) & t.follow_ups.c.done_at.is_(None)
    tx.execute(update(t.follow_ups).where(undone).values(done_at=now))


# ---------------------------------------------------------------- steps


def add_follow_ups(tx: Tx, run_id: str, follow_ups: Iterable[FollowUp]) -> None:
    """Write down steps to come back for; a step happens once per run, so one that stands already stays as it is."""
    add(tx, t.follow_ups, [{"run": run_id, "step": each.step, "due_at": each.due_at} for each in follow_ups])


def claim_step(tx: Tx, run_id: str, step: str, *, now: datetime) -> bool:
    """Take a step as done; True for exactly one caller."""
    table = t.follow_ups
    undone = (table.c.run == run_id) & (table.c.step == step) & table.c.done_at.is_(None)
    return tx.execute(update(table).where(undone).values(done_at=now)).rowcount == 1


def due_steps(tx: Tx, now: datetime) -> list[DueStep]:
    """Return the steps of open runs whose hour has come, oldest first."""
    steps = _undone(t.runs, t.follow_ups.c.step, t.follow_ups.c.due_at).where(t.follow_ups.c.due_at <= now)
    rows = tx.execute(steps.order_by(t.follow_ups.c.due_at, t.runs.c.id, t.follow_ups.c.step))
    return [DueStep(run=_run(row), step=row.step, due_at=row.due_at) for row in rows]


def next_step_at(
    tx: Tx, *, without: Collection[str] = (), pausing: Collection[str] = (), now: datetime | None = None
) -> datetime | None:
    """Return when the next step of an open run is due, those of some rituals left out.

    `pausing`: rituals whose steps up to `now` wait for something that no clock brings.
    """
    steps = _undone(func.min(t.follow_ups.c.due_at)).where(t.runs.c.ritual.not_in(sorted(without)))
    if pausing and now is not None:
        steps = steps.where(or_(t.runs.c.ritual.not_in(sorted(pausing)), t.follow_ups.c.due_at > now))
    earliest: datetime | None = tx.scalar(steps)
    return earliest


def recent(tx: Tx, *, limit: int, rituals: Collection[str] | None = None) -> list[Run]:
    """Return the runs that opened last, newest first, of these rituals or of all."""
    opened = select(t.runs).where(t.runs.c.state != "missed")
    if rituals is not None:
        opened = opened.where(t.runs.c.ritual.in_(sorted(rituals)))
    return _listed(tx, opened.order_by(t.runs.c.opened_at.desc(), t.runs.c.id.desc()).limit(limit))


def _undone(*columns: Any) -> Select[Any]:
    steps = select(*columns).select_from(t.follow_ups.join(t.runs))
    return steps.where(t.follow_ups.c.done_at.is_(None), t.runs.c.state == "open")


def _newest_first(ritual: str) -> Select[Any]:
    return (
        select(t.runs)
        .where(t.runs.c.ritual == ritual)
        .order_by(t.runs.c.nominal_date.desc(), t.runs.c.slot.desc(), t.runs.c.id.desc())
    )


def _listed(tx: Tx, runs: Select[Any]) -> list[Run]:
    return [_run(row) for row in tx.execute(runs)]


def _run(row: Row[Any]) -> Run:
    return Run(
        id=row.id,
        ritual=row.ritual,
        nominal_date=row.nominal_date,
        slot=row.slot,
        state=row.state,
        seed=row.seed,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        definition=row.definition,
        reason=row.reason,
    )
