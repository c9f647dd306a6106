"""`rondo backup` and `rondo restore` as an operator types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store import halts, letters, runs
from bot.store.db import Database
from bot.store.lock import alone
from tests.process.running import call, environment
from tests.store.cast import NOW, a_run, hire
from tests.store.test_backup import contents


@pytest.fixture
def settings(database: Database, database_url: str) -> dict[str, str]:
    """Point the verbs at a database with two people and a letter."""
    with database.begin() as tx:
        hire(tx, "UANNA", "UBERND")
        runs.claim(tx, a_run())
        letters.add_many(tx, [letters.Draft(key="k", op="post", run=a_run().id)], now=NOW)
    return environment(DATABASE_URL=database_url)


def test_a_backup_comes_back_after_the_operator_was_told_what_is_lost_and_nothing_leaves_before_somebody_looked(
    settings: dict[str, str], database: Database, tmp_path: Path
) -> None:
    done = call("backup", "b", env=settings, cwd=tmp_path)
    assert (done.returncode, "2 people, 1 runs, 1 letters" in done.stdout) == (0, True), done
    assert "personal data" in done.stderr
    again = call("backup", "b", env=settings, cwd=tmp_path)
    assert (again.returncode, "--force" in again.stderr) == (1, True)
    before = contents(database)

    done = call("restore", "b", env=settings, cwd=tmp_path)
    assert (done.returncode, "not empty" in done.stderr) == (1, True)
    done = call("restore", "b", "--replace", env=settings, cwd=tmp_path)  # nobody there to answer
    assert done.returncode == 1
    assert "In the database now, and lost afterwards: 2 people, 1 runs, 1 letters." in done.stdout
    assert "Nothing was changed" in done.stderr
    assert contents(database) == before

    done = call("restore", "b", "--replace", "--yes", env=settings, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Everything is stopped" in done.stdout
    with database.read() as tx:
        assert [(one.ritual, one.reason) for one in halts.every(tx)] == [("*", "restored")]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_broken_file_is_one_sentence_and_makes_no_database(settings: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"\x1f\x8b nothing that gzip knows")
    done = call("restore", "b", env=settings | {"DATABASE_URL": "sqlite:///new.db"}, cwd=tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_is_restored_into_a_file_that_a_process_holds(
    settings: dict[str, str], database: Database, database_url: str, tmp_path: Path
) -> None:
    call("backup", "b", env=settings, cwd=tmp_path)
    before = contents(database)
    with alone(database_url):
        done = call("restore", "b", "--replace", "--yes", env=settings, cwd=tmp_path)
    assert (done.returncode, "works on" in done.stderr) == (1, True), done
    assert contents(database) == before
