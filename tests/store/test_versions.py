"""Versions of the rituals file, and rituals that get another id, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model import Fact, Introduction, PersonId, Run, SlackUser
from bot.store import facts, introductions, participation, people, renaming, runs, versions
from bot.store.db import Database, Tx

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def proposed(tx: Tx, name: str, *, minutes: int = 0, origin: str = "upload") -> int:
    when = NOW + timedelta(minutes=minutes)
    return versions.propose(tx, fingerprint=name, source=f"# {name}", origin=origin, now=when).id  # type: ignore[arg-type]


def live(tx: Tx, name: str, *, minutes: int = 0) -> int:
    number = proposed(tx, name, minutes=minutes)
    versions.make_live(tx, number, now=NOW + timedelta(minutes=minutes))
    return number


def test_one_version_is_live_and_the_others_are_remembered_newest_first(database: Database) -> None:
    with database.begin() as tx:
        numbers = [live(tx, name, minutes=place) for place, name in enumerate("abc")]
        waiting = proposed(tx, "d", minutes=9)
        assert versions.live_id(tx) == numbers[-1]
        assert [one.id for one in versions.recent(tx, 2)] == [numbers[2], numbers[1]]
        before = versions.before(tx, numbers[2])
        assert before is not None
        assert before.id == numbers[1]
        assert versions.discard(tx, waiting)
        assert not versions.discard(tx, waiting)
        assert not versions.discard(tx, numbers[0])


def test_what_came_before_from_the_same_place_is_put_aside(database: Database) -> None:
    with database.begin() as tx:
        old, other = proposed(tx, "a", origin="address"), proposed(tx, "b")
        versions.supersede(tx, "address")
        states = {one.id: one.state for number in (old, other) if (one := versions.get(tx, number))}
    assert states == {old: "discarded", other: "proposed"}


def test_two_who_decide_at_once_decide_one_after_the_other(database: Database) -> None:
    with database.begin() as tx:
        live(tx, "first")

    def decide(name: str) -> str:
        with database.begin() as tx:
            versions.lock(tx)
            standing = versions.live(tx)
            assert standing is not None
            if standing.fingerprint != "first":
                return "late"
            live(tx, name, minutes=1)
            return "done"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(decide, "wxyz")) == ["done", "late", "late", "late"]


@pytest.fixture
def anna(database: Database) -> PersonId:
    with database.begin() as tx:
        return people.upsert(tx, SlackUser("UANNA001"), now=NOW).id


def a_run(ritual: str, day: int, state: str = "open") -> Run:
    on = date(2026, 11, day)
    return Run(f"{ritual}@{on}", ritual, on, "", state, 7, NOW, None, {"id": ritual})  # type: ignore[arg-type]


def test_a_ritual_with_another_id_keeps_all_of_its_history(database: Database, anna: PersonId) -> None:
    with database.begin() as tx:
        participation.put(tx, anna, "alt", "left")
        runs.set_mark(tx, "alt", NOW)
        assert runs.claim(tx, a_run("alt", 16))
        introductions.add_many(tx, [Introduction("i1", "alt@2026-11-16", "alt", (anna,), date(2026, 11, 16))])
        facts.put(tx, "alt", Fact("trio", anna, {"n": 1}))
        renaming.rename(tx, "alt", "neu")
        assert participation.stances(tx, "neu") == {anna: "left"}
        assert participation.stances(tx, "alt") == {}
        assert (runs.mark(tx, "alt"), runs.mark(tx, "neu")) == (None, NOW)
        (moved,) = runs.of_ritual(tx, "neu")
        assert (moved.id, moved.ritual, moved.definition["id"]) == ("alt@2026-11-16", "neu", "neu")
        assert [one.ritual for one in introductions.of_run(tx, moved.id)] == ["neu"]
        assert facts.of_ritual(tx, "neu") == (Fact("trio", anna, {"n": 1}),)
        assert not runs.claim(tx, a_run("neu", 16)), "the date was had under the old id"


def test_what_the_new_id_had_itself_is_not_overwritten(database: Database, anna: PersonId) -> None:
    later = NOW + timedelta(days=1)
    with database.begin() as tx:
        for ritual, stance, mark in (("alt", "left", NOW), ("neu", "joined", later)):
            participation.put(tx, anna, ritual, stance)  # type: ignore[arg-type]
            runs.set_mark(tx, ritual, mark)
            assert runs.claim(tx, a_run(ritual, 16))
            facts.put(tx, ritual, Fact("trio", "x", {"of": ritual}))
        assert runs.claim(tx, a_run("alt", 9, "closed"))
        renaming.rename(tx, "alt", "neu")
        assert participation.stances(tx, "neu") == {anna: "joined"}
        assert runs.mark(tx, "neu") == later
        assert {run.id for run in runs.of_ritual(tx, "neu")} == {"neu@2026-11-16", "alt@2026-11-09"}
        assert {run.id for run in runs.of_ritual(tx, "alt")} == {"alt@2026-11-16"}
        assert [fact.data for fact in facts.of_ritual(tx, "neu")] == [{"of": "neu"}]
