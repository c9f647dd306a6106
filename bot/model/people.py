"""People and channels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.model.ids import ChannelId, Language, PersonId
from bot.model.wishes import NO_WISHES, Wishes


@dataclass(frozen=True)
class Person:
    """Somebody in the workspace. `id` is internal; the Slack id stands in one mapping row of the store."""

    id: PersonId
    slack_id: str
    locale: str = ""
    timezone: str = ""
    is_bot: bool = False
    is_guest: bool = False
    is_deactivated: bool = False
    language: Language | None = None
    """The person's own choice; None follows the locale that Slack gives."""
    paused_until: date | None = None
    """The last day of a pause, inclusive, in the person's own time zone."""
    department: str = ""
    """As Slack's profile says; known only where rituals.yaml needs it."""
    site: str = ""
    level: str = ""
    manager: PersonId | None = None
    """Whom they report to."""
    photo: str = ""
    """The address of the photo of their Slack profile; known only of those who let whom they meet see it."""
    wishes: Wishes = NO_WISHES
    """What they decided for themselves about meeting colleagues."""

    @property
    def is_eligible(self) -> bool:
        """Whether rituals may involve this person at all: no bots, no guests, nobody who has left."""
        return not (self.is_bot or self.is_guest or self.is_deactivated)


@dataclass(frozen=True)
class SlackUser:
    """One person as Slack describes them, before the store knows them."""

    slack_id: str
    locale: str = ""
    timezone: str = ""
    is_bot: bool = False
    is_guest: bool = False
    is_deactivated: bool = False
    photo: str = ""
    """Where Slack shows their photo."""
    name: str = ""
    """What Slack calls them; kept only of those who are listed in the directory."""
    title: str = ""
    """What they are here, as their Slack profile says; kept like the name."""


@dataclass(frozen=True)
class Channel:
    """A Slack channel that Rondo has heard of."""

    id: ChannelId
    name: str
    is_member: bool = False
    is_archived: bool = False
    is_private: bool = False
    is_shared: bool = False
    """Whether people of another company are in it, or were invited to it (Slack Connect)."""


@dataclass(frozen=True)
class ProfileField:
    """A field of the company's own in Slack's profiles."""

    label: str
    names_people: bool = False
    """Whether it holds the Slack id of somebody instead of words."""


@dataclass(frozen=True)
class UserGroup:
    """A Slack user group."""

    id: str
    handle: str
    """Without @."""


@dataclass(frozen=True)
class Status:
    """What somebody's Slack status says for now; looked at and never kept."""

    text: str = ""
    emoji: str = ""
    until: datetime | None = None
    """When it goes by itself; None: it does not."""


Stance = Literal["joined", "left"]
"""What a person said about a ritual; without a stance the ritual's own rule decides."""
