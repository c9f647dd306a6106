"""conversations.history and conversations.replies."""

from __future__ import annotations

from bot.sandbox import events
from bot.sandbox.call import Call
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Conversation, Json, Message
from bot.sandbox.workspace import APP_USER

HISTORY_MOST, HISTORY_DEFAULT = 999, 100
REPLIES_MOST = 1000


def history(call: Call) -> Json:
    """Give a conversation's messages, newest first, answers in threads left out."""
    conversation = _readable(call)
    said = [m for m in conversation.messages.values() if m.thread_ts in ("", m.ts) or m.broadcast]
    rows = sorted(_within(call, said), key=lambda m: m.ts, reverse=True)
    return _answer(call, conversation, rows)


def replies(call: Call) -> Json:
    """Give a thread: its parent, then the answers, oldest first."""
    conversation = _readable(call)
    parent = conversation.messages.get(call.text("ts"))
    if parent is None:
        raise SlackError("thread_not_found")
    if parent.thread_ts not in ("", parent.ts):
        return _answer(call, conversation, [parent])
    return _answer(call, conversation, [parent, *_within(call, conversation.replies(parent.ts))])


def _readable(call: Call) -> Conversation:
    conversation = call.conversation()
    call.need_for(conversation, "history")
    if APP_USER not in conversation.members:
        raise SlackError("not_in_channel")
    return conversation


def _within(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = _moment(call, "oldest"), _moment(call, "latest")
    inclusive = call.flag("inclusive")

    def fits(message: Message) -> bool:
        at = float(message.ts)
        if at in (oldest, latest):
            return inclusive
        return (oldest is None or at > oldest) and (latest is None or at < latest)

    return [m for m in messages if fits(m)]


def _moment(call: Call, name: str) -> float | None:
    value = call.text(name)
    try:
        return float(value) if value and value != "0" else None
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None


def _answer(call: Call, conversation: Conversation, rows: list[Message]) -> Json:
    thread = call.method == "conversations.replies"
    default, most = (REPLIES_MOST, REPLIES_MOST) if thread else (HISTORY_DEFAULT, HISTORY_MOST)
    page, cursor = call.page(rows, default=default, most=most)
    metadata = call.flag("include_all_metadata")
    shown = [events.shape(call.workspace, conversation, message, metadata=metadata) for message in page]
    answer: Json = {"messages": shown, "has_more": bool(cursor)} | ({} if thread else {"pin_count": 0})
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})
