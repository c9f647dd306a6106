"""What check-ins tell and keep: figures once and above their limits, answers by name, late ones, nothing in a group."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.blocks import payload
from bot.model import LANGUAGES, Figure, Goal, GoalValue, Language, Measure, Plan
from bot.rituals.checkin import CHECKIN
from bot.sandbox.blocks import MESSAGE_MOST, check_blocks, length
from tests.unit.cast import ANNA, MONDAY, catalogues, company
from tests.unit.checkins import GOAL, WEEKS, Town, checkin, read_alone, read_by_all, said

SCORE: dict[str, Any] = {"id": "score", "type": "scale", "scale": "confidence-0-10", "ask": "Wie zuversichtlich?"}
WAY: dict[str, Any] = {"id": "way", "type": "single", "ask": "Wie?", "options": ["Gut", "Schlecht"]}
TEXT: dict[str, Any] = {"id": "text", "type": "text", "ask": "Was noch?"}


def round_of(town: Town, **answers: list[str]) -> None:
    """Open a round, and let people answer, each with the next of the values."""
    town.open()
    for at in range(max(len(values) for values in answers.values())):
        given = {name: values[at] for name, values in answers.items() if at < len(values)}
        town.send(town.members[at].id, **given)


def figures(plan: Plan) -> dict[str, dict[str, Any]]:
    return {one.name: {"n": one.n, **one.data} for one in plan.figures}


@pytest.mark.parametrize(("count", "mean", "spread"), [(4, False, False), (5, True, False), (8, True, True)])
def test_a_mean_is_told_from_five_answers_and_a_spread_from_eight(count: int, mean: bool, spread: bool) -> None:
    town = Town(checkin(questions=[SCORE]))
    round_of(town, score=[str(one) for one in range(count)])
    plan = town.step("results")
    told = figures(plan).get("score", {})
    assert ("mean" in told, "counts" in told) == (mean, spread)
    read = " ".join(read_by_all(plan))
    assert ("Im Mittel" in read, "So verteilen sich" in read) == (mean, spread)
    assert ("Hier zeige ich nichts" in read) is not mean


def test_limits_may_be_raised() -> None:
    town = Town(checkin(questions=[SCORE], min_answers=7, min_spread=8))
    round_of(town, score=[str(one) for one in range(6)])
    assert figures(town.step("results")) == {}  # not even how many there were
    with pytest.raises(ValueError, match="min_answers"):
        checkin(min_answers=4)


def test_results_are_one_post_and_its_thread() -> None:
    town = Town(checkin(questions=[SCORE, WAY, TEXT]))
    round_of(town, score=list("12345678"), text=["Geheimnis"] * 8)
    plan = town.step("results")
    posts = [one for one in plan.letters if one.channel]
    assert [one.in_thread for one in posts] == [False, True, True]
    assert {one.after for one in posts[1:]} == {posts[0].key}
    assert "8 Antworten" in read_by_all(plan)[0]
    assert "Wie?" in read_by_all(plan)[-1], "what cannot be told is named, with one sentence"
    assert "Geheimnis" not in " ".join(read_by_all(plan))


def test_results_for_members_go_to_each_alone() -> None:
    town = Town(checkin(questions=[SCORE], results="members"))
    round_of(town, score=list("12345678"))
    plan = town.step("results")
    assert not [one for one in plan.letters if one.channel]
    assert {one.people[0] for one in plan.letters} == {one.id for one in town.members}
    assert "Im Mittel 4,5" in read_alone(plan, ANNA)[0]


def test_without_a_channel_members_are_told() -> None:
    town = Town(checkin(questions=[SCORE]), channel="")
    round_of(town, score=list("12345678"))
    assert len(town.step("results").letters) == len(town.members)


def test_answers_are_kept_by_name_when_the_results_come_and_late_ones_at_once() -> None:
    town = Town()
    town.open()
    town.send("anna", contribution="Anrufen.", confidence="7")
    assert not town.kept
    plan = town.step("results")
    assert {(one.person, one.question, one.value, one.is_late) for one in plan.kept} == {
        ("anna", "contribution", "Anrufen.", False),
        ("anna", "confidence", "7", False),
    }
    assert {(one.goal, one.revision) for one in plan.kept} == {("tempo", 1)}
    assert all(one.series for one in plan.kept)
    late = town.send("ben", confidence="2")
    assert all((one.person, one.is_late) == ("ben", True) for one in late.kept)
    assert {one.question: one.value for one in late.kept if one.value} == {"confidence": "2"}
    assert {one.question for one in late.kept if not one.value} >= {"contribution"}, "taken back, if it was there"
    assert "nachgereicht" in said(late.reply)
    assert late.letters == ()


def test_late_answers_change_nothing_that_was_told() -> None:
    town = Town(checkin(questions=[SCORE]))
    round_of(town, score=list("12345"))
    town.step("results")
    town.send(town.members[-1].id, score="10")
    plan = town.close()
    assert (plan.figures, plan.kept, plan.asks_decision) == ((), (), False)
    assert not read_by_all(plan)


def test_a_round_that_is_closed_before_its_results_tells_them_then() -> None:
    town = Town(checkin(questions=[SCORE]))
    round_of(town, score=list("12345"))
    plan = town.close()
    assert "mean" in figures(plan)["score"]
    assert len(plan.kept) == 5
    assert plan.asks_decision


def test_results_come_once() -> None:
    town = Town(checkin(questions=[SCORE]))
    round_of(town, score=list("12345"))
    town.step("results")
    again = CHECKIN.plan(town.options, town.state("results"), None)  # type: ignore[arg-type]
    assert (again.letters, again.figures) == ((), ())


def test_the_close_takes_every_button_away() -> None:
    town = Town(members=company(3))
    town.open()
    town.press("ben", "today")
    town.step("remind")
    asked = {key for key, one in town.letters.items() if one.op == "post" and one.people}
    plan = town.close()
    assert {one.after for one in plan.letters if one.op == "update"} == asked


def test_results_wait_as_many_working_days_before_the_close_as_the_ritual_says() -> None:
    assert {one.step: one.due_at - MONDAY for one in Town(checkin(late="2 workdays")).open().follow_ups} == {
        "close": timedelta(days=3),
        "results": timedelta(days=1),
        "remind": timedelta(hours=7),
    }
    assert {one.step for one in Town(checkin(late="none")).open().follow_ups} == {"close", "remind"}
    assert {one.step for one in Town(checkin(visibility="group")).open().follow_ups} == {"close", "remind"}


# ---------------------------------------------------------------- without names


def test_in_a_group_nothing_is_kept_by_name_and_nothing_is_late() -> None:
    town = Town(checkin(visibility="group"))
    round_of(town, confidence=list("123456789"), contribution=[f"Text {one}" for one in range(9)])
    plan = town.close()
    assert plan.kept == ()
    assert sorted(plan.released) == [("contribution", f"Text {one}") for one in range(9)]
    assert "anna" not in json.dumps([dict(one.data) for one in plan.figures])
    assert plan.asks_decision


@pytest.mark.parametrize(
    ("scores", "is_told"), [("777777777", False), ("777771234", False), ("777712345", True), ("1234", False)]
)
def test_in_a_group_answers_that_are_too_much_alike_are_not_told(scores: str, is_told: bool) -> None:
    town = Town(checkin(questions=[SCORE], visibility="group"))
    round_of(town, score=list(scores))
    plan = town.close()
    assert ("score" in figures(plan)) is is_told
    assert ("Hier zeige ich nichts" in read_by_all(plan)[0]) is not is_told


def test_in_a_group_texts_are_released_only_where_there_are_enough() -> None:
    town = Town(checkin(questions=[TEXT], visibility="group"))
    round_of(town, text=[f"Text {one}" for one in range(5)])
    assert town.close().released == (), "whoever knows four of five knows the fifth"
    round_of(town, text=[f"Text {one}" for one in range(6)])
    assert len(town.close().released) == 6


SEVERAL = {"id": "all", "type": "multiple", "ask": "Was?", "options": [{"id": one, "text": one} for one in "abc"]}


@pytest.mark.parametrize(
    ("given", "in_group"),
    [
        (["ab"] * 5 + ["a"] * 4 + ["ac"], False),
        (["b"] * 5 + ["a"] * 4 + ["c"], True),
        (["ab", "ac", "bc"] * 3 + [""], False),
        (["a", "b", "c", "ab", "bc", "c", "a", "b", "ca", "b"], True),
    ],
)
def test_in_a_group_all_options_of_several_are_told_or_none(given: list[str], in_group: bool) -> None:
    ticked = [list(one) for one in given]
    counts = {one: sum(one in some for some in given) for one in "abc"}
    for visibility in ("group", "named"):
        town = Town(checkin(questions=[SEVERAL], visibility=visibility), members=company(12))
        round_of(town, all=ticked)  # type: ignore[arg-type]
        told = figures(town.close()).get("all")
        if visibility == "named" or in_group:
            assert told is not None
            assert told["counts"] == counts
        else:
            assert told is None, "not even how many answered it"


@pytest.mark.parametrize(
    ("high", "steps", "told"),
    [
        (4, "12345678", set()),
        (5, "12345678", {"score", "step", "why", "text"}),
        (5, "11111111", {"score", "text"}),
    ],
)
def test_in_a_group_what_was_asked_after_an_answer_is_told_only_if_that_one_may_be(
    high: int, steps: str, told: set[str]
) -> None:
    """Whoever knows how many were asked knows how many had answered so."""
    low = {"question": "score", "below": 5}
    step = {"id": "step", "type": "number", "ask": "Wie viele?", "if": low}
    why = {**WAY, "id": "why", "options": [{"id": one, "text": one} for one in "abc"]}
    questions = [SCORE, step, {**TEXT, "if": low}, {**why, "if": {"question": "step", "above": 0}}]
    town = Town(checkin(questions=questions, visibility="group"), members=company(20))
    town.open()
    for at, number in enumerate(steps):
        who = town.members[at].id
        town.send(who, score="1")
        town.send(who, question="more", step=number, text=f"Text {at}")
        town.send(who, question="more", why="abc"[at % 3])
    for at in range(high):
        town.send(town.members[len(steps) + at].id, score="7")
    plan = town.close()
    assert set(figures(plan)) - {""} == told
    assert len(plan.released) == (8 if "text" in told else 0)


def test_in_a_group_numbers_that_are_written_otherwise_are_the_same() -> None:
    town = Town(checkin(questions=[{"id": "hours", "type": "number", "ask": "?"}], visibility="group"))
    round_of(town, hours=["7", "7.0", "7,0", "7.00", "7", "1", "2", "3"])
    assert "hours" not in figures(town.close())
    town = Town(checkin(questions=[TEXT], visibility="group"))
    round_of(town, text=["Mehr Zeit", "mehr zeit", "Mehr  Zeit", "MEHR ZEIT", "a", "b"])
    assert town.close().released == ()


# ---------------------------------------------------------------- over time


def test_means_are_shown_over_rounds_and_other_words_begin_anew() -> None:
    town = Town(checkin(questions=[SCORE]))
    for values in ("12345", "23456"):
        round_of(town, score=list(values))
        town.close()
    round_of(town, score=list("34567"))
    told = " ".join(read_by_all(town.close()))
    assert "Von 3 auf 5 in 3 Runden" in told
    town.options = checkin(questions=[{**SCORE, "ask": "Wie sicher?"}])
    round_of(town, score=list("77777"))
    told = " ".join(read_by_all(town.close()))
    assert "Von 3 auf 5 in 3 Runden" in told
    assert "Von 3 auf 7" not in told, "other words are not compared"


def test_a_new_wording_of_the_goal_is_a_break_too() -> None:
    town = Town(checkin(questions=[SCORE]))
    round_of(town, score=list("11111"))
    town.close()
    town.goals = (replace(GOAL, revision=2),)
    round_of(town, score=list("99999"))
    told = " ".join(read_by_all(town.close()))
    assert "Von 1 auf 9" not in told
    assert "Fassung 2" in told


def test_rounds_about_another_goal_are_not_compared() -> None:
    other = replace(GOAL, id="anderes")
    town = Town(checkin(questions=[SCORE]), goals=(GOAL, other))
    round_of(town, score=list("11111"))
    town.close()
    round_of(town, score=list("99999"))
    assert "Von 1 auf 9" not in " ".join(read_by_all(town.close()))


def test_the_measure_of_a_goal_is_shown_with_its_values() -> None:
    measure = Measure({"de": "Dauer", "en": "Time"}, 5, 1, {"de": "Tage", "en": "days"})
    values = (GoalValue("tempo", MONDAY.date(), 4.0), GoalValue("tempo", (MONDAY + WEEKS).date(), 2.5))
    town = Town(goals=(replace(GOAL, measure=measure),), values=values)
    town.open()
    assert "2,5 Tage" in read_by_all(town.close())[0]


def test_the_share_of_those_asked_is_told_in_steps() -> None:
    town = Town(checkin(questions=[SCORE]), members=company(20))
    round_of(town, score=["5"] * 11)
    plan = town.close()
    assert figures(plan)[""] == {"n": 11, "number": 1, "share": 55}
    assert "55" in read_by_all(plan)[0]


def test_a_number_is_told_as_a_mean_and_texts_people_and_days_only_by_their_number() -> None:
    types = [{"id": one, "type": one, "ask": "Was?"} for one in ("number", "person", "date", "text")]
    town = Town(checkin(questions=types))
    round_of(town, number=list("12345"), person=["UBEN"] * 5, date=["2026-12-24"] * 5, text=["Ja"] * 5)
    plan = town.close()
    found = {name: set(one) for name, one in figures(plan).items() if name}
    assert found == {"number": {"n", "mean"}, "person": {"n"}, "date": {"n"}, "text": {"n"}}
    assert "UBEN" not in " ".join(read_by_all(plan))


def test_no_decision_is_asked_for_where_nobody_said_anything_or_nobody_wants_one() -> None:
    town = Town()
    town.open()
    assert not town.close().asks_decision
    town = Town(checkin(questions=[SCORE], decide=False))
    round_of(town, score=list("12345"))
    assert not town.close().asks_decision
    survey = CHECKIN.survey(checkin(visibility="group", decide=False))
    assert survey is not None
    assert not survey.needs_decision


def test_no_message_holds_an_answer_of_anybody() -> None:
    town = Town(members=company(12))
    round_of(
        town,
        own_words=[f"Geheim{one}" for one in range(12)],
        contribution=[f"Geheim{one}" for one in range(12)],
        customer=[f"Geheim{one}" for one in range(12)],
        confidence=["3"] * 12,
    )
    town.step("remind")
    town.step("results")
    town.close()
    assert town.kept
    assert "Geheim" not in str([one.message for one in town.letters.values()])


# ---------------------------------------------------------------- Slack's limits


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("results", ["channel", "members"])
@pytest.mark.parametrize("visibility", ["named", "group"])
def test_whatever_is_written_slack_takes_the_results(visibility: str, results: str, language: Language) -> None:
    long = {"de": "Donaudampfschifffahrtsgesellschaftskapitän " * 60, "en": "<&>" * 900}
    goal = Goal(
        "tempo",
        long,
        why=long,
        customer=long,
        sign=long,
        measure=Measure({"de": "ß" * 80, "en": "&" * 80}, 1, 5, {"de": "ß" * 20, "en": "x" * 20}),
    )
    options = [{"id": f"o{one}", "text": f"{one}" + "ß" * 74} for one in range(10)]
    questions: list[dict[str, Any]] = [
        {"id": f"s{one}", "type": "scale", "scale": "confidence-0-10", "ask": "Ä" * 260 + "{goal} {customer}"}
        for one in range(5)
    ]
    questions += [
        {"id": "one", "type": "single", "ask": "Ö" * 300, "options": options},
        {"id": "all", "type": "multiple", "ask": "<" * 300, "options": options},
    ]
    town = Town(
        checkin(questions=questions, visibility=visibility, results=results, intro="Ü" * 2900, ask="ß" * 2900),
        goals=(goal,),
        members=company(12),
        values=(GoalValue("tempo", MONDAY.date(), 3.0), GoalValue("tempo", MONDAY.date() + WEEKS, 4.0)),
    )
    for _ in range(2):
        town.open()
        for at, one in enumerate(town.members):
            scores = {f"s{number}": str(at % 11) for number in range(5)}
            town.send(one.id, **scores, one=f"o{at % 10}", all=[f"o{at % 10}", f"o{(at + 5) % 10}"])
        letters = [one for one in town.letters.values() if one.message]
        letters += [one for one in town.close().letters if one.message]
    for one in letters:
        assert one.message is not None
        rendered = payload(one.message, catalogues()[language].say)
        assert check_blocks(rendered["blocks"], surface="message") == []
        assert length(rendered["blocks"]) <= min(MESSAGE_MOST, 9000)
        assert len(rendered["text"]) <= 4000


def test_the_example_of_a_preview_has_a_goal_and_earlier_rounds() -> None:
    state = CHECKIN.example(checkin(), Town(goals=()).state("open"))
    assert state.goals
    assert {type(one) for one in state.figures} == {Figure}
