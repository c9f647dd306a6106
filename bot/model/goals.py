"""Goals, what people answer about them, and what is told of a round; see docs/goals.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from bot.model.ids import PersonId

GoalScope = Literal["company", "team", "personal"]
NeedState = Literal["open", "seen", "answered"]
Verdict = Literal["do", "later", "no"]
VERDICTS: tuple[Verdict, ...] = ("do", "later", "no")
DECIDED, LONGEST_DECIDED = 5, 300
"""Things that a decision may hold, and characters of each part of one."""
LONGEST_GOAL, LONGEST_MEASURE, LONGEST_UNIT = 300, 100, 20
"""Characters of each text of a goal that is set in Slack, of what measures it, and of its unit."""
LONGEST_REPLY = 1500
"""Characters of an answer to what somebody needs."""


@dataclass(frozen=True)
class Measure:
    """What a goal is measured by, in its own unit; it may fall or rise."""

    name: Mapping[str, str]
    start: float
    target: float
    unit: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Goal:
    """One goal in its newest revision. Words are complete for both languages, or empty where there are none."""

    id: str
    text: Mapping[str, str]
    revision: int = 1
    """Counts changes of `text`, `customer` and `sign`; answers hang on the one that they were given to."""
    scope: GoalScope = "team"
    why: Mapping[str, str] = field(default_factory=dict)
    customer: Mapping[str, str] = field(default_factory=dict)
    """For whom, inside the company or outside."""
    sign: Mapping[str, str] = field(default_factory=dict)
    """How they will notice."""
    owners: tuple[str, ...] = ()
    """Departments, as Slack's profiles say; more than one where departments share it."""
    starts: date | None = None
    ends: date | None = None
    """The last day."""
    measure: Measure | None = None
    person: PersonId | None = None
    """Whose personal goal it is, or who set it with /rondo goals."""
    ritual: str = ""
    """The ritual that it was set for with /rondo goals; empty for goals of the file, and for personal ones."""
    is_shared: bool = False
    """Whether others see a personal goal."""
    in_file: bool = False

    def is_live(self, today: date) -> bool:
        """Return whether it holds on a day."""
        return not ((self.starts and today < self.starts) or (self.ends and today > self.ends))

    @property
    def wording(self) -> dict[str, Mapping[str, str]]:
        """What makes a new revision when it changes: who reads other words means another goal."""
        return {"text": self.text, "customer": self.customer, "sign": self.sign}


@dataclass(frozen=True)
class GoalWording:
    """How a goal was worded in one of its revisions, and from when on."""

    revision: int
    wording: Mapping[str, Mapping[str, str]]
    """{text, customer, sign}, each by language."""
    live_at: datetime


@dataclass(frozen=True)
class GoalValue:
    """Where a goal's measure stood on a day; a fact about the work, not about a person."""

    goal: str
    on: date
    value: float


@dataclass(frozen=True)
class Kept:
    """An answer that carries its author's name and outlives its round; never one of an anonymous series."""

    run: str
    ritual: str
    on: date
    """The nominal date of the round."""
    question: str
    person: PersonId
    value: str
    series: str = ""
    """Stands for the exact wording; answers of another series are not compared."""
    goal: str = ""
    revision: int = 0
    is_late: bool = False


@dataclass(frozen=True)
class Figure:
    """Something told about a round; only what passed the thresholds of bot.figures ever becomes one."""

    run: str
    ritual: str
    on: date
    name: str
    """What it is of: a question's id, or a measure of a kind such as `alignment`."""
    n: int
    """Answers behind it."""
    data: Mapping[str, Any]
    group: str = ""
    """A part of the people, where it is not of all: a department, `customers`."""
    series: str = ""
    goal: str = ""
    revision: int = 0


@dataclass(frozen=True)
class Need:
    """What somebody needs of somebody else, until it is answered; `id` is random and tells nothing."""

    run: str
    ritual: str
    person: PersonId
    """Who needs it."""
    other: PersonId
    """Of whom."""
    words: str
    id: str = ""
    """Empty while a kind plans it."""
    state: NeedState = "open"
    reply: str = ""


@dataclass(frozen=True)
class DecisionItem:
    """One thing that was said, what was decided about it, and why."""

    said: str
    verdict: Verdict
    why: str = ""


@dataclass(frozen=True)
class Decision:
    """What was decided after a round; without `decided_at` it is still waited for."""

    run: str
    ritual: str
    asked_at: datetime
    decided_at: datetime | None = None
    items: tuple[DecisionItem, ...] = ()
