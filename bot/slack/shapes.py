"""Slack's objects as our values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.model import Channel, ChannelId, SlackUser, UserGroup

WORDS = ("text", "options_list")
"""Types of profile fields whose value is what people read; others hold dates, links or people."""


def slack_user(member: Mapping[str, Any]) -> SlackUser:
    """Return a person from Slack's user object; people of other companies count as guests."""
    return SlackUser(
        slack_id=member["id"],
        locale=member.get("locale") or "",
        timezone=member.get("tz") or "",
        is_bot=bool(member.get("is_bot")) or member["id"] == "USLACKBOT",
        is_guest=any(member.get(key) for key in ("is_restricted", "is_ultra_restricted", "is_stranger")),
        is_deactivated=bool(member.get("deleted")),
    )


def slack_channel(one: Mapping[str, Any]) -> Channel:
    """Return a channel from Slack's conversation object."""
    return Channel(
        id=ChannelId(one["id"]),
        name=one.get("name") or "",
        is_member=bool(one.get("is_member")),
        is_archived=bool(one.get("is_archived")),
        is_private=bool(one.get("is_private")),
    )


def user_group(one: Mapping[str, Any]) -> UserGroup:
    """Return a user group from Slack's object."""
    return UserGroup(id=one["id"], handle=one.get("handle") or "")


def field_labels(profile: Any) -> dict[str, str]:
    """Return id and label of the fields that hold words, in the order in which the company shows them."""
    told = profile.get("fields") if isinstance(profile, Mapping) else None
    fields = sorted(told or (), key=lambda one: one.get("ordering") or 0)
    return {one["id"]: one.get("label") or "" for one in fields if one.get("type") in WORDS}


def field_values(profile: Any) -> dict[str, str]:
    """Return what the fields say; Slack writes an empty list (or null) where somebody filled in none."""
    fields = profile.get("fields") if isinstance(profile, Mapping) else None
    told = fields if isinstance(fields, Mapping) else {}
    return {key: str(one.get("value") or "") for key, one in told.items() if isinstance(one, Mapping)}
