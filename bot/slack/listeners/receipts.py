"""The receipt for what somebody typed or pressed, given on the way in: it never waits behind the work of others.

Slack waits three seconds for it. Bolt calls middleware on the thread that took the payload and listeners in a pool;
so the pool may have a thousand things to do, and the thousand-and-first is still acknowledged at once. Forms carry
their answer in the acknowledgement: `forms` decides them here too. Events are acknowledged by Bolt itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

PRESSES = frozenset({"block_actions", "message_action", "shortcut"})
"""Buttons and the like, and the shortcuts of messages and of Slack's own search."""


def register(app: App) -> None:
    """Acknowledge commands and presses before any listener is chosen."""

    @app.middleware
    def at_once(ack: Ack, body: dict[str, Any], next_: Callable[[], None]) -> None:
        if "command" in body or body.get("type") in PRESSES:
            ack()
        next_()
