"""Every message a ritual can send, before it sends one: its own kind plans a whole round with invented people.

No database and no Slack: the round is played on plain values, once with nobody answering and once for each way to
answer. What differs only by chance or by whom it is for is shown once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Any

from bot.blocks import BLOCKS_PER_MESSAGE, Leaf, Plot, context, payload, render, section
from bot.i18n import Catalogues
from bot.model import (
    Answer,
    ChannelId,
    Choice,
    FollowUp,
    Form,
    FormField,
    Input,
    Language,
    Letter,
    Message,
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
from bot.service.bundle import payload_of
from bot.service.moments import is_unsolicited, part_for
from bot.service.state import ANSWER
from bot.text import spell_out

NAMES = ("Anna", "Ben", "Cem", "Dana", "Emil", "Fatima", "Georg", "Hanna", "Ivan", "Jule")
"""Enough for pairs, and for figures that are given only from five groups on."""
SEED = 7
AROUND = 1
"""How far from the middle of several options people choose, each another one in turn."""
MOST_STEPS = 100
MOST_PAGES = 4
"""Pages of a form that follow each other."""
Press = tuple[str, str]
"""A question and what was pressed: the second and third part of `ritual:<question>:<choice>`."""


@dataclass(frozen=True)
class Shown:
    """One message as it would be sent, with names where Slack shows mentions."""

    step: str
    """The kind's step; for the private reply to a press, `question:choice`."""
    to: str
    """To whom, in words."""
    payload: dict[str, Any]


@dataclass(frozen=True)
class Moment:
    """One step of the played round: what the kind saw, what it decided, and what was pressed after which step."""

    step: str
    state: State
    plan: Plan
    pressed: Press | None = None


@dataclass(frozen=True)
class Voice:
    """What the messages of one ritual are said with."""

    ritual: Ritual
    catalogues: Catalogues
    language: Language

    def say(self, words: Words) -> str:
        """Return a sentence about a message, for a terminal or a line of small print."""
        return self.catalogues[self.language].say(words, plain=True)

    def letter(self, letter: Letter) -> dict[str, Any]:
        """Return what Slack would get of a letter, with the footer that the house adds to what nobody asked for."""
        assert letter.message is not None
        say = self.catalogues[letter.language or self.language].say
        if not is_unsolicited(letter):
            return self.named(payload(letter.message, say))
        whole = payload_of([part_for(letter, self.ritual, say)], say)
        return self.named({key: whole[key] for key in ("text", "blocks") if key in whole})

    def named(self, rendered: dict[str, Any]) -> dict[str, Any]:
        """Return a message with names in the place of mentions."""
        named: dict[str, Any] = spell_out(rendered, {name.lower(): name for name in NAMES})
        return named


def preview(
    ritual: Ritual, *, kinds: Mapping[str, Kind], catalogues: Catalogues, language: Language, now: datetime
) -> tuple[Shown, ...]:
    """Return every message of a whole round in one language, in the order in which they come."""
    voice = Voice(replace(ritual, language=language), catalogues, language)
    places: dict[str, int] = {}
    found: dict[tuple[int, int, Any], Shown] = {}
    for moment in moments(kinds[ritual.kind], voice.ritual, now, say=voice.say):
        place = places.setdefault(moment.step, len(places))
        for group in _alike(moment.plan.letters):
            found.setdefault((place, 0, _shape_of(group[0])), _shown(group, moment.step, voice))
        if moment.pressed is not None and moment.plan.reply is not None:
            found.setdefault((place, 1, moment.pressed), _reply(moment.pressed, moment.plan.reply, voice))
    return tuple(found[key] for key in sorted(found, key=lambda key: key[:2]))


def marked(shown: Shown, ritual: Ritual, *, catalogues: Catalogues, language: Language) -> dict[str, Any]:
    """Return a shown message such that nobody takes it for the real one: with a line in front that says so."""
    say = catalogues[language].say
    mark = Words("preview.mark", {"title": Words(own=ritual.title), "to": shown.to})
    blocks = shown.payload.get("blocks") or [
        {"type": "section", "text": {"type": "mrkdwn", "text": shown.payload["text"]}}
    ]
    return {
        "text": f"{say(mark)}: {shown.payload['text']}",
        "blocks": [render(context(mark), say), *blocks][:BLOCKS_PER_MESSAGE],
    }


def moments(
    kind: Kind, ritual: Ritual, now: datetime, *, say: Callable[[Words], str] = lambda words: words.key
) -> Iterator[Moment]:
    """Yield each step of a round that nobody answers, one for each choice that its buttons offer, and a departure.

    `say` puts examples into words, where somebody fills in a form.
    """
    offered: list[Press] = []
    for moment in _round(kind, ritual, now, press=None, say=say):
        offered += [one for one in _choices(moment.plan) if one not in offered]
        yield moment
    for choice in offered:
        yield from _round(kind, ritual, now, press=choice, say=say)
    yield from _departures(kind, ritual, now)


def _round(
    kind: Kind, ritual: Ritual, now: datetime, *, press: Press | None, say: Callable[[Words], str]
) -> Iterator[Moment]:
    """Play one round from its opening to its last follow-up; all letters arrive, and everybody presses one button."""
    state = _opening(kind, ritual, now)
    due = [FollowUp(OPEN, state.now)]
    for _ in range(MOST_STEPS):
        if not due:
            return
        step = due.pop(0)
        state = replace(state, step=step.step, now=step.due_at)
        plan = kind.plan(ritual.options, state, Random(f"{SEED}/{step.step}"))  # noqa: S311 a seeded choice, no secret
        yield Moment(step.step, state, plan)
        due = sorted([*due, *plan.follow_ups], key=lambda one: one.due_at)
        state = _after(state, plan)
        asked = {who for one in plan.letters if press in _choices(Plan(letters=(one,))) for who in one.people}
        if press is not None and asked:
            for moment in _answers(kind, state, press, asked, say):
                state = _after(state, moment.plan)
                yield moment


def _departures(kind: Kind, ritual: Ritual, now: datetime) -> Iterator[Moment]:
    """Let somebody drop out who was introduced to the first; whoever is offered something presses each button."""
    opening = next(_round(kind, ritual, now, press=None, say=lambda words: words.key))
    state = _after(opening.state, opening.plan)
    first = PersonId(NAMES[0].lower())
    others = [who for one in state.introductions if first in one.people for who in one.people if who != first]
    if not others:
        return
    members = tuple(one for one in state.members if one.id != others[0])
    state = replace(state, step=DEPART, members=members, arrived=state.letters)
    plan = kind.depart(ritual.options, state, frozenset(others[:1]), Random(f"{SEED}/{DEPART}"))  # noqa: S311 seeded
    yield Moment(DEPART, state, plan)
    asked = next((letter.people[0] for letter in plan.letters if letter.people), None)
    state = replace(_after(state, plan), arrived=state.letters)
    for question, value in _choices(plan) if asked is not None else ():
        answered = kind.answer(ritual.options, state, Answer(state.run.id, question, PersonId(str(asked)), value))
        yield Moment(DEPART, state, answered, pressed=(question, value))


def _answers(
    kind: Kind, state: State, press: Press, asked: Collection[PersonId], say: Callable[[Words], str]
) -> Iterator[Moment]:
    """Let everybody press who was asked; each sees only what concerns them, as in a real run."""
    for number, someone in enumerate(one for one in state.people.values() if one.id in asked):
        own = tuple(one for one in state.introductions if someone.id in one.people)
        seen = replace(
            state, step=ANSWER, members=(someone,), introductions=own, people={someone.id: someone}, answers=()
        )
        given = Answer(run=state.run.id, question=press[0], person=someone.id, value=press[1])
        for _ in range(MOST_PAGES):
            plan = kind.answer(state.ritual.options, seen, given)
            yield Moment(state.step, seen, plan, pressed=press)
            if plan.form is None or plan.form.label is not None:
                break
            seen = _after(seen, plan)
            given = replace(given, question=plan.form.question, value=_written(plan.form, state.run, say, by=number))


def _written(form: Form, run: Run, say: Callable[[Words], str], *, by: int) -> str:
    """Return a form that is filled in with its own examples, and no box ticked; `by`: as which of several people."""
    return json.dumps({one.name: _example(one, run, say, by=by) for one in form.fields}) if form.fields else ""


def _example(one: FormField, run: Run, say: Callable[[Words], str], *, by: int) -> str | list[str]:
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


def _opening(kind: Kind, ritual: Ritual, now: datetime) -> State:
    coming = next_occurrence(ritual.rule, now)
    opens = coming.at if coming else now
    people = [
        Person(PersonId(name.lower()), f"U{name.upper()}", timezone=ritual.rule.timezone, language=ritual.language)
        for name in NAMES
    ]
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
    return kind.example(ritual.options, state)


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


def _choices(plan: Plan) -> list[Press]:
    """Return what the buttons of a plan offer, in their order."""
    actions = [action for letter in plan.letters if letter.message for action in _action_ids(letter.message.blocks)]
    parts = [action.split(":") for action in dict.fromkeys(actions)]
    return [(part[1], part[2]) for part in parts if len(part) == 3 and part[0] == "ritual"]


def _action_ids(tree: Any) -> Iterator[str]:
    if isinstance(tree, Mapping):
        if isinstance(tree.get("action_id"), str):
            yield tree["action_id"]
        for value in tree.values():
            yield from _action_ids(value)
    elif isinstance(tree, list | tuple):
        for value in tree:
            yield from _action_ids(value)


def _shape(tree: Any) -> Any:
    """Return what makes a message another one: its sentences, without numbers that chance draws and without people."""
    if isinstance(tree, Leaf):
        return _shape(tree.words)
    if isinstance(tree, Plot):
        return tree.kind, _shape(tree.name)
    if isinstance(tree, Words):
        inner = tuple((name, _shape(value)) for name, value in sorted(tree.params.items()) if isinstance(value, Words))
        return ("own" if tree.own is not None else tree.key.rstrip("0123456789"), inner)
    if isinstance(tree, Mapping):
        return tuple((key, _shape(value)) for key, value in sorted(tree.items()) if key not in ("value", "block_id"))
    if isinstance(tree, list | tuple):
        return tuple(_shape(value) for value in tree)
    return tree


def _shape_of(letter: Letter) -> Any:
    assert letter.message is not None
    return letter.op, bool(letter.people), _shape(letter.message.text), _shape(letter.message.blocks)


def _alike(letters: Sequence[Letter]) -> list[list[Letter]]:
    """Return the letters that say something, those that say the same together."""
    groups: dict[Any, list[Letter]] = {}
    for letter in letters:
        if letter.message is not None:
            groups.setdefault(_shape_of(letter), []).append(letter)
    return list(groups.values())


def _shown(group: Sequence[Letter], step: str, voice: Voice) -> Shown:
    letter = group[0]
    assert letter.message is not None
    if letter.people:
        to = voice.say(Words("preview.to.people", {"people": [one.capitalize() for one in letter.people]}))
    else:
        to = voice.say(Words("preview.to.channel", {"channel": voice.ritual.channel}))
    if letter.op == "update":
        to = voice.say(Words("preview.to.change", {"to": to}))
    if letter.people and len(group) > 1:
        to = voice.say(Words("preview.to.likewise", {"to": to}))
    return Shown(step, to, voice.letter(letter))


def _reply(pressed: Press, words: Words, voice: Voice) -> Shown:
    """Return what somebody reads who pressed a button."""
    message = Message(text=words, blocks=(section(words),))
    to = voice.say(Words("preview.to.reply", {"name": NAMES[0]}))
    return Shown(":".join(pressed), to, voice.named(payload(message, voice.catalogues[voice.language].say)))
