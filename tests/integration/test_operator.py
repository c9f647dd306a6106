"""What an operator sees: figures, health, and a backup brought back in the middle of a round."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.app import Rondo
from bot.delivery.letter import Means, deliver_one
from bot.slack.gateway import mark_of
from bot.store import halts, letters, runs
from bot.store import tables as t
from bot.store.backup import write_backup
from bot.store.db import Database
from bot.store.restore import restore
from tests import databases
from tests.integration.conftest import MakeWorld
from tests.process.running import ask
from tests.world import COFFEE, World


def figures(world: World, **headers: str) -> dict[str, float]:
    """Scrape the running bot."""
    status, said = ask(world.rondo.web.port, "/metrics", headers=headers)
    assert status == 200, said
    lines = [line for line in said.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def health(world: World) -> dict[str, str]:
    """Ask whether the bot can do its work."""
    return dict(json.loads(ask(world.rondo.web.port, "/readyz")[1]))


# ---------------------------------------------------------------- figures


def test_the_figures_say_what_left_and_what_waits_and_name_nobody(world: World) -> None:
    assert figures(world)["rondo_oldest_due_seconds"] == 0
    world.fault({"kind": "429", "method": "conversations.open", "times": 1, "retry_after": 30})
    world.skip_to("mon 09:00")
    world.rondo.tick(world.now())
    with world.rondo.database.begin() as tx:
        tx.execute(insert(t.pace).values(name="post:C0SECRET", level=1, at=world.now(), per_minute=55, refused=2))
        tx.execute(insert(t.pace).values(name="post:C1SECRET", level=1, at=world.now(), per_minute=50, refused=3))
        halts.put(tx, "montagsfrage", by=None, now=world.now())
    world.stage.sandbox.workspace.clock.set(world.now() + timedelta(seconds=90))
    seen = figures(world)
    assert seen['rondo_letters{outcome="",state="due"}'] >= 36
    assert seen["rondo_waiting"] == 18, "a post behind a conversation that is not open yet could not leave"
    assert seen["rondo_oldest_due_seconds"] == 90
    assert seen["rondo_stuck"] == 0
    assert seen["rondo_stopped"] == 1
    assert seen['rondo_slack_refused_total{method="channels"}'] == 5
    assert seen['rondo_pace_per_minute{method="channels"}'] == 50
    assert seen["rondo_database_up"] == 1
    said = ask(world.rondo.web.port, "/metrics")[1].decode()
    assert re.findall(r"C\dSECRET|kaffee|montagsfrage|U[A-Z0-9]{8}", said) == []


def test_letters_that_could_leave_and_do_not_turn_health_red_but_a_slow_round_or_a_stop_does_not(world: World) -> None:
    world.skip_to("mon 09:00")
    world.rondo.tick(world.now())
    world.rondo.engine.deliver(world.now())
    clock = world.stage.sandbox.workspace.clock
    clock.set(world.now() + timedelta(minutes=6))
    with world.rondo.database.begin() as tx:  # one leaves now and then: the round is paced
        run = runs.of_ritual(tx, "kaffee")[0]
        due = next(one for one in letters.of_run(tx, run.id) if one.state == "due")
        letters.dead(tx, due.id, now=world.now(), outcome="paused")
    assert health(world)["letters"] == "ok"
    clock.set(world.now() + timedelta(minutes=6))
    assert re.fullmatch(
        r"\d+ letters wait, the oldest since 2026-11-23 08:00 UTC, and none leaves", health(world)["letters"]
    )
    assert figures(world)["rondo_stuck"] == 1
    with world.rondo.database.begin() as tx:
        halts.put(tx, halts.ALL, by=None, now=world.now())
    assert health(world)["letters"] == "ok"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_this_machine_reads_the_figures_and_not_through_a_proxy_or_under_another_name(world: World) -> None:
    port = world.rondo.web.port
    assert ask(port, "/metrics")[0] == 200
    assert ask(port, "/metrics", headers={"X-Forwarded-For": "127.0.0.1"})[0] == 401
    assert ask(port, "/metrics", headers={"Host": "evil.example"})[0] == 401
    assert ask(port, "/metrics", headers={"Authorization": "Bearer ", "Host": "evil.example"})[0] == 401


# ---------------------------------------------------------------- health


@contextmanager
def hardship(database: Database, begins: str, ends: str) -> Iterator[None]:
    """Let the file grow no further, or take no change."""
    with database.begin() as tx:
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar()
        tx.exec_driver_sql(begins.format(pages=pages))
    try:
        yield
    finally:
        with closing(database._engine.raw_connection()) as raw:  # a transaction could not be begun
            raw.cursor().execute(ends)


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        ("PRAGMA max_page_count = {pages}", "PRAGMA max_page_count = 1000000", "is full; make room"),
        ("PRAGMA query_only = ON", "PRAGMA query_only = OFF", "may only be read"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_disk_that_takes_nothing_turns_health_red_with_a_sentence_and_when_it_does_the_round_is_held(
    world: World, begins: str, ends: str, said: str
) -> None:
    world.skip_to("mon 09:00")
    with hardship(world.rondo.database, begins, ends):
        for _ in range(3):
            world.rondo.heartbeat._beat("tick")
            world.rondo.heartbeat._beat("deliver")
        assert said in health(world)["work"]
        assert world.introductions() == []
    world.rondo.heartbeat._beat("tick")
    world.rondo.heartbeat._beat("deliver")
    assert health(world)["work"] == "ok"
    assert len(world.introductions()) == 18


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_database_that_goes_away_turns_health_red_and_the_figures_still_come_and_it_goes_on_by_itself(
    world: World, database_url: str, postgres_server: databases.Postgres
) -> None:
    world.skip_to("mon 09:00")
    postgres_server.close_door(database_url)
    try:
        for _ in range(2):
            world.rondo.heartbeat._beat("tick")
        said = health(world)
        assert "does not answer" in said["database"]
        assert said["work"].startswith("tick fails: ")
        assert figures(world)["rondo_database_up"] == 0
    finally:
        postgres_server.open_door(database_url)
    world.rondo.heartbeat._beat("tick")
    world.rondo.heartbeat._beat("deliver")
    assert {said for name, said in health(world).items() if name in ("database", "work", "letters")} == {"ok"}
    assert len(world.introductions()) == 18


# ---------------------------------------------------------------- the drill


def test_a_backup_from_the_middle_of_a_round_sends_nothing_twice_and_loses_nothing(
    make_world: MakeWorld, tmp_path: Path
) -> None:
    world = make_world(rituals=COFFEE)
    world.skip_to("mon 09:00")
    world.rondo.tick(world.now())
    world.rondo.engine.deliver(world.now())  # a batch
    before = len(world.introductions())
    assert before < 18
    write_backup(world.rondo.database, tmp_path / "b", now=world.now())
    while len(world.introductions()) < before + 5:  # and the rest of it goes on after the backup
        _send_one(world)
    world.rondo.stop()

    database = Database.open(world.stage.settings.database_url)
    restore(database, tmp_path / "b", replace=True)
    with database.read() as tx:
        assert [one.reason for one in halts.every(tx)] == ["restored"]
    _settle_what_arrived(world, database)
    database.close()
    world.stage.rondo = Rondo(world.stage.settings)
    world.stage.rondo.start(beat=False)
    world.advance(minutes=2)

    met = Counter(frozenset(row["members"]) for row in world.introductions())
    assert len(met) == 18
    assert set(met.values()) == {1}


def _send_one(world: World) -> None:
    """Let one more letter leave."""
    attempt = deliver_one(Means(world.rondo.database, world.rondo.gateway, world.now))
    assert attempt.letter is not None
    assert attempt.error is None


def _settle_what_arrived(world: World, database: Database) -> None:
    """Do what an operator does before lifting the stop: drop what went out after the backup."""
    arrived = {row["metadata"]["event_payload"]["letter"] for row in world.introductions()}
    with database.begin() as tx:
        for run in runs.of_ritual(tx, "kaffee"):
            for letter in letters.of_run(tx, run.id):
                if mark_of(letter.key) in arrived:
                    letters.dead(tx, letter.id, now=world.now(), outcome="dropped")
        halts.lift(tx, [halts.ALL])
