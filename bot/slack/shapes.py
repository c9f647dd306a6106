"""Slack's objects as our values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.model import Channel, ChannelId, ProfileField, SlackUser, Status, UserGroup

PERSON = "user"
RESTRICTED = ("is_restricted", "is_ultra_restricted", "is_stranger")
READ = ("text", "options_list", PERSON)
"""Types of profile fields that are read: words, or the id of somebody; others hold dates or links."""


def slack_user(member: Mapping[str, Any], *, company: frozenset[str] = frozenset()) -> SlackUser:
    """Return a person from Slack's user object; people of other companies count as guests.

    `company`: the ids of our own team and organisation. Who shares a channel with us is no "stranger" to Slack, so that
    only their team tells them apart (docs.slack.dev, Slack Connect).
    """
    told = member.get("profile") or {}
    return SlackUser(
        slack_id=member["id"],
        locale=member.get("locale") or "",
        timezone=member.get("tz") or "",
        is_bot=bool(member.get("is_bot")) or member["id"] == "USLACKBOT",
        is_guest=any(member.get(key) for key in RESTRICTED) or _is_foreign(member, company),
        is_deactivated=bool(member.get("deleted")),
        photo=str(told.get("image_72") or ""),
        name=str(told.get("real_name") or member.get("real_name") or member.get("name") or ""),
        title=str(told.get("title") or ""),
    )


def _is_foreign(member: Mapping[str, Any], company: frozenset[str]) -> bool:
    theirs = {member.get("team_id"), (member.get("enterprise_user") or {}).get("enterprise_id")} - {None, ""}
    return bool(company and theirs and company.isdisjoint(theirs))


def status_of(member: Mapping[str, Any]) -> Status:
    """Return the status from Slack's user object; an expiration of 0 means that it stays."""
    told = member.get("profile") or {}
    until = int(told.get("status_expiration") or 0)
    return Status(
        text=str(told.get("status_text") or ""),
        emoji=str(told.get("status_emoji") or ""),
        until=datetime.fromtimestamp(until, UTC) if until else None,
    )


def slack_channel(one: Mapping[str, Any]) -> Channel:
    """Return a channel from Slack's conversation object."""
    return Channel(
        id=ChannelId(one["id"]),
        name=one.get("name") or "",
        is_member=bool(one.get("is_member")),
        is_archived=bool(one.get("is_archived")),
        is_private=bool(one.get("is_private")),
        is_shared=_is_shared(one),
    )


def _is_shared(one: Mapping[str, Any]) -> bool:
    """Return whether another company reads along, or is about to; workspaces of one's own organisation do not count."""
    outside = one.get("is_ext_shared") or one.get("is_pending_ext_shared")
    return bool(outside or (one.get("is_shared") and not one.get("is_org_shared")))


def user_group(one: Mapping[str, Any]) -> UserGroup:
    """Return a user group from Slack's object."""
    return UserGroup(id=one["id"], handle=one.get("handle") or "")


def profile_fields(profile: Any) -> dict[str, ProfileField]:
    """Return the fields that hold words or somebody by their ids, in the order in which the company shows them."""
    told = profile.get("fields") if isinstance(profile, Mapping) else None
    fields = sorted(told or (), key=lambda one: one.get("ordering") or 0)
    return {
        one["id"]: ProfileField(one.get("label") or "", names_people=one["type"] == PERSON)
        for one in fields
        if one.get("type") in READ
    }


def field_values(profile: Any) -> dict[str, str]:
    """Return what the fields say; Slack writes an empty list (or null) where somebody filled in none."""
    fields = profile.get("fields") if isinstance(profile, Mapping) else None
    told = fields if isinstance(fields, Mapping) else {}
    return {key: str(one.get("value") or "") for key, one in told.items() if isinstance(one, Mapping)}
