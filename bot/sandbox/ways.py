"""What is told of a payload on its way to the app: its name, whose doing it is, how it went."""

from __future__ import annotations

from bot.sandbox.clock import SandboxClock
from bot.sandbox.journal import Journal
from bot.sandbox.model import Json

WORDS = {"events_api": "event", "slash_commands": "command", "interactive": "interaction", "options": "options"}


class Ways:
    """Writes payloads into the journal, and what becomes of them."""

    def __init__(self, journal: Journal, clock: SandboxClock) -> None:
        self._journal = journal
        self._clock = clock

    def begin(self, kind: str, payload: Json, envelope: str) -> Json:
        """Write a payload down; give its row."""
        return self._journal.way(
            WORDS[kind],
            name_of(payload),
            at=self.now(),
            payload=payload,
            user=user_of(payload),
            channel=channel_of(payload),
            envelope=envelope,
            tries=[],
            copies=1,
            outcome="waiting",
            ms=None,
            answer=None,
        )

    def now(self) -> str:
        """Give the present as the journal writes it."""
        return self._clock.now().isoformat(timespec="microseconds")


def name_of(payload: Json) -> str:
    """Give what a person would call it: the event's type, the command with its words, what was pressed."""
    if "event" in payload:
        event = payload["event"]
        return f"{event.get('type', '')} {event.get('subtype', '')}".strip()
    if "command" in payload:
        return f"{payload['command']} {payload.get('text', '')}".strip()
    pressed = [str(one.get("action_id", "")) for one in payload.get("actions") or ()]
    told = pressed or [str(payload.get("callback_id") or payload.get("action_id") or _callback(payload))]
    return " ".join([str(payload.get("type", "")), *told]).strip()


def user_of(payload: Json) -> str:
    """Give who did it, empty where nobody did."""
    for place in (payload, payload.get("event") or {}):
        user = place.get("user") or place.get("user_id")
        if user:
            return str(user["id"] if isinstance(user, dict) else user)
    return ""


def channel_of(payload: Json) -> str:
    """Give where it happened, empty for nowhere."""
    for place in (payload, payload.get("event") or {}):
        channel = place.get("channel") or place.get("channel_id")
        if channel:
            return str(channel["id"] if isinstance(channel, dict) else channel)
    return ""


def _callback(payload: Json) -> str:
    return str((payload.get("view") or {}).get("callback_id") or "")
