"""A company that is asked for its pulse: people with departments who answer, and rounds that follow each other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.blocks import payload
from bot.model import Answer, Figure, Language, Letter, Person, PersonId, Plan, State
from bot.rituals.base import CLOSE, OPEN
from bot.rituals.pulse import PULSE, PulseOptions
from bot.rituals.pulse.letters import REMIND
from tests.unit.cast import MONDAY, a_ritual, a_state, catalogues, company

MIRROR = {"team": ["Produkt", "Design"], "customers": "Vertrieb"}


def options(**said: Any) -> PulseOptions:
    """Return options as somebody writes them in the file."""
    return PulseOptions.model_validate_json(json.dumps(said))


def in_departments(*parts: tuple[int, str]) -> tuple[Person, ...]:
    """Return so many colleagues of each department."""
    names = [name for size, name in parts for _ in range(size)]
    return tuple(replace(one, department=name) for one, name in zip(company(len(names)), names, strict=True))


@dataclass
class Town:
    """A ritual and its rounds, as the house plays them: answers go with the close, figures stay."""

    members: tuple[Person, ...]
    options: PulseOptions = field(default_factory=PulseOptions)
    language: Language = "de"
    channel: str = "kaffeerunde"
    opened: datetime = MONDAY
    answers: dict[PersonId, Answer] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)

    def state(self, step: str, **changes: Any) -> State:
        """Return what a step sees; whoever answered has a made-up id."""
        ritual = replace(a_ritual(PULSE, self.options, language=self.language, close_after=5), channel=self.channel)
        state = a_state(ritual, self.members, step=step, opened=self.opened)
        nameless = [replace(one, person=PersonId(f"x{at}")) for at, one in enumerate(self.answers.values())]
        known = {
            "answers": tuple(nameless),
            "answered": frozenset(self.answers),
            "letters": frozenset(self.letters),
            "figures": tuple(self.figures),
        }
        return replace(state, **{**known, **changes})

    def step(self, step: str) -> Plan:
        """Carry out a step; all letters arrive."""
        state = self.state(step)
        plan = PULSE.plan(self.options, state, Random(f"{state.run.id}/{step}"))
        self.letters |= {one.key: one for one in plan.letters}
        return plan

    def press(self, who: PersonId, value: str, *, question: str = "pulse") -> Plan:
        """Let somebody press a button or send the page; they see only themselves."""
        someone = tuple(one for one in self.members if one.id == who)
        mine = (self.answers[who],) if who in self.answers else ()
        state = self.state("answer", members=someone, answers=mine, letters=frozenset())
        plan = PULSE.answer(self.options, state, Answer(state.run.id, question, who, value))
        for one in plan.answers:
            self.answers[one.person] = one
        return plan

    def say(self, who: PersonId, **said: Any) -> Plan:
        """Let somebody send the page; dashes of ids are written as underscores."""
        form = self.press(who, "fill").form
        assert form is not None
        filled = {name.replace("_", "-"): value for name, value in said.items()}
        return self.press(who, json.dumps({**{one.name: "" for one in form.fields}, **filled}))

    def round(self, pages: Iterable[Mapping[str, Any]]) -> Plan:
        """Open a round in which the first so many answer, close it, and go on to the next month."""
        self.step(OPEN)
        for someone, page in zip(self.members, pages, strict=False):
            plan = self.say(someone.id, **page)
            assert not plan.errors, plan.errors
        self.step(REMIND)
        return self.close()

    def close(self) -> Plan:
        """Close the round."""
        plan = self.step(CLOSE)
        self.figures += plan.figures
        self.answers, self.letters, self.opened = {}, {}, self.opened + timedelta(weeks=4)
        return plan


def parts(plan: Plan) -> tuple[Figure, ...]:
    """Return what is told of single questions, in the order of their rows."""
    return tuple(one for one in plan.figures if one.name)


def payloads(plan: Plan, language: Language = "de") -> list[dict[str, Any]]:
    """Return what Slack gets of a plan."""
    return [payload(one.message, catalogues()[language].say) for one in plan.letters if one.message]


def said(plan: Plan, language: Language = "de") -> str:
    """Return all that a plan says."""
    return json.dumps(payloads(plan, language), ensure_ascii=False)


def of_channel(plan: Plan, language: Language = "de") -> list[str]:
    """Return what the channel reads, message by message."""
    posts = [one for one in plan.letters if one.channel and one.message]
    return [json.dumps(payloads(Plan(letters=(one,)), language), ensure_ascii=False) for one in posts]
