"""What one person sees of the workspace, for the page and for tests."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import dropwhile, islice, takewhile

from bot.sandbox import events, rooms, unread, windows
from bot.sandbox.model import Conversation, Json, Message
from bot.sandbox.workspace import APP_USER, Workspace


def overview(workspace: Workspace, user: str) -> Json:
    """Give everything around the messages: channels, direct messages, commands, modal and Home tab."""
    me = workspace.people[user]
    seen = [c for c in workspace.conversations.values() if not c.archived]
    channels = [c for c in seen if user in c.members or (c.kind == "public" and not me.is_guest)]
    modal = windows.top(workspace, user)
    home = workspace.views.get(workspace.homes.get(user, ""))
    return {
        "me": me.summary(),
        "now": workspace.clock.now().isoformat(timespec="microseconds"),
        "channels": [_channel(workspace, c, user) for c in channels if not c.is_dm],
        "dms": [_dm(workspace, c, user) for c in channels if c.is_dm],
        "commands": [
            {"command": c.command, "description": c.description, "usage_hint": c.usage_hint}
            for c in workspace.installation.commands.values()
        ],
        "shortcuts": [
            {"callback_id": s.callback_id, "name": s.name, "kind": s.kind}
            for s in workspace.installation.shortcuts.values()
        ],
        "modal": windows.shape(workspace, modal) if modal else None,
        "home": windows.shape(workspace, home) if home else None,
        "home_available": workspace.installation.home,
        "app": {"user_id": APP_USER, "name": workspace.installation.name},
    }


def messages(workspace: Workspace, user: str, conversation: Conversation, *, read: bool = True) -> list[Json]:
    """Give the messages this person sees in a conversation, in order; `read` marks them as read."""
    shown = [message_row(workspace, conversation, ts, user) for ts in _stamps(workspace, conversation, user)]
    if read and shown:
        workspace.reads[user, conversation.id] = shown[-1]["ts"]
    return shown


def page(
    workspace: Workspace, user: str, conversation: Conversation, *, limit: int, before: str = "", since: str = ""
) -> list[Json]:
    """Give the newest messages outside threads, or those before or since a timestamp, and mark the newest as read.

    Only what is given is looked at, however much was said: `since` gives all from there on, `before` so many.
    """
    said = _newest_first(workspace, conversation, user)
    if before:
        said = dropwhile(lambda one: one.ts >= before, said)
    found = list(takewhile(lambda one: one.ts >= since, said) if since else islice(said, limit))
    if found and not before:
        unread.seen(workspace, user, conversation.id, found[0].ts)
    return [message_row(workspace, conversation, one.ts, user) for one in reversed(found)]


def thread(workspace: Workspace, user: str, conversation: Conversation, ts: str) -> list[Json]:
    """Give a message with its answers, and mark them as read."""
    shown = [one for one in rooms.visible(workspace, conversation, user) if ts in (one.ts, one.thread_ts)]
    if shown:
        unread.seen(workspace, user, f"{conversation.id}/{ts}", shown[-1].ts)
    return [message_row(workspace, conversation, one.ts, user) for one in shown]


def _newest_first(workspace: Workspace, conversation: Conversation, user: str) -> Iterator[Message]:
    """Yield what stands in a conversation outside its threads; ephemerals stand where they were said."""
    own = [one for one in reversed(conversation.ephemerals.values()) if one.only_for == user]
    open_to = rooms.is_open_to(workspace, conversation, user)
    said = (one for one in reversed(conversation.messages.values()) if unread.is_outside(one)) if open_to else ()
    return merge(said, own, key=lambda one: one.ts, reverse=True)


def inbox(workspace: Workspace, user: str) -> list[Json]:
    """Give what reached this person alone or in a group: direct messages and own ephemerals, in order."""
    rows: list[Json] = []
    for conversation in workspace.conversations.values():
        if user not in conversation.members and not conversation.ephemerals:
            continue
        shown = messages(workspace, user, conversation, read=False)
        rows += [row for row in shown if conversation.is_dm or row.get("ephemeral")]
    return sorted(rows, key=lambda row: str(row["ts"]))


def message_row(workspace: Workspace, conversation: Conversation, ts: str, user: str = "") -> Json:
    """Give one message as the page shows it."""
    message = conversation.messages.get(ts) or conversation.ephemerals[ts]
    shown = events.shape(workspace, conversation, message, metadata=True)
    return {
        "channel": conversation.id,
        "channel_name": conversation.name,
        "kind": conversation.kind,
        "ts": message.ts,
        "user": message.user,
        "bot": message.by_app,
        "text": message.text,
        "blocks": message.blocks,
        "edited": bool(message.edited),
        "thread_ts": shown.get("thread_ts", ""),
        "reply_count": shown.get("reply_count", 0),
        "broadcast": message.broadcast,
        "reactions": message.shown_reactions(),
        "metadata": message.metadata,
        "subtype": message.subtype,
        "files": [workspace.files[file].summary() for file in message.files],
        "ephemeral": message.only_for == user if message.only_for else False,
    }


def _stamps(workspace: Workspace, conversation: Conversation, user: str) -> list[str]:
    return [message.ts for message in rooms.visible(workspace, conversation, user)]


def _channel(workspace: Workspace, conversation: Conversation, user: str) -> Json:
    return {
        "id": conversation.id,
        "name": conversation.name,
        "topic": conversation.topic,
        "is_member": user in conversation.members,
        "is_private": conversation.kind == "private",
        **unread.marks(workspace, conversation, user),
        "members_count": len(workspace.members(conversation)),
    }


def _dm(workspace: Workspace, conversation: Conversation, user: str) -> Json:
    others = [uid for uid in conversation.members if uid != user]
    people = [uid for uid in others if uid != APP_USER] or others
    return {
        "id": conversation.id,
        "kind": conversation.kind,
        "members": list(conversation.members),
        "title": ", ".join(workspace.people[uid].real_name for uid in people),
        **unread.marks(workspace, conversation, user),
    }
