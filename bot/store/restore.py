"""Bring a backup into a database: all of it or nothing, and stopped, so that an operator decides what may still go.

What was sent is sent. What was due may have gone out after the backup, and rituals may have fired since: nobody can
know that from the file. So everything is stopped as of the instant of the backup until somebody has looked.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Date, DateTime, LargeBinary, MetaData, Table, func, insert, inspect, select, text, update
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.schema import DropTable

from bot.errors import StoreError
from bot.store import halts
from bot.store import tables as t
from bot.store.backup import AT_ONCE, PASSING
from bot.store.backup_file import Header, Reader
from bot.store.db import Database, Tx
from bot.store.gauges import LEASE, living
from bot.store.migrate import bring_to, lock, refuse_newer, revision
from bot.store.search_tables import documents

RESTORED = "restored"
ENGINE = "dbos"
"""The schema of the distributed engine. Its rows belong to letters as they stood before, and would pass for done."""
COUNTED = ("people", "runs", "letters")
"""What tells an operator best which database this is."""
_LOAD = Callable[[Any], Any]


@dataclass(frozen=True)
class Standing:
    """What a database holds: rows of the tables COUNTED, whether there is none at all, and how many processes live."""

    rows: Mapping[str, int]
    is_empty: bool
    living: int


def examine(path: Path) -> Header:
    """Read a whole backup; raises StoreError unless it is sound and this Rondo understands it."""
    header = Reader(path).verify()
    refuse_newer(header.schema)
    return header


def look(database: Database) -> Standing:
    """Return what a restore would meet, and lose."""
    with database.read() as tx:
        return _standing(tx)


def restore(database: Database, path: Path, *, replace: bool = False) -> Header:
    """Load a backup in one transaction, bring its tables to this version, and stop everything.

    With `replace` what stands there is deleted. Raises StoreError, and nothing is changed: a process lives on the
    database, it is not empty, a newer Rondo wrote it, or the backup is not sound.
    """
    header = examine(path)
    with database.rebuild() as tx:
        lock(tx)
        refuse_newer(revision(tx))
        _insist_free(_standing(tx), replace=replace)
        _clear(tx)
        bring_to(tx, header.schema)
        _load(tx, path)
        bring_to(tx, "head")
        _set_counters(tx)
        tx.execute(update(t.letters).where(t.letters.c.handed_at.is_not(None)).values(handed_at=None))
        halts.lift(tx, [halts.ALL])
        halts.put(tx, halts.ALL, by=None, now=header.made_at, reason=RESTORED)
        # A ritual stopped in the backup may have been let go after it, so that its letters are as doubtful.
        tx.execute(update(t.halts).values(since=header.made_at, reason=RESTORED))
    return header


# ---------------------------------------------------------------- what stands there


def _standing(tx: Tx) -> Standing:
    there = set(inspect(tx).get_table_names())
    ours = [table for table in t.metadata.sorted_tables if table.name in there and table.name not in PASSING]
    is_empty = not any(tx.execute(select(text("1")).select_from(table).limit(1)).first() for table in ours)
    counted = [table for table in ours if table.name in COUNTED]
    rows = {table.name: tx.scalar(select(func.count()).select_from(table)) or 0 for table in counted}
    return Standing(rows, is_empty, living(tx) if t.workers.name in there else 0)


def _insist_free(standing: Standing, *, replace: bool) -> None:
    if standing.living:
        raise StoreError(
            "A Rondo runs on this database; stop it (and every other `rondo run` or `rondo work`), "
            f"wait {LEASE} seconds, then restore."
        )
    if not standing.is_empty and not replace:
        raise StoreError("This database is not empty; restore into a new one, or give up what is in it with --replace.")


def _clear(tx: Tx) -> None:
    """Drop our tables, and empty the distributed engine's."""
    if tx.dialect.name != "sqlite":
        tx.execute(text(f"SET LOCAL lock_timeout = '{LEASE}s'"))
    inspector = inspect(tx)
    if tx.dialect.name == "sqlite":
        for name in _fts(tx):  # none of our metadata, and not to be made a second time
            tx.execute(DropTable(Table(name, MetaData())))
    ours = {*t.metadata.tables, "alembic_version"}
    there = MetaData()
    there.reflect(tx, only=[name for name in inspector.get_table_names() if name in ours])
    there.drop_all(tx)
    if tx.dialect.name == "sqlite":
        return
    for name in inspector.get_table_names(schema=ENGINE) if inspector.has_schema(ENGINE) else ():
        if not name.endswith("migrations"):
            tx.execute(text(f'TRUNCATE "{ENGINE}"."{name}" CASCADE'))


def _fts(tx: Tx) -> list[str]:
    """Return the FTS5 tables of the search, which the loading of its documents fills again by their triggers."""
    names = (f"{table.name}_fts" for table in documents.values())
    there = set(inspect(tx).get_table_names())
    return [name for name in names if name in there]


# ---------------------------------------------------------------- loading


def _load(tx: Tx, path: Path) -> None:
    """Insert all rows into tables as they are at the backup's revision, which need not be this version's."""
    with Reader(path).open() as (header, rows):
        shapes = {name: _Shape(tx, name, part.columns) for name, part in header.tables.items()}
        for name, same in groupby(rows, key=lambda pair: pair[0]):
            for some in _chunks(row for _, row in same):
                shapes[name].insert(tx, some)
    _insist_whole(tx)


def _insist_whole(tx: Tx) -> None:
    """Raise StoreError for a row that points nowhere; PostgreSQL refused it already, SQLite's foreign keys are off."""
    loose = tx.execute(text("PRAGMA foreign_key_check")).first() if tx.dialect.name == "sqlite" else None
    if loose is not None:
        raise _unfit(loose[0])


def _unfit(table: str) -> StoreError:
    return StoreError(f"A row of the table {table} does not fit; use another backup.")


class _Shape:
    """One table as it stands in the database, and how a row of the file becomes one of its rows."""

    def __init__(self, tx: Tx, name: str, columns: tuple[str, ...]) -> None:
        if not inspect(tx).has_table(name):
            raise StoreError(f"The backup holds a table {name} that its own version does not know; use another backup.")
        self._table = Table(name, MetaData(), autoload_with=tx, resolve_fks=False)
        unknown = set(columns) - set(self._table.columns.keys())
        if unknown:
            raise StoreError(f"The backup holds a column {name}.{min(unknown)} that its own version does not know.")
        naive = tx.dialect.name == "sqlite"
        self._columns = [(column, _reading(self._table.columns[column], naive=naive)) for column in columns]

    def insert(self, tx: Tx, rows: list[list[Any]]) -> None:
        """Insert some rows; raises StoreError when one does not fit."""
        try:
            values = [
                {name: read(value) for (name, read), value in zip(self._columns, row, strict=True)} for row in rows
            ]
            tx.execute(insert(self._table), values)
        except OperationalError:
            raise
        except (DatabaseError, ValueError, TypeError):
            raise _unfit(self._table.name) from None


def _reading(column: Column[Any], *, naive: bool) -> _LOAD:
    """Return what makes a value of the file one that the column takes."""
    if isinstance(column.type, DateTime):
        return lambda value: value and _instant(value, naive=naive)
    if isinstance(column.type, Date):
        return lambda value: value and date.fromisoformat(value)
    if isinstance(column.type, LargeBinary):
        return lambda value: value if value is None else b64decode(value, validate=True)
    return lambda value: value


def _instant(value: str, *, naive: bool) -> datetime:
    instant = datetime.fromisoformat(value).astimezone(UTC)
    return instant.replace(tzinfo=None) if naive else instant


def _chunks(rows: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    remaining = iter(rows)
    while some := list(islice(remaining, AT_ONCE)):
        yield some


def _set_counters(tx: Tx) -> None:
    """Let PostgreSQL count on behind the highest number of each table; SQLite does so by itself."""
    if tx.dialect.name == "sqlite":
        return
    for table in t.metadata.sorted_tables:
        if "id" in table.columns and table.columns["id"].identity is not None:
            highest = tx.scalar(select(func.max(table.columns["id"])))
            if highest is not None:
                tx.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), highest)))
