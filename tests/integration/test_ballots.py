"""Rounds whose answers are counted, through the real house: by name, and so that nobody can tell whose they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import KindError
from bot.model import Answer, ChannelId, Fact, Figure, Kept, Letter, Message, PersonId, Plan, State, Words
from bot.service import departures, recall
from bot.service.goals.traces import ANSWERS_KEPT, FIGURES_KEPT, REMINDED, STUCK
from bot.service.tick import tick
from bot.service.tidying import tidy
from bot.store import answers, ballots, kept, letters, people, runs, scrubbing, told
from bot.store.db import Database
from bot.store.forgetting import forget
from bot.store.goal_tables import ballot_keys
from bot.store.letters import Draft
from tests.store.test_erasure import files_of

from .tiny_survey import CLOSED, MONDAY, STAFF, Asked

VALUES = [f"wert-{number}-qz" for number in range(len(STAFF))]


def everybody_answers(asked: Asked) -> None:
    """Let everybody answer, one change their mind, and one press arrive twice."""
    for number, (someone, value) in enumerate(zip(asked.staff, VALUES, strict=True)):
        asked.press(someone, "vorher-qz")
        asked.press(someone, value, key=f"trigger_id:{number}")
        asked.press(someone, "vorher-qz", key=f"trigger_id:{number}")


def secrets_of(asked: Asked) -> list[bytes]:
    """Return what ties ballots to people while a round is open."""
    with asked.database.read() as tx:
        tokens = {one.token.encode() for one in ballots.of_run(tx, asked.run.id)}
        return [*tokens, *tx.scalars(ballot_keys.select().with_only_columns(ballot_keys.c.secret))]


def test_an_anonymous_round_leaves_nothing_that_ties_an_answer_to_anybody(database: Database) -> None:
    asked = Asked(database, anonymous=True)
    everybody_answers(asked)
    run, linked = asked.run, secrets_of(asked)
    with database.read() as tx:
        assert answers.of_run(tx, run.id) == ()
        assert Counter(one.value for one in ballots.of_run(tx, run.id)) == Counter(VALUES)
    assert len(linked) == 1 + len(STAFF)
    assert tick(asked.context, CLOSED)
    with database.read() as tx:
        assert Counter(ballots.released(tx, run.id)) == Counter(("mood", value) for value in VALUES)
        assert [one.n for one in told.of_run(tx, run.id)] == [len(STAFF)]
        assert kept.of_run(tx, run.id) == ()
        assert scrubbing.due(tx, mark=scrubbing.CLOSED) is None
    people_in_it = [word for one in asked.staff for word in (one.id, one.slack_id)]
    for name, row in asked.rows():
        assert not any(token.decode("latin-1") in row for token in linked), name
        assert "vorher-qz" not in row, name
        assert not ("-qz" in row and any(word in row for word in people_in_it)), name
        assert name not in ("ballots", "ballot_keys", "turnout", "answers")
    for file in files_of(database):
        held = file.read_bytes()
        assert not [one for one in linked if one in held], file.name


def test_a_round_by_name_keeps_what_everybody_said_last_and_nothing_else(database: Database) -> None:
    asked = Asked(database, anonymous=False)
    everybody_answers(asked)
    run = asked.run
    with database.read() as tx:
        assert {one.person: one.value for one in answers.of_run(tx, run.id)} == dict(
            zip((one.id for one in asked.staff), VALUES, strict=True)
        )
        assert ballots.of_run(tx, run.id) == ()
    assert tick(asked.context, CLOSED)
    holding = {name for name, row in asked.rows() if "-qz" in row}
    assert holding == {"kept_answers"}
    with database.read() as tx:
        assert Counter(one.value for one in kept.of_run(tx, run.id)) == Counter(VALUES)


@pytest.mark.parametrize("anonymous", [True, False], ids=["anonymous", "named"])
def test_a_close_that_does_not_go_through_leaves_the_round_as_it_was(database: Database, anonymous: bool) -> None:
    asked = Asked(database, anonymous=anonymous)
    everybody_answers(asked)
    before = asked.rows()
    crashed: list[str] = []

    def crash(place: str) -> None:
        if place.startswith("before:commit:service.steps.follow_up") and len(crashed) < 2:
            crashed.append(place)
            raise RuntimeError(place)

    database.arm(crash)
    tick(asked.context, CLOSED)
    assert crashed
    after = [one for one in asked.rows() if one[0] not in ("letters", "letter_people", "marks", "follow_ups")]
    assert after == [one for one in before if one[0] not in ("letters", "letter_people", "marks", "follow_ups")]
    assert tick(asked.context, CLOSED)
    assert not asked.is_open


def test_made_up_ids_join_neither_people_nor_two_readings(database: Database) -> None:
    asked = Asked(database, anonymous=True)
    everybody_answers(asked)
    asked.press(asked.staff[0], "", question="look")
    asked.press(asked.staff[1], "", question="look")
    first, second = asked.tiny.seen[-2:]
    readings = [{one.person for one in state.answers} for state in (first, second)]
    assert [len(one) for one in readings] == [len(STAFF), len(STAFF)]
    assert not readings[0] & readings[1]
    assert not (readings[0] | readings[1]) & {one.id for one in asked.staff}
    assert [one.value for one in first.answers] == [one.value for one in second.answers]
    assert first.answered == {one.id for one in asked.staff}
    assert first.departments == {}, "who presses is told nothing of departments"
    with database.read() as tx:
        assert [one.value for one in ballots.of_run(tx, asked.run.id)] == [one.value for one in first.answers]
    written = repr(asked.rows())
    assert not any(one in written for one in readings[0] | readings[1])


def test_whoever_presses_sees_their_own_answer_and_nobody_elses(database: Database) -> None:
    asked = Asked(database, anonymous=True)
    everybody_answers(asked)
    anna = asked.staff[0]
    asked.press(anna, "noch-einmal-qz")
    state = asked.tiny.seen[-1]
    assert state.answers == (Answer(asked.run.id, "mood", anna.id, VALUES[0]),)
    assert state.answered == {anna.id}
    assert set(state.people) == {anna.id}


@pytest.mark.parametrize("anonymous", [True, False], ids=["anonymous", "named"])
def test_a_step_knows_who_answered_and_from_which_department(database: Database, anonymous: bool) -> None:
    asked = Asked(database, anonymous=anonymous, more=f", asks: [{STAFF[5].slack_id}, U0NOBODY]")
    for someone, value in zip(asked.staff[:5], VALUES, strict=False):
        asked.press(someone, value)
    asked.press(asked.staff[0], "Zeit", question="need")
    assert tick(asked.context, MONDAY + timedelta(days=2))
    state = asked.tiny.seen[-1]
    assert state.answered == {one.id for one in asked.staff[:5]}
    where = {one.value: state.departments.get(one.person, "") for one in state.answers if one.question == "mood"}
    assert where == dict(zip(VALUES, ["Vertrieb"] * 4 + ["Lager"], strict=False))
    assert [one.person for one in state.answers if one.question == "need"] == [asked.staff[0].id]
    assert state.named == {STAFF[5].slack_id: asked.staff[5].id}


def test_figures_and_named_answers_of_earlier_rounds_come_back_in_the_next_one(database: Database) -> None:
    asked = Asked(database, anonymous=False)
    asked.press(asked.staff[0], "4")
    first = asked.run
    tick(asked.context, CLOSED)
    assert tick(asked.context, MONDAY + timedelta(days=7))
    assert [one.run for one in asked.tiny.seen[-1].figures] == [first.id]
    asked.now = MONDAY + timedelta(days=7, hours=1)
    asked.press(asked.staff[0], "5")
    state = asked.tiny.seen[-1]
    assert [(one.run, one.value) for one in state.kept] == [(first.id, "4")]
    assert state.figures == ()
    asked.press(asked.staff[1], "5")
    assert asked.tiny.seen[-1].kept == ()


@pytest.mark.parametrize("way", ["next", "recall", "step"])
def test_however_a_round_ends_its_ballots_go(database: Database, way: str) -> None:
    asked = Asked(database, anonymous=True)
    everybody_answers(asked)
    run, linked = asked.run, secrets_of(asked)
    now = {"next": MONDAY + timedelta(days=7), "recall": MONDAY + timedelta(hours=2), "step": CLOSED}[way]
    if way == "recall":
        recall.recall(asked.context, None, run.id, key="k", now=now)
    if way == "next":  # the clock stood still, so that the round is still open when the next one begins
        with database.begin() as tx:
            runs.claim_step(tx, run.id, "close", now=CLOSED)
    tick(asked.context, now)
    with database.read() as tx:
        closed = runs.get(tx, run.id)
        assert closed is not None
        assert closed.state == "closed"
        released = ballots.released(tx, run.id)
    assert len(released) == (0 if way == "recall" else len(STAFF))
    assert not {"ballots", "ballot_keys", "turnout"} & {name for name, _ in asked.rows()}
    for file in files_of(database):
        held = file.read_bytes()
        assert not [one for one in linked if one in held], file.name


def test_a_round_that_is_taken_back_after_it_was_told_is_told_no_more(database: Database) -> None:
    asked = Asked(database, anonymous=True)
    everybody_answers(asked)
    tick(asked.context, CLOSED)
    recall.recall(asked.context, None, asked.run.id, key="k", now=CLOSED)
    assert not {"round_figures", "released_answers"} & {name for name, _ in asked.rows()}


def test_a_round_whose_kind_is_gone_gives_its_ballots_up_after_a_while(database: Database) -> None:
    asked = Asked(database, anonymous=True)
    everybody_answers(asked)
    rituals = {name: kind for name, kind in asked.context.kinds.items() if name != "tiny"}
    gone = replace(asked.context, kinds=rituals, config=lambda: replace(asked.config, rituals=()))
    closes_at = asked.run.closes_at
    assert closes_at is not None
    tick(gone, closes_at + timedelta(minutes=1))
    tidy(gone, closes_at + STUCK - timedelta(minutes=1))
    assert "ballots" in {name for name, _ in asked.rows()}
    tidy(gone, closes_at + STUCK + timedelta(minutes=1))
    tick(gone, closes_at + STUCK + timedelta(minutes=2))
    assert not {"ballots", "ballot_keys", "turnout"} & {name for name, _ in asked.rows()}


def test_what_was_answered_and_told_is_forgotten_after_its_time(database: Database) -> None:
    asked = Asked(database, anonymous=True)
    everybody_answers(asked)
    asked.press(asked.staff[0], "Zeit", question="need")
    tick(asked.context, CLOSED)
    told_of = {"kept_answers", "released_answers", "round_figures"}
    day = MONDAY + timedelta(hours=10)
    for later, left in (
        (ANSWERS_KEPT, told_of),
        (ANSWERS_KEPT + timedelta(days=1), {"round_figures"}),
        (FIGURES_KEPT, {"round_figures"}),
        (FIGURES_KEPT + timedelta(days=1), set()),
    ):
        tidy(asked.context, day + later)
        assert {name for name, _ in asked.rows()} & told_of == left, later


@pytest.mark.parametrize("counts", [True, False], ids=["survey", "other"])
def test_who_was_reminded_goes_some_days_after_the_close_of_a_survey(database: Database, counts: bool) -> None:
    asked = Asked(database, anonymous=True)
    tick(asked.context, CLOSED)
    key = f"{asked.run.id}/remind/{asked.staff[0].id}/post"
    with database.begin() as tx:
        letters.add_many(tx, [Draft(key=key, op="post", run=asked.run.id, people=(asked.staff[0].id,))], now=CLOSED)
        number = letters.by_key(tx, key)
        assert number is not None
        letters.sent(tx, number.id, now=CLOSED, channel=ChannelId("D1"))
    plain = {**asked.context.kinds, "tiny": replace(asked.context.kinds["tiny"], survey=lambda options: None)}
    context = asked.context if counts else replace(asked.context, kinds=plain)
    tidy(context, CLOSED + REMINDED - timedelta(minutes=1))
    assert key in repr(asked.rows())
    tidy(context, CLOSED + REMINDED + timedelta(minutes=1))
    assert (key in repr(asked.rows())) is not counts


def test_whoever_leaves_the_company_keeps_what_they_said_and_whoever_is_forgotten_does_not(database: Database) -> None:
    asked = Asked(database, anonymous=True)
    everybody_answers(asked)
    with database.begin() as tx:
        people.deactivate(tx, [asked.staff[0].slack_id])
    departures.see_off_all(asked.context, now=MONDAY + timedelta(hours=2))
    with database.begin() as tx:
        forget(tx, asked.staff[1].id)
    tick(asked.context, CLOSED)
    with database.read() as tx:
        assert Counter(value for _, value in ballots.released(tx, asked.run.id)) == Counter([VALUES[0], *VALUES[2:]])


# ---------------------------------------------------------------- what a kind is refused


def made_up(state: State) -> PersonId:
    return next(one.person for one in state.answers if one.question == "mood")


REFUSED: dict[str, Callable[[State, Plan], Plan]] = {
    "an anonymous answer with a name": lambda state, plan: replace(
        plan, kept=(Kept(state.run.id, "winzig", state.run.nominal_date, "mood", state.members[0].id, "3"),)
    ),
    "a figure of another round": lambda state, plan: replace(
        plan, figures=(Figure("winzig@2020-01-01", "winzig", state.run.nominal_date, "mood", n=6, data={}),)
    ),
    "a figure that names somebody": lambda state, plan: replace(
        plan,
        figures=(Figure(state.run.id, "winzig", state.run.nominal_date, "mood", 6, {"by": [state.members[0].id]}),),
    ),
    "a release before the close": lambda state, plan: replace(plan, closes=False),
    "a memory of what stands for somebody": lambda state, plan: replace(
        plan, facts=(Fact("group", made_up(state), {}),)
    ),
    "an answer of nobody": lambda state, plan: replace(
        plan, answers=(Answer(state.run.id, "need", made_up(state), "3"),)
    ),
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_a_plan_that_would_give_somebody_away_is_refused_as_a_whole(database: Database, wrong: str) -> None:
    asked = Asked(database, anonymous=True)
    everybody_answers(asked)
    asked.tiny.instead = REFUSED[wrong]
    tick(asked.context, CLOSED)
    assert "KindError" in asked.context.complaints["winzig"]
    assert asked.is_open
    assert len([name for name, _ in asked.rows() if name == "ballots"]) == len(STAFF)
    asked.tiny.instead = lambda state, plan: plan
    tick(asked.context, CLOSED)
    assert not asked.is_open


def test_an_anonymous_answer_writes_no_letter_that_tells_for_ever_when_it_was_given(database: Database) -> None:
    asked = Asked(database, anonymous=True)

    def thank(state: State, plan: Plan) -> Plan:
        thanks = Letter(f"{state.run.id}/thanks/{state.members[0].id}", "post", message=Message(Words("pause.until")))
        return replace(plan, letters=(thanks,))

    asked.tiny.instead = thank
    with pytest.raises(KindError, match="when somebody answered"):
        asked.press(asked.staff[0], "3")
    assert "ballots" not in {name for name, _ in asked.rows()}


def test_a_kind_that_counts_nothing_tells_and_keeps_nothing(database: Database) -> None:
    asked = Asked(database, anonymous=False)
    asked.press(asked.staff[0], "3")
    plain = {**asked.context.kinds, "tiny": replace(asked.context.kinds["tiny"], survey=lambda options: None)}
    context = replace(asked.context, kinds=plain)
    tick(context, CLOSED)
    assert "no survey" in context.complaints["winzig"]
