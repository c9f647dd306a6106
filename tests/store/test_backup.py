"""Backup and restore: one file for both databases, all of it or nothing, and stopped afterwards."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, LargeBinary, insert, inspect, select, text, update

from bot.errors import StoreError
from bot.store import halts, letters
from bot.store import tables as t
from bot.store.backup import PASSING, write_backup
from bot.store.backup_file import Reader
from bot.store.db import Database
from bot.store.migrate import bring_to, require_current, upgrade
from bot.store.restore import examine, look, restore
from tests import databases
from tests.store.cast import NOW, hire

Lines = list[bytes]


def _value(column: Column[Any]) -> Any:
    """Return something for a column that is easily lost on the way."""
    if isinstance(column.type, t.Instant):
        return NOW + timedelta(microseconds=123_456)
    values = {
        Boolean: True,
        Date: date(2028, 2, 29),
        Float: 0.1,
        JSON: {"text": 'ü "☕"\n', "deep": [None, 1.5, {}]},
        LargeBinary: b"\x00\xff\n",
    }
    for kind, value in values.items():
        if isinstance(column.type, kind):
            return value
    if isinstance(column.type, Integer):
        return 2**62 if column.name == "seed" else 7
    return "one" if column.primary_key or column.foreign_keys else "ä 'quoted' \\ \u2028 *"


def fill(database: Database) -> None:
    """Write one row with every column set into each table."""
    with database.begin() as tx:
        for table in t.metadata.sorted_tables:
            if table.name not in PASSING:
                tx.execute(insert(table).values({column.name: _value(column) for column in table.columns}))


def contents(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables that survive."""
    with database.read() as tx:
        tables = [table for table in t.metadata.sorted_tables if table.name not in PASSING]
        return {
            table.name: [tuple(row) for row in tx.execute(select(table).order_by(*table.primary_key))]
            for table in tables
        }


def as_restored(before: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Return what these contents become: letters handed to nobody, and everything stopped as of the backup."""
    place = list(t.letters.columns.keys()).index("handed_at")
    handed = [(*row[:place], None, *row[place + 1 :]) for row in before["letters"]]
    stopped = [(name, NOW, by, "restored") for name, _, by, _ in before["halts"] if name != halts.ALL]
    return {**before, "letters": handed, "halts": [(halts.ALL, NOW, None, "restored"), *stopped]}


@pytest.fixture
def other_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[str]:
    """Give an empty database of the other kind."""
    if database_url.startswith("sqlite"):
        server: databases.Postgres = request.getfixturevalue("postgres_server")
        with server.database(empty=True) as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path / 'other.db'}"


@pytest.fixture
def other(other_url: str) -> Iterator[Database]:
    """Open an empty database of the other kind."""
    opened = Database.open(other_url)
    yield opened
    opened.close()


@pytest.fixture
def saved(database: Database, tmp_path: Path) -> Path:
    """Give the backup of a database that has a row in each table."""
    fill(database)
    path = tmp_path / "rondo.backup"
    write_backup(database, path, now=NOW)
    return path


def rewritten(path: Path, change: Callable[[Lines], Lines], *, honest: bool = True) -> Path:
    """Change the lines of a backup; an honest one gets the checksum that fits."""
    lines = change(gzip.decompress(path.read_bytes()).splitlines(keepends=True)[:-1])
    digest = hashlib.sha256(b"".join(lines)).hexdigest() if honest else "0" * 64
    path.write_bytes(gzip.compress(b"".join(lines) + json.dumps({"sha256": digest}).encode() + b"\n"))
    return path


# ---------------------------------------------------------------- there and back


def test_every_column_of_every_table_survives_the_way_to_the_other_kind_of_database(
    database: Database, other: Database, saved: Path
) -> None:
    restore(other, saved)
    require_current(other)
    assert contents(other) == as_restored(contents(database))


def test_and_to_an_empty_one_of_its_own_kind(database: Database, saved: Path) -> None:
    before = contents(database)
    restore(database, saved, replace=True)
    assert contents(database) == as_restored(before)


def test_after_a_restore_numbers_go_on_behind_the_highest(other: Database, saved: Path) -> None:
    restore(other, saved)
    with other.begin() as tx:
        letters.add_many(tx, [letters.Draft(key="new", op="post")], now=NOW)
        written = letters.by_key(tx, "new")
    assert written is not None
    assert written.id > 7


def test_after_a_restore_everything_is_stopped_as_of_the_backup_and_no_letter_is_in_anybodys_hands(
    database: Database, other: Database, tmp_path: Path
) -> None:
    with database.begin() as tx:
        # Older stops that somebody would simply lift; what the second held may have gone out after the backup.
        halts.put(tx, halts.ALL, by=None, now=NOW - timedelta(days=1))
        halts.put(tx, "kaffee", by=None, now=NOW - timedelta(days=1))
        letters.add_many(tx, [letters.Draft(key="due", op="post")], now=NOW)
        tx.execute(update(t.letters).values(handed_at=NOW))
    write_backup(database, tmp_path / "b", now=NOW)
    restore(other, tmp_path / "b")
    with other.read() as tx:
        stops = [(one.ritual, one.since, one.reason) for one in halts.every(tx)]
        assert stops == [("*", NOW, "restored"), ("kaffee", NOW, "restored")]
        assert tx.scalar(select(t.letters.c.handed_at)) is None


def test_limits_and_processes_of_another_time_are_not_brought_back(
    database: Database, other: Database, tmp_path: Path
) -> None:
    with database.begin() as tx:
        tx.execute(insert(t.pace).values(name="post", level=1, at=NOW, per_minute=1))
        tx.execute(insert(t.workers).values(id="gone", verb="run", started_at=NOW, seen_at=NOW))
    write_backup(database, tmp_path / "b", now=NOW)
    restore(other, tmp_path / "b")
    with other.read() as tx:
        assert not tx.execute(select(t.pace)).all()
        assert not tx.execute(select(t.workers)).all()


def test_a_backup_holds_one_state_although_people_come_while_it_is_written(
    database: Database, other: Database, tmp_path: Path
) -> None:
    ended = Event()

    def hiring() -> None:
        for n in count():
            if ended.is_set():
                return
            with database.begin() as tx:
                hire(tx, f"U{n}")

    with database.begin() as tx:
        hire(tx, *(f"W{n}" for n in range(3_000)))
    with ThreadPoolExecutor(1) as pool:
        hired = pool.submit(hiring)
        for _ in range(4):
            header = write_backup(database, tmp_path / "b", now=NOW, force=True)
            assert Reader(tmp_path / "b").verify() == header
            assert header.tables["people"].rows == header.tables["slack_ids"].rows
        ended.set()
        hired.result()
    assert header.tables["people"].rows > 3_000, "nobody came meanwhile"
    restore(other, tmp_path / "b")
    assert look(other).rows["people"] == header.tables["people"].rows


def test_the_file_is_for_its_owner_alone_and_nothing_else_is_left(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert not list(saved.parent.glob("*.part"))
    assert not list(saved.parent.glob(".*.part"))


def test_a_backup_of_an_older_version_is_brought_forward(other: Database, tmp_path: Path, saved: Path) -> None:
    def older(lines: Lines) -> Lines:
        """Return what 0002 would have written: only what it knew."""
        knew = _columns_at("0002", tmp_path)
        header = json.loads(lines[0])
        rows = iter(lines[1:])
        kept = {name: [json.loads(next(rows)) for _ in range(part["rows"])] for name, part in header["tables"].items()}
        kept = {name: some for name, some in kept.items() if name in knew}
        header["tables"] = {name: header["tables"][name] for name in kept}
        for name, some in kept.items():
            columns = header["tables"][name]["columns"]
            places = [place for place, column in enumerate(columns) if column in knew[name]]
            header["tables"][name]["columns"] = [columns[place] for place in places]
            kept[name] = [[row[place] for place in places] for row in some]
        header["schema"] = "0002"
        everything = [header, *(row for one in kept.values() for row in one)]
        return [json.dumps(one).encode() + b"\n" for one in everything]

    restore(other, rewritten(saved, older))
    require_current(other)
    with other.read() as tx:
        assert tx.execute(select(t.letters.c.id, t.letters.c.turn)).all() == [(7, 0)]
        assert [one.reason for one in halts.every(tx)] == ["restored"]


def _columns_at(revision: str, folder: Path) -> dict[str, set[str]]:
    """Return the columns of each table at an older revision."""
    database = Database.open(f"sqlite:///{folder / 'older.db'}")
    try:
        with database.rebuild() as tx:
            bring_to(tx, revision)
            return {
                name: {one["name"] for one in inspect(tx).get_columns(name)} for name in inspect(tx).get_table_names()
            }
    finally:
        database.close()


def test_a_database_at_an_older_revision_can_be_replaced(other: Database, saved: Path) -> None:
    with other.rebuild() as tx:
        bring_to(tx, "0001")
        tx.execute(text("INSERT INTO channels VALUES ('C1', 'general', true, false, false)"))
    with pytest.raises(StoreError, match="not empty"):
        restore(other, saved)
    restore(other, saved, replace=True)
    require_current(other)


# ---------------------------------------------------------------- refused


def test_a_file_that_is_there_is_not_overwritten_unless_told(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "b"
    path.write_text("precious")
    with pytest.raises(StoreError, match="is there already"):
        write_backup(database, path, now=NOW)
    assert path.read_text() == "precious"
    write_backup(database, path, now=NOW, force=True)
    assert Reader(path).verify().made_at == NOW


def test_a_folder_that_is_not_there_is_said(database: Database, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        write_backup(database, tmp_path / "nowhere" / "b", now=NOW)


def test_a_database_with_rows_is_not_overwritten_unless_told(database: Database, saved: Path) -> None:
    before = contents(database)
    assert look(database).rows == {"people": 1, "runs": 1, "letters": 1}
    with pytest.raises(StoreError, match="not empty"):
        restore(database, saved)
    assert contents(database) == before


def test_a_database_on_which_a_process_lives_is_left_alone_until_its_lease_is_over(
    database: Database, saved: Path
) -> None:
    before = contents(database)
    alive = {"id": "w", "verb": "run", "started_at": NOW, "seen_at": datetime.now(UTC)}
    with database.begin() as tx:
        tx.execute(insert(t.workers).values(alive))
    with pytest.raises(StoreError, match="A Rondo runs on this database"):
        restore(database, saved, replace=True)
    assert contents(database) == before
    with database.begin() as tx:
        tx.execute(update(t.workers).values(seen_at=datetime.now(UTC) - timedelta(seconds=11)))
    restore(database, saved, replace=True)


def _cut(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def _flip(raw: bytes) -> bytes:
    place = len(raw) // 2
    return raw[:place] + bytes([raw[place] ^ 0x10]) + raw[place + 1 :]


def _without_end(raw: bytes) -> bytes:
    return gzip.compress(b"".join(gzip.decompress(raw).splitlines(keepends=True)[:-1]))


def _edited(raw: bytes) -> bytes:
    return gzip.compress(gzip.decompress(raw).replace(b"one", b"two"))


def _longer(raw: bytes) -> bytes:
    return gzip.compress(gzip.decompress(raw) + b"[]\n")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_cut, "cut off|damaged"),
        (_flip, "damaged|checksum"),
        (_without_end, "cut off"),
        (_edited, "does not match its checksum"),
        (_longer, "does not match its checksum"),
        (lambda raw: b"", "not a backup of Rondo"),
        (lambda raw: b"PK\x03\x04 something", "not a backup of Rondo"),
        (lambda raw: gzip.compress(b'{"format": "other"}\n'), "not a backup of Rondo"),
        (lambda raw: gzip.compress(b"[" * 100_000), "not a backup of Rondo"),
        (lambda raw: gzip.compress(gzip.decompress(raw).replace(b'"version":1', b'"version":2')), "newer Rondo"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_damaged_or_foreign_file_is_refused_in_a_sentence_and_changes_nothing(
    harm: Callable[[bytes], bytes], said: str, database: Database, saved: Path
) -> None:
    before = contents(database)
    saved.write_bytes(harm(saved.read_bytes()))
    with pytest.raises(StoreError, match=said):
        restore(database, saved, replace=True)
    assert contents(database) == before


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_with_one_byte_changed_is_never_taken_for_sound(saved: Path) -> None:
    whole = saved.read_bytes()
    good = Reader(saved).verify()
    for place in range(0, len(whole), 5):
        saved.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            found = Reader(saved).verify()
        except StoreError:
            continue
        assert found == good, f"byte {place}"  # the time and the name in the head of a gzip file say nothing


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_backup_of_a_newer_version_is_refused(saved: Path) -> None:
    rewritten(saved, lambda lines: [re.sub(rb'"schema":"\d+"', b'"schema":"9999"', lines[0]), *lines[1:]])
    with pytest.raises(StoreError, match="newer Rondo"):
        examine(saved)


def test_a_row_that_points_nowhere_undoes_the_whole_restore(database: Database, saved: Path) -> None:
    before = contents(database)
    rewritten(saved, _without_person)
    with pytest.raises(StoreError, match="does not fit"):
        restore(database, saved, replace=True)
    assert contents(database) == before


def _without_person(lines: Lines) -> Lines:
    header = json.loads(lines[0])
    first = 1
    for name, part in header["tables"].items():
        if name == "people":
            break
        first += part["rows"]
    header["tables"]["people"]["rows"] = 0
    return [json.dumps(header).encode() + b"\n", *lines[1:first], *lines[first + 1 :]]


def test_a_database_that_other_tables_share_keeps_them(database: Database, saved: Path) -> None:
    with database.begin() as tx:
        tx.execute(text("CREATE TABLE theirs (id integer)"))
        tx.execute(text("INSERT INTO theirs VALUES (1)"))
    restore(database, saved, replace=True)
    with database.read() as tx:
        assert inspect(tx).has_table("theirs")
        assert tx.scalar(text("SELECT id FROM theirs")) == 1
    upgrade(database)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_a_distributed_engine_did_before_does_not_pass_for_done_afterwards(
    database: Database, saved: Path
) -> None:
    with database.begin() as tx:
        tx.execute(text("CREATE SCHEMA dbos"))
        tx.execute(text("CREATE TABLE dbos.workflow_status (id text PRIMARY KEY)"))
        tx.execute(text("CREATE TABLE dbos.steps (id text REFERENCES dbos.workflow_status)"))
        tx.execute(text("CREATE TABLE dbos.dbos_migrations (version integer)"))
        for table, row in (("workflow_status", "'k'"), ("steps", "'k'"), ("dbos_migrations", "7")):
            tx.execute(text(f"INSERT INTO dbos.{table} VALUES ({row})"))
    restore(database, saved, replace=True)
    with database.read() as tx:
        assert not tx.execute(text("SELECT * FROM dbos.workflow_status")).all()
        assert not tx.execute(text("SELECT * FROM dbos.steps")).all()
        assert tx.execute(text("SELECT * FROM dbos.dbos_migrations")).all() == [(7,)]
