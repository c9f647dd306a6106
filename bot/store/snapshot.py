"""A copy of the whole database while it is in use, and a name for the state that it holds."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from bot.errors import StoreError
from bot.store.backup import PASSING
from bot.store.db import Database, Tx
from bot.store.tables import metadata


def copy_to(database: Database, path: Path) -> str:
    """Copy a SQLite database into a new file, as it is at one instant; return a name for just that state.

    The copy waits for no disk: it is one to throw away. Raises StoreError for another database.
    """
    if not database.is_sqlite:
        raise StoreError("Only a SQLite database can be copied into a file.")
    with database.read() as tx, closing(sqlite3.connect(path)) as target:
        target.execute("PRAGMA synchronous = OFF")
        source = tx.connection.dbapi_connection
        assert isinstance(source, sqlite3.Connection)
        digest = _digest(tx)
        source.backup(target)
    return digest


def _digest(tx: Tx) -> str:
    """Return a name for all that the tables hold; what concerns the present moment only does not count."""
    digest = hashlib.sha256()
    for table in metadata.sorted_tables:
        if table.name not in PASSING:
            digest.update(table.name.encode())
            for row in tx.execute(select(table).order_by(*table.primary_key)):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()
