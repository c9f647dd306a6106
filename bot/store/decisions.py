"""What was decided after rounds: asked for when a round is told, said once, and then for everybody to read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, select, update

from bot.model import Decision, DecisionItem
from bot.store.db import Tx
from bot.store.goal_tables import decisions
from bot.store.statements import add_first

_decision = decisions.c


def ask(tx: Tx, run_id: str, ritual: str, *, now: datetime) -> bool:
    """Note that a decision is waited for; True for the first time."""
    row = {"run": run_id, "ritual": ritual, "asked_at": now, "decided_at": None, "items": []}
    return add_first(tx, decisions, row)


def get(tx: Tx, run_id: str, *, lock: bool = False) -> Decision | None:
    """Return the decision after a run; with `lock` nobody else changes it until this transaction ends."""
    found = select(decisions).where(_decision.run == run_id)
    return _first(tx, found.with_for_update() if lock else found)


def newest(tx: Tx, ritual: str) -> Decision | None:
    """Return the one after the last round of a ritual that asked for one, decided or not."""
    last_first = select(decisions).where(_decision.ritual == ritual).order_by(_decision.asked_at.desc())
    return _first(tx, last_first.order_by(_decision.run.desc()).limit(1))


def decide(tx: Tx, run_id: str, items: Iterable[DecisionItem], *, now: datetime) -> None:
    """Write down what was decided, or correct it; when it was decided first stays as it was."""
    rows = [{"said": one.said, "verdict": one.verdict, "why": one.why} for one in items]
    this = update(decisions).where(_decision.run == run_id)
    tx.execute(this.values(items=rows))
    tx.execute(this.where(_decision.decided_at.is_(None)).values(decided_at=now))


def drop(tx: Tx, run_id: str) -> None:
    """Wait no more for the decision after a run, as when it is taken back; what was decided stays."""
    tx.execute(delete(decisions).where(_decision.run == run_id, _decision.decided_at.is_(None)))


def forget_before(tx: Tx, before: datetime) -> int:
    """Delete decisions that were asked for before an instant; return how many."""
    return tx.execute(delete(decisions).where(_decision.asked_at < before)).rowcount


def _first(tx: Tx, found: Select[Any]) -> Decision | None:
    row = tx.execute(found).first()
    return None if row is None else _of(row)


def _of(row: Row[Any]) -> Decision:
    return Decision(
        run=row.run,
        ritual=row.ritual,
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        items=tuple(DecisionItem(one["said"], one["verdict"], one["why"]) for one in row.items),
    )
