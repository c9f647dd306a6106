"""The door to the database says in one sentence why it is shut."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.errors import StoreError
from bot.store import pace, workers
from bot.store.db import Database
from bot.store.pace import Bucket
from tests.store.cast import NOW


def test_a_server_that_may_only_be_read_is_the_databases_failure_and_no_rituals(database: Database) -> None:
    def write() -> None:
        with database.begin() as tx:
            tx.execute(text("PRAGMA query_only = ON" if database.is_sqlite else "SET TRANSACTION READ ONLY"))
            pace.lock(tx, Bucket(name="chat.update", level=1, at=NOW, per_minute=1))

    with pytest.raises(StoreError, match="may only be read"):
        write()


def test_a_process_that_was_killed_long_ago_is_forgotten_by_the_next_that_starts(database: Database) -> None:
    with database.begin() as tx:
        workers.beat(tx, "old", verb="run")
        workers.beat(tx, "young", verb="run")
        back = "now() - interval '25 hours'" if not database.is_sqlite else "datetime('now', '-25 hours')"
        tx.execute(text(f"UPDATE workers SET seen_at = {back} WHERE id = 'old'"))
        workers.beat(tx, "young", verb="run")
        assert len(workers.every(tx)) == 2
        workers.beat(tx, "new", verb="run")
        assert {one.id for one in workers.every(tx)} == {"young", "new"}
