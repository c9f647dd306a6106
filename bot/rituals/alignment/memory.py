"""What a round remembers while it is open: the goal as it was worded, how far it has come, and the readings.

It is kept as facts, which go when the round closes; of a round that never closed, when its end has passed. Who needs
not be asked any more stands there too, whether they chose or did not want to: it tells no more than that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.model import Fact, Goal, PersonId, State, Words
from bot.text import clip

GOAL, SORTING, READINGS, DONE = "goal", "sorting", "readings", "done"
"""Facts, by run; the last one by `run/person`."""
LETTERS = "abcde"
"""How readings are called, in the order in which they are shown to all."""
MOST_SHOWN = 600
"""Characters of a goal that are shown; a page has its limits."""
NONE = "none"
"""Where somebody chose none of them."""
Phase = Literal["words", "sorting", "pick"]


@dataclass(frozen=True)
class Round:
    """An open round, as its facts tell."""

    goal: str
    revision: int
    text: Mapping[str, str]
    """How the goal was worded when the round opened, by language."""
    phase: Phase
    readings: tuple[Mapping[str, str], ...] = ()
    """By language, in the order in which all see them."""
    official: int = 0
    """Which of them is the goal's own wording."""
    released: date | None = None

    @property
    def letters(self) -> str:
        """What the readings are called."""
        return LETTERS[: len(self.readings)]

    @property
    def choices(self) -> tuple[str, ...]:
        """All that can be chosen."""
        return (*self.letters, NONE)


def round_of(state: State) -> Round | None:
    """Return what is remembered of the run; None where it has not opened."""
    known = {one.name: one.data for one in state.facts if one.subject == state.run.id}
    goal = known.get(GOAL)
    if not goal:
        return None
    sorting, found = known.get(SORTING), known.get(READINGS)
    if not sorting or not found:
        return Round(goal["goal"], goal["revision"], goal["text"], "sorting" if sorting else "words")
    return Round(
        goal["goal"],
        goal["revision"],
        goal["text"],
        "pick",
        readings=tuple(found["readings"]),
        official=found["official"],
        released=date.fromisoformat(found["on"]),
    )


def opening(state: State, goal: Goal) -> Iterator[Fact]:
    """Yield what a round remembers from its opening on; and forget what others left that never closed."""
    for fact in state.facts:
        if fact.data.get("until", "9") < today(state).isoformat():
            yield Fact(fact.name, fact.subject, {})
    yield _fact(state, GOAL, {"goal": goal.id, "revision": goal.revision, "text": dict(goal.text)})


def sorting(state: State) -> Fact:
    """Return that the texts are being sorted, and change no more."""
    return _fact(state, SORTING, {"is": True})


def released(state: State, official: Mapping[str, str], others: Sequence[str]) -> Fact:
    """Return the readings that all choose from, in an order that marks none; `others`: in their one wording."""
    found: list[Mapping[str, str]] = [dict(official), *(dict.fromkeys(("de", "en"), one) for one in others)]
    shuffled = sorted(found, key=lambda one: drawn(state, one["de"]))
    on = today(state).isoformat()
    return _fact(state, READINGS, {"readings": shuffled, "official": shuffled.index(found[0]), "on": on})


def done(state: State, person: PersonId, *, is_done: bool = True) -> Fact:
    """Return that somebody needs not be asked any more in this round, or that they may be."""
    fact = _fact(state, DONE, {"is": True})
    return Fact(DONE, f"{state.run.id}/{person}", fact.data if is_done else {})


def done_in(state: State) -> frozenset[PersonId]:
    """Return who needs not be asked any more."""
    subjects = (one.subject for one in state.facts if one.name == DONE and one.subject.startswith(f"{state.run.id}/"))
    return frozenset(PersonId(one.rpartition("/")[2]) for one in subjects)


def closing(state: State) -> Iterator[Fact]:
    """Yield that all of this is forgotten."""
    for one in state.facts:
        if one.subject == state.run.id or one.subject.startswith(f"{state.run.id}/"):
            yield Fact(one.name, one.subject, {})


def drawn(state: State, text: str) -> str:
    """Return by what a text is put into an order of chance: the run's seed and the text, nothing of its author."""
    return hashlib.sha256(f"{state.run.seed}/{text}".encode()).hexdigest()


def in_both(text: Mapping[str, str]) -> Words:
    """Return words that stand in both languages, shown letter by letter: they may come from people."""
    params = {"german": clip(text["de"], MOST_SHOWN), "english": clip(text["en"], MOST_SHOWN)}
    return Words(own={"de": "{german}", "en": "{english}"}, params=params)


def today(state: State) -> date:
    """Return the date of a step by the ritual's clock."""
    return state.now.astimezone(ZoneInfo(state.ritual.rule.timezone)).date()


def _fact(state: State, name: str, data: dict[str, Any]) -> Fact:
    end = state.run.closes_at or state.run.opened_at
    until = end.astimezone(ZoneInfo(state.ritual.rule.timezone)).date()
    return Fact(name, state.run.id, {**data, "until": until.isoformat()})
