"""What a stop holds, and what it does not."""

from __future__ import annotations

import pytest

from bot.model import Run
from bot.store import backlog, halts, letters, runs
from bot.store.db import Database, Tx
from bot.store.letters import Draft
from tests.store.cast import NOW, a_run

HOUSE = "notice/owner/kaffee/1"
TOLD = f"notice/{halts.NOTICE}all/1"


def written(tx: Tx, *drafts: Draft) -> None:
    letters.add_many(tx, drafts, now=NOW)


def held(tx: Tx) -> set[str]:
    return {one.key for one in backlog.waiting(tx) if one.is_held}


@pytest.fixture
def two_runs(database: Database) -> tuple[Run, Run]:
    coffee, tea = a_run("kaffee"), a_run("tee")
    with database.begin() as tx:
        runs.claim(tx, coffee)
        runs.claim(tx, tea)
    return coffee, tea


def drafts(coffee: Run, tea: Run) -> list[Draft]:
    return [
        Draft(key=f"{coffee.id}/open/1", op="post", run=coffee.id),
        Draft(key=f"{tea.id}/open/1", op="post", run=tea.id),
        Draft(key=f"{coffee.id}/recall/1", op="delete", run=coffee.id),
        Draft(key=HOUSE, op="post"),
        Draft(key=TOLD, op="post"),
        Draft(key="notice/preview/recall/1", op="post"),
    ]


def test_nothing_is_held_while_nothing_is_stopped(database: Database, two_runs: tuple[Run, Run]) -> None:
    with database.begin() as tx:
        written(tx, *drafts(*two_runs))
        assert held(tx) == set()


def test_a_stop_of_one_ritual_holds_its_letters_alone(database: Database, two_runs: tuple[Run, Run]) -> None:
    coffee, _ = two_runs
    with database.begin() as tx:
        written(tx, *drafts(*two_runs))
        halts.put(tx, "kaffee", by=None, now=NOW)
        assert held(tx) == {f"{coffee.id}/open/1"}


def test_a_stop_of_everything_holds_all_but_what_tells_of_it_and_what_takes_back(
    database: Database, two_runs: tuple[Run, Run]
) -> None:
    coffee, tea = two_runs
    with database.begin() as tx:
        written(tx, *drafts(*two_runs))
        halts.put(tx, halts.ALL, by=None, now=NOW)
        assert held(tx) == {f"{coffee.id}/open/1", f"{tea.id}/open/1", HOUSE, "notice/preview/recall/1"}
        free = {letters.claim_next(tx, now=NOW).key for _ in range(2)}  # type: ignore[union-attr]
        assert free == {TOLD, f"{coffee.id}/recall/1"}
        assert letters.claim_next(tx, now=NOW) is None


def test_a_letter_is_held_with_any_that_rides_with_it_and_takes_no_more(
    database: Database, two_runs: tuple[Run, Run]
) -> None:
    coffee, tea = two_runs
    with database.begin() as tx:
        host = Draft(key=f"{tea.id}/open/1", op="post", run=tea.id)
        written(tx, host, Draft(key=f"{coffee.id}/open/1", op="post", run=coffee.id, bundle=host.key))
        halts.put(tx, "kaffee", by=None, now=NOW)
        assert held(tx) == {host.key, f"{coffee.id}/open/1"}
        assert letters.claim_next(tx, now=NOW) is None
        halts.lift(tx, ["kaffee"])
        assert letters.claim_next(tx, now=NOW) is not None


def test_the_first_stop_counts_and_lifting_ends_it(database: Database) -> None:
    with database.begin() as tx:
        assert halts.put(tx, "kaffee", by=None, now=NOW)
        assert not halts.put(tx, "kaffee", by=None, now=NOW)
        assert halts.halting(tx, "kaffee") is not None
        assert halts.halting(tx, "tee") is None
        halts.lift(tx, ["kaffee"])
        assert halts.every(tx) == []
