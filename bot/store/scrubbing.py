"""Leaving no byte of what was deleted in the files of the database.

SQLite: with `secure_delete`, which every connection sets, what is deleted is overwritten with zeros. Its full-text
indexes keep words in old segments until these are merged (https://www.sqlite.org/fts5.html, `optimize`), and the
write-ahead log holds earlier pages until it is cut off. PostgreSQL keeps dead rows until a table is written anew.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.store import runs
from bot.store import tables as t
from bot.store.db import Database, Tx

DUE = "directory:scrub"
"""The mark that something was erased whose bytes may still be there."""

_FULL_TEXT = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%USING fts5%' ORDER BY name"
LARGE = 100 * 1024 * 1024
"""Bytes of tables that PostgreSQL writes anew within a few seconds."""
PATIENCE = 2
"""Seconds to wait for those who read; what is left then waits for the night."""


def note(tx: Tx, now: datetime) -> None:
    """Note, in the transaction that deletes, that the files are to be scrubbed; it outlives a crash."""
    runs.set_mark(tx, DUE, now)


def is_due(tx: Tx) -> bool:
    """Return whether the files are to be scrubbed."""
    return runs.mark(tx, DUE) is not None


def done(tx: Tx) -> None:
    """Note that nothing is left to be scrubbed."""
    runs.drop_mark(tx, DUE)


def scrub(database: Database, *, at_night: bool = False) -> bool:
    """Scrub the files; False where it is to be done again: somebody was reading for too long, or much is to be written.

    PostgreSQL writes tables anew, nobody uses them meanwhile: at day only where that takes a moment.
    """
    return _scrub_sqlite(database) if database.is_sqlite else _scrub_postgres(database, at_night=at_night)


def _scrub_sqlite(database: Database) -> bool:
    raw = database.engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
        for (name,) in cursor.execute(_FULL_TEXT).fetchall():
            cursor.execute(f'INSERT INTO "{name}" ("{name}") VALUES (\'optimize\')')  # noqa: S608 a table of ours
        found = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:  # somebody writes for longer
        return False
    finally:
        raw.invalidate()  # its patience is not that of the others
        raw.close()
    return not found[0]


def _scrub_postgres(database: Database, *, at_night: bool) -> bool:
    names = sorted(name for name in t.metadata.tables if name in TOLD or name.startswith(INDEXED))
    try:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not at_night and connection.scalar(text(_SIZES), {"names": names}) > LARGE:
                return False
            connection.execute(text(f"SET lock_timeout = '{PATIENCE}s'"))
            try:
                for name in names:
                    connection.execute(text(f'VACUUM (FULL) "{name}"'))
            finally:
                connection.execute(text("RESET lock_timeout"))
    except OperationalError:  # somebody holds a table for longer
        return False
    return True


_SIZES = (
    "SELECT sum(pg_total_relation_size(CAST(quote_ident(name) AS regclass))) "
    "FROM unnest(CAST(:names AS text[])) AS name"
)
TOLD = frozenset(
    {"profile_facts", "listings", "outside_ids", "letters", "answers", "facts", "help_requests", "missed_topics"}
)
"""Tables that hold words of entries, or copies of them."""
INDEXED = "search_"
"""What the names of the tables of the search begin with."""
