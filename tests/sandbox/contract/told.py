"""Events: what happens, and every documented field of what the app is told."""

# ruff: noqa: E501 a row per case

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.workspace import APP_BOT, APP_ID, APP_USER

from .cases import Case, of_event
from .desk import ANNA, BERND, COFFEE, HAMBURG, Desk

Json = dict[str, Any]
TEAM = "T0SANDBOX"
USER_KEYS = frozenset(
    [
        "id",
        "team_id",
        "name",
        "deleted",
        "color",
        "real_name",
        "tz",
        "tz_label",
        "tz_offset",
        "profile",
        "is_admin",
        "is_owner",
        "is_primary_owner",
        "is_restricted",
        "is_ultra_restricted",
        "is_bot",
        "is_app_user",
        "updated",
        "is_email_confirmed",
        "who_can_share_contact_card",
        "locale",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Case):
    """What happens (`deed` gives what is known of it only then), the event, and its fields; `...` stands for anything."""

    event: str
    deed: Callable[[Desk], Json | None]
    fields: Json


def told(event: str, deed: Callable[[Desk], Any], name: str = "", source: str = "", **fields: Any) -> Told:
    """Give a case."""
    return Told(
        name=name or f"{event} is told",
        source=source or of_event(event),
        event=event,
        deed=lambda desk: known if isinstance(known := deed(desk), dict) and "ok" not in known else None,
        fields={"type": event, "event_ts": ..., **fields},
    )


def said_in(kind: str) -> Callable[[Desk], Json]:
    """Let Anna say something in a conversation of that kind."""

    def say(desk: Desk) -> Json:
        channel = place(desk, kind)
        return {"ts": desk.said("Hallo", channel=channel), "channel": channel}

    return say


def place(desk: Desk, kind: str) -> str:
    """Give a conversation of that kind with Anna and the app."""
    if kind in ("im", "mpim"):
        users = ANNA if kind == "im" else f"{ANNA},{BERND}"
        return str(desk.call("conversations.open", users=users)["channel"]["id"])
    return private(desk) if kind == "group" else COFFEE


def private(desk: Desk, *, with_app: bool = True) -> str:
    """Create a private channel."""
    return str(desk.people.create_channel("still", by=ANNA, private=True, members=[APP_USER] if with_app else []))


def of_private(do: str, **particulars: Any) -> Callable[[Desk], Json]:
    """Do something to a private channel with the app in it."""

    def act(desk: Desk) -> Json:
        channel = private(desk)
        if do == "delete":
            desk.people.delete_channel(channel)
        else:
            assert desk.act(do, channel=channel, **particulars)["ok"]
        return {"channel": channel}

    return act


def archive_and_back(desk: Desk) -> None:
    """Archive a channel and bring it back."""
    desk.act("archive", channel=COFFEE)
    desk.act("unarchive", channel=COFFEE)


def private_and_back(desk: Desk) -> Json:
    """Archive a private channel and bring it back."""
    channel = private(desk)
    desk.act("archive", channel=channel)
    desk.act("unarchive", channel=channel)
    return {"channel": channel}


def edited(desk: Desk) -> Json:
    """Post and edit."""
    ts = desk.posted()
    desk.call("chat.update", channel=COFFEE, ts=ts, text="anders")
    return {}


def removed(desk: Desk) -> Json:
    """Post and delete."""
    ts = desk.posted()
    desk.call("chat.delete", channel=COFFEE, ts=ts)
    return {"deleted_ts": ts}


def reacted(desk: Desk) -> Json:
    """Let Anna react to the app's message."""
    ts = desk.posted()
    desk.act("react", channel=COFFEE, ts=ts, name="tada")
    return {"item": {"type": "message", "channel": COFFEE, "ts": ts}}


def named(desk: Desk) -> Json:
    """Let Anna name the app."""
    text = f"<@{APP_USER}> bist du da?"
    return {"ts": desk.said(text), "text": text}


def shared_file(desk: Desk) -> Json:
    """Let Anna share a file."""
    file = desk.shared_file()
    return {"file_id": file, "file": {"id": file}}


def came(desk: Desk) -> None:
    """Let somebody join the company."""
    desk.people.add("Mia Neu")


def rejoined(desk: Desk) -> None:
    """Let Anna leave the channel and come back."""
    desk.act("leave", channel=COFFEE)
    desk.act("join", channel=COFFEE)


def unshared(desk: Desk) -> None:
    """Share a channel and end it."""
    desk.act("share", channel=COFFEE)
    desk.act("unshare", channel=COFFEE)


MESSAGE: Json = {"user": ANNA, "text": "Hallo", "team": TEAM}
ROW: Json = {"id": COFFEE, "name": "teerunde", "created": ...}
GROUP: Json = dict.fromkeys(
    [
        "id",
        "team_id",
        "is_usergroup",
        "name",
        "description",
        "handle",
        "is_external",
        "date_create",
        "date_update",
        "date_delete",
        "auto_type",
        "created_by",
        "updated_by",
        "deleted_by",
        "prefs",
    ],
    ...,
)
MOVED: Json = {"subteam_id": "S0001PRODU", "team_id": TEAM, "date_previous_update": ..., "date_update": ...}

TOLD: tuple[Told, ...] = (
    *(
        told("message", said_in(kind), f"a message in {kind} is told", of_event(page), channel_type=kind, **MESSAGE)
        for kind, page in {"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}.items()
    ),
    told("message", lambda desk: {"ts": desk.posted()}, "the app hears its own message", of_event("message"), channel=COFFEE, channel_type="channel", user=APP_USER, text="Hallo", team=TEAM, bot_id=APP_BOT, app_id=APP_ID, bot_profile=...),
    told("message", edited, "a message that was changed is told with what it was", of_event("message"), subtype="message_changed", hidden=True, channel=COFFEE, channel_type="channel", ts=..., message=..., previous_message=...),
    told("message", removed, "a message that was deleted is told with what it was", of_event("message"), subtype="message_deleted", hidden=True, channel=COFFEE, channel_type="channel", ts=..., previous_message=...),
    told("message", rejoined, "joining a channel leaves a line in it", of_event("message"), subtype="channel_join", channel=COFFEE, channel_type="channel", user=ANNA, text="<@U0001ANNAXX> has joined the channel", ts=..., team=TEAM),
    told("message", lambda desk: desk.shared_file(), "a message with a file brings the file", of_event("message"), subtype="file_share", channel=COFFEE, channel_type="channel", user=ANNA, text="", ts=..., team=TEAM, files=...),
    told("app_mention", named, channel=COFFEE, user=ANNA, team=TEAM),
    told("member_joined_channel", rejoined, user=ANNA, channel=COFFEE, channel_type="C", team=TEAM),
    told("member_joined_channel", lambda desk: desk.people.invite(APP_USER, HAMBURG), "the app hears that it was invited", user=APP_USER, channel=HAMBURG, channel_type="C", team=TEAM),
    told("member_joined_channel", of_private("invite", user=BERND), "joining a private channel is told as one of a group", user=BERND, channel_type="G", team=TEAM),
    told("member_left_channel", lambda desk: desk.act("leave", channel=COFFEE), user=ANNA, channel=COFFEE, channel_type="C", team=TEAM),
    told("team_join", came, user=USER_KEYS, cache_ts=...),
    told("user_change", lambda desk: desk.act("change", user=ANNA, fields={"title": "Neu"}), user=USER_KEYS, cache_ts=...),
    told("app_home_opened", lambda desk: desk.act("open_home"), user=ANNA, channel=..., tab="home"),
    told("reaction_added", reacted, user=ANNA, reaction="tada", item_user=APP_USER),
    told("file_shared", shared_file, channel_id=COFFEE, user_id=ANNA),
    told("channel_created", lambda desk: desk.people.create_channel("neu", by=ANNA), channel={"id": ..., "name": "neu", "created": ..., "creator": ANNA}),
    told("channel_rename", lambda desk: desk.act("rename_channel", channel=COFFEE, name="teerunde"), channel=ROW),
    told("channel_archive", lambda desk: desk.act("archive", channel=COFFEE), channel=COFFEE, user=ANNA),
    told("channel_unarchive", archive_and_back, channel=COFFEE, user=ANNA),
    told("channel_deleted", lambda desk: desk.people.delete_channel(COFFEE), channel=COFFEE),
    told("group_rename", of_private("rename_channel", name="neu"), "group_rename is told of a private channel", channel={"id": ..., "name": "neu", "created": ...}),
    told("group_archive", of_private("archive"), "group_archive is told of a private channel", user=ANNA),
    told("group_unarchive", private_and_back, "group_unarchive is told of a private channel", user=ANNA),
    told("group_deleted", of_private("delete"), "group_deleted is told of a private channel"),
    told("channel_shared", lambda desk: desk.act("share", channel=COFFEE), connected_team_id="T0OTHERCO", channel=COFFEE),
    told("channel_unshared", unshared, previously_connected_team_id="T0OTHERCO", channel=COFFEE, is_ext_shared=False),
    told("subteam_created", lambda desk: desk.people.create_group("neu", members=[]), subteam=GROUP),
    told("subteam_updated", lambda desk: desk.people.change_group("produkt", new_handle="p"), subteam=GROUP),
    told("subteam_updated", lambda desk: desk.people.disable_group("produkt"), "a group out of use is told as updated", subteam=GROUP),
    told("subteam_members_changed", lambda desk: desk.people.change_group("produkt", members=["U0001ANNAXX", BERND]), added_users=[BERND], added_users_count="1", removed_users=..., removed_users_count="3", **MOVED),
    told("tokens_revoked", lambda desk: desk.people.revoke_tokens(), tokens={"oauth": [], "bot": [APP_USER]}),
    told("app_uninstalled", lambda desk: desk.people.revoke_tokens()),
)  # fmt: skip

ENVELOPE: Json = {
    "token": str, "team_id": str, "api_app_id": str, "event": dict, "type": str, "event_id": str, "event_time": int,
    "authorizations": list, "is_ext_shared_channel": bool, "event_context": str, "context_team_id": str,
    "context_enterprise_id": (str, type(None)),
}  # fmt: skip
AUTHORIZATION = {
    "enterprise_id": None, "team_id": TEAM, "user_id": APP_USER, "is_bot": True, "is_enterprise_install": False
}  # fmt: skip
