"""Bring the tables to this version of Rondo, or say why they do not fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from bot.errors import StoreError
from bot.store.db import Database, Tx

_LOCK = 76636
"""The number of PostgreSQL's advisory lock; any will do, as long as every process takes the same."""


def upgrade(database: Database | str) -> None:
    """Create or bring forward all tables in one transaction, one process at a time.

    Raises StoreError when a newer Rondo wrote the database or it cannot be used.
    """
    if isinstance(database, Database):
        _upgrade(database)
        return
    opened = Database.open(database)
    try:
        _upgrade(opened)
    finally:
        opened.close()


def open_current(url: str, *, upgrade: Callable[[Database], None] = upgrade) -> Database:
    """Open a database whose tables are exactly those of this version; an empty one gets them. Raises StoreError.

    `upgrade` may make further tables for an empty database than ours.
    """
    database = Database.open(url)
    if _is_empty(database):
        upgrade(database)
    require_current(database)
    return database


def require_current(database: Database) -> None:
    """Raise StoreError unless the tables are exactly those of this version."""
    with database.read() as tx:
        found = _found(tx)
    scripts = ScriptDirectory.from_config(_config())
    _refuse_newer(scripts, found)
    if not found:
        raise StoreError("The database has no tables yet; run `rondo migrate`.")
    if found != set(scripts.get_heads()):
        raise StoreError("The database was written by an older Rondo; run `rondo migrate`.")


def has_schema(database: Database, name: str) -> bool:
    """Return whether a PostgreSQL database has a schema of this name."""
    with database.read() as tx:
        return inspect(tx).has_schema(name)


def revision(tx: Tx) -> str:
    """Return the revision that the tables are at; empty where there are none."""
    return ",".join(sorted(_found(tx)))


def refuse_newer(found: str) -> None:
    """Raise StoreError for a revision that this Rondo does not know."""
    _refuse_newer(ScriptDirectory.from_config(_config()), {found} if found else set())


def bring_to(tx: Tx, wanted: str) -> None:
    """Bring the tables forward to a revision, or "head", in the caller's transaction (`Database.rebuild`)."""
    config = _config()
    config.attributes["connection"] = tx
    command.upgrade(config, wanted)


def lock(tx: Tx) -> None:
    """Keep other processes from changing the schema until this transaction ends; SQLite's write lock does already."""
    if tx.dialect.name != "sqlite":
        tx.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})


def _is_empty(database: Database) -> bool:
    """Return whether there is no table at all: nothing that a migration could harm."""
    with database.read() as tx:
        return not inspect(tx).get_table_names()


def _upgrade(database: Database) -> None:
    with database.rebuild() as tx:
        lock(tx)
        _refuse_newer(ScriptDirectory.from_config(_config()), _found(tx))
        bring_to(tx, "head")


def _found(tx: Tx) -> set[str]:
    return set(MigrationContext.configure(tx).get_current_heads())


def _refuse_newer(scripts: ScriptDirectory, found: set[str]) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    for revision in sorted(found - known):
        raise StoreError(
            f"This database was written by a newer Rondo (its tables are at {revision}); "
            "install that version or restore a backup."
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_scripts()).replace("%", "%%"))
    return config


def _scripts() -> Path:
    """Return the folder of the migrations: inside the package in a wheel, at the top in a checkout."""
    here = Path(__file__).resolve().parent
    packaged = here / "migrations"
    return packaged if packaged.is_dir() else here.parents[1] / "migrations"
