"""What people write to Rondo directly: managers may send it a rituals file; nothing anybody writes is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import App

from bot.service import uploads
from bot.slack.listeners.desk import Desk, key_of

UPLOAD = "message.im"
"""What the manifest subscribes to where the rituals file names managers."""


def register(app: App, desk: Desk) -> None:
    """Listen to direct messages; edits, deletions and what apps say are passed over."""

    @app.event("message")
    def on_message(body: dict[str, Any], event: dict[str, Any]) -> None:
        is_said = event.get("subtype") in (None, "file_share") and not event.get("bot_id")
        if event.get("channel_type") == "im" and is_said and event.get("user"):
            _answer(desk, body, event)


def _answer(desk: Desk, body: Mapping[str, Any], event: Mapping[str, Any]) -> None:
    someone = desk.person({"user_id": event["user"]})
    shared = [
        uploads.Shared(id=str(one.get("id", "")), name=str(one.get("name") or ""), size=int(one.get("size") or 0))
        for one in event.get("files") or ()
    ]
    uploads.take(desk.context, someone, shared, read=desk.gateway.file, key=key_of(body), now=desk.now())
    desk.kick()
