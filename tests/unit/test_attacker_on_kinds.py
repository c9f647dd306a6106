"""The attacker against what the kinds themselves plan at the close: figures, rows without names, every letter."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from bot.errors import KindError
from bot.model import Answer, Figure, Goal, Person, PersonId, Plan, State
from bot.rituals.alignment.memory import released, sorting
from bot.rituals.alignment.picking import PICK
from bot.rituals.alignment.words import WORDS, Said
from bot.rituals.base import CLOSE, OPEN, Kind
from bot.rituals.checkin.page import FILL
from bot.rituals.pulse.letters import PULSE
from bot.rituals.questions import packed
from bot.rituals.registry import kinds

from .attacker import World, recovered
from .cast import MONDAY, a_ritual, a_state, colleague
from .test_attacker import CHOICE, History, Round

GOAL = Goal("goal", {"de": "Kunden haben ihre Lieferung am nächsten Tag.", "en": "Customers have it the next day."})
PICKS = dict(zip("1234", ("a", "b", "c", "none"), strict=True))
BOTH = {"de": "Frage", "en": "Question"}
TICKS = {"id": "ticks", "type": "multiple", "ask": BOTH, "options": [{"id": one, "text": BOTH} for one in "1234"]}
PULSES: dict[str, dict[str, Any]] = {
    "questions": {"questions": ({"id": "sure", "type": "scale", "scale": "agreement-1-5", "ask": BOTH}, TICKS)},
    "mirror": {
        "questions": ({"id": "words", "type": "text", "ask": BOTH},),
        "mirror": {"team": ["A"], "customers": ["B"]},
    },
}
CHECKIN: dict[str, Any] = {
    "visibility": "group",
    "questions": (
        {"id": "sure", "type": "scale", "scale": "agreement-1-5", "ask": BOTH},
        {**TICKS, "id": "after", "type": "single", "if": {"question": "sure", "is": "1"}},
        TICKS,
    ),
}
Closed = Callable[[Round, World, tuple[Figure, ...]], Plan]


def test_a_pulse_gives_nobody_away() -> None:
    assert sum(len(certain(pulse(PULSES["questions"]), seed=f"pulse/{n}", asks=ASKS)) for n in range(70)) == 0


def test_a_mirror_gives_nobody_away() -> None:
    found = [certain(pulse(PULSES["mirror"]), seed=f"mirror/{n}", largest=36, asks=CHOICE) for n in range(100)]
    assert sum(map(len, found)) == 0


@pytest.mark.parametrize(("histories", "largest"), [(120, 16), (20, 36)])
def test_an_alignment_round_gives_nobody_away(histories: int, largest: int) -> None:
    found = [certain(alignment, seed=f"aligned/{n}", largest=largest, asks=CHOICE) for n in range(histories)]
    assert sum(map(len, found)) == 0


def test_a_check_in_without_names_gives_nobody_away() -> None:
    assert sum(len(certain(checkin, seed=f"checkin/{n}", largest=12)) for n in range(40)) == 0


@pytest.mark.parametrize("history", [315, 465, 785, 826, 851])
def test_nor_does_what_was_asked_only_after_an_answer(history: int) -> None:
    """These are histories in which how many were asked would tell what somebody had answered before."""
    drawn: dict[str, Any] = {"smallest": 9, "largest": 13, "asks": frozenset({"choice", "follow-up"})}
    assert certain(checkin, seed=f"checkin/{history}", **drawn) == []


ASKS = frozenset({"choice", "ticks"})


def certain(closed: Closed, *, seed: str, **drawn: Any) -> list[Any]:
    """Return what the attacker is certain of over a history in which each round knows what was told before."""
    found: list[Any] = []
    told: tuple[Figure, ...] = ()
    for round_ in History(Random(seed), **drawn).rounds():
        before = told

        def publish(world: World, round_: Round = round_, before: tuple[Figure, ...] = before) -> Hashable:
            return seen(closed(round_, world, before))

        found += recovered(round_.truth, round_.known, round_.possible, publish, round_.groups)
        told = (*before, *closed(round_, round_.truth, before).figures)
    return found


def seen(plan: Plan) -> Hashable:
    """Give all that is left of a plan; words that are equal read the same, in any language."""
    letters = [(one.key, one.channel, one.people, repr(one.message)) for one in plan.letters]
    assert plan.closes
    return repr((sorted(map(repr, plan.figures)), sorted(plan.released), letters, plan.asks_decision, plan.needs))


def pulse(options: dict[str, Any]) -> Closed:
    kind = kinds()["pulse"]
    valid = kind.options.model_validate(options, strict=False)
    return lambda round_, world, told: _closed(kind, valid, round_, told, _pages(round_, world, "mirror" in options))


def checkin(round_: Round, world: World, told: tuple[Figure, ...]) -> Plan:
    kind = kinds()["checkin"]
    valid = kind.options.model_validate(CHECKIN, strict=False)
    round_ = replace(round_, asked=max(round_.asked, valid.fewest))  # type: ignore[attr-defined]
    given = []
    for person, (sure, after, ticks) in world.items():
        ticked = ticks if isinstance(ticks, frozenset) else ()
        values = {"sure": str(sure), "ticks": ",".join(sorted(map(str, ticked)))}
        values |= {"after": str(after)} if after is not None else {}
        given.append(Answer("", FILL, PersonId(f"x-{person}"), packed({k: v for k, v in values.items() if v})))
    return _closed(kind, valid, round_, told, given)


def alignment(round_: Round, world: World, told: tuple[Figure, ...]) -> Plan:
    kind = kinds()["alignment"]
    options = kind.options.model_validate({"goal": "goal", "facilitator": "U0FACILI", "compare_departments": True})
    given: list[Answer] = []
    for number, (person, answers) in enumerate(world.items()):
        said = Said(f"text {number}", "yes" if number % 2 else "no")
        given.append(Answer("", WORDS, PersonId(f"x-{person}"), said.value))
        given.append(Answer("", PICK, PersonId(f"x-{person}"), PICKS[str(answers[0])]))
    return _closed(kind, options, round_, told, given)


def _pages(round_: Round, world: World, is_mirror: bool) -> list[Answer]:
    pages = []
    for person, answers in world.items():
        ticked = answers[2] if isinstance(answers[2], frozenset) else ()
        values = {"sure": str(answers[0]), "ticks": ",".join(sorted(map(str, ticked)))}
        if is_mirror:
            side = {"A": "team", "B": "customers", "": ""}[round_.departments[person]]
            values = {f"{side}-supply": str(answers[0])} if side else {}
        pages.append(Answer("", PULSE, PersonId(f"x-{person}"), packed(values)))
    return pages


def _closed(kind: Kind, options: Any, round_: Round, told: tuple[Figure, ...], given: Sequence[Answer]) -> Plan:
    opened = _opened(kind, options, round_)
    answers = tuple(replace(one, run=opened.run.id) for one in sorted(given, key=lambda one: one.person))
    departments = {PersonId(f"x-{one}"): place for one, place in round_.departments.items()}
    state = replace(opened, step=CLOSE, answers=answers, figures=told, departments=departments)
    assert state.run.closes_at is not None
    return kind.plan(options, replace(state, now=state.run.closes_at), Random("close"))


def _opened(kind: Kind, options: Any, round_: Round) -> State:
    """Give the state of a round in which all who answered were asked; of too few nobody is."""
    names = sorted({*round_.truth, *(f"q{n:02}" for n in range(round_.asked - len(round_.truth)))})
    people = [replace(colleague(name), department=round_.departments.get(name, "")) for name in names]
    faci: Person = replace(colleague("faci"), slack_id="U0FACILI")
    known = {one.id: one for one in (*people, faci)}
    state = a_state(a_ritual(kind, options), people, goals=(GOAL,), named={"U0FACILI": faci.id}, people=known)
    plan = Plan()
    with suppress(KindError):
        plan = kind.plan(options, replace(state, step=OPEN, now=MONDAY), Random("open"))
    facts = (*plan.facts, sorting(state), released(state, GOAL.text, ("Anderes", "Drittes")))
    return replace(state, letters=frozenset(one.key for one in plan.letters), facts=facts)
