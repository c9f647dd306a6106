"""What the app says in answer to a command or a click: in the ack, or through the response url."""

from __future__ import annotations

from bot.sandbox import rooms
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.chat import read_blocks
from bot.sandbox.model import Conversation, Json, Message
from bot.sandbox.tickets import Reply
from bot.sandbox.workspace import APP_USER, Workspace


def through_url(workspace: Workspace, key: str, payload: Json) -> Json:
    """Act on a POST to a response url, and give whose it is and which message; raise SlackError for a spent url or a
    bad body."""
    with workspace.lock:
        reply = workspace.tickets.use_reply(key)
        conversation = workspace.conversations[reply.channel]
        source = _source(conversation, reply)
        place = {"user": reply.user, "channel": reply.channel, "ts": source.ts if source else ""}
        if payload.get("delete_original"):
            if source is not None:
                rooms.delete(workspace, conversation, source)
            return place
        text, blocks = _content(payload)
        if payload.get("replace_original") and source is not None:
            rooms.edit(workspace, conversation, source, text=text, blocks=blocks)
            return place
        return place | {"ts": say(workspace, reply.channel, reply.user, payload).ts}


def say(workspace: Workspace, channel: str, user: str, payload: Json) -> Message:
    """Post an answer: to the one person, or with `in_channel` to everybody."""
    text, blocks = _content(payload)
    message = Message("", APP_USER, text, blocks=blocks, by_app=True, thread_ts=str(payload.get("thread_ts") or ""))
    if payload.get("response_type") != "in_channel":
        message.only_for = user
    return rooms.post(workspace, workspace.conversations[channel], message)


def _source(conversation: Conversation, reply: Reply) -> Message | None:
    kept = conversation.ephemerals if reply.ephemeral else conversation.messages
    return kept.get(reply.message_ts)


def _content(payload: Json) -> tuple[str, list[Json]]:
    text = str(payload.get("text") or "")
    blocks = read_blocks(payload["blocks"]) if payload.get("blocks") else []
    if not text and not blocks:
        raise SlackError("no_text")
    return text, blocks
