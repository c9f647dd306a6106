"""A whole round of a ritual, played on plain values with invented people: no database and no Slack.

It is played once with nobody answering and once for each way to answer; the pages of forms that come of it are filled
in with their own examples, and once more with each of their options, so that what is asked under a condition comes too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from random import Random
from typing import Any

from bot.model import (
    Answer,
    ChannelId,
    Choice,
    FollowUp,
    FormField,
    Goal,
    Input,
    Number,
    Person,
    PersonId,
    Pick,
    Plan,
    Ritual,
    Run,
    State,
    Words,
)
from bot.rituals.base import DEPART, OPEN, Kind
from bot.schedule import closing_time, next_occurrence
from bot.service.state import ANSWER

NAMES = ("Anna", "Ben", "Cem", "Dana", "Emil", "Fatima", "Georg", "Hanna", "Ivan", "Jule")
"""Enough for pairs, and for figures that are given only from five groups on."""
SITES = ("Hamburg", "Leeds", "Hamburg", "Augsburg", "Leeds", "Hamburg", "Leeds", "Augsburg", "Hamburg", "Leeds")
DEPARTMENTS = (
    "Software",
    "Service",
    "Service",
    "Labor",
    "Software",
    "Design",
    "Labor",
    "Software",
    "Design",
    "Software",
)
LEVELS = ("Junior", "Senior", "Senior", "Lead", "Junior", "Junior", "Senior", "Junior", "Lead", "Senior")
"""Of these people in turn, so that whoever is to meet other sites, departments or levels, or the same, does."""
SEED = 7
AROUND = 1
"""How far from the middle of several options people choose, each another one in turn."""
MOST_STEPS = 100
MOST_PAGES = 4
"""Pages of a form that follow each other."""
MOST_WAYS = 12
"""Ways in which a form is filled in to see what it leads to: each option of a scale, and all boxes ticked."""
FAR = 1e6
"""A number beyond any condition, where a field has no end."""
Press = tuple[str, str]
"""A question and what was pressed: the second and third part of `ritual:<question>:<choice>`."""
Say = Callable[[Words], str]
Filled = Callable[[FormField], str | list[str]]


@dataclass(frozen=True)
class Moment:
    """One step of the played round: what the kind saw, what it decided, and what was pressed after which step."""

    step: str
    state: State
    plan: Plan
    pressed: Press | None = None
    page: int = 0
    """Of a press: how many pages of a form were sent before."""
    who: str = ""
    """Of a press: the name of whoever pressed."""


def moments(
    kind: Kind,
    ritual: Ritual,
    now: datetime,
    *,
    say: Say = lambda words: words.key,
    goals: Sequence[Goal],
) -> Iterator[Moment]:
    """Yield each step of a round that nobody answers, one for each choice that its buttons offer, and a departure.

    `say` puts examples into words, where somebody fills in a form; `goals` are those that the file has.
    """
    stage = _Stage(kind, _opening(kind, ritual, now, goals), say)
    offered: list[Press] = []
    for moment in stage.round(press=None):
        offered += [one for one in offers(moment.plan) if one not in offered]
        yield moment
    for choice in offered:
        yield from stage.round(press=choice)
    yield from stage.departures()


@dataclass(frozen=True)
class _Stage:
    """What every round of a ritual is played on."""

    kind: Kind
    opening: State
    say: Say

    def round(self, *, press: Press | None) -> Iterator[Moment]:
        """Play one round from its opening to its last follow-up; all letters arrive, and everybody presses a button."""
        state = self.opening
        due = [FollowUp(OPEN, state.now)]
        for _ in range(MOST_STEPS):
            if not due:
                return
            step = due.pop(0)
            state = replace(state, step=step.step, now=step.due_at)
            rng = Random(f"{SEED}/{step.step}")  # noqa: S311 a seeded choice, no secret
            plan = self.kind.plan(state.ritual.options, state, rng)
            yield Moment(step.step, state, plan)
            due = sorted([*due, *plan.follow_ups], key=lambda one: one.due_at)
            state = _after(state, plan)
            asked = {who for one in plan.letters if press in offers(Plan(letters=(one,))) for who in one.people}
            if press is not None and asked:
                for moment in self._answers(state, press, asked):
                    state = _after(state, moment.plan)
                    yield moment
                yield from self._others(state, press, asked)

    def departures(self) -> Iterator[Moment]:
        """Let somebody drop out who was introduced to the first; whoever is offered something presses each button."""
        opening = next(self.round(press=None))
        state = _after(opening.state, opening.plan)
        first = PersonId(NAMES[0].lower())
        others = [who for one in state.introductions if first in one.people for who in one.people if who != first]
        if not others:
            return
        members = tuple(one for one in state.members if one.id != others[0])
        state = replace(state, step=DEPART, members=members, arrived=state.letters)
        rng, options = Random(f"{SEED}/{DEPART}"), state.ritual.options  # noqa: S311 a seeded choice, no secret
        plan = self.kind.depart(options, state, frozenset(others[:1]), rng)
        yield Moment(DEPART, state, plan)
        asked = next((letter.people[0] for letter in plan.letters if letter.people), None)
        state = replace(_after(state, plan), arrived=state.letters)
        for question, value in offers(plan) if asked is not None else ():
            answered = self.kind.answer(options, state, Answer(state.run.id, question, PersonId(str(asked)), value))
            yield Moment(DEPART, state, answered, pressed=(question, value), who=str(asked).capitalize())

    def _answers(self, state: State, press: Press, asked: Collection[PersonId]) -> Iterator[Moment]:
        """Let everybody press who was asked."""
        for number, someone in enumerate(one for one in state.people.values() if one.id in asked):
            yield from self._pages(state, press, someone, partial(_example, run=state.run, say=self.say, by=number))

    def _others(self, state: State, press: Press, asked: Collection[PersonId]) -> Iterator[Moment]:
        """Yield the pages that the first person would see who answered differently; nothing is kept of that."""
        someone = next(one for one in state.people.values() if one.id in asked)
        for way in range(MOST_WAYS):
            filled = partial(_otherwise, way=way, run=state.run, say=self.say)
            for moment in self._pages(state, press, someone, filled):
                if moment.page == 0 and moment.plan.form is None:
                    return
                if moment.plan.form is not None:
                    yield replace(moment, plan=Plan(form=moment.plan.form))

    def _pages(self, state: State, press: Press, someone: Person, filled: Filled) -> Iterator[Moment]:
        """Let one person press, and send each page that opens; they see only what concerns them, as in a real run."""
        seen = _seen(state, someone, is_whole=press[0] in self.kind.whole)
        given = Answer(state.run.id, press[0], someone.id, press[1])
        for page in range(MOST_PAGES):
            seen = self.kind.pressed(state.ritual.options, seen, given)
            plan = self.kind.answer(state.ritual.options, seen, given)
            yield Moment(state.step, seen, plan, pressed=press, page=page, who=someone.id.capitalize())
            if plan.form is None or plan.form.label is not None:
                return
            seen = _after(seen, plan)
            fields = {one.name: filled(one) for one in plan.form.fields}
            given = replace(given, question=plan.form.question, value=json.dumps(fields) if fields else "")


def _seen(state: State, someone: Person, *, is_whole: bool) -> State:
    """Return what is read for a press: what concerns that person, of some questions everything."""
    if is_whole:
        return replace(state, step=ANSWER)
    own = tuple(one for one in state.introductions if someone.id in one.people)
    return replace(state, step=ANSWER, members=(someone,), introductions=own, people={someone.id: someone}, answers=())


def _otherwise(one: FormField, *, way: int, run: Run, say: Say) -> str | list[str]:
    """Return another answer: of several options one after the other, and all of them; of a number its ends."""
    if isinstance(one, Choice):
        values = [value for value, _ in one.options]
        if one.is_multiple:
            return values[way : way + 1] or values
        return values[min(way, len(values) - 1)]
    if isinstance(one, Number):
        least = 0.0 if one.least is None else one.least
        return f"{least if way % 2 == 0 else one.most if one.most is not None else least + FAR:g}"
    return _example(one, run=run, say=say, by=0)


def _example(one: FormField, *, run: Run, say: Say, by: int) -> str | list[str]:
    """Return what somebody might give: what stands there, else the example, about the middle of a scale, a number."""
    if isinstance(one, Input):
        return one.initial or say(one.example)
    if isinstance(one, Choice):
        values = [value for value, _ in one.options]
        around = (by + AROUND) % (2 * AROUND + 1) - AROUND if len(values) > 2 * AROUND else 0
        chosen = list(one.initial) or values[len(values) // 2 + around :][:1]
        return chosen if one.is_multiple else "".join(chosen[:1])
    if isinstance(one, Number):
        return one.initial or f"{one.least or one.most or 1:g}"
    if isinstance(one, Pick):
        return one.initial or f"U{NAMES[(by + 1) % len(NAMES)].upper()}"
    return one.initial if one.is_optional or one.initial else run.nominal_date.isoformat()


def _opening(kind: Kind, ritual: Ritual, now: datetime, goals: Sequence[Goal]) -> State:
    coming = next_occurrence(ritual.rule, now)
    opens = coming.at if coming else now
    people = list(_cast(ritual))
    run = Run(
        id=f"{ritual.id}@{coming.nominal_date if coming else now.date()}",
        ritual=ritual.id,
        nominal_date=coming.nominal_date if coming else now.date(),
        slot="",
        state="open",
        seed=SEED,
        opened_at=opens,
        closes_at=closing_time(opens, ritual.close_after, ritual.rule.timezone, ritual.rule),
        definition={},
    )
    channel = ChannelId(ritual.channel)
    known = {one.id: one for one in people}
    state = State(
        ritual, run, step=OPEN, now=opens, channel=channel, members=tuple(people), people=known, level="colleagues"
    )
    survey = kind.survey(ritual.options)
    named = tuple(one for one in goals if survey is not None and one.id in survey.goals)
    return kind.example(ritual.options, replace(state, goals=named))


def _cast(ritual: Ritual) -> Iterator[Person]:
    """Yield the invented people, all of them in the ritual's time zone and language."""
    zone, language = ritual.rule.timezone, ritual.language
    for name, site, department, level in zip(NAMES, SITES, DEPARTMENTS, LEVELS, strict=True):
        someone = Person(PersonId(name.lower()), f"U{name.upper()}", timezone=zone, language=language)
        yield replace(someone, site=site, department=department, level=level)


def _after(state: State, plan: Plan) -> State:
    """Return what the next step sees when all of a plan was carried out."""
    newer = {(one.question, one.person) for one in plan.answers}
    known = {(one.name, one.subject): one for one in (*state.facts, *plan.facts)}
    staying = (one for one in state.introductions if one.id not in plan.dissolves)
    introductions = (*staying, *plan.introductions)
    return replace(
        state,
        introductions=tuple(replace(one, met=plan.outcomes.get(one.id, one.met)) for one in introductions),
        answers=(*(one for one in state.answers if (one.question, one.person) not in newer), *plan.answers),
        letters=state.letters | {letter.key for letter in plan.letters},
        facts=tuple(known.values()),
    )


def offers(plan: Plan) -> dict[Press, Any]:
    """Return what the buttons of a plan offer, in their order, each with its element."""
    found: dict[Press, Any] = {}
    for letter in plan.letters:
        for element in _elements(letter.message.blocks) if letter.message else ():
            part = element["action_id"].split(":")
            if len(part) == 3 and part[0] == "ritual":
                found.setdefault((part[1], part[2]), element)
    return found


def _elements(tree: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(tree, Mapping):
        if isinstance(tree.get("action_id"), str):
            yield tree
        for value in tree.values():
            yield from _elements(value)
    elif isinstance(tree, list | tuple):
        for value in tree:
            yield from _elements(value)
