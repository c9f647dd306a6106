"""Who is matched with whom in a round: what people, managers and the past have to say about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random
from typing import Any

import pytest

from bot.model import Introduction, Person, PersonId, Plan, State, Wishes, past_of
from bot.rituals.pairing import PAIRING, PairingOptions
from bot.rituals.pairing.questions import QUESTIONS
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
    assert [line.key for line in lines[-2:]] == ["pairing.judged.repeats", "pairing.judged.optimal"]
