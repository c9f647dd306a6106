"""What the app must not be told, and what stands in the envelope when it is."""

# ruff: noqa: E501 a row per case

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.workspace import APP_USER

from .cases import DOCS, EVENTS_API, SAMPLES, SLACK_CONNECT, Deed, of_event
from .desk import ANNA, BOARD, COFFEE, HAMBURG, Desk
from .told import of_private, private


def untold(deed: Callable[[Desk], Any], *events: str) -> Callable[[Desk], None]:
    """Prove that nothing of the kind is told."""

    def prove(desk: Desk) -> None:
        deed(desk)
        assert [one for event in events for one in desk.heard(event)] == []

    return prove


def to_others(desk: Desk) -> None:
    """Do everything to a private channel that the app is not in."""
    channel = private(desk, with_app=False)
    desk.act("rename_channel", channel=channel, name="anders")
    desk.act("share", channel=channel)
    desk.act("unshare", channel=channel)
    desk.act("archive", channel=channel)
    desk.act("unarchive", channel=channel)
    desk.people.delete_channel(channel)


def home_brings_its_view(desk: Desk) -> None:
    """Prove that app_home_opened carries the view that is there."""
    shown = desk.call("views.publish", user_id=ANNA, view={"type": "home", "blocks": []})["view"]
    desk.act("open_home")
    view = desk.event("app_home_opened")["view"]
    assert (view["id"], view["hash"], view["type"]) == (shown["id"], shown["hash"], "home")


def same_time(desk: Desk) -> None:
    """Prove that the envelope's time is the sandbox's, in seconds."""
    desk.clock.advance(90)
    desk.said()
    assert desk.last("message")["event_time"] == int(desk.clock.epoch())


def shared_is_told(desk: Desk) -> None:
    """Prove that events from a channel with another company say so, and those of others do not."""
    desk.act("share", channel=COFFEE)
    desk.said()
    assert desk.last("message")["is_ext_shared_channel"] is True
    desk.act("unshare", channel=COFFEE)
    desk.said()
    assert desk.last("message")["is_ext_shared_channel"] is False


def deactivation(desk: Desk) -> None:
    """Prove that a deactivated person is told as changed, without zone and roles."""
    desk.people.deactivate(ANNA)
    user = desk.event("user_change")["user"]
    assert user["deleted"] is True
    assert not {"tz", "is_admin", "is_owner"} & set(user)


SILENCE: tuple[Deed, ...] = (
    Deed(name="nothing is told of a private channel without the app", source=of_event("group_rename"), proof=untold(to_others, "channel_rename", "group_rename", "channel_archive", "group_archive", "channel_deleted", "group_deleted", "channel_shared", "channel_unshared")),
    Deed(name="a private channel's start is not told as channel_created", source=of_event("channel_created"), proof=untold(private, "channel_created")),
    Deed(name="a private channel is not told as channel_archive", source=f"{SAMPLES}/events/GroupArchivePayload.json", proof=untold(of_private("archive"), "channel_archive")),
    Deed(name="messages elsewhere are not told", source=of_event("message.channels"), proof=untold(lambda desk: desk.said(channel=HAMBURG), "message")),
    Deed(name="a mention in a direct message is only a message", source=of_event("app_mention"), proof=untold(lambda desk: desk.said(f"<@{APP_USER}>", channel=APP_USER), "app_mention")),
    Deed(name="joining elsewhere is not told", source=of_event("member_joined_channel"), proof=untold(lambda desk: desk.act("join", ANNA, channel="C0008KANTIN"), "member_joined_channel")),
    Deed(name="a file shared elsewhere is not told", source=of_event("file_shared"), proof=untold(lambda desk: desk.shared_file(by=desk.workspace.conversations[BOARD].members[0], channel=BOARD), "file_shared")),
    Deed(name="an ephemeral message is not told", source=f"{DOCS}/reference/methods/chat.postEphemeral", proof=untold(lambda desk: desk.call("chat.postEphemeral", channel=COFFEE, user=ANNA, text="a"), "message")),
    Deed(name="app_home_opened carries the view that is there", source=of_event("app_home_opened"), proof=home_brings_its_view),
    Deed(name="an event has its time in seconds", source=EVENTS_API, proof=same_time),
    Deed(name="an event says whether another company reads along", source=SLACK_CONNECT, proof=shared_is_told),
    Deed(name="a deactivation is told as user_change", source=of_event("user_change"), proof=deactivation),
)  # fmt: skip
