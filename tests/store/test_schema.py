"""Migrations and the door to the database, on both databases."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text

from bot.errors import StoreError
from bot.store import inbound, tables
from bot.store.db import Database
from bot.store.migrate import require_current, upgrade

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_the_migrated_schema_is_the_one_in_tables(database: Database) -> None:
    require_current(database)
    with database.read() as tx:
        context = MigrationContext.configure(tx, opts={"include_name": _is_ours})
        assert compare_metadata(context, tables.metadata) == []


def _is_ours(name: str | None, kind: str, parents: object) -> bool:
    """Pass over FTS5's own tables on SQLite and, on PostgreSQL, the index over tokens in their stead."""
    return re.search("_fts(_|$)|^ix_search_[a-z]+_tokens$", name or "") is None


def test_migrating_twice_changes_nothing(database: Database) -> None:
    upgrade(database)
    require_current(database)


def test_a_database_without_tables_is_refused_until_it_is_migrated(empty_database_url: str) -> None:
    database = Database.open(empty_database_url)
    with pytest.raises(StoreError, match="no tables yet; run `rondo migrate`"):
        require_current(database)
    database.close()
    upgrade(empty_database_url)
    database = Database.open(empty_database_url)
    require_current(database)
    database.close()


def test_two_processes_may_migrate_at_once(empty_database_url: str) -> None:
    code = "import sys; from bot.store.migrate import upgrade; upgrade(sys.argv[1])"
    command = [sys.executable, "-W", "error", "-c", code, empty_database_url]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for process in running:
        _, said = process.communicate(timeout=60)
        assert (process.returncode, said) == (0, "")
    database = Database.open(empty_database_url)
    require_current(database)
    database.close()


def test_a_newer_schema_is_refused_and_left_alone(database: Database) -> None:
    with database.begin() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refuse in (require_current, upgrade):
        with pytest.raises(StoreError, match=r"newer Rondo .*9999.*install that version or restore a backup"):
            refuse(database)
    with database.read() as tx:
        assert tx.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_a_naive_instant_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="time zone"), database.begin() as tx:
        inbound.first_time(tx, "event", now=datetime(2026, 11, 23, 9))


def test_an_instant_comes_back_aware_and_in_utc(database: Database) -> None:
    berlin = timezone(timedelta(hours=1))
    with database.begin() as tx:
        inbound.first_time(tx, "event", now=datetime(2026, 11, 23, 10, 0, 0, 7, tzinfo=berlin))
        found = tx.scalar(select(tables.inbound.c.received_at))
    assert found == datetime(2026, 11, 23, 9, 0, 0, 7, tzinfo=UTC)
    assert found is not None
    assert found.tzinfo is UTC


def test_an_exception_undoes_the_whole_transaction(database: Database) -> None:
    def fail() -> None:
        with database.begin() as tx:
            assert inbound.first_time(tx, "event", now=NOW)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with database.begin() as tx:
        assert inbound.first_time(tx, "event", now=NOW)
        assert not inbound.first_time(tx, "event", now=NOW)
    with database.begin() as tx:
        assert inbound.forget_before(tx, NOW) == 0
        assert inbound.forget_before(tx, NOW + timedelta(seconds=1)) == 1


def test_a_reader_can_change_nothing_and_sees_one_state(database: Database) -> None:
    with pytest.raises(Exception, match="read"), database.read() as tx:
        inbound.first_time(tx, "event", now=NOW)
    with database.read() as reader:
        assert reader.scalars(select(tables.inbound.c.key)).all() == []
        with database.begin() as tx:
            inbound.first_time(tx, "event", now=NOW)
        assert reader.scalars(select(tables.inbound.c.key)).all() == []
    database.ping()


def test_sqlite_keeps_every_commit_and_every_reference(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'rondo.db'}")
    with database.read() as tx:
        found = {
            name: tx.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.close()
    assert database.is_sqlite
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing/rondo.db", "The folder .*missing does not exist; create it"),
        ("folder", "The file .*folder cannot be opened; check"),
        ("text.db", "is not a SQLite database; name another file"),
        ("text.db/rondo.db", "The folder .*text.db does not exist"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.db").write_text("no database, but long enough to be looked at as if it were one " * 20)
    with pytest.raises(StoreError, match=said) as caught:
        Database.open(f"sqlite:///{tmp_path / name}")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "missing").exists()


def test_a_file_that_somebody_else_writes_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "rondo.db"
    monkeypatch.setattr("bot.store.db._BUSY", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="in use by another process; stop that process"):
        Database.open(f"sqlite:///{path}")
    other.close()


@pytest.mark.parametrize(
    "url", ["", "rondo.db", "sqlite://", "sqlite:///:memory:", "mysql://u:secret@h/d", "postgres:"]
)
def test_an_address_that_is_none_is_explained_without_repeating_it(url: str) -> None:
    with pytest.raises(StoreError, match=r"write sqlite:///path/to/rondo\.db, or postgresql://") as caught:
        Database.open(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_server_that_does_not_answer_is_one_sentence_without_the_password(scheme: str) -> None:
    with pytest.raises(StoreError, match=r"server at 127\.0\.0\.1 does not answer; start it") as caught:
        Database.open(f"{scheme}://rondo:secret@127.0.0.1:1/rondo")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
