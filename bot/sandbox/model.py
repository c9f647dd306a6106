"""The nouns of a workspace, and the shapes Slack shows them in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

Json = dict[str, Any]
Kind = Literal["public", "private", "im", "mpim"]
SLACKBOT = "USLACKBOT"
"""Slack's own helper, which users.list gives as if it were somebody."""
PHOTO_SIZES = (24, 32, 48, 72, 192, 512)


@dataclass(slots=True)
class Person:
    """A member of the workspace, human or not."""

    id: str
    name: str
    real_name: str
    title: str = ""
    department: str = ""
    site: str = ""
    level: str = ""
    manager: str = ""
    """The id of whom they report to."""
    tz: str = "Europe/Berlin"
    locale: str = "de-DE"
    email: str = ""
    avatar_color: str = "757575"
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_admin: bool = False
    is_owner: bool = False
    deleted: bool = False
    is_hidden: bool = False
    """Of another company: a member of channels whom users.list and users.info do not show."""
    team: str = ""
    """The team of another company, of somebody whom the app sees because they share a channel; empty: of this one."""
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    bot_id: str = ""
    updated: int = 0

    @property
    def is_guest(self) -> bool:
        """True for single- and multi-channel guests."""
        return self.is_restricted or self.is_ultra_restricted

    @property
    def is_colleague(self) -> bool:
        """True for whoever works in this company: no bot, no guest, nobody of another company, nobody who left."""
        is_other = self.is_guest or self.is_hidden or bool(self.team)
        return not (self.is_bot or self.id == SLACKBOT or is_other or self.deleted)

    def summary(self) -> Json:
        """Give the row the page shows."""
        return {
            "id": self.id,
            "name": self.name,
            "real_name": self.real_name,
            "title": self.title,
            "department": self.department,
            "site": self.site,
            "tz": self.tz,
            "locale": self.locale,
            "is_bot": self.is_bot or self.id == SLACKBOT,
            "is_guest": self.is_guest,
            "deleted": self.deleted,
            "avatar_color": self.avatar_color,
            "status_text": self.status_text,
            "status_emoji": self.status_emoji,
            "status_expiration": self.status_expiration,
        }

    def user(self, team: str, *, now: datetime, with_email: bool, with_locale: bool) -> Json:
        """Give Slack's user object; a deactivated member has no time zone and no roles."""
        team = self.team or team
        shown: Json = {
            "id": self.id,
            "team_id": team,
            "name": self.name,
            "deleted": self.deleted,
            "profile": self.profile(team, with_email=with_email),
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": self.updated,
        }
        if self.deleted:
            return shown
        zone = now.astimezone(ZoneInfo(self.tz))
        offset = zone.utcoffset()
        shown |= {
            "color": self.avatar_color,
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": zone.tzname() or self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": self.is_owner,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_email_confirmed": not self.is_bot,
            "who_can_share_contact_card": "EVERYONE",
        }
        return shown | ({"locale": self.locale} if with_locale else {})

    def profile(self, team: str, *, with_email: bool) -> Json:
        """Give Slack's profile object, without the company's own fields."""
        first, _, last = self.real_name.partition(" ")
        shown: Json = {
            "title": self.title,
            "phone": "",
            "skype": "",
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": "" if self.is_bot else first,
            "display_name_normalized": "" if self.is_bot else first,
            **{f"image_{size}": f"https://avatars.{team.lower()}.example/{self.id}_{size}.png" for size in PHOTO_SIZES},
            "status_text": self.status_text,
            "status_emoji": self.status_emoji,
            "status_expiration": self.status_expiration,
            "first_name": first,
            "last_name": last,
            "team": team,
        }
        if self.bot_id:
            shown["bot_id"] = self.bot_id
        return shown | ({"email": self.email} if with_email and self.email else {})


@dataclass(slots=True)
class Message:
    """One message in a conversation, or an ephemeral one when `only_for` names its reader."""

    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    by_app: bool = False
    subtype: str = ""
    thread_ts: str = ""
    broadcast: bool = False
    metadata: Json = field(default_factory=dict)
    files: list[str] = field(default_factory=list)  # ids
    edited: Json = field(default_factory=dict)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    only_for: str = ""

    def copied(self) -> Message:
        """Give the same message once more; blocks are replaced as a whole and never changed, so they are shared."""
        return replace(self, reactions={name: list(users) for name, users in self.reactions.items()})

    def shown_reactions(self) -> list[Json]:
        """Give the reactions as Slack lists them."""
        return [{"name": name, "users": list(users), "count": len(users)} for name, users in self.reactions.items()]


@dataclass(slots=True)
class Conversation:
    """A channel, direct message or group direct message with all that was said in it."""

    id: str
    name: str
    kind: Kind
    created: int
    creator: str
    topic: str = ""
    archived: bool = False
    is_general: bool = False
    members: list[str] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)
    threads: dict[str, list[str]] = field(default_factory=dict)  # parent's ts -> its answers
    last_ts: int = 0
    shared_with: str = ""
    """The team of another company that reads along (Slack Connect)."""
    is_pending: bool = False
    """Whether that company was invited and has not accepted yet."""

    @property
    def is_dm(self) -> bool:
        """True for direct and group direct messages."""
        return self.kind in ("im", "mpim")

    @property
    def channel_type(self) -> str:
        """Give the word that events and scopes use: channel, group, im or mpim."""
        return {"public": "channel", "private": "group"}.get(self.kind, self.kind)

    def copied(self) -> Conversation:
        """Give the same conversation once more, so that what is said in one is not said in the other."""
        return replace(
            self,
            members=list(self.members),
            messages={ts: one.copied() for ts, one in self.messages.items()},
            ephemerals={ts: one.copied() for ts, one in self.ephemerals.items()},
            threads={parent: list(answers) for parent, answers in self.threads.items()},
        )

    def replies(self, parent: str) -> list[Message]:
        """Give a thread's answers in order, without its parent."""
        return [self.messages[ts] for ts in self.threads.get(parent, ()) if ts in self.messages]


@dataclass(slots=True)
class View:
    """A modal or a Home tab as one person has it open."""

    id: str
    owner: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    values: Json = field(default_factory=dict)
    home: bool = False
