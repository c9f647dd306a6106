"""A ritual gets another id and keeps its history: everything that hangs on the old one moves to the new one.

Keys of runs and letters stay as they are; they are unique for ever and nobody reads an id out of them. Where the new
id has something of the same key already, that stays, and the older thing stays behind or goes.
"""

from __future__ import annotations

from sqlalchemy import Column, Table, and_, delete, exists, select, update

from bot.store import tables as t
from bot.store.db import Tx


def rename(tx: Tx, old: str, new: str) -> None:
    """Move participation, mark, stop, runs, introductions and facts from one ritual's id to another."""
    _move(tx, t.participation, old, new, same=(t.participation.c.person,))
    _move(tx, t.marks, old, new, same=())
    _move(tx, t.halts, old, new, same=())
    _move(tx, t.facts, old, new, same=(t.facts.c.name, t.facts.c.subject))
    tx.execute(update(t.introductions).where(t.introductions.c.ritual == old).values(ritual=new))
    _move_runs(tx, old, new)


def _move(tx: Tx, table: Table, old: str, new: str, *, same: tuple[Column[str], ...]) -> None:
    """Move rows whose place is free; what the new id holds already is younger and wins."""
    other = table.alias()
    taken = exists().where(and_(other.c.ritual == new, *(other.c[column.name] == column for column in same)))
    tx.execute(update(table).where(table.c.ritual == old, ~taken).values(ritual=new))
    tx.execute(delete(table).where(table.c.ritual == old))


def _move_runs(tx: Tx, old: str, new: str) -> None:
    """Move runs, the definition that an open one froze too; a date that the new id had itself stays with each."""
    taken = {
        (row.nominal_date, row.slot)
        for row in tx.execute(select(t.runs.c.nominal_date, t.runs.c.slot).where(t.runs.c.ritual == new))
    }
    columns = (t.runs.c.id, t.runs.c.nominal_date, t.runs.c.slot, t.runs.c.definition)
    for row in tx.execute(select(*columns).where(t.runs.c.ritual == old)).all():
        if (row.nominal_date, row.slot) not in taken:
            moved = {"ritual": new, "definition": {**row.definition, "id": new}}
            tx.execute(update(t.runs).where(t.runs.c.id == row.id).values(moved))
