"""Posting, editing and deleting messages, and reactions."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.sandbox import events, rooms
from bot.sandbox.blocks import MARKDOWN_MOST, MESSAGE_MOST, check_blocks, length
from bot.sandbox.call import Call
from bot.sandbox.errors import SlackError
from bot.sandbox.model import SLACKBOT, Conversation, Json, Message
from bot.sandbox.workspace import APP_USER

TEXT_MOST = 40_000
UPDATE_MOST = 4_000
METADATA_MOST = 16_000  # characters; Slack does not document its limit
ATTACHMENTS_MOST = 100
NO_FALLBACK = "This content can't be displayed."  # what Slack notifies with when a message has blocks only


def post_message(call: Call) -> Json:
    """Post a message; a text above 40,000 characters is cut, as Slack does it."""
    conversation = _target(call)
    _open_to_post(call, conversation)
    message = _message(call)
    message.text = message.text[:TEXT_MOST]
    message.metadata = _metadata(call) or {}
    message.thread_ts = _thread(call, conversation)
    message.broadcast = call.flag("reply_broadcast")
    rooms.post(call.workspace, conversation, message)
    shown = events.shape(call.workspace, conversation, message, metadata=True)
    return {"channel": conversation.id, "ts": message.ts, "message": shown}


def post_ephemeral(call: Call) -> Json:
    """Show a message to one member of a conversation only."""
    conversation = call.conversation()
    _open_to_post(call, conversation)
    user = call.text("user")
    if user not in call.workspace.members(conversation):
        raise SlackError("user_not_in_channel")
    message = _message(call)
    if len(message.text) > TEXT_MOST:
        raise SlackError("msg_too_long")
    message.only_for = user
    message.thread_ts = call.text("thread_ts")
    rooms.post(call.workspace, conversation, message)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """Change one of the app's own messages; what is not given stays."""
    conversation = call.conversation()
    message = _own(call, conversation, refusal="cant_update_message")
    text, blocks, attachments = _changed(call, message)
    if attachments is not None:
        message.attachments = attachments
    rooms.edit(call.workspace, conversation, message, text=text, blocks=blocks, metadata=_metadata(call))
    shown = events.shape(call.workspace, conversation, message, metadata=True)
    return {"channel": conversation.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(call: Call) -> Json:
    """Delete one of the app's own messages."""
    conversation = call.conversation()
    message = _own(call, conversation, refusal="cant_delete_message")
    rooms.delete(call.workspace, conversation, message)
    return {"channel": conversation.id, "ts": message.ts}


def react(call: Call) -> Json:
    """Add a reaction of the app."""
    conversation = call.conversation()
    if conversation.archived:
        raise SlackError("is_archived")
    if not re.fullmatch(r"\d+\.\d+", call.text("timestamp")):
        raise SlackError("bad_timestamp")
    message = conversation.messages.get(call.text("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    name = call.text("name").strip(":")
    if not name or not all(c.isalnum() or c in "_-+':" for c in name):
        raise SlackError("invalid_name")
    if not rooms.react(call.workspace, conversation, message, name=name, by=APP_USER):
        raise SlackError("already_reacted")
    return {}


def read_blocks(given: Any) -> list[Json]:
    """Check a message's blocks; raise what Slack would answer."""
    if not isinstance(given, list):
        raise SlackError("invalid_blocks_format")
    messages = check_blocks(given, surface="message")
    if messages:
        raise SlackError("invalid_blocks", messages=messages)
    if length(given) > MESSAGE_MOST:
        raise SlackError("msg_blocks_too_long")
    return given


def _target(call: Call) -> Conversation:
    person = call.workspace.people.get(call.text("channel"))
    if person is None:
        return call.conversation()
    if person.deleted:
        raise SlackError("channel_not_found")
    if person.is_bot or person.id == SLACKBOT:
        raise SlackError("cannot_dm_bot")
    return rooms.im(call.workspace, person.id)


def _open_to_post(call: Call, conversation: Conversation) -> None:
    if conversation.archived:
        raise SlackError("is_archived")
    if conversation.kind == "im":
        if not call.workspace.installation.messages_tab:
            raise SlackError("messages_tab_disabled")
        if len(call.workspace.members(conversation)) < len(conversation.members):
            raise SlackError("is_archived")
    uninvited = call.method == "chat.postMessage" and "chat:write.public" in call.workspace.installation.scopes
    if APP_USER not in conversation.members and not uninvited:
        raise SlackError("not_in_channel")


def _message(call: Call) -> Message:
    text, marked = call.text("text"), call.text("markdown_text")
    blocks = _blocks(call) or []
    attachments = _attachments(call) or []
    if marked and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if marked:
        blocks = [{"type": "markdown", "text": marked}]
    if not (text.strip() or blocks or attachments):
        raise SlackError("no_text")
    return Message("", APP_USER, text or marked or NO_FALLBACK, blocks=blocks, attachments=attachments, by_app=True)


def _changed(call: Call, message: Message) -> tuple[str | None, list[Json] | None, list[Json] | None]:
    """Give what an update changes: text, blocks, attachments; what is None stays as it was."""
    blocks, attachments, text = _blocks(call), _attachments(call), call.args.get("text")
    marked = call.text("markdown_text")
    if marked and (text is not None or blocks is not None):
        raise SlackError("markdown_text_conflict")
    if marked:
        text, blocks = marked, [{"type": "markdown", "text": marked}]
    if text is None and blocks is None and attachments is None:
        raise SlackError("no_text")
    if text is not None and len(str(text)) > (MARKDOWN_MOST if marked else UPDATE_MOST):
        raise SlackError("msg_too_long")
    if blocks == [] and not (text or message.text):
        raise SlackError("no_text")
    return None if text is None else str(text), blocks, attachments


def _attachments(call: Call) -> list[Json] | None:
    given = [] if call.args.get("attachments") in ([], "[]") else _json(call, "attachments")
    if given is not None and len(given) > ATTACHMENTS_MOST:
        raise SlackError("too_many_attachments")
    return given


def _blocks(call: Call) -> list[Json] | None:
    try:
        given = call.structure("blocks")
    except ValueError:
        raise SlackError("invalid_blocks_format") from None
    if given is None:
        return [] if call.args.get("blocks") in ([], "[]") else None
    return read_blocks(given)


def _json(call: Call, name: str) -> list[Json] | None:
    try:
        given = call.structure(name)
    except ValueError:
        raise SlackError(f"invalid_{name}") from None
    if given is not None and not isinstance(given, list):
        raise SlackError(f"invalid_{name}")
    return given


def _metadata(call: Call) -> Json | None:
    if call.args.get("metadata") in (None, ""):
        return None
    try:
        given = json.loads(raw) if isinstance(raw := call.args["metadata"], str) else raw
    except ValueError:
        raise SlackError("invalid_metadata_format") from None
    if given == {}:
        return {}
    fits = isinstance(given, dict) and isinstance(given.get("event_type"), str) and given["event_type"]
    if not fits or not isinstance(given.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(given, ensure_ascii=False)) > METADATA_MOST:
        raise SlackError("metadata_too_large")
    return {"event_type": given["event_type"], "event_payload": given["event_payload"]}


def _thread(call: Call, conversation: Conversation) -> str:
    wanted = call.text("thread_ts")
    if not wanted:
        return ""
    parent = conversation.messages.get(wanted)
    if parent is None:
        raise SlackError("cannot_reply_to_message")
    return parent.thread_ts or parent.ts


def _own(call: Call, conversation: Conversation, *, refusal: str) -> Message:
    message = conversation.messages.get(call.text("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if not message.by_app:
        raise SlackError(refusal)
    if conversation.archived:
        raise SlackError("is_inactive" if refusal == "cant_update_message" else refusal)
    return message
