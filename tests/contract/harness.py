"""Play a whole run of any kind, as the house would, without a database: what each step saw and decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.errors import KindError
from bot.model import Answer, Introduction, Letter, Person, Plan, State
from bot.rituals.base import DEPART, OPEN, Kind
from bot.schedule import closing_time
from tests.unit.cast import MONDAY, a_ritual, a_state, company

CANDIDATES: tuple[Any, ...] = (
    "Hallo",
    "U012AB3CD",
    {"de": "Hallo", "en": "Hello"},
    True,
    2,
    "2 days",
    ("Hallo",),
    [],
    {},
)
Answers = Callable[[State], tuple[Answer, ...]]


@dataclass(frozen=True)
class Played:
    """One step: what the kind saw and what it decided."""

    state: State
    plan: Plan


def least_options(kind: Kind) -> Any:
    """Return the kind's options with only what must be said."""
    required = [name for name, field in kind.options.model_fields.items() if field.is_required()]
    return kind.options.model_validate({name: _possible(kind.options, name) for name in required})


def opened(kind: Kind, size: int, *, options: Any = None, seed: int = 7, **known: Any) -> Played:
    """Open a run with so many people."""
    return next(play(kind, size, options=options, seed=seed, **known))


def play(
    kind: Kind, size: int, *, options: Any = None, seed: int = 7, answers: Answers = lambda state: (), **known: Any
) -> Iterator[Played]:
    """Yield each step of a run from its opening to its last follow-up; all letters arrive.

    `answers(state)` says what people pressed before a step.
    """
    ritual = a_ritual(kind, options if options is not None else least_options(kind), close_after=_open_for(kind))
    state = kind.example(ritual.options, a_state(ritual, company(size), **known))
    due = [(MONDAY, OPEN)]
    while due:
        now, step = due.pop(0)
        state = replace(state, step=step, now=now)
        state = replace(state, answers=answers(state))
        plan = _planned(kind, state, seed=seed)
        yield Played(state, plan)
        due = sorted([*due, *((one.due_at, one.step) for one in plan.follow_ups)])
        state = _after(state, plan)
        if plan.closes:
            assert not due, f"{kind.name} closes before its last follow-up"


def parted(kind: Kind, size: int, gone: int, *, delivered: bool = True, seed: int = 7) -> Played:
    """Open a run, and let the first so many of those who stand in an introduction drop out an hour later."""
    first = opened(kind, size, seed=seed)
    state = _after(first.state, first.plan)
    involved = sorted({person for one in state.introductions for person in one.people})
    leaving = frozenset(involved[:gone])
    state = replace(
        state,
        step=DEPART,
        now=MONDAY + timedelta(hours=1),
        members=tuple(one for one in state.members if one.id not in leaving),
        arrived=state.letters if delivered else frozenset(),
    )
    return Played(state, kind.depart(state.ritual.options, state, leaving, Random(f"{seed}/{DEPART}")))


def after(played: Played) -> State:
    """Return what is so when a plan was carried out and its letters have arrived."""
    state = _after(played.state, played.plan)
    return replace(state, arrived=state.letters)


def _open_for(kind: Kind) -> Any:
    if kind.close_after is None:
        return None
    number, unit = kind.close_after.split()
    assert unit.startswith("workday"), "teach the harness this duration"
    assert closing_time(MONDAY, int(number), "Europe/Berlin")
    return int(number)


def _planned(kind: Kind, state: State, *, seed: int) -> Plan:
    """Plan a step; where a kind tells its owners why nothing opens, nobody is asked: as if the run had closed."""
    try:
        return kind.plan(state.ritual.options, state, Random(f"{seed}/{state.step}"))
    except KindError as error:
        if state.step != OPEN or not error.key:
            raise
        return Plan(closes=True)


def _after(state: State, plan: Plan) -> State:
    staying = tuple(one for one in state.introductions if one.id not in plan.dissolves)
    introductions: tuple[Introduction, ...] = staying + plan.introductions
    known = {(one.name, one.subject): one for one in (*state.facts, *plan.facts)}
    outcomes: Mapping[str, bool] = plan.outcomes
    return replace(
        state,
        introductions=tuple(replace(one, met=outcomes.get(one.id, one.met)) for one in introductions),
        letters=state.letters | {letter.key for letter in plan.letters},
        facts=tuple(one for one in known.values() if one.data),
    )


def _possible(options: type[BaseModel], name: str) -> Any:
    for candidate in CANDIDATES:
        try:
            options.model_validate({name: candidate})
        except ValidationError as error:
            if any(one["loc"][:1] == (name,) for one in error.errors()):
                continue
        return candidate
    raise AssertionError(f"the option {name} must be given and takes none of the harness's values: extend CANDIDATES")


def letters_of(steps: list[Played]) -> list[tuple[State, Letter]]:
    """Return all letters of a run, each with what its step saw."""
    return [(played.state, letter) for played in steps for letter in played.plan.letters]


def everybody(state: State) -> set[str]:
    """Return whom a step may write to: members, and those whom the run introduced."""
    return {one.id for one in state.members} | {person for one in state.introductions for person in one.people}


def slack_ids(people: Mapping[Any, Person]) -> dict[str, str]:
    """Return the Slack id of each person."""
    return {str(one.id): one.slack_id for one in people.values()}
