"""Leaving no byte of what was deleted in the files of the database.

SQLite: with `secure_delete`, which every connection sets, what is deleted is overwritten with zeros. Its full-text
indexes keep words in old segments until these are merged (https://www.sqlite.org/fts5.html, `optimize`), and the
write-ahead log holds earlier pages until it is cut off. PostgreSQL keeps dead rows until a table is written anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, text
from sqlalchemy.exc import OperationalError

from bot.store import tables as t
from bot.store.db import Database, Tx
from bot.store.statements import put

DUE = "directory:scrub"
"""The mark that something was erased whose bytes may still be there."""
CLOSED = "ballots:scrub"
"""The mark that a round closed whose ballots may still be there, byte for byte."""

_FULL_TEXT = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%USING fts5%' ORDER BY name"
LARGE = 100 * 1024 * 1024
"""Bytes of tables that PostgreSQL writes anew within a few seconds."""
PATIENCE = 2
"""Seconds to wait for those who read; what is left then waits for the night."""


def note(tx: Tx, now: datetime, *, mark: str = DUE) -> None:
    """Note, in the transaction that deletes, that the files are to be scrubbed; it outlives a crash."""
    put(tx, t.marks, [{"ritual": mark, "seen_until": now}])


def due(tx: Tx, *, mark: str = DUE) -> datetime | None:
    """Return when it was last noted that the files are to be scrubbed, None where nothing is to be done."""
    return tx.scalar(select(t.marks.c.seen_until).where(t.marks.c.ritual == mark))


def done(tx: Tx, noted: datetime, *, mark: str = DUE) -> None:
    """Note that nothing is left to be scrubbed, unless more was deleted since `noted`."""
    tx.execute(delete(t.marks).where(t.marks.c.ritual == mark, t.marks.c.seen_until == noted))


def scrub(database: Database, *, at_night: bool = False) -> bool:
    """Scrub the files; False where it is to be done again: somebody was reading for too long, or much is to be written.

    PostgreSQL writes tables anew, nobody uses them meanwhile: at day only where that takes a moment.
    """
    if database.is_sqlite:
        return _scrub_sqlite(database, indexes=True)
    names = sorted(name for name in t.metadata.tables if name in TOLD | COUNTED or name.startswith(INDEXED))
    return _scrub_postgres(database, names, most=None if at_night else LARGE)


def scrub_ballots(database: Database) -> bool:
    """Scrub the files of what was deleted with the close of a round; else as `scrub`.

    Of the tables of PostgreSQL that are written anew only open rounds have rows, so that it takes a moment.
    """
    if database.is_sqlite:
        return _scrub_sqlite(database, indexes=False)
    return _scrub_postgres(database, sorted(LINKED), most=None)


def _scrub_sqlite(database: Database, *, indexes: bool) -> bool:
    """Cut the log off, and merge the full-text indexes before."""
    raw = database.engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
        for (name,) in cursor.execute(_FULL_TEXT).fetchall() if indexes else ():
            cursor.execute(f'INSERT INTO "{name}" ("{name}") VALUES (\'optimize\')')  # noqa: S608 a table of ours
        found = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:  # somebody writes for longer
        return False
    finally:
        raw.invalidate()  # its patience is not that of the others
        raw.close()
    return not found[0]


def _scrub_postgres(database: Database, names: Sequence[str], *, most: int | None) -> bool:
    """Write tables anew, unless they hold more than `most` bytes."""
    try:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if most is not None and connection.scalar(text(_SIZES), {"names": names}) > most:
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
LINKED = frozenset({"answers", "ballots", "ballot_keys", "turnout", "facts"})
"""Tables of answers, and of what kinds remember of who gave them, that go when their round closes."""
COUNTED = LINKED | {
    "goals",
    "goal_revisions",
    "goal_values",
    "kept_answers",
    "released_answers",
    "round_figures",
    "needs",
}
"""Tables of what people answer, and of what is personal among goals."""
INDEXED = "search_"
"""What the names of the tables of the search begin with."""
