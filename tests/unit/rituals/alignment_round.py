"""A company in which an alignment round is played step by step, as the house does, on plain values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Any

from bot.blocks import payload
from bot.model import Answer, ChannelId, Fact, Figure, Form, Goal, Letter, Person, PersonId, Plan, State
from bot.rituals.alignment import ALIGNMENT, AlignmentOptions
from bot.rituals.base import CLOSE, OPEN
from tests.unit.cast import MONDAY, a_ritual, a_state, catalogues, colleague, company

BOSS, OUTSIDER = colleague("boss", slack_id="U0BOSS0000"), colleague("outsider", slack_id="U0OUTSIDE0")
GOAL = {"de": "Wir liefern bis abends aus.", "en": "We deliver by the evening."}
QUICK, CHEAP, KIND = "Schneller als die anderen", "Billiger als die anderen", "Freundlicher sein"


def options_of(**changes: Any) -> AlignmentOptions:
    """Return the options of a round about the one goal, with a facilitator from outside."""
    known: dict[str, Any] = {"goal": "delivery", "facilitator": OUTSIDER.slack_id}
    return AlignmentOptions.model_validate({**known, **changes})


@dataclass
class Firm:
    """Some colleagues, and what the house knows of their round."""

    members: tuple[Person, ...] = field(default_factory=lambda: company(12))
    options: AlignmentOptions = field(default_factory=options_of)
    goal: Goal = field(default_factory=lambda: Goal(id="delivery", text=GOAL))
    opened: datetime = MONDAY
    figures: list[Figure] = field(default_factory=list)
    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)
    answers: dict[tuple[str, PersonId], str] = field(default_factory=dict)
    letters: set[str] = field(default_factory=set)
    sent: list[Letter] = field(default_factory=list)
    due: list[tuple[datetime, str]] = field(default_factory=list)
    gone: frozenset[PersonId] = frozenset()
    """Who left the company."""
    channel: bool = True
    changes: dict[str, Any] = field(default_factory=dict)
    """Of the ritual."""

    def state(self, step: str, now: datetime | None = None, *, press_of: PersonId | None = None) -> State:
        """Return what a step sees, or a press; in an anonymous round nobody's id stands beside an answer."""
        ritual = replace(a_ritual(ALIGNMENT, self.options, close_after=10), **self.changes)
        everybody = (*self.members, BOSS, OUTSIDER)
        people = {one.id: replace(one, is_deactivated=one.id in self.gone) for one in everybody}
        by_slack = {one.slack_id: one.id for one in people.values()}
        survey = self.options.survey
        shown = {one: PersonId(f"p{number:032x}") for number, one in enumerate(people)}
        is_own = press_of is not None and step not in ALIGNMENT.whole
        answers = tuple(
            Answer(self.run, question, who if question in survey.named or who == press_of else shown[who], value)
            for (question, who), value in self.answers.items()
            if not is_own or who == press_of
        )
        members = tuple(one for one in self.members if not is_own or one.id == press_of)
        state = a_state(
            ritual,
            members,
            step="answer" if press_of else step,
            opened=self.opened,
            people=people,
            answers=answers,
            letters=frozenset() if is_own else frozenset(self.letters),
            facts=tuple(self.facts.values()),
            goals=(self.goal,),
            named={one: by_slack[one] for one in survey.people if one in by_slack},
            figures=tuple(self.figures),
            departments={} if press_of else {shown[one.id]: one.department for one in self.members if one.department},
        )
        return replace(state, now=now or self.opened, channel=ChannelId(state.channel if self.channel else ""))

    @property
    def run(self) -> str:
        """Return the id of the open run."""
        return f"kaffee@{self.opened.date()}"

    def step(self, step: str, now: datetime | None = None) -> Plan:
        """Carry out a step; all letters arrive."""
        state = self.state(step, now)
        plan = ALIGNMENT.plan(self.options, state, Random("seed"))
        self._keep(plan)
        self.due += [(one.due_at, one.step) for one in plan.follow_ups]
        return plan

    def until(self, last: str) -> Plan:
        """Carry out what falls due, up to and with a step."""
        while True:
            self.due.sort()
            now, step = self.due.pop(0)
            plan = self.step(step, now)
            if step == last:
                return plan

    def say(self, who: PersonId, question: str, value: Any) -> Plan:
        """Let somebody press a button or send a page."""
        raw = value if isinstance(value, str) else json.dumps(value)
        state = self.state(question, press_of=who)
        plan = ALIGNMENT.answer(self.options, state, Answer(self.run, question, who, raw))
        if not plan.errors:
            self._keep(plan)
            self.due += [(one.due_at, one.step) for one in plan.follow_ups]
        return plan

    def write(self, texts: Sequence[str], line: str = "") -> None:
        """Let members say what the goal is."""
        for one, text in zip(self.members, texts, strict=False):
            assert self.say(one.id, "words", {"text": text, "line": line}).reply

    def sort(self, *readings: str) -> Plan:
        """Let the facilitator sort and release."""
        named = dict(zip("bcde", [*readings, "", "", "", ""], strict=False))
        page = self.say(OUTSIDER.id, "readings", named)
        assert page.form is not None, page.errors
        return self.say(OUTSIDER.id, page.form.question, "")

    def pick(self, wanted: Mapping[str, int]) -> None:
        """Let so many members pick each reading, by its German words; "" is none of them."""
        row = [text for text, count in wanted.items() for _ in range(count)]
        for one, text in zip(self.members, row, strict=False):
            assert self.say(one.id, "pick", {"pick": self.letter(text)}).answers

    def letter(self, text: str) -> str:
        """Return what a reading is called where all see them."""
        readings = next(one.data["readings"] for (name, _), one in self.facts.items() if name == "readings")
        return "abcde"[[one["de"] for one in readings].index(text)] if text else "none"

    def play(
        self, wanted: Mapping[str, int], *, lines: Sequence[str] = (), expected: Mapping[PersonId, int] = {}
    ) -> Plan:
        """Play a whole round and return its close; the next one opens a quarter later."""
        self.step(OPEN)
        self.write([f"Text {number % 6}" for number in range(len(self.members))])
        for one, line in zip(self.members, lines, strict=False):
            self.say(one.id, "words", {"text": f"Mein Text {one.id}", "line": line})
        self.until("group")
        self.sort(QUICK, CHEAP, KIND)
        self.until("pick")
        for lead, share in expected.items():
            self.say(lead, "predict", {"share": str(share)})
        self.pick(wanted)
        return self.close()

    def close(self) -> Plan:
        """Close the round, and turn to the next one."""
        plan = self.until(CLOSE)
        self.figures += plan.figures
        self.answers, self.letters, self.due = {}, set(), []
        return plan

    def _keep(self, plan: Plan) -> None:
        self.facts.update({(one.name, one.subject): one for one in plan.facts})
        self.facts = {key: one for key, one in self.facts.items() if one.data}
        self.answers.update({(one.question, one.person): one.value for one in plan.answers})
        self.letters |= {one.key for one in plan.letters}
        self.sent += plan.letters


def said(letters: Sequence[Letter], language: Any = "de") -> str:
    """Return all that some letters say."""
    return "\n".join(str(payload(one.message, catalogues()[language].say)) for one in letters if one.message)


def channel_of(plan: Plan) -> list[Letter]:
    """Return what a plan says to the channel."""
    return [one for one in plan.letters if one.channel]


def words_of(plan: Plan) -> str:
    """Return the key of a reply."""
    assert plan.reply is not None
    return plan.reply.key


def fields_of(form: Form | None) -> Iterator[str]:
    """Yield the names of a form's fields."""
    assert form is not None
    return (one.name for one in form.fields)
