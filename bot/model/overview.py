"""What one person sees of the rituals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.model.ids import ChannelId, Language
from bot.model.rituals import Audience, Rule
from bot.model.words import Words


@dataclass(frozen=True)
class RitualLine:
    """One ritual as a person sees it."""

    id: str
    title: Mapping[str, str]
    channel: str
    channel_id: ChannelId | None
    rule: Rule
    has_members: bool
    """Whether one can join and leave it; only what goes to a channel alone has none."""
    takes_part: bool
    paused: bool
    audience: Audience = field(default_factory=Audience)
    """Whom it is meant for."""
    stopped: datetime | None = None
    """Since when somebody in charge has stopped it; in the person's own time zone."""
    skips: date | None = None
    """The nominal date of the round that the person leaves out."""


@dataclass(frozen=True)
class Coming:
    """One date to come, in the person's own time zone."""

    title: Mapping[str, str]
    when: datetime
    zone: str
    is_skipped: bool = False
    """Whether the person leaves it out."""


@dataclass(frozen=True)
class Overview:
    """All of it, with the person's own settings."""

    language: Language
    chosen_language: Language | None
    is_guest: bool
    paused_until: date | None
    today: date
    rituals: tuple[RitualLine, ...]
    coming: tuple[Coming, ...]
    aliases: tuple[str, ...]
    is_manager: bool = False
    """Whether they may preview rituals and propose changes."""
    brings_together: bool = False
    """Whether there is a ritual by which colleagues meet."""
    is_owner: bool = False
    """Whether a ritual names them as its owner."""
    has_directory: bool = False
    """Whether the company has a directory of who can help with what."""
    has_goals: bool = False
    """Whether there are goals, or a ritual that asks about them."""


@dataclass(frozen=True)
class Reasons:
    """Why somebody hears from one ritual, or does not; instants in the person's own time zone."""

    title: Mapping[str, str]
    part: Words
    """Whether they take part, and why."""
    rests: bool = False
    stopped: datetime | None = None
    """Since when somebody in charge has stopped it."""
    last: datetime | None = None
    """When the last message to them came."""
    held: datetime | None = None
    """When one was last held back since they had their share."""
    waits: datetime | None = None
    """Until when one waits that is not sent yet."""
    next: datetime | None = None


@dataclass(frozen=True)
class Explanation:
    """The answer to /rondo why."""

    rituals: tuple[Reasons, ...]
    paused_until: date | None
    zone: str
    day: int
    week: int
    """How many messages at most that nobody asked for."""
    hours: tuple[str, str]
