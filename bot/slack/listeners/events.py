"""Events: hints that people or channels changed, and the opening of App Home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import App, BoltContext

from bot.model import ChannelId
from bot.service import workspace
from bot.slack.listeners.desk import Desk, key_of

EVENTS = (
    "app_home_opened",
    "team_join",
    "user_change",
    "member_joined_channel",
    "member_left_channel",
    "channel_created",
    "channel_rename",
    "channel_archive",
    "channel_unarchive",
    "channel_deleted",
    "channel_shared",
    "channel_unshared",
    "group_rename",  # so Slack calls it for a private channel
    "group_archive",
    "group_unarchive",
    "group_deleted",
)
"""What the manifest subscribes to; a test holds both together."""
GROUP_EVENTS = ("subteam_created", "subteam_updated", "subteam_members_changed")
"""And these, where the rituals file names a user group."""


def register(app: App, desk: Desk) -> None:
    """Listen to the events. Reading channels anew and publishing a Home may be repeated; the rest acts once."""

    def on_home(event: dict[str, Any]) -> None:
        _home_opened(desk, event)

    def on_person(body: dict[str, Any], event: dict[str, Any]) -> None:
        told = desk.gateway.user(str(event["user"]["id"]))  # the event carries no locale
        workspace.person_changed(desk.context, told, key=key_of(body), now=desk.now())

    def on_member(body: dict[str, Any], event: dict[str, Any], context: BoltContext) -> None:
        if event.get("user") == context.bot_user_id:
            workspace.refresh_channels(desk.context, now=desk.now())
        else:
            _member_moved(desk, body, event)

    def on_channel() -> None:
        workspace.refresh_channels(desk.context, now=desk.now())

    def on_group(event: dict[str, Any]) -> None:
        group = event.get("subteam") or {}
        told = group.get("id") or event.get("subteam_id") or ""
        workspace.group_changed(desk.context, str(told), str(group.get("handle") or ""), now=desk.now())

    people = {"app_home_opened": on_home, "team_join": on_person, "user_change": on_person}
    members = dict.fromkeys(("member_joined_channel", "member_left_channel"), on_member)
    groups = dict.fromkeys(GROUP_EVENTS, on_group)
    for name in (*EVENTS, *GROUP_EVENTS):
        app.event(name)({**people, **members, **groups}.get(name, on_channel))


def _home_opened(desk: Desk, event: Mapping[str, Any]) -> None:
    if event.get("tab") == "home":
        desk.publish_home(desk.person({"user_id": event["user"]}))


def _member_moved(desk: Desk, body: Mapping[str, Any], event: Mapping[str, Any]) -> None:
    """Count somebody in or out."""
    channel, slack_id = ChannelId(event["channel"]), str(event["user"])
    move = workspace.member_joined if event["type"] == "member_joined_channel" else workspace.member_left
    move(desk.context, channel, slack_id, key=key_of(body), now=desk.now())
