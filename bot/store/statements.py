"""The few statements that SQLAlchemy spells per database, and lists cut to what a statement can carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

CHUNK = 5_000
"""Values per IN list; SQLite allows 32,766 variables in a statement, PostgreSQL 65,535."""

ROWS = 200
"""Rows handed to the driver at once: it holds each of them a second time, as text."""


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Cut values, each taken once and in their order, into lists that fit into one statement."""
    distinct = list(dict.fromkeys(values))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]


def add(tx: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows and pass over those whose key stands already."""
    coming = iter(rows)
    while some := [dict(row) for row in islice(coming, ROWS)]:
        tx.execute(_insert(tx, table).on_conflict_do_nothing(), some)


def add_first(tx: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert one row; True for the one caller who was first with its key."""
    insert = _insert(tx, table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return tx.execute(insert, dict(row)).rowcount == 1


def put(tx: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows by primary key; where one stands already, its given columns are replaced."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    insert = _insert(tx, table)
    changed = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    tx.execute(insert.on_conflict_do_update(index_elements=keys, set_=changed), [dict(row) for row in rows])


def _insert(tx: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)
