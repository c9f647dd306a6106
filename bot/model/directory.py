"""The directory: who does what, and who may see it. Every value belongs to the person it tells of.

Audiences are ordered, each holds all before it: `self` (the person alone), `colleagues` (members of the company),
`partners` (guests and people of other companies too), `public` (everybody).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from bot.model.ids import PersonId

Level = Literal["self", "colleagues", "partners", "public"]
LEVELS: tuple[Level, ...] = ("self", "colleagues", "partners", "public")
"""From the smallest audience to the largest."""
FieldType = Literal["text", "long", "list", "topics", "languages", "responsibilities", "contact", "photo"]
"""`text`: one line; `long`: a few; `list`: several lines, each a value; `topics`: subjects, with aliases; `languages`:
as ISO 639-1 codes or names; `responsibilities`: subjects, each with a deputy if there is one; `contact`: ways to reach
somebody, in their own order; `photo`: that of the Slack profile, by consent (its value is "yes")."""
Source = Literal["self", "slack", "import", "intro"]
"""Who wrote it: the person (or their keeper), Slack's profile, the operator's table, an introduction they ticked."""
NAME = "name"
"""The field that every entry has."""
Section = Literal["work", "help", "now", "self", "contact"]
SECTIONS: tuple[Section, ...] = ("work", "help", "now", "self", "contact")
"""The parts of a profile, each with a form of its own."""
Availability = Literal["available", "limited", "away"]


@dataclass(frozen=True)
class Field:
    """One field of the catalogue: what may be said, why it is asked, and who may see it."""

    key: str
    type: FieldType
    label: Mapping[str, str]
    """By language, at most 40 characters."""
    purpose: Mapping[str, str]
    """By language: what it is for, as the person who fills it in reads it."""
    audiences: tuple[Level, ...] = ("self", "colleagues", "partners", "public")
    """Those that may be chosen."""
    default: Level = "colleagues"
    """Who sees it unless the person says otherwise, once they are listed; never wider than colleagues."""
    searchable: bool = True
    lifetime: timedelta | None = None
    """How long a value holds without a word; None: for ever."""
    section: Section = "work"
    is_expertise: bool = False
    """Whether it makes somebody findable as an expert, so that the second switch holds for it."""
    slack: tuple[str, ...] = ()
    """What a field of Slack's profiles may be called that holds it, small. Where the workspace has one, Slack is
    its only updater; elsewhere the person is."""


@dataclass(frozen=True)
class Directory:
    """What rituals.yaml says of the directory: its catalogue, in order, and which words mean the same topic."""

    fields: Mapping[str, Field]
    topics: tuple[tuple[str, ...], ...] = ()
    """Groups of words for one topic; the first of each is its name."""


@dataclass(frozen=True)
class ProfileFact:
    """One value of one field. Instants are UTC."""

    field: str
    value: str
    audience: Level
    source: Source
    confirmed_at: datetime
    expires_at: datetime | None = None
    other: PersonId | None = None
    """The deputy, of a responsibility."""
    id: int = 0
    """Its number in the store; 0: not yet there. An opaque id for buttons, looked up again with the person."""


@dataclass(frozen=True)
class Listing:
    """The three switches and what goes with them. They belong to the person alone; nothing is kept of earlier ones."""

    listed: bool = False
    expert: bool = False
    contactable: bool = False
    most_per_week: int | None = None
    """How many requests for help they take within seven days; None: as many as come."""
    paused_until: date | None = None
    """The last day on which nobody finds them, in their own time zone."""
    availability: Availability = "available"
    away_until: date | None = None
    """The last day of `limited` or `away`, inclusive, in their own time zone; None: until they say otherwise."""
    substitute: PersonId | None = None
    keeper: PersonId | None = None
    """Who looks after the entry of somebody without a Slack account."""


UNLISTED = Listing()
"""Of somebody who never said a word: nobody finds them."""


@dataclass(frozen=True)
class Profile:
    """All that the directory holds of one person; `bot.directory.audience` cuts it to what somebody may see."""

    person: PersonId
    slack_id: str
    """Empty for somebody without a Slack account."""
    outside_id: str
    """What the operator's table calls them, where they have no Slack account."""
    timezone: str
    is_eligible: bool
    """Whether they work here: no bot, no guest, nobody who has left."""
    listing: Listing = UNLISTED
    facts: tuple[ProfileFact, ...] = field(default=())
    """In the order of the catalogue and, within a field, the person's own."""

    @property
    def name(self) -> str:
        """Return the name they have in the directory, empty where it may not be seen or none is known."""
        return next((one.value for one in self.facts if one.field == NAME), "")

    def values(self, key: str) -> tuple[str, ...]:
        """Return the values of one field."""
        return tuple(one.value for one in self.facts if one.field == key)


@dataclass(frozen=True)
class Request:
    """Somebody asks somebody for help. It goes with its answer; nothing tells who declined."""

    id: str
    seeker: PersonId
    person: PersonId
    topic: str
    words: str
    asked_at: datetime
