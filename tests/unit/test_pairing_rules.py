"""Who is matched with whom in a round: what people, managers and the past have to say about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random
from typing import Any

import pytest

from bot.model import Answer, Introduction, Person, PersonId, Plan, State, Wishes, past_of
from bot.rituals.pairing import PAIRING, PairingOptions
from bot.rituals.pairing.questions import QUESTIONS, question_pool
from tests.unit.cast import ANNA, BEN, CEM, DANA, MONDAY, a_ritual, a_state, catalogues, colleague, company, weeks_ago

FOUR = (ANNA, BEN, CEM, DANA)


def opening(
    people: Sequence[Person], *, past: Iterable[Introduction] = (), seed: int = 1,
    avoided: Iterable[set[PersonId]] = (), **options: Any,
) -> Plan:  # fmt: skip
    """Return what is planned when these people's round opens."""
    state = a_state(a_ritual(PAIRING, PairingOptions(**options)), people, past=past_of(past))
    state = replace(state, avoided=frozenset(frozenset(pair) for pair in avoided))
    return PAIRING.plan(state.ritual.options, state, Random(seed))


def pairs(plan: Plan) -> set[frozenset[PersonId]]:
    return {frozenset(pair) for one in plan.introductions for pair in combinations(one.people, 2)}


def met(*people: PersonId, weeks: int, ritual: str = "kaffee", **more: Any) -> Introduction:
    on = weeks_ago(weeks)
    return Introduction(f"{ritual}@{on}#{people[0]}", f"{ritual}@{on}", ritual, tuple(sorted(people)), on, **more)


def four(**changes: Any) -> list[Person]:
    return [colleague(name, **changes) for name in FOUR]


@pytest.mark.parametrize("seed", range(8))
def test_who_avoids_somebody_never_meets_them_whoever_of_the_two_said_so(seed: int) -> None:
    plan = opening(four(), seed=seed, avoided=[{ANNA, BEN}, {ANNA, CEM}])
    assert pairs(plan) == {frozenset((ANNA, DANA)), frozenset((BEN, CEM))}
    for letter in plan.letters:
        assert "avoid" not in str(letter)


@pytest.mark.parametrize("seed", range(8))
def test_people_who_report_to_each_other_and_those_kept_apart_never_meet(seed: int) -> None:
    people = [colleague(name, slack_id=f"U0{name.upper()}000", manager=BEN if name == ANNA else None) for name in FOUR]
    plan = opening(people, seed=seed, keep_apart=(("U0ANNA000", "U0CEM000", "U0NOBODY"),))
    assert pairs(plan) == {frozenset((ANNA, DANA)), frozenset((BEN, CEM))}


@pytest.mark.parametrize("seed", range(8))
def test_what_must_differ_and_what_should_be_shared_is_seen_to(seed: int) -> None:
    people = [
        colleague(ANNA, department="IT", site="Bonn"), colleague(BEN, department="it", site="Kiel"),
        colleague(CEM, department="HR", site="Kiel"), colleague(DANA, department="HR", site="Bonn"),
    ]  # fmt: skip
    plan = opening(people, seed=seed, never=("same department",), mix=("same site",))
    assert pairs(plan) == {frozenset((ANNA, DANA)), frozenset((BEN, CEM))}


def test_where_everybody_is_forbidden_the_round_closes_and_nobody_reads_a_word() -> None:
    people = [colleague(name, department="IT") for name in FOUR]
    assert opening(people, never=("same department",)) == Plan(closes=True)


@pytest.mark.parametrize("seed", range(8))
def test_working_hours_come_together_where_they_can(seed: int) -> None:
    zones = {ANNA: "Europe/Berlin", BEN: "Europe/Berlin", CEM: "Asia/Tokyo", DANA: "Asia/Tokyo"}
    people = [colleague(name, timezone=zone) for name, zone in zones.items()]
    plan = opening(people, seed=seed, min_overlap="2 hours")
    assert pairs(plan) == {frozenset((ANNA, BEN)), frozenset((CEM, DANA))}


def test_nobody_is_introduced_twice_in_one_week_by_whatever_ritual() -> None:
    this_week = Introduction("lunch#1", "lunch@2026-11-23", "lunch", (ANNA, BEN), MONDAY.date())
    assert pairs(opening(four(), past=[this_week])) == {frozenset((CEM, DANA))}
    last_week = replace(this_week, on=MONDAY.date() - timedelta(days=1))
    assert len(pairs(opening(four(), past=[last_week]))) == 2


def test_whoever_wishes_it_less_often_is_left_in_peace() -> None:
    seldom = [colleague(ANNA, wishes=Wishes(every_weeks=3)), *four()[1:]]
    for weeks, there in ((1, False), (2, False), (3, True), (9, True)):
        plan = opening(seldom, past=[met(ANNA, BEN, weeks=weeks)])
        assert any(ANNA in one.people for one in plan.introductions) is there


@pytest.mark.parametrize("seed", range(8))
def test_a_language_in_common_is_looked_for(seed: int) -> None:
    tongues = {ANNA: ("de",), BEN: ("de", "en"), CEM: ("fr",), DANA: ("fr", "pl")}
    people = [colleague(name, wishes=Wishes(languages=spoken)) for name, spoken in tongues.items()]
    assert pairs(opening(people, seed=seed)) == {frozenset((ANNA, BEN)), frozenset((CEM, DANA))}


def test_each_group_reads_why_it_meets() -> None:
    people = [colleague(ANNA, department="IT"), colleague(BEN, department="HR")]
    plan = opening(people, mix=("department",))
    message = next(letter.message for letter in plan.letters if letter.message)
    assert message is not None
    said = [
        catalogues()["de"].say(block["text"]["text"].words) for block in message.blocks if block["type"] == "section"
    ]
    assert "_Ihr seid euch hier noch nicht begegnet und arbeitet in verschiedenen Abteilungen._" in said


def test_a_question_does_not_come_again_within_a_year() -> None:
    had: list[Introduction] = []
    asked = set()
    for weeks in range(60, 0, -1):
        plan = opening(four()[:2], past=had, seed=weeks)
        (one,) = plan.introductions
        assert one.question not in {each.question for each in had if each.on > weeks_ago(52)}
        had.append(met(ANNA, BEN, weeks=weeks, question=one.question))
        asked.add(one.question)
    assert len(asked) > 40


def test_when_all_questions_were_asked_the_oldest_comes_again() -> None:
    names = [f"question.{number:02d}" for number in range(1, QUESTIONS + 1)]
    past = [
        Introduction(f"old{n}#1", f"old{n}", "kaffee", (ANNA, BEN), weeks_ago(1) - timedelta(days=n), question=name)
        for n, name in enumerate(names)
    ]
    (one,) = opening(four()[:2], past=past).introductions
    assert one.question == names[-1]


def test_after_three_rounds_without_a_word_people_are_asked_once_and_alone() -> None:
    silent = [met(*pair, weeks=weeks) for weeks in (3, 2, 1) for pair in ((ANNA, BEN), (CEM, DANA))]
    spoken = [replace(one, met=True) if CEM in one.people and one.on == weeks_ago(1) else one for one in silent]
    plan = opening(four(), past=spoken)
    alone = [letter for letter in plan.letters if letter.op == "post" and len(letter.people) == 1]
    assert {letter.people for letter in alone} == {(ANNA,), (BEN,)}
    assert all(letter.weight == "may" for letter in alone)
    state = a_state(a_ritual(PAIRING, PairingOptions()), four(), past=past_of(spoken), facts=plan.facts)
    again = PAIRING.plan(state.ritual.options, state, Random(1))
    assert [letter for letter in again.letters if letter.op == "post" and len(letter.people) == 1] == []


def test_a_manager_reads_beforehand_what_will_be_sent() -> None:
    state: State = a_state(a_ritual(PAIRING, PairingOptions()), company(9))
    lines = PAIRING.outline(state.ritual.options, state, Random("seed"))
    plan = PAIRING.plan(state.ritual.options, state, Random("seed"))
    told = {frozenset(mention.person for mention in line.params["people"]) for line in lines if "people" in line.params}
    assert told == {frozenset(one.people) for one in plan.introductions}
    assert [line.key for line in lines[:2]] == ["pairing.judged.repeats", "pairing.judged.optimal"]


def arriving(
    people: Sequence[Person], groups: Sequence[Sequence[PersonId]], newcomer: PersonId, **options: Any
) -> Plan:
    """Return what follows when somebody joins an open round and says yes to the offer."""
    avoided = frozenset(frozenset(pair) for pair in options.pop("avoided", ()))
    past = past_of(options.pop("past", ()))
    state = a_state(a_ritual(PAIRING, PairingOptions(**options)), people, step="answer", past=past)
    made = [
        Introduction(f"{state.run.id}#{number:03d}", state.run.id, "kaffee", tuple(group), state.run.nominal_date, "q")
        for number, group in enumerate(groups, start=1)
    ]
    arrived = frozenset(f"{state.run.id}/open/{number:03d}/post" for number in range(1, len(groups) + 1))
    state = replace(state, introductions=tuple(made), arrived=arrived, avoided=avoided)
    offer = PAIRING.arrive(state.ritual.options, state, newcomer, Random(1))
    state = replace(state, facts=offer.facts)
    return PAIRING.answer(state.ritual.options, state, Answer(state.run.id, "match", newcomer, "yes"))


def test_whoever_joins_in_mid_round_is_not_brought_to_people_whom_they_must_not_meet() -> None:
    plan = arriving(four(), [(ANNA, BEN)], DANA)
    assert [one.people for one in plan.introductions] == [(ANNA, BEN, DANA)]
    assert plan.introductions[0].question != "q"
    avoiding = arriving(four(), [(ANNA, BEN)], DANA, avoided=[{DANA, ANNA}])
    assert avoiding.introductions == ()
    assert avoiding.reply is not None
    assert avoiding.reply.key == "pairing.match.nobody"
    people = [colleague(one, slack_id=f"U0{one.upper()}000") for one in FOUR]
    assert arriving(people, [(ANNA, BEN)], DANA, keep_apart=(("U0BEN000", "U0DANA000"),)).introductions == ()


def test_whoever_joins_in_mid_round_gets_a_question_that_none_of_them_had_within_a_year() -> None:
    words = ("eins", "zwei", "drei", "vier")
    questions = tuple({"de": f"Frage {word}?", "en": f"Question {word}?"} for word in words)
    names = list(question_pool(PairingOptions(questions=questions)))
    past = [
        met(DANA, CEM, weeks=2, question=names[0]),
        met(ANNA, CEM, weeks=3, question=names[1]),
        met(BEN, CEM, weeks=60, question=names[3]),
        met(BEN, CEM, weeks=51, question=names[2]),
    ]
    plan = arriving(four(), [(ANNA, BEN)], DANA, past=past, questions=questions)
    assert [one.question for one in plan.introductions] == [names[3]]


def test_whoever_joins_in_mid_round_is_brought_to_people_who_share_working_hours_and_are_new_to_them() -> None:
    there = [colleague(ANNA, timezone="Europe/Berlin"), colleague(BEN, timezone="Europe/Berlin")]
    far = [colleague(CEM, timezone="Asia/Tokyo"), colleague(DANA, timezone="Asia/Tokyo")]
    newcomer = colleague(PersonId("emil"), timezone="Europe/Paris")
    for seed in range(4):
        groups = [(CEM, DANA), (ANNA, BEN)] if seed % 2 else [(ANNA, BEN), (CEM, DANA)]
        plan = arriving([*there, *far, newcomer], groups, newcomer.id, min_overlap="2 hours")
        assert [one.people for one in plan.introductions] == [(ANNA, BEN, newcomer.id)]
        known = [met(newcomer.id, ANNA, weeks=5)]
        plan = arriving([*there, *far, newcomer], groups, newcomer.id, past=known)
        assert [one.people for one in plan.introductions] == [(CEM, DANA, newcomer.id)]


def test_no_group_gets_more_people_than_a_conversation_holds() -> None:
    everybody = company(9)
    eight, newcomer = [one.id for one in everybody[:8]], everybody[8].id
    assert arriving(everybody, [eight], newcomer, size=8).introductions == ()


def closing(*answers: str, slot: str = "") -> Plan:
    """Return the end of a round of one pair in which people said so."""
    state = a_state(a_ritual(PAIRING, PairingOptions()), four(), step="close")
    state = replace(state, run=replace(state.run, slot=slot))
    one = Introduction(f"{state.run.id}#001", state.run.id, "kaffee", (ANNA, BEN), state.run.nominal_date)
    said = tuple(Answer(state.run.id, "met", who, value) for who, value in zip((ANNA, BEN), answers, strict=False))
    return PAIRING.plan(state.ritual.options, replace(state, introductions=(one,), answers=said), Random(1))


def test_who_says_that_a_date_is_set_is_not_silent() -> None:
    assert closing().heard == frozenset()
    for word in ("yes", "planned", "no"):
        assert len(closing(word).heard) == 1
    assert closing("planned").outcomes == {}
    spoken = [met(ANNA, BEN, weeks=week, heard=True) for week in (1, 2, 3)]
    letters = opening([colleague(ANNA), colleague(BEN)], past=spoken).letters
    assert [letter for letter in letters if letter.op == "post" and len(letter.people) == 1] == []


def test_who_met_because_one_of_them_asked_for_it_is_not_summed_up_in_the_channel() -> None:
    assert [letter for letter in closing("yes").letters if letter.channel]
    assert [letter for letter in closing("yes", slot="meet-abc").letters if letter.channel] == []


def test_a_preview_gives_no_names_of_those_who_are_left_without_a_group() -> None:
    state = a_state(a_ritual(PAIRING, PairingOptions()), [colleague(one) for one in (ANNA, BEN)])
    state = replace(state, avoided=frozenset({frozenset({ANNA, BEN})}))
    lines = PAIRING.outline(state.ritual.options, state, Random(1))
    assert ANNA not in str(lines)
    assert BEN not in str(lines)
    assert [line.params for line in lines if line.key == "pairing.outline.alone"] == [{"n": 2}]
