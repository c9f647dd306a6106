"""What happens in conversations: opening, joining, leaving, posting, editing, deleting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from bot.sandbox import events
from bot.sandbox.blocks import with_ids
from bot.sandbox.model import Conversation, Json, Kind, Message
from bot.sandbox.workspace import APP_USER, Workspace


def dm(workspace: Workspace, people: Iterable[str], *, create: bool = True) -> tuple[Conversation | None, bool]:
    """Give the app's conversation with exactly these people, and whether it was there already."""
    members = frozenset({APP_USER, *people})
    known = workspace.dms.get(members)
    if known:
        return workspace.conversations[known], True
    return (_new_dm(workspace, members), False) if create else (None, False)


def im(workspace: Workspace, user: str) -> Conversation:
    """Give the app's direct message with one person, opened if need be."""
    conversation, _ = dm(workspace, [user])
    assert conversation is not None
    return conversation


def between(workspace: Workspace, one: str, other: str) -> Conversation:
    """Give the direct message of two people, opened if need be; the app does not hear what is said there."""
    members = frozenset({one, other})
    known = workspace.dms.get(members)
    if known:
        return workspace.conversations[known]
    return _add_dm(workspace, members, "im", creator=one)


def post(workspace: Workspace, conversation: Conversation, message: Message) -> Message:
    """Put a message into a conversation under a fresh timestamp; tell the app and everybody there."""
    message.ts = workspace.stamp(conversation)
    message.blocks = with_ids(message.blocks, lambda: workspace.fresh("")[:5])
    if message.only_for:
        conversation.ephemerals[message.ts] = message
        workspace.touched(conversation, [message.only_for])
        return message
    conversation.messages[message.ts] = message
    if message.thread_ts:
        conversation.threads.setdefault(message.thread_ts, []).append(message.ts)
    if message.by_app:
        workspace.journal.posted(_log_row(workspace, conversation, message))
    events.posted(workspace, conversation, message)
    workspace.touched(conversation)
    return message


def edit(
    workspace: Workspace,
    conversation: Conversation,
    message: Message,
    *,
    text: str | None = None,
    blocks: list[Json] | None = None,
    metadata: Json | None = None,
) -> None:
    """Change what is given of a message and leave the rest."""
    before = events.shape(workspace, conversation, message)
    if text is not None:
        message.text = text
    if blocks is not None:
        message.blocks = with_ids(blocks, lambda: workspace.fresh("")[:5])
    if metadata is not None:
        message.metadata = metadata
    message.edited = {"user": message.user, "ts": workspace.event_ts()}
    if not message.only_for:
        events.changed(workspace, conversation, before, message)
    workspace.touched(conversation, [message.only_for] if message.only_for else ())


def delete(workspace: Workspace, conversation: Conversation, message: Message) -> None:
    """Take a message away."""
    if message.only_for:
        conversation.ephemerals.pop(message.ts, None)
    else:
        conversation.messages.pop(message.ts, None)
        events.deleted(workspace, conversation, message)
    workspace.touched(conversation)


def join(workspace: Workspace, conversation: Conversation, user: str) -> bool:
    """Let somebody into a channel, with the line Slack writes there; False when already in."""
    if user in conversation.members:
        return False
    conversation.members.append(user)
    note = Message("", user, f"<@{user}> has joined the channel", subtype="channel_join")
    post(workspace, conversation, note)
    events.membership(workspace, conversation, user, joined=True)
    return True


def leave(workspace: Workspace, conversation: Conversation, user: str) -> bool:
    """Let somebody out of a channel; False when not in it."""
    if user not in conversation.members:
        return False
    conversation.members.remove(user)
    note = Message("", user, f"<@{user}> has left the channel", subtype="channel_leave")
    post(workspace, conversation, note)
    workspace.touched(conversation, [user])
    events.membership(workspace, conversation, user, joined=False)
    return True


def react(workspace: Workspace, conversation: Conversation, message: Message, *, name: str, by: str) -> bool:
    """Add a reaction; False when it is there already."""
    users = message.reactions.setdefault(name, [])
    if by in users:
        return False
    users.append(by)
    if APP_USER in conversation.members:
        item = {"type": "message", "channel": conversation.id, "ts": message.ts}
        event = {"type": "reaction_added", "user": by, "reaction": name, "item_user": message.user, "item": item}
        events.emit(workspace, event)
    workspace.touched(conversation)
    return True


def unreact(workspace: Workspace, conversation: Conversation, message: Message, *, name: str, by: str) -> None:
    """Take a reaction away; the last one of its name goes with its number."""
    message.reactions[name].remove(by)
    if not message.reactions[name]:
        del message.reactions[name]
    if APP_USER in conversation.members:
        item = {"type": "message", "channel": conversation.id, "ts": message.ts}
        event = {"type": "reaction_removed", "user": by, "reaction": name, "item_user": message.user, "item": item}
        events.emit(workspace, event)
    workspace.touched(conversation)


def visible(workspace: Workspace, conversation: Conversation, user: str) -> list[Message]:
    """Give what one person sees in a conversation, own ephemerals included, in order."""
    own = [m for m in conversation.ephemerals.values() if m.only_for == user]
    said = list(conversation.messages.values()) if is_open_to(workspace, conversation, user) else []
    return sorted([*said, *own], key=lambda m: m.ts)


def is_open_to(workspace: Workspace, conversation: Conversation, user: str) -> bool:
    """Say whether somebody may read a conversation."""
    return user in conversation.members or (conversation.kind == "public" and not workspace.people[user].is_guest)


def _new_dm(workspace: Workspace, members: frozenset[str]) -> Conversation:
    people = sorted(members - {APP_USER})
    kind: Kind = "im" if len(people) == 1 else "mpim"
    return _add_dm(workspace, members, kind, creator=APP_USER)


def _add_dm(workspace: Workspace, members: frozenset[str], kind: Kind, *, creator: str) -> Conversation:
    names = "--".join(sorted(workspace.people[uid].name for uid in members))
    conversation = Conversation(
        id=workspace.fresh("D" if kind == "im" else "C"),
        name="" if kind == "im" else f"mpdm-{names}-1",
        kind=kind,
        created=int(workspace.clock.epoch()),
        creator=creator,
        members=sorted(members, key=lambda one: (one == APP_USER, one)),
    )
    workspace.conversations[conversation.id] = conversation
    workspace.dms[members] = conversation.id
    return conversation


def _log_row(workspace: Workspace, conversation: Conversation, message: Message) -> Json:
    at = datetime.fromtimestamp(float(message.ts), UTC)
    return {
        "at": at.isoformat(timespec="microseconds"),
        "channel": conversation.id,
        "channel_name": conversation.name,
        "kind": conversation.kind,
        "members": workspace.members(conversation),
        "text": message.text,
        "blocks": message.blocks,
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "metadata": message.metadata,
    }
