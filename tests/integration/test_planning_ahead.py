"""A round is planned while others go on writing, and planned anew if what it was planned for changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from bot.config import parse
from bot.delivery.courier import Courier
from bot.model import Plan, SlackUser, State
from bot.rituals.registry import kinds
from bot.service import membership, workspace
from bot.service.context import Context
from bot.service.tick import take_up, tick
from bot.store import halts, introductions, people, runs
from bot.store.db import Database
from tests.quiet import Listening
from tests.stateful.file import COFFEE, HEAD
from tests.unit.cast import catalogues

SATURDAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, 0, 5, tzinfo=UTC)
STAFF = [SlackUser(f"U{number:07d}", "de-DE", "Europe/Berlin") for number in range(6)]


class Office:
    """A company whose coffee round is planned by the real kind, with something happening meanwhile."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.plans = 0
        self.meanwhile: Callable[[], object] = lambda: None
        slack = Listening(STAFF, {"alle": [one.slack_id for one in STAFF]}, SATURDAY)
        known = dict(kinds())
        self._kind = known["pairing"]
        known["pairing"] = replace(self._kind, plan=self._plan)
        config = parse(HEAD + COFFEE, file="x", kinds=known)
        self.context = Context(database, slack, Courier(database, slack), known, catalogues(), lambda: config)
        workspace.reconcile(self.context, SATURDAY)
        take_up(self.context, SATURDAY)

    def introduced(self) -> set[str]:
        """Return the ids of all who were introduced."""
        with self.database.read() as tx:
            run = runs.latest(tx, "kaffee")
            return set() if run is None else {p for one in introductions.of_run(tx, run.id) for p in one.people}

    def _plan(self, options: Any, state: State, rng: Random) -> Plan:
        self.plans += 1
        if self.plans == 1:
            self.meanwhile()
        return self._kind.plan(options, state, rng)


def test_others_write_while_a_round_is_planned(database: Database) -> None:
    office = Office(database)

    def write() -> None:
        with database.begin() as tx:
            runs.set_mark(tx, "another", SATURDAY)

    office.meanwhile = write
    assert tick(office.context, MONDAY)
    assert office.plans == 1
    assert len(office.introduced()) == 6


def test_whoever_leaves_while_a_round_is_planned_is_not_in_it(database: Database) -> None:
    office = Office(database)
    with database.read() as tx:
        someone = people.by_slack_id(tx, STAFF[0].slack_id)
    assert someone is not None
    office.meanwhile = lambda: membership.leave(office.context, someone, "kaffee", key="k", now=MONDAY)
    assert tick(office.context, MONDAY)
    assert office.plans == 2
    assert someone.id not in office.introduced()
    assert len(office.introduced()) == 5


def test_a_round_that_is_stopped_while_it_is_planned_does_not_open(database: Database) -> None:
    office = Office(database)

    def stop() -> None:
        with database.begin() as tx:
            halts.put(tx, halts.ALL, by=None, now=MONDAY)

    office.meanwhile = stop
    tick(office.context, MONDAY)
    assert office.introduced() == set()


def test_whoever_planned_a_round_that_another_process_opened_loses_politely(database: Database) -> None:
    office = Office(database)
    office.meanwhile = lambda: tick(office.context, MONDAY)
    tick(office.context, MONDAY + timedelta(seconds=1))
    with database.read() as tx:
        assert len(runs.of_ritual(tx, "kaffee")) == 1
    assert not office.context.complaints
    assert len(office.introduced()) == 6
