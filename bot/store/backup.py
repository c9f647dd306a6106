"""Write everything that has to survive into one file, while the bot runs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Table, func, select

from bot.store.backup_file import Header, TablePart, new_file
from bot.store.db import Database, Tx
from bot.store.migrate import require_current, revision
from bot.store.tables import metadata

PASSING = frozenset({"pace", "workers"})
"""Tables about the present moment: of no use to another one."""
AT_ONCE = 1_000
"""Rows in memory."""


def write_backup(database: Database, path: Path, *, now: datetime, force: bool = False) -> Header:
    """Write one state of the database into a file and return what its header says.

    `now` must be read before: nothing that happens after it may be missing from what the file promises. Raises
    StoreError when the tables are not those of this version, or the file stands there already and `force` is not given.
    """
    require_current(database)
    with new_file(path, force=force) as out, database.read() as tx:
        tables = [table for table in metadata.sorted_tables if table.name not in PASSING]
        header = Header(revision(tx), now, {table.name: _part(tx, table) for table in tables})
        out.header(header)
        for table in tables:
            rows = tx.execute(select(table).order_by(*table.primary_key), execution_options={"yield_per": AT_ONCE})
            for row in rows:
                out.row(tuple(row))
    return header


def _part(tx: Tx, table: Table) -> TablePart:
    rows = tx.scalar(select(func.count()).select_from(table)) or 0
    return TablePart(tuple(column.name for column in table.columns), rows)
