"""Events the app subscribed to, in Slack's envelopes."""

from __future__ import annotations

from concurrent.futures import Future

from bot.sandbox.model import SLACKBOT, Conversation, Json, Message, Person
from bot.sandbox.workspace import APP_BOT, APP_ID, APP_USER, Workspace

HISTORY = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


def emit(workspace: Workspace, event: Json, *, topic: str = "", scope: str | None = None) -> Future[Json] | None:
    """Send an event when the app subscribed to `topic` (its type, unless given) and holds the scope."""
    if not workspace.installation.hears(topic or event["type"], scope=scope):
        return None
    now = workspace.event_ts()
    where = workspace.conversations.get(_place(event))
    payload = {
        "token": "sandbox",
        "team_id": workspace.team["id"],
        "api_app_id": APP_ID,
        "event": {**event, "event_ts": event.get("event_ts", now)},
        "type": "event_callback",
        "event_id": workspace.fresh("Ev"),
        "event_time": int(workspace.clock.epoch()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team["id"],
                "user_id": APP_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": bool(where and where.shared_with and not where.is_pending),
        "event_context": workspace.fresh("4-"),
        "context_team_id": workspace.team["id"],
        "context_enterprise_id": None,
    }
    return workspace.courier.send("events_api", payload)


def message_event(workspace: Workspace, conversation: Conversation, event: Json) -> None:
    """Send a message event when the app is in the conversation."""
    if APP_USER not in conversation.members:
        return
    word = HISTORY[conversation.kind]
    shared = {"type": "message", "channel": conversation.id, "channel_type": conversation.channel_type}
    topic = f"message.{word}"
    emit(workspace, {**shared, **event}, topic=topic, scope=f"{word}:history")


def posted(workspace: Workspace, conversation: Conversation, message: Message) -> None:
    """Send `message` and, where somebody else named the app in a channel, `app_mention`."""
    shown = shape(workspace, conversation, message) | {"event_ts": message.ts}
    message_event(workspace, conversation, shown)
    mentioned = f"<@{APP_USER}>" in message.text and not message.by_app and not message.subtype
    if mentioned and not conversation.is_dm and APP_USER in conversation.members:
        emit(workspace, {**shown, "type": "app_mention", "channel": conversation.id})


def changed(workspace: Workspace, conversation: Conversation, before: Json, message: Message) -> None:
    """Send `message_changed`."""
    now = workspace.event_ts()
    after = shape(workspace, conversation, message)
    event = {"subtype": "message_changed", "hidden": True, "message": after, "previous_message": before}
    message_event(workspace, conversation, event | {"ts": now, "event_ts": now})


def deleted(workspace: Workspace, conversation: Conversation, message: Message) -> None:
    """Send `message_deleted`."""
    now = workspace.event_ts()
    event = {"subtype": "message_deleted", "hidden": True, "deleted_ts": message.ts}
    before = {"previous_message": shape(workspace, conversation, message)}
    message_event(workspace, conversation, event | before | {"ts": now, "event_ts": now})


def about_channel(workspace: Workspace, kind: str, conversation: Conversation, told: Json) -> None:
    """Send `channel_archive` and the like; of a private channel `group_archive`, and only where the app is in it."""
    if conversation.kind == "private":
        if APP_USER in conversation.members:
            emit(workspace, {"type": f"group_{kind}", **told})
    elif conversation.kind == "public":
        emit(workspace, {"type": f"channel_{kind}", **told})


def file_shared(workspace: Workspace, conversation: Conversation, file: str, *, by: str) -> None:
    """Send `file_shared` when the app is in the conversation."""
    if APP_USER in conversation.members:
        told = {"channel_id": conversation.id, "file_id": file, "user_id": by, "file": {"id": file}}
        emit(workspace, {"type": "file_shared", **told})


def membership(workspace: Workspace, conversation: Conversation, user: str, *, joined: bool) -> None:
    """Send `member_joined_channel` or `member_left_channel`, for conversations the app is in."""
    if APP_USER not in conversation.members and user != APP_USER:
        return
    event = {
        "type": "member_joined_channel" if joined else "member_left_channel",
        "user": user,
        "channel": conversation.id,
        "channel_type": "C" if conversation.kind == "public" else "G",
        "team": workspace.team["id"],
    }
    emit(workspace, event, scope=_reading(conversation))


def shared(workspace: Workspace, conversation: Conversation, team: str) -> None:
    """Send `channel_shared`: another company reads along from now on."""
    if conversation.kind != "public" and APP_USER not in conversation.members:
        return
    event = {"type": "channel_shared", "connected_team_id": team, "channel": conversation.id}
    emit(workspace, event, scope=_reading(conversation))


def unshared(workspace: Workspace, conversation: Conversation, team: str) -> None:
    """Send `channel_unshared`: that company reads no more."""
    if conversation.kind != "public" and APP_USER not in conversation.members:
        return
    event = {"type": "channel_unshared", "previously_connected_team_id": team, "channel": conversation.id}
    emit(workspace, {**event, "is_ext_shared": bool(conversation.shared_with)}, scope=_reading(conversation))


def group_event(workspace: Workspace, kind: str, row: Json) -> None:
    """Send `subteam_created` or `subteam_updated` with the user group object."""
    emit(workspace, {"type": kind, "subteam": group_shape(workspace, row)})


def group_moved(workspace: Workspace, row: Json, *, added: list[str], removed: list[str]) -> None:
    """Send `subteam_members_changed`, and `subteam_updated`, which Slack sends as well."""
    now = int(workspace.clock.epoch())
    event = {"type": "subteam_members_changed", "subteam_id": row["id"], "team_id": workspace.team["id"]}
    event |= {"date_previous_update": now, "date_update": now}
    event |= {"added_users": added, "added_users_count": str(len(added))}
    event |= {"removed_users": removed, "removed_users_count": str(len(removed))}
    emit(workspace, event)
    group_event(workspace, "subteam_updated", row)


def person_event(workspace: Workspace, kind: str, person: Person) -> None:
    """Send `team_join` or `user_change` with the user object."""
    user = person.user(
        workspace.team["id"],
        now=workspace.clock.now(),
        with_email="users:read.email" in workspace.installation.scopes,
        with_locale=True,
    )
    emit(workspace, {"type": kind, "user": user, "cache_ts": int(workspace.clock.epoch())})


def group_shape(workspace: Workspace, row: Json) -> Json:
    """Give Slack's user group object, without its members."""
    return {
        "id": row["id"],
        "team_id": workspace.team["id"],
        "is_usergroup": True,
        "name": row["name"],
        "handle": row["handle"],
        "description": "",
        "is_external": False,
        "date_create": row.get("date_create", 0),
        "date_update": row.get("date_update", 0),
        "date_delete": row.get("date_delete", 0),
        "auto_type": None,
        "created_by": SLACKBOT,
        "updated_by": SLACKBOT,
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
    }


def shape(workspace: Workspace, conversation: Conversation, message: Message, *, metadata: bool = False) -> Json:
    """Give Slack's message object; metadata only on demand."""
    shown: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    shown["team"] = workspace.team["id"]
    if message.by_app:
        shown |= {"bot_id": APP_BOT, "app_id": APP_ID, "bot_profile": bot_profile(workspace)}
    optional = {
        "subtype": message.subtype,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "edited": message.edited,
        "reactions": message.shown_reactions(),
        "thread_ts": message.thread_ts,
        "metadata": message.metadata if metadata else None,
        "files": [workspace.files[file].shape(workspace.base_url, team=workspace.team["id"]) for file in message.files],
    }
    shown |= {key: value for key, value in optional.items() if value}
    return shown | _thread(conversation, message)


def bot_profile(workspace: Workspace) -> Json:
    """Give the bot's card as it stands on messages."""
    return {
        "id": APP_BOT,
        "app_id": APP_ID,
        "user_id": APP_USER,
        "name": workspace.installation.name,
        "icons": {},
        "deleted": False,
        "updated": 0,
        "team_id": workspace.team["id"],
    }


def _place(event: Json) -> str:
    """Return the id of the conversation that an event is about, if it is about one."""
    told = event.get("channel") or event.get("channel_id") or event.get("item", {}).get("channel") or ""
    return str(told.get("id", "")) if isinstance(told, dict) else str(told)


def _reading(conversation: Conversation) -> str:
    """Return the scope that lets an app hear of a channel."""
    return "channels:read" if conversation.kind == "public" else "groups:read"


def _thread(conversation: Conversation, message: Message) -> Json:
    if message.thread_ts and message.thread_ts != message.ts:
        parent = conversation.messages.get(message.thread_ts)
        return {"parent_user_id": parent.user} if parent else {}
    replies = conversation.replies(message.ts)
    if not replies:
        return {}
    people = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(people),
        "reply_users": people,
        "latest_reply": replies[-1].ts,
    }
