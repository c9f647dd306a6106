"""The first part: everybody says in their own words what the goal is, before they read it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.model import Answer, Choice, Form, Input, PersonId, Plan, State, Words
from bot.rituals.alignment.letters import placed
from bot.rituals.alignment.memory import Round, done, drawn, in_both
from bot.rituals.alignment.options import AlignmentOptions
from bot.text import clean

WORDS = "words"
"""The question what the goal is; its answer is a Said."""
TEXT, LINE = "text", "line"
"""The fields of the form: the goal in one's own words, and whether one knows what one does for it."""
LINES = ("yes", "partly", "no")
MOST = 300
"""Characters of a text."""


@dataclass(frozen=True)
class Said:
    """What somebody takes the goal to be."""

    text: str
    line: str = ""
    """Whether they know what they do for it: one of LINES, or nothing."""

    @property
    def value(self) -> str:
        """Return it as an answer."""
        return json.dumps({TEXT: self.text, LINE: self.line}, ensure_ascii=False)


@dataclass(frozen=True)
class Copy:
    """One text without its author, under a name of its own that tells nothing but the text."""

    name: str
    text: str


def take(state: State, found: Round, given: Answer) -> Plan:
    """Take a press or a filled form; the last words count until the texts are sorted."""
    if found.phase != "words":
        return Plan(reply=Words("alignment.words.late", placed(state)))
    if given.value == "skip":
        return Plan(facts=(done(state, given.person),), reply=Words("alignment.skipped", placed(state)))
    if given.value == "open":
        return Plan(form=_form(state, given.person))
    said = read(given.value)
    if said is None:
        return Plan(errors={TEXT: Words("alignment.words.empty")})
    return Plan(
        answers=(Answer(given.run, WORDS, given.person, said.value),),
        facts=(done(state, given.person, is_done=False),),
        reply=Words("alignment.words.thanks", {**placed(state), "goal": in_both(found.text)}),
    )


def said_in(state: State) -> tuple[Said, ...]:
    """Return what everybody said, in no order that tells of anybody."""
    found = (read(one.value) for one in state.answers if one.question == WORDS)
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.text, one.line)))


def may_be_sorted(options: AlignmentOptions, state: State) -> bool:
    """Return whether there are enough texts to be sorted. The facilitator is part of the open round, and all are told
    so before they write; what is told or kept after the close is up to bot.figures."""
    return len(said_in(state)) >= options.limits.enough


def copies(state: State) -> list[Copy]:
    """Return all texts in an order of chance, the same whenever it is looked at."""
    return sorted(_copies(state), key=lambda one: one.name)


def _copies(state: State) -> Iterator[Copy]:
    seen: Counter[str] = Counter()
    for said in said_in(state):
        seen[said.text] += 1
        yield Copy("t" + drawn(state, f"{seen[said.text]}/{said.text}")[:16], said.text)


def read(raw: str) -> Said | None:
    """Return what an answer or a form says; None where it has no words."""
    try:
        told = json.loads(raw)
    except ValueError:
        return None
    if not isinstance(told, Mapping):
        return None
    text = " ".join(clean(str(told.get(TEXT) or ""), limit=MOST).split())
    line = str(told.get(LINE) or "")
    return Said(text, line if line in LINES else "") if text else None


def _form(state: State, person: PersonId) -> Form:
    before = _own(state, person)
    seen = {"seen": Words("alignment.words.seen", placed(state))}
    return Form(
        question=WORDS,
        title=Words("alignment.words.title"),
        explain=Words("alignment.words.form" if before is None else "alignment.words.again", seen),
        submit=Words("alignment.submit"),
        fields=(
            Input(
                name=TEXT,
                label=Words("alignment.words.label"),
                most=MOST,
                example=Words("alignment.words.example"),
                initial=before.text if before else "",
                lines=True,
            ),
            Choice(
                name=LINE,
                label=Words("alignment.line.label"),
                options=tuple((one, Words(f"alignment.line.{one}")) for one in LINES),
                initial=(before.line,) if before and before.line else (),
                is_optional=True,
            ),
        ),
    )


def _own(state: State, person: PersonId) -> Said | None:
    given = (one.value for one in state.answers if one.question == WORDS and one.person == person)
    return next((said for raw in given if (said := read(raw)) is not None), None)
