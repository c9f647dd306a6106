"""The door to the database: opening it, transactions, and plain sentences when it cannot be used."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, TypeAlias

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import StoreError

Tx: TypeAlias = Connection
"""An open transaction; the repositories take it first. Other rooms annotate with it and look no further."""

_BUSY = 10
"""Seconds to wait for SQLite's lock, and for PostgreSQL to answer."""
_CACHE = 512
"""KiB of a SQLite file that each connection keeps: there is one for each thread, and the system keeps the file too."""


class Database:
    """One database, SQLite or PostgreSQL, shared by all threads of a process."""

    def __init__(self, engine: Engine, reader: Engine | None = None) -> None:
        """`reader` opens connections that can change nothing; without one `engine` says so for each transaction."""
        self._engine = engine
        self._reader = reader
        self._reached: Callable[[str], None] | None = None
        self._turn = threading.Lock()

    @classmethod
    def open(cls, url: str) -> Database:
        """Open `sqlite:///path`, `postgres://…` or `postgresql://…` and look whether it can be used.

        A SQLite file that does not exist is made, its folder is not. Raises StoreError.
        """
        address = _parsed(url)
        engine = _engine(address)
        database = cls(engine, _sqlite(address, reads=True) if address.drivername == "sqlite" else None)
        try:
            # On SQLite this takes the write lock, so it also finds a file that may only be read.
            with engine.begin() as tx:
                tx.execute(text("SELECT count(*) FROM sqlite_master" if database.is_sqlite else "SELECT 1"))
        except DatabaseError as error:
            database.close()
            raise StoreError(_sentence(engine.url, error)) from error
        return database

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database, which one process owns."""
        return self._engine.dialect.name == "sqlite"

    @property
    def engine(self) -> Engine:
        """The connections themselves, for a library that brings statements of its own to this database."""
        return self._engine

    @property
    def address(self) -> str:
        """The whole address, password included: for a library that opens connections of its own; never for a log."""
        return self._engine.url.render_as_string(hide_password=False)

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """Open one transaction: committed at the end, rolled back by an exception.

        On SQLite it takes the write lock at once. Raises StoreError when the database fails.
        """
        if self._reached is None:
            with self._explained(), self._in_turn(), self._engine.begin() as tx:
                yield tx
            return
        place = _place(sys._getframe(2))
        with self._explained(), self._in_turn(), self._engine.begin() as tx:
            yield tx
            self._reached(f"before:commit:{place}")
        self._reached(f"after:commit:{place}")

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """On SQLite, let the threads of this process write one after the other.

        SQLite itself makes who waits sleep for up to 100 ms at a time, whoever comes first takes the lock, and a
        round starves behind a burst of commands. Raises StoreError after _BUSY seconds, as SQLite does.
        """
        if not self.is_sqlite:
            yield
            return
        if not self._turn.acquire(timeout=_BUSY):
            raise StoreError(_sentence(self._engine.url, TimeoutError("locked")))
        try:
            yield
        finally:
            self._turn.release()

    def arm(self, reached: Callable[[str], None]) -> None:
        """Report each commit from now on: `before:commit:delivery.courier.deliver` and `after:…`, by who makes it."""
        self._reached = reached

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Open a transaction that sees one state of the database and can change nothing; raises StoreError."""
        if self._reader is not None:
            with self._explained(), self._reader.begin() as tx:
                yield tx
            return
        with self._explained(), self._engine.connect() as tx:
            tx.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with tx.begin():
                yield tx

    @contextmanager
    def rebuild(self) -> Iterator[Tx]:
        """Open a transaction for changes of the schema.

        On SQLite a table is altered by copying and dropping it; foreign keys are off meanwhile, lest the drop
        delete what points to it, and checked before the commit. Raises StoreError.
        """
        with self._explained(), self._engine.connect() as tx:
            if not self.is_sqlite:
                with tx.begin():
                    yield tx
                return
            raw = _raw(tx)
            raw.execute("PRAGMA foreign_keys = OFF")
            try:
                with tx.begin():
                    yield tx
                    if tx.execute(text("PRAGMA foreign_key_check")).first():
                        raise StoreError("A migration left loose ends and was undone; please report this.")
            finally:
                raw.execute("PRAGMA foreign_keys = ON")

    def ping(self) -> None:
        """Ask the database for an answer; raises StoreError."""
        if self.is_sqlite:
            _look_into_file(self._engine.url)
            return
        with self.read() as tx:
            tx.execute(text("SELECT 1"))

    def relax(self) -> None:
        """Wait for no disk any more: for a database that is thrown away anyway. Only SQLite knows this."""
        if self.is_sqlite:
            event.listen(self._engine, "connect", _relax_sqlite)
            self._engine.dispose()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
        if self._reader is not None:
            self._reader.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError, InternalError, PoolTimeout) as error:
            # InternalError: a PostgreSQL that may only be read, after a failover.
            raise StoreError(_sentence(self._engine.url, error)) from error


def undo(tx: Tx) -> None:
    """Let go of all that a transaction wrote; it takes nothing more."""
    tx.rollback()


# ---------------------------------------------------------------- engines


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # Without the cause, which could repeat the address and with it a password.
        raise StoreError(_WRONG_ADDRESS) from None
    if parsed.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed
    raise StoreError(_WRONG_ADDRESS)


def _engine(url: URL) -> Engine:
    if url.drivername == "sqlite":
        return _sqlite(url)
    # Poolers such as PgBouncer hand a connection to somebody else after each transaction and lose prepared statements.
    options: dict[str, Any] = {"prepare_threshold": None}
    if "connect_timeout" not in url.query:
        options["connect_timeout"] = _BUSY
    return create_engine(
        url,
        hide_parameters=True,
        connect_args=options,
        pool_pre_ping=True,
        pool_size=5,
        max_overflow=10,
        pool_timeout=30,
    )


def _sqlite(url: URL, *, reads: bool = False) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _BUSY})
    event.listen(engine, "connect", _prepare_sqlite)
    if reads:
        event.listen(engine, "connect", _forbid_changes)
    event.listen(engine, "begin", _begin_reading if reads else _begin_writing)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    connection.execute(f"PRAGMA busy_timeout = {_BUSY * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten


def _relax_sqlite(connection: sqlite3.Connection, record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _forbid_changes(connection: sqlite3.Connection, record: object) -> None:
    connection.execute("PRAGMA query_only = ON")


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _look_into_file(url: URL) -> None:
    """Read the file of this name anew: a pooled connection would go on with one that was deleted or replaced."""
    try:
        file = sqlite3.connect(f"{Path(url.database or '').absolute().as_uri()}?mode=rw", uri=True, timeout=_BUSY)
        with closing(file):
            file.execute("SELECT 1 FROM alembic_version")
    except sqlite3.Error as error:
        raise StoreError(_sentence(url, error)) from error


def _place(frame: FrameType) -> str:
    """Return the module and function of a frame, without the `bot.` that all share."""
    return f"{frame.f_globals['__name__']}.{frame.f_code.co_name}".removeprefix("bot.")


def _raw(tx: Tx) -> sqlite3.Connection:
    raw = tx.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


# ---------------------------------------------------------------- sentences

_WRONG_ADDRESS = (
    "DATABASE_URL is not an address that Rondo understands; "
    "write sqlite:///path/to/rondo.db, or postgresql://host/database with user and password."
)

_SQLITE_SENTENCES = (
    ("not a database", "The file {path} is not a SQLite database; name another file in DATABASE_URL."),
    ("malformed", "The database {path} is damaged; restore it from a backup."),
    ("readonly", "The database {path} may only be read; let the user that runs Rondo write the file and its folder."),
    ("locked", "The database {path} is in use by another process; stop that process, then try again."),
    ("full", "The disk that holds {path} is full; make room, then try again."),
    ("no such", "The tables of {path} do not fit this version of Rondo; run `rondo migrate`."),
)

_POSTGRES_SENTENCES = (
    ("authentication failed", "{place} refuses the user name or password; correct them in DATABASE_URL."),
    ("no password supplied", "{place} asks for a password; put it into DATABASE_URL."),
    ("does not exist", "{place} does not know this database or user; create it, or correct DATABASE_URL."),
    ("too many", "{place} has no connection left; raise its limit or run fewer processes."),
    ("deadlock", "{place} undid this work because another process was in its way; try again."),
    ("lock timeout", "{place} has this database in use elsewhere; end what works on it, then try again."),
    ("No space left", "The disk of the PostgreSQL server is full; make room, then try again."),
    ("read-only", "{place} may only be read at the moment; point DATABASE_URL to its primary server."),
)


def _sentence(url: URL, error: Exception) -> str:
    said = str(getattr(error, "orig", None) or error)
    if url.drivername != "sqlite":
        place = f"The PostgreSQL server at {url.host or url.query.get('host', 'localhost')}"
        for word, sentence in _POSTGRES_SENTENCES:
            if word in said:
                return sentence.format(place=place)
        return f"{place} does not answer; start it, or correct DATABASE_URL."
    path = Path(url.database or "")
    for word, sentence in _SQLITE_SENTENCES:
        if word in said:
            return sentence.format(path=path)
    if not path.parent.is_dir():
        return f"The folder {path.parent} does not exist; create it, or name another file in DATABASE_URL."
    if "unable to open" in said:
        return f"The file {path} cannot be opened; check its permissions, or name another file in DATABASE_URL."
    return f"The database {path} failed ({said}); check its disk, and restore a backup if it goes on."
