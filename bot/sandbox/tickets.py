"""Short-lived permissions: trigger ids, response urls and Socket Mode tickets."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import SlackError

RESPONSE_USES = 5
RESPONSE_SECONDS = 30 * 60
LINK_SECONDS = 30
KEPT = 10_000  # of each kind; older ones count as unknown


@dataclass(slots=True)
class Trigger:
    """A person's click, good for one view within three real seconds."""

    user: str
    made: float
    view: str = ""
    used: bool = False


@dataclass(slots=True)
class Reply:
    """A response url: where it leads and how often it may still be used."""

    channel: str
    user: str
    made: float
    message_ts: str = ""
    ephemeral: bool = False
    uses: int = 0


class Tickets:
    """Issue and redeem; triggers and links by real time, response urls by the sandbox's clock."""

    def __init__(self, *, fresh: Callable[[str], str], epoch: Callable[[], float], trigger_seconds: float) -> None:
        self._fresh = fresh
        self._epoch = epoch
        self._trigger_seconds = trigger_seconds
        self._triggers: dict[str, Trigger] = {}
        self._replies: dict[str, Reply] = {}
        self._links: dict[str, float] = {}

    def trigger(self, user: str, *, view: str = "") -> str:
        """Issue a trigger id; `view` is the modal it came from."""
        key = f"{int(time.monotonic() * 1000)}.{self._fresh('')}.{user.lower()}"
        self._triggers[key] = Trigger(user, time.monotonic(), view)
        _trim(self._triggers)
        return key

    def redeem(self, key: str, *, peek: bool = False) -> Trigger:
        """Use a trigger id, once; `peek` only checks it."""
        trigger = self._triggers.get(key)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.made > self._trigger_seconds:
            raise SlackError("expired_trigger_id")
        trigger.used = not peek
        return trigger

    def reply(self, channel: str, user: str, *, message_ts: str = "", ephemeral: bool = False) -> str:
        """Issue the id of a response url."""
        key = self._fresh("R")
        self._replies[key] = Reply(channel, user, self._epoch(), message_ts, ephemeral)
        _trim(self._replies)
        return key

    def use_reply(self, key: str) -> Reply:
        """Use a response url: five times within thirty minutes."""
        reply = self._replies.get(key)
        if reply is None or self._epoch() - reply.made > RESPONSE_SECONDS:
            raise SlackError("expired_url")
        if reply.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        reply.uses += 1
        return reply

    def link(self) -> str:
        """Issue a ticket for one Socket Mode connection."""
        key = self._fresh("")
        self._links[key] = time.monotonic()
        return key

    def use_link(self, key: str) -> bool:
        """Use a Socket Mode ticket; False when it is unknown, used or old."""
        made = self._links.pop(key, None)
        return made is not None and time.monotonic() - made <= LINK_SECONDS


def _trim(issued: dict[str, Any]) -> None:
    if len(issued) > KEPT:
        del issued[next(iter(issued))]
