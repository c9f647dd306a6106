"""What was told of rounds: figures that passed the thresholds, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, delete, select

from bot.model import Figure
from bot.store.db import Tx
from bot.store.goal_tables import round_figures
from bot.store.statements import put

_told = round_figures.c


def put_many(tx: Tx, figures: Iterable[Figure]) -> None:
    """Keep figures; one of the same run, name and group replaces the older."""
    put(tx, round_figures, [_row(one) for one in figures])


def of_ritual(tx: Tx, ritual: str) -> tuple[Figure, ...]:
    """Return what was told of a ritual's rounds, oldest first, then by name and group."""
    return _listed(tx, select(round_figures).where(_told.ritual == ritual))


def of_run(tx: Tx, run_id: str) -> tuple[Figure, ...]:
    """Return what was told of a run, ordered by name and group."""
    return _listed(tx, select(round_figures).where(_told.run == run_id))


def forget_run(tx: Tx, run_id: str) -> int:
    """Delete what was told of a run that is taken back; return how many figures."""
    return tx.execute(delete(round_figures).where(_told.run == run_id)).rowcount


def forget_before(tx: Tx, before: date) -> int:
    """Delete the figures of rounds before a day; return how many."""
    return tx.execute(delete(round_figures).where(_told.on_date < before)).rowcount


def _row(one: Figure) -> dict[str, Any]:
    return {
        "run": one.run,
        "name": one.name,
        "part": one.group,
        "ritual": one.ritual,
        "on_date": one.on,
        "series": one.series,
        "goal": one.goal,
        "revision": one.revision,
        "n": one.n,
        "data": dict(one.data),
    }


def _listed(tx: Tx, found: Select[Any]) -> tuple[Figure, ...]:
    return tuple(_of(row) for row in tx.execute(found.order_by(_told.on_date, _told.run, _told.name, _told.part)))


def _of(row: Row[Any]) -> Figure:
    return Figure(
        run=row.run,
        ritual=row.ritual,
        on=row.on_date,
        name=row.name,
        n=row.n,
        data=row.data,
        group=row.part,
        series=row.series,
        goal=row.goal,
        revision=row.revision,
    )
