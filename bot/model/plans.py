"""What a kind of ritual knows and decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.model.directory import Directory, Level, Profile, ProfileFact
from bot.model.goals import Figure, Goal, GoalValue, Kept, Need
from bot.model.ids import ChannelId, Language, PersonId
from bot.model.introductions import Introduction
from bot.model.letters import Letter
from bot.model.past import Past
from bot.model.people import Person
from bot.model.rituals import FollowUp, Ritual, Run
from bot.model.words import Block, Words


@dataclass(frozen=True)
class Answer:
    """One person's answer to one question of a run; the last one counts. It goes when the run closes."""

    run: str
    question: str
    person: PersonId
    """In an anonymous round a made-up id that stands for nobody, except where the person themselves asks."""
    value: str


@dataclass(frozen=True)
class Fact:
    """A kind's small memory: (ritual, kind of fact, subject) -> data. The newest replaces the older;
    one without data takes it away."""

    name: str
    subject: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class State:
    """All that a kind may look at while it plans: plain values, read in one go."""

    ritual: Ritual
    run: Run
    step: str
    now: datetime
    channel: ChannelId
    members: tuple[Person, ...]
    """Who takes part today: eligible, not paused, in the audience; ordered by id. Of a press only that person."""
    resting: frozenset[PersonId] = frozenset()
    """Who takes part, but not today: on a break, away, or skipping this round; only an opening knows."""
    people: Mapping[PersonId, Person] = field(default_factory=dict)
    """Members and everybody whom `introductions` name."""
    introductions: tuple[Introduction, ...] = ()
    """Those of this run."""
    past: Past = field(default_factory=Past)
    """All that was introduced before, packed; only what brings people together looks at it: an opening, a departure, an
    answer to the whole run."""
    answers: tuple[Answer, ...] = ()
    letters: frozenset[str] = frozenset()
    """Keys of this run's letters that were sent or are still to be sent."""
    arrived: frozenset[str] = frozenset()
    """Of these, those that have left or may have; only a departure and an answer to the whole run look at it."""
    facts: tuple[Fact, ...] = ()
    avoided: frozenset[frozenset[PersonId]] = frozenset()
    """Pairs of members who must not be brought together, since one of the two does not want to."""
    directory: Directory | None = None
    """The catalogue, where there is a directory and the kind reads it (`Kind.reads_profiles`)."""
    profiles: Mapping[PersonId, Profile] = field(default_factory=dict)
    """Whole profiles of the members, of a press only that of the person; nothing of them is said to others but through
    `bot.directory.audience.shown`."""
    level: Level = "public"
    """What the ritual's channel counts as: its least privileged member."""
    goals: tuple[Goal, ...] = ()
    """Of a kind that asks about goals: those it names or that were set for it, as they hold today; of a press also the
    person's own."""
    goal_values: tuple[GoalValue, ...] = ()
    """How the measures of these goals developed, oldest first."""
    figures: tuple[Figure, ...] = ()
    """What was told of earlier rounds of this ritual, oldest first; not of a press that looks at one person only."""
    kept: tuple[Kept, ...] = ()
    """Of a press: what the person answered in earlier rounds by name, newest first. Of a step: what is kept of this
    round."""
    answered: frozenset[PersonId] = frozenset()
    """Who has answered so far, for the reminder; of a press only whether that person has."""
    departments: Mapping[PersonId, str] = field(default_factory=dict)
    """The department behind each `Answer.person`, where the kind compares departments; not of a press."""
    named: Mapping[str, PersonId] = field(default_factory=dict)
    """Of the Slack ids that the ritual's options name: who they are; they stand in `people`, too."""


@dataclass(frozen=True)
class Input:
    """One field of a form for words, which come back on one line."""

    name: str
    label: Words
    most: int
    """Characters."""
    example: Words
    """What somebody might write; it stands below the field, and in the preview of a ritual for what people say."""
    initial: str = ""
    lines: bool = False
    is_optional: bool = False
    hint: Words | None = None
    """What stands below the field in place of the example."""


@dataclass(frozen=True)
class Number:
    """A field for a number; its answer is the number as written with a point."""

    name: str
    label: Words
    hint: Words | None = None
    initial: str = ""
    least: float | None = None
    most: float | None = None
    is_whole: bool = False
    is_optional: bool = False


@dataclass(frozen=True)
class Choice:
    """A field in which one of several is chosen, or several; its answer is a value, or a list of them.

    Up to ten are shown one below the other, more in a drop-down (at most 100).
    """

    name: str
    label: Words
    options: tuple[tuple[str, Words], ...]
    """Value (at most 150 characters) and what is read (at most 75)."""
    hint: Words | None = None
    initial: tuple[str, ...] = ()
    is_multiple: bool = False
    is_optional: bool = False
    is_compact: bool = False
    """A drop-down, however few there are."""
    beside: Words | None = None
    """What stands at the left of a drop-down in place of a label above it; such a field is always optional."""


@dataclass(frozen=True)
class Pick:
    """A field for one person of the workspace; its answer is a Slack id, which may be of anybody."""

    name: str
    label: Words
    hint: Words | None = None
    initial: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class Day:
    """A field for a date; its answer is YYYY-MM-DD."""

    name: str
    label: Words
    hint: Words | None = None
    initial: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class Tick:
    """The one box of a form; nobody else ticks it, so it is empty at first unless the person ticked it before."""

    name: str
    label: Words
    box: Words
    """At most 75 characters."""
    hint: Words
    is_ticked: bool = False


FormField = Input | Number | Choice | Pick | Day


@dataclass(frozen=True)
class Form:
    """A question that takes more than a press: a page. What comes of it is an answer to `question`.

    With `label` it has one field, and what is written there is the answer, on one line. With `fields` the answer is
    JSON: the words of each by name, and whether the box is ticked. A page without any only shows something and asks
    whether it is right; its answer is empty.
    """

    question: str
    title: Words
    """At most 24 characters."""
    explain: Words
    submit: Words
    """At most 24 characters."""
    label: Words | None = None
    most: int = 0
    """Characters of the one field."""
    fields: tuple[FormField, ...] = ()
    tick: Tick | None = None
    shows: tuple[Block, ...] = ()
    """What stands below the explanation, in `language`: a message as others will read it. Only the person themselves
    may be mentioned in it."""
    language: Language | None = None
    """None: that of the person."""
    close: Words | None = None
    """At most 24 characters; None: "Cancel"."""


@dataclass(frozen=True)
class File:
    """A file for the conversation in which somebody pressed a button."""

    name: str
    content: str
    title: Words


@dataclass(frozen=True)
class Plan:
    """What shall happen, as data; `service.commit` carries it out in one transaction."""

    letters: tuple[Letter, ...] = ()
    introductions: tuple[Introduction, ...] = ()
    dissolves: tuple[str, ...] = ()
    """Introductions of this run that fell through: they count no more; what waits for their people is taken back."""
    outcomes: Mapping[str, bool] = field(default_factory=dict)
    """Introduction id -> met, written when a round closes."""
    heard: frozenset[str] = frozenset()
    """Ids of introductions of which somebody said something, written when a round closes."""
    answers: tuple[Answer, ...] = ()
    facts: tuple[Fact, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    reply: Words | None = None
    """What the person who pressed a button reads, privately and at once."""
    form: Form | None = None
    """What opens for the person who pressed a button, instead of a reply."""
    file: File | None = None
    """What is shared where somebody pressed a button, instead of a reply."""
    profile: tuple[tuple[PersonId, ProfileFact], ...] = ()
    """Values that people ticked to go to the directory; each field named here is replaced as a whole."""
    errors: Mapping[str, Words] = field(default_factory=dict)
    """What is wrong with the fields of a submitted form, by name: the page stays open, and nothing else happens."""
    kept: tuple[Kept, ...] = ()
    """Answers that outlive the round by name; the last one to a question of a run counts, an empty
    one takes it away."""
    figures: tuple[Figure, ...] = ()
    """What is told of this round, once."""
    released: tuple[tuple[str, str], ...] = ()
    """Of an anonymous round that closes: question and value of answers that are kept without any author."""
    needs: tuple[Need, ...] = ()
    """What people need of others; one a person and run, the last one counts, one without words is taken back."""
    asks_decision: bool = False
    """Whether those in charge are asked what they decided about what was said."""
    closes: bool = False
    """The run ends here: its answers are deleted, its buttons no longer act."""
