"""What a person has not seen yet: in a conversation, and in the threads they follow."""

from __future__ import annotations

from bot.sandbox.model import Conversation, Json, Message
from bot.sandbox.workspace import Workspace

MOST = 100
"""Counted no further: the page says 99+."""


def marks(workspace: Workspace, conversation: Conversation, user: str) -> Json:
    """Give the number of messages not seen, and of answers not seen in each thread that this person follows."""
    if user not in conversation.members:
        return {"unread": 0, "unread_threads": {}}
    return {
        "unread": _outside(workspace, conversation, user),
        "unread_threads": _threads(workspace, conversation, user),
    }


def seen(workspace: Workspace, user: str, place: str, ts: str) -> None:
    """Mark a conversation, or a thread as `conversation/ts`, as read up to a message."""
    if ts > workspace.reads.get((user, place), ""):
        workspace.reads[user, place] = ts


def is_outside(message: Message) -> bool:
    """Say whether a message stands in the conversation itself and not only in a thread."""
    return not message.thread_ts or message.thread_ts == message.ts or message.broadcast


def _outside(workspace: Workspace, conversation: Conversation, user: str) -> int:
    since = workspace.reads.get((user, conversation.id), "")
    own = sum(one.ts > since for one in conversation.ephemerals.values() if one.only_for == user)
    count = min(own, MOST)
    for one in reversed(conversation.messages.values()):
        if one.ts <= since or count >= MOST:
            break
        count += is_outside(one) and one.user != user and one.subtype in ("", "file_share")
    return count


def _threads(workspace: Workspace, conversation: Conversation, user: str) -> dict[str, int]:
    found = {}
    for parent, answers in conversation.threads.items():
        since = workspace.reads.get((user, f"{conversation.id}/{parent}"), "")
        if answers and answers[-1] > since and (fresh := _fresh(conversation, parent, user, since)):
            found[parent] = fresh
    return found


def _fresh(conversation: Conversation, parent: str, user: str, since: str) -> int:
    """Count the answers after one's own last one in a thread that one began, answered in, is named in or was sent."""
    begun = conversation.messages.get(parent)
    answers = conversation.replies(parent)
    if begun is None:
        return 0
    follows = conversation.is_dm or any(one.user == user or f"<@{user}>" in one.text for one in (begun, *answers))
    if not follows:
        return 0
    count = 0
    for one in reversed(answers):
        if one.ts <= since or one.user == user or count >= MOST:
            break
        count += 1
    return count
