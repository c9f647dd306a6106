"""Every engine keeps the guarantee: nothing lost, nothing doubled, whoever dies over it and whatever gets lost."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.delivery import rescue
from bot.delivery.letter import DOUBT
from bot.delivery.pace import Pace
from bot.model import ChannelId
from bot.store import letters
from bot.store.db import Database
from bot.store.letters import Draft
from tests import databases
from tests.contract.engines import RIGS, SECOND, Frozen, Killed, Office, Rig, Scene

GROUPS = 30
CASES = [pytest.param((rig, kind), id=f"{rig.name}-{kind}") for rig in RIGS for kind in rig.databases]
APART = [case for case in CASES if "distributed" not in str(case.id)]
"""Of which one process can hold several."""
DISTRIBUTED = [case for case in CASES if case not in APART]
ON_POSTGRESQL = [case for case in APART if "postgresql" in str(case.id)]


@pytest.fixture(params=CASES)
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    """Set the scene for each engine on each of its databases."""
    rig, kind = request.param
    assert isinstance(rig, Rig)
    with ExitStack() as stack:
        if kind == "sqlite":
            url = stack.enter_context(databases.sqlite(tmp_path, request.getfixturevalue("sqlite_template")))
        else:
            url = stack.enter_context(request.getfixturevalue("postgres_server").database())
        database = Database.open(url)
        stack.callback(database.close)
        scene = Scene(rig, url, database)
        stack.callback(scene.close)
        yield scene


def assert_each_arrived_once(scene: Scene, words: list[str]) -> None:
    """Compare what was meant with what came."""
    assert dict(scene.office.arrived()) == dict.fromkeys(words, 1)
    assert {letter.state for letter in scene.settled()} == {"sent"}


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_engine_that_is_killed_and_replaced_loses_and_doubles_nothing(scene: Scene, moment: str) -> None:
    scene.office.kills = dict.fromkeys((3, 11, 12, 13, 30), moment)  # type: ignore[arg-type]
    words = scene.write_round(GROUPS)
    scene.run(scene.engine())
    assert scene.office.tries >= max(scene.office.kills), "not all kills came"
    assert_each_arrived_once(scene, words)


@pytest.mark.parametrize("scene", APART, indirect=True)
def test_a_clock_that_lags_behind_whoever_calls_holds_nothing_back(scene: Scene) -> None:
    words = scene.write_round(3)
    now = scene.clock.now()
    scene.clock.advance(-timedelta(hours=1))
    scene.engine().deliver(now)
    assert_each_arrived_once(scene, words)


@pytest.mark.parametrize("scene", APART, indirect=True)
def test_of_two_engines_one_is_killed_and_the_other_takes_over(scene: Scene) -> None:
    scene.office.kills = {7: "after"}
    words = scene.write_round(GROUPS)
    first, second = scene.engine(), scene.engine()
    with pytest.raises(Killed):
        first.deliver(scene.clock.now())
    scene.run(second)
    assert_each_arrived_once(scene, words)


def test_lost_replies_refusals_and_kills_together_lose_and_double_nothing(scene: Scene) -> None:
    scene.office.drops, scene.office.refuses = 0.2, 0.02
    scene.office.kills = {9: "after", 21: "before"}
    words = scene.write_round(2 * GROUPS)
    scene.run(scene.engine(), scene.engine())
    assert len(scene.office.unanswered) > len(scene.office.kills)
    assert_each_arrived_once(scene, words)


@pytest.mark.parametrize("scene", APART, indirect=True)
def test_an_engine_that_was_frozen_longer_than_the_doubt_sends_nothing_when_it_wakes(scene: Scene) -> None:
    (word,) = scene.write_round(1)

    def meanwhile() -> None:
        scene.clock.advance(DOUBT + SECOND)
        scene.run(scene.engine())

    frozen = Frozen(scene.clock, lambda: scene.is_claimed(word), meanwhile)
    scene.engine(frozen).deliver(scene.clock.now())
    assert scene.office.tries == 1
    assert_each_arrived_once(scene, [word])


@pytest.mark.parametrize("scene", APART, indirect=True)
def test_no_call_is_made_under_a_claim_half_as_old_as_the_doubt(scene: Scene) -> None:
    (word,) = scene.write_round(1)
    ages: list[timedelta] = []
    scene.office.on_post = lambda number: ages.append(scene.age_of_claim(word))
    sleep = partial(scene.clock.advance, DOUBT / 2 + SECOND)
    scene.run(scene.engine(Frozen(scene.clock, lambda: scene.is_claimed(word), sleep)))
    assert ages == [timedelta(0)]
    assert_each_arrived_once(scene, [word])


def test_five_engines_at_once_send_each_letter_once(scene: Scene) -> None:
    scene.pace = Pace({})
    words = scene.write_round(GROUPS)
    engines = [scene.engine() for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        for _ in range(4):
            list(pool.map(lambda engine: engine.deliver(scene.clock.now()), engines))
    scene.run(*engines)
    assert_each_arrived_once(scene, words)


def test_an_unthrottled_burst_loses_and_doubles_nothing(scene: Scene) -> None:
    scene.pace = Pace({})
    scene.office.drops = 0.2
    words = scene.write_round(2 * GROUPS)
    scene.run(scene.engine())
    assert scene.office.unanswered
    assert_each_arrived_once(scene, words)


def test_a_conversation_is_opened_then_spoken_in_then_changed(scene: Scene) -> None:
    scene.office.drops, scene.office.refuses = 0.1, 0.1
    scene.write_round(GROUPS)
    scene.run(scene.engine(), scene.engine())
    for channel in {place for _, place in scene.office.log}:
        order = [op for op, place in scene.office.log if place == channel]
        assert sorted(order, key=["open", "post", "update"].index) == order
        assert order[-2:] == ["post", "update"]


def test_the_limits_are_kept_whoever_sends(scene: Scene) -> None:
    scene.write_round(2 * GROUPS)
    before = scene.clock.now()
    scene.run(scene.engine(), scene.engine())
    took = scene.clock.now() - before
    floor = timedelta(minutes=1) * (2 * GROUPS - 25) / 48
    assert took >= floor
    if scene.rig.name != "distributed":  # whose clock goes on while its threads are at work
        assert took <= 1.3 * floor + 10 * SECOND


@pytest.mark.parametrize("scene", ON_POSTGRESQL, indirect=True)
def test_a_database_that_goes_away_in_between_loses_and_doubles_nothing(
    scene: Scene, postgres_server: databases.Postgres
) -> None:
    def cut(number: int) -> None:
        if number in (5, 17):
            postgres_server.close_door(scene.url)

    mended: list[datetime] = []

    def mend() -> None:
        postgres_server.open_door(scene.url)
        mended.append(scene.clock.now())

    scene.office.on_post, scene.mend = cut, mend
    words = scene.write_round(GROUPS)
    scene.run(scene.engine())
    assert len(mended) >= 2
    assert_each_arrived_once(scene, words)


@pytest.mark.parametrize("scene", DISTRIBUTED, indirect=True)
def test_work_that_was_taken_while_the_database_went_away_is_begun_after_all(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescue, "BEAT", 0.1)
    monkeypatch.setattr(rescue, "OWN", 0.2)
    engine, first = scene.engine(), Draft(key="first", op="post", channel=ChannelId("C1"))
    with scene.database.begin() as tx:
        letters.add_many(tx, [first], now=scene.clock.now())
    scene.run(engine)
    words = scene.write_round(GROUPS)
    with scene.database.begin() as tx:
        engine.enqueue(tx, [word.replace("/post", "/open") for word in words])
        taken = tx.execute(text("UPDATE dbos.workflow_status SET status = 'PENDING', executor_id = "
                                "(SELECT executor_id FROM dbos.workflow_status WHERE workflow_uuid = 'first') "
                                "WHERE status = 'ENQUEUED'"))  # fmt: skip
        assert taken.rowcount == GROUPS
    scene.run(engine)
    assert_each_arrived_once(scene, ["first", *words])


# ---------------------------------------------------------------- without look-up: counted, and no more than in flight


@pytest.mark.parametrize("kind", ["before", "after", "dropped"])
def test_without_look_up_what_is_sent_again_is_what_was_in_flight(scene: Scene, kind: str) -> None:
    scene.office = in_flight(kind)
    words = scene.write_round(GROUPS, on_doubt="resend")
    scene.run(scene.engine())
    flying = scene.office.unanswered
    assert flying
    arrived = scene.office.arrived()
    assert set(arrived) == set(words)
    assert {key for key, times in arrived.items() if times > 1} == (set() if kind == "before" else flying)
    assert max(arrived.values()) <= 2
    assert {one.key for one in scene.settled() if one.outcome == "sent_again"} == flying


@pytest.mark.parametrize("kind", ["before", "after", "dropped"])
def test_without_look_up_what_is_skipped_is_what_was_in_flight(scene: Scene, kind: str) -> None:
    scene.office = in_flight(kind)
    words = scene.write_round(GROUPS, on_doubt="skip")
    scene.run(scene.engine())
    flying = scene.office.unanswered
    assert flying
    arrived = scene.office.arrived()
    assert set(arrived.values()) == {1}
    assert set(words) - set(arrived) == (flying if kind == "before" else set())
    assert {one.key for one in scene.settled() if one.outcome == "doubt_skipped"} == flying


def in_flight(kind: str) -> Office:
    """Return a Slack without look-up that loses some answers in this way."""
    if kind == "dropped":
        return Office(looks=False, drops=0.3)
    return Office(looks=False, kills=dict.fromkeys((4, 5, 20), kind))  # type: ignore[arg-type]
