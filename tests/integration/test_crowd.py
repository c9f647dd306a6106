"""Colleagues who act by themselves: each habit from nobody to everybody, and the same seed gives the same acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

import bot.demo
from bot.demo.director import Director
from bot.demo.habits import EVENING, LATEST, MORNING, Habits, moment
from bot.demo.stage import Stage
from bot.sandbox.model import Message
from bot.store import ballots, introductions, runs

GOALS = Path(bot.demo.__file__).with_name("goals.yaml")
SHIPPED = Path(bot.demo.__file__).parents[2] / "rituals.yaml"
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOBODY = Habits(answer=0, met=0, date=0)
Begin = Callable[..., Director]


@pytest.fixture
def begin() -> Iterator[Begin]:
    """Set a stage, its time standing still, with colleagues of these habits."""
    stages: list[Stage] = []

    def begun(rituals: Path, habits: Habits, *, seed: int = 1) -> Director:
        stages.append(Stage(rituals, now=SUNDAY, quick=True))
        stages[-1].begin(beat=False)
        director = Director(stages[-1])
        director.colleagues.set(on=True, habits=habits, seed=seed)
        return director

    yield begun
    for stage in stages:
        stage.close()


def pass_days(director: Director, days: int) -> dict[str, Any]:
    director.advance(director.now() + timedelta(days=days))
    shown = director.colleagues.shown()
    assert not director.stage.sandbox.workspace.journal.refusals
    return dict(shown["done"])


def reactions(director: Director) -> list[Message]:
    places = director.stage.sandbox.workspace.conversations.values()
    return [one for place in places for one in place.messages.values() if one.reactions]


def test_nobody_does_anything_at_nought_percent(begin: Begin) -> None:
    for file in (GOALS, SHIPPED):
        director = begin(file, NOBODY)
        people = director.stage.sandbox.workspace.people.values()
        gone = [one.id for one in people if one.deleted]
        assert pass_days(director, 6) == {}
        assert [one.id for one in people if one.deleted] == gone
        assert not [one for one in people if one.status_emoji]
        assert not reactions(director)


def test_everybody_answers_at_a_hundred_percent_but_whom_a_visitor_plays(begin: Begin) -> None:
    director = begin(GOALS, Habits(answer=1, met=0, date=0))
    workspace = director.stage.sandbox.workspace
    forget = workspace.journal.listen(lambda what, people: None, who="U0003CARLAX")
    director.advance(datetime(2026, 11, 24, 19, tzinfo=UTC))
    with director.stage.rondo.database.read() as tx:
        voted = {one.ritual: len(ballots.voters(tx, one.id)) for one in runs.open_runs(tx)}
    asked = {row["members"][0] for row in workspace.journal.log if "pulse:fill" in str(row["blocks"])}
    played = [row for row in workspace.journal.log if row["members"] == ["U0003CARLAX", "U0SANDBOXAPP"]]
    skipped = len(asked) - voted["teampuls"] - ("U0003CARLAX" in asked)
    assert played
    assert 0 <= skipped <= 0.3 * len(asked), "to skip is an answer, too"
    forget()


def test_everybody_says_that_they_met_and_the_round_knows_it(begin: Begin) -> None:
    director = begin(SHIPPED, Habits(answer=0, met=1, date=0))
    done = pass_days(director, 5)
    with director.stage.rondo.database.read() as tx:
        [run] = [one for one in runs.of_ritual(tx, "kaffee") if not one.is_eve]
        met = [one.met for one in introductions.of_run(tx, run.id)]
    assert done["met"] >= 30
    assert all(met), met


def test_a_date_and_an_emoji_have_a_share_of_their_own(begin: Begin) -> None:
    dated = begin(SHIPPED, Habits(answer=0, met=0, date=1))
    assert pass_days(dated, 1)["met"] >= 30
    cheered = begin(SHIPPED, Habits(answer=0, met=0, date=0, react=1))
    done = pass_days(cheered, 1)
    asked = [row for row in cheered.stage.sandbox.workspace.journal.log if row["kind"] == "public"]
    assert done["react"] == sum(len(users) for one in reactions(cheered) for users in one.reactions.values())
    assert done["react"] >= 10 * len(asked) > 0


def test_whoever_is_on_holiday_has_a_status_until_its_end_and_meets_nobody(begin: Begin) -> None:
    director = begin(SHIPPED, Habits(answer=0, met=0, date=0, holiday=1))
    workspace = director.stage.sandbox.workspace
    assert pass_days(director, 5)["holiday"] >= 40
    away = {one.id: one.status_expiration for one in workspace.people.values() if one.status_emoji == ":palm_tree:"}
    assert away
    assert all(until > workspace.clock.epoch() for until in away.values())
    director.colleagues.set(on=True, habits=NOBODY, seed=1)
    before = len(workspace.journal.log)
    director.advance(datetime(2026, 11, 30, 8, 30, tzinfo=UTC))
    gone = {one for one, until in away.items() if until > workspace.clock.epoch()}
    met = [row["members"] for row in workspace.journal.log[before:] if row["kind"] in ("im", "mpim")]
    assert gone
    assert not [one for members in met for one in members if one in gone]
    director.advance(director.now() + timedelta(days=14))
    assert not [one for one in workspace.people.values() if one.status_emoji], "they are back"


def test_whoever_leaves_is_deactivated_and_meets_nobody_any_more(begin: Begin) -> None:
    director = begin(SHIPPED, Habits(answer=0, met=0, date=0, leave=1))
    workspace = director.stage.sandbox.workspace
    assert pass_days(director, 6)["leave"] >= 40
    before = len(workspace.journal.log)
    assert not any(one.is_colleague for one in workspace.people.values())
    director.advance(datetime(2026, 11, 30, 8, 30, tzinfo=UTC))
    assert not [row for row in workspace.journal.log[before:] if row["kind"] == "mpim"]


def test_the_same_seed_file_and_jumps_give_the_same_acts_and_another_seed_others(begin: Begin) -> None:
    told = []
    for seed in (7, 7, 8):
        director = begin(GOALS, Habits(answer=0.5, met=0.5, date=0.5, react=0.3, holiday=0.2, leave=0.1), seed=seed)
        workspace = director.stage.sandbox.workspace
        done = pass_days(director, 3)
        calls = [(one["at"], one["method"]) for one in workspace.calls if one["method"] == "views.open"]
        cheers = sorted((one.ts, sorted(one.reactions.items())) for one in reactions(director))
        gone = sorted(one.id for one in workspace.people.values() if one.deleted or one.status_emoji)
        told.append((done, calls, cheers, gone))
    assert told[0] == told[1]
    assert told[0] != told[2]
    assert told[0][0]["answered"] > 10


def test_in_a_jump_they_act_together_at_few_stops_and_before_the_bot_goes_on(begin: Begin) -> None:
    director = begin(SHIPPED, Habits(answer=0, met=0.5, date=0.5, react=0.3))
    director.advance(director.now() + timedelta(minutes=5))
    clock, colleagues = director.stage.sandbox.workspace.clock, director.colleagues
    first, together = colleagues.next(), colleagues.next(gathers=True)
    assert first is not None
    assert together is not None
    assert first <= together < first + timedelta(hours=2)
    soon = colleagues.next(due=first + timedelta(minutes=1), gathers=True)
    assert soon == first, "the bot may close at its own instant what they answer"
    stops: list[datetime] = []
    clock.on_change(lambda: stops.append(clock.now()))
    assert pass_days(director, 5)["met"] >= 30
    assert len(stops) <= 36, stops


def test_nobody_answers_at_night_and_everybody_within_the_day_or_early_on_the_next() -> None:
    for number in range(200):
        came = SUNDAY + timedelta(hours=number)
        at = moment(came, "Europe/Berlin", Random(number))
        assert came < at <= came + timedelta(minutes=LATEST) + timedelta(hours=13)
        assert MORNING <= at.time() <= EVENING
        assert at.minute in (0, 30)


def test_the_heartbeat_and_a_jump_do_not_send_anything_twice() -> None:
    stage = Stage(SHIPPED, now=SUNDAY, quick=True)
    try:
        stage.begin(beat=True)
        director = Director(stage)
        director.run(rate=60.0)
        director.advance(director.now() + timedelta(days=8))
        director.run(running=False)
        rows = stage.sandbox.workspace.journal.log
        texts = [(row["channel"], row["text"], row["at"][:10]) for row in rows if row["kind"] != "im"]
        marks = [row["metadata"]["event_payload"]["letter"] for row in rows if row.get("metadata")]
        assert marks
        assert len(marks) == len(set(marks)), "a letter arrived twice"
        assert len(texts) == len(set(texts))
        assert stage.rondo.heartbeat.is_alive()
    finally:
        stage.close()


def test_a_jump_can_be_ended_and_stays_where_it_is(begin: Begin) -> None:
    director = begin(SHIPPED, NOBODY)
    far = director.now() + timedelta(weeks=8)
    director.stage.sandbox.workspace.clock.on_change(director.halt)
    assert director.advance(far) < far
    assert director.journey is None
