"""What people got in a simulation, and how long it took them: pure.

The pace: five seconds to open a message, 200 words a minute to read it, ten seconds for each question with buttons.
A page that is to be filled in takes ninety seconds, once in a round, however often it is asked for.
A message in a channel counts for everybody in it. The talks themselves do not count: they are what it is for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.audience import forms, questions
from bot.demo.tracks import mark_in
from bot.model import Reason
from bot.sandbox.workspace import APP_USER

OPENING = 5.0
"""Seconds to turn to a message."""
READING = 200.0
"""Words a minute."""
ANSWERING = 10.0
"""Seconds to think about a question and press a button."""
FILLING = 90.0
"""Seconds to fill in a page; a check-in is made so that nobody needs more."""
Week = tuple[int, int]
"""ISO year and week."""


@dataclass(frozen=True)
class Received:
    """One message of the bot, and who could read it."""

    at: datetime
    channel: str
    """The channel's name; empty for a direct or group message."""
    members: tuple[str, ...]
    """Slack ids of people, the bot left out."""
    text: str
    words: int
    questions: int
    mark: str
    ritual: str = ""
    occurrence: str = ""
    step: str = ""
    unsolicited: bool = False
    """Whether nobody asked for it, so that budget and quiet hours hold."""
    forms: frozenset[str] = frozenset()
    """The pages that it asks to fill in; one of the same name is the same page."""

    @property
    def seconds(self) -> float:
        """How long it takes one person, the pages left out that it asks to fill in."""
        return OPENING + self.words / READING * 60 + self.questions * ANSWERING

    def from_letter(self, key: str) -> Received:
        """Return the message with what its letter's key says: `ritual@date/step/name`; a word of the house has none."""
        run, _, rest = key.partition("/")
        ritual, _, occurrence = run.partition("@")
        if not occurrence:
            return replace(self, step=run)
        return replace(self, ritual=ritual, occurrence=occurrence, step=rest.partition("/")[0])


@dataclass(frozen=True)
class Skip:
    """An occurrence that did not happen."""

    ritual: str
    on: date
    reason: Reason | str


@dataclass(frozen=True)
class Load:
    """What the people of a simulation had to do with it."""

    messages: int
    mean_messages: float
    """Per person and week, over all people and weeks."""
    most_messages: int
    mean_minutes: float
    most_minutes: float
    busiest: str
    """The week of the most minutes, as 2026-W48."""


def received(row: Mapping[str, Any]) -> Received:
    """Return a message of the sandbox's log."""
    is_direct = row["kind"] in ("im", "mpim")
    blocks = row["blocks"]
    return Received(
        at=datetime.fromisoformat(row["at"]),
        channel="" if is_direct else row["channel_name"],
        members=tuple(one for one in row["members"] if one != APP_USER),
        text=row["text"],
        words=sum(len(text.split()) for text in texts(blocks)) if blocks else len(row["text"].split()),
        questions=len({block for block, _, _ in questions(blocks)}),
        mark=mark_in(row.get("metadata")),
        forms=forms(blocks),
    )


def texts(tree: Any) -> Iterator[str]:
    """Yield every text of a message."""
    if isinstance(tree, Mapping):
        text = tree.get("text")
        if isinstance(text, str):
            yield text
        for key, value in tree.items():
            if key != "text" or not isinstance(value, str):
                yield from texts(value)
    elif isinstance(tree, list | tuple):
        for value in tree:
            yield from texts(value)


def week_of(at: datetime, zone: ZoneInfo) -> Week:
    """Return the ISO week of an instant."""
    year, week, _ = at.astimezone(zone).isocalendar()
    return year, week


def load(messages: Iterable[Received], *, people: int, weeks: int, zone: ZoneInfo) -> Load:
    """Return how much came to each person in a week; people and weeks without anything count in the means."""
    messages = tuple(messages)
    filled: set[tuple[str, str]] = set()
    counts: dict[tuple[str, Week], int] = defaultdict(int)
    seconds: dict[tuple[str, Week], float] = defaultdict(float)
    for one in messages:
        week = week_of(one.at, zone)
        for person in one.members:
            counts[person, week] += 1
            pages = {(person, form) for form in one.forms} - filled
            filled |= pages
            seconds[person, week] += one.seconds + len(pages) * FILLING
    share = max(people * weeks, 1)
    busiest = max(seconds, key=lambda key: (seconds[key], key), default=None)
    return Load(
        messages=len(messages),
        mean_messages=sum(counts.values()) / share,
        most_messages=max(counts.values(), default=0),
        mean_minutes=sum(seconds.values()) / 60 / share,
        most_minutes=max(seconds.values(), default=0.0) / 60,
        busiest="" if busiest is None else f"{busiest[1][0]}-W{busiest[1][1]:02d}",
    )
