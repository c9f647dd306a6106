"""A company that checks in on its goals, round by round, as values: what the house would keep of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.blocks import payload, render
from bot.model import (
    Answer,
    Choice,
    Fact,
    Figure,
    FollowUp,
    Form,
    Goal,
    GoalValue,
    Kept,
    Language,
    Person,
    PersonId,
    Plan,
    State,
    Words,
)
from bot.rituals.base import CLOSE, OPEN
from bot.rituals.checkin import CHECKIN, CheckinOptions
from bot.sandbox.forms import check_view
from bot.slack.views.form import form_modal
from tests.unit.cast import MONDAY, a_ritual, a_state, catalogues, company

WEEKS = timedelta(weeks=2)
GOAL = Goal(
    id="tempo",
    text={"de": "Antworten kommen am selben Tag.", "en": "Answers come on the same day."},
    customer={"de": "der Vertrieb", "en": "sales"},
)


def checkin(**said: Any) -> CheckinOptions:
    """Return options as a manager writes them."""
    return CheckinOptions.model_validate_json(json.dumps(said))


@dataclass
class Town:
    """A company in which the ritual runs every second week."""

    options: CheckinOptions = field(default_factory=CheckinOptions)
    members: tuple[Person, ...] = company(9)
    goals: tuple[Goal, ...] = (GOAL,)
    values: tuple[GoalValue, ...] = ()
    channel: str = "kaffeerunde"
    remind: Any = None
    is_personal: bool = False
    opened: datetime = MONDAY
    now: datetime = MONDAY
    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)
    answers: dict[tuple[str, PersonId], Answer] = field(default_factory=dict)
    kept: dict[tuple[str, str, PersonId], Kept] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    letters: dict[str, Any] = field(default_factory=dict)
    due: dict[str, FollowUp] = field(default_factory=dict)

    def state(self, step: str, *, someone: Person | None = None) -> State:
        """Return what a step sees, or a press of somebody."""
        ritual = replace(a_ritual(CHECKIN, self.options, close_after=3), channel=self.channel, remind=self.remind)
        ritual = replace(ritual, rule=replace(ritual.rule, personal=self.is_personal))
        there = self.members if someone is None else (someone,)
        state = a_state(ritual, there, step=step, opened=self.opened)
        run = state.run.id
        answers = tuple(self.answers.values())
        mine = tuple(one for one in self.goals if one.scope == "personal" and someone and one.person == someone.id)
        kept = sorted(self.kept.values(), key=lambda one: one.on, reverse=True)
        facts = tuple(self.facts.values())
        if someone is not None:
            answers = tuple(one for one in answers if one.person == someone.id)
            kept = [one for one in kept if one.person == someone.id and one.run != run]
            subjects = (someone.id, run, f"{run}/{someone.id}")
            facts = tuple(one for one in facts if one.subject in subjects)
        return replace(
            state,
            now=self.now,
            answers=answers,
            facts=facts,
            letters=frozenset(self.letters) if someone is None else frozenset(),
            goals=(*(one for one in self.goals if one.scope != "personal"), *mine),
            goal_values=self.values,
            figures=tuple(self.figures),
            kept=tuple(kept) if someone is not None else (),
            answered=frozenset(one.person for one in answers),
        )

    def step(self, step: str) -> Plan:
        """Carry out a step when it is due; all letters arrive."""
        self.now = self.due[step].due_at if step in self.due else self.now
        state = self.state(step)
        plan = CHECKIN.plan(self.options, state, Random(f"{state.run.id}/{step}"))
        self._keep(plan)
        return plan

    def press(self, who: str, choice: str, *, question: str = "checkin") -> Plan:
        """Let somebody press a button or send a page."""
        someone = next(one for one in self.members if one.id == who)
        state = self.state("answer", someone=someone)
        plan = CHECKIN.answer(self.options, state, Answer(state.run.id, question, someone.id, choice))
        if not plan.errors:
            self._keep(plan)
        return plan

    def page(self, who: str) -> Form:
        """Let somebody open the page."""
        form = self.press(who, "fill").form
        assert form is not None
        return form

    def send(self, who: str, *, question: str = "form", **said: Any) -> Plan:
        """Let somebody send the page, the fields of which are named with _ in place of -."""
        named = {key if key.startswith("need_") else key.replace("_", "-"): one for key, one in said.items()}
        if question == "form":
            named = {one.name: "" for one in self.page(who).fields} | named
        return self.press(who, json.dumps(named), question=question)

    def open(self) -> Plan:
        """Open a round."""
        self.now = self.opened
        return self.step(OPEN)

    def close(self) -> Plan:
        """Close the round, and go on to the next one."""
        plan = self.step(CLOSE)
        assert plan.closes
        self.answers, self.letters, self.due = {}, {}, {}
        self.opened += WEEKS
        return plan

    def _keep(self, plan: Plan) -> None:
        self.facts.update({(one.name, one.subject): one for one in plan.facts})
        self.facts = {key: one for key, one in self.facts.items() if one.data}
        self.answers.update({(one.question, one.person): one for one in plan.answers})
        self.kept.update({(one.run, one.question, one.person): one for one in plan.kept})
        self.figures += plan.figures
        assert not self.letters.keys() & {one.key for one in plan.letters}
        self.letters.update({one.key: one for one in plan.letters})
        self.due = {one.step: one for one in plan.follow_ups} | self.due


def said(words: Words | None, language: Language = "de") -> str:
    """Return what somebody reads."""
    assert words is not None
    return catalogues()[language].say(words, plain=True)


def shown(form: Form, language: Language = "de") -> str:
    """Return what a page shows, which Slack takes."""
    view = render(form_modal(form, "run"), catalogues()[language].say)
    assert check_view(view, home=False) == []
    return json.dumps(view, ensure_ascii=False)


def read_by_all(plan: Plan, language: Language = "de") -> list[str]:
    """Return the messages to the channel."""
    posts = [one.message for one in plan.letters if one.channel and one.message]
    return [json.dumps(payload(one, catalogues()[language].say), ensure_ascii=False) for one in posts]


def read_alone(plan: Plan, who: str, *, op: str = "post") -> list[str]:
    """Return the messages to one person."""
    posts = [one.message for one in plan.letters if one.people == (who,) and one.op == op and one.message]
    return [json.dumps(payload(one, catalogues()["de"].say), ensure_ascii=False) for one in posts]


def options_of(form: Form, name: str) -> Mapping[str, Words]:
    """Return what can be chosen in a field."""
    (field_,) = (one for one in form.fields if one.name == name)
    assert isinstance(field_, Choice)
    return dict(field_.options)
