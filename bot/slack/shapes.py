"""Slack's objects as our values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.model import Channel, ChannelId, SlackUser


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
