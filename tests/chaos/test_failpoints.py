"""Every place once: a process dies there, the next one goes on, and each letter arrives once.

On SQLite with the embedded engine, on PostgreSQL with the one that needs it. By turns a place is one engine's, and by
turns the process dies before it or after it; `make laws` visits all with both, `make chaos` each twenty times.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.chaos import log_of, scenario
from tests.chaos.companies import whole
from tests.chaos.dying import each_failpoint
from tests.chaos.failpoints import commits, everywhere
from tests.chaos.nursery import Nursery
from tests.chaos.place import EngineName, Place
from tests.chaos.provocations import PROVOCATIONS, UNREACHED, reachable
from tests.world import World


class Each:
    """Every failpoint on one database; a class for each, so that both can run at the same time."""

    engine: EngineName = "embedded"

    @pytest.mark.timeout(900)
    def test_a_process_that_dies_at_any_failpoint_loses_and_doubles_nothing(
        self, tmp_path: Path, database_url: str
    ) -> None:
        _die_at(reachable(by_turns(self.engine), self.engine), self.engine, tmp_path, database_url)

    @pytest.mark.slow
    @pytest.mark.timeout(1800)
    def test_nor_does_it_at_those_that_are_the_other_engines_turn(self, tmp_path: Path, database_url: str) -> None:
        others = sorted(set(everywhere()) - set(by_turns(self.engine)))
        _die_at(reachable(others, self.engine), self.engine, tmp_path, database_url)


def by_turns(engine: EngineName) -> list[str]:
    """Return one failpoint of every other place: of the first before it, of the next after it, and so on.

    What only the distributed engine reaches it dies at on both sides.
    """
    points = everywhere()
    pairs = list(zip(points[::2], points[1::2], strict=True))
    alone = set(reachable(points, "distributed")) - set(reachable(points, "embedded"))
    shared = [pair for pair in pairs if not alone & set(pair)]
    mine = [pair[place // 2 % 2] for place, pair in enumerate(shared) if place % 2 == (engine == "embedded")]
    return mine if engine == "embedded" else [*mine, *(point for point in points if point in alone)]


def _die_at(failpoints: list[str], engine: EngineName, folder: Path, database_url: str) -> None:
    with Nursery() as nursery:
        place = Place(folder, database_url, nursery, company=whole(), engine=engine)
        hurt = each_failpoint(place, times=1, failpoints=failpoints)
        outcome = scenario("failpoints", place, hurt, seed=7)
    assert not outcome.missed, log_of(folder)
    assert outcome.verdict.complaints() == []
    assert outcome.kills == len(failpoints)


def test_each_place_is_some_engines_turn_and_half_of_them_are_died_at_before() -> None:
    turns = [*by_turns("embedded"), *by_turns("distributed")]
    assert {place_of(one) for one in turns} == {place_of(one) for one in everywhere()}
    assert len(turns) == len(set(turns))
    before = sum(one.startswith("before:") for one in turns)
    assert abs(2 * before - len(turns)) <= 4


def place_of(failpoint: str) -> str:
    """Return where a failpoint is, whether before it or after it."""
    return failpoint.partition(":")[2]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestOnSqlite(Each):
    """With SQLite."""


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
class TestOnPostgresql(Each):
    """With PostgreSQL, and the engine that needs it."""

    engine = "distributed"


def test_what_a_running_bot_reports_is_among_the_failpoints_that_were_enumerated(
    tmp_path: Path, database_url: str
) -> None:
    world = World(tmp_path, database_url)
    reported: list[str] = []
    world.rondo.database.arm(reported.append)
    world.rondo.gateway.arm(reported.append)
    world.advance_to("mon 09:00")
    world.answer_to("Anna", "/rondo pause 2w")
    world.advance_to("fri 18:00")
    world.close()
    assert "before:commit:delivery.letter.deliver_one" in reported
    assert "after:call:response_url" in reported
    assert set(reported) <= set(everywhere())


def test_a_commit_is_reported_before_and_after_it_and_a_rollback_not_at_all(tmp_path: Path, database_url: str) -> None:
    world = World(tmp_path, database_url)
    reported: list[str] = []
    world.rondo.database.arm(reported.append)
    with pytest.raises(ZeroDivisionError), world.rondo.database.begin():
        _ = 1 // 0
    assert reported == []
    with world.rondo.database.begin():
        pass
    here = "tests.chaos.test_failpoints.test_a_commit_is_reported_before_and_after_it_and_a_rollback_not_at_all"
    assert reported == [f"before:commit:{here}", f"after:commit:{here}"]
    world.close()


def test_no_way_is_kept_to_a_failpoint_that_is_gone() -> None:
    places = {one.partition(":")[2] for one in everywhere()}
    assert set(PROVOCATIONS) <= places
    assert set(UNREACHED) <= places
    assert len(commits()) > 30
