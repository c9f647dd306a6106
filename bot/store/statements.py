"""The few statements that SQLAlchemy spells per database, and lists cut to what a statement can carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

CHUNK = 5_000
"""Values per IN list; SQLite allows 32,766 variables in a statement, PostgreSQL 65,535."""


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Cut values, each taken once and in their order, into lists that fit into one statement."""
    distinct = list(dict.fromkeys(values))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]


def add(tx: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert rows and pass over those whose key stands already; return how many went in."""
    if not rows:
        return 0
    return tx.execute(_insert(tx, table).on_conflict_do_nothing(), _as_given(rows)).rowcount


def put(tx: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows by primary key; where one stands already, its given columns are replaced."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    insert = _insert(tx, table)
    changed = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    tx.execute(insert.on_conflict_do_update(index_elements=keys, set_=changed), _as_given(rows))


def _insert(tx: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)


def _as_given(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]] | dict[str, Any]:
    # One row goes as one statement: drivers count the rows of a list unreliably.
    return dict(rows[0]) if len(rows) == 1 else [dict(row) for row in rows]
