"""A message to one person that has not left, so that others of the same day may join it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.service.bundle import Part, fits, payload_of


@dataclass
class Host:
    """A message to one person that has not left, so that others may join it."""

    key: str
    id: int | None
    """None: it is of this plan."""
    at: datetime
    latest: datetime
    parts: tuple[Part, ...]
    say: Callable[..., str]
    payload: Mapping[str, Any] | None = None
    """What it says since others joined it."""
    tried: tuple[Part, Mapping[str, Any]] | None = None
    """The last part that asked to join, and what the message would say with it."""

    def with_part(self, part: Part) -> Mapping[str, Any]:
        """Return what the message would say with one more part."""
        if self.tried is None or self.tried[0] is not part:
            self.tried = (part, payload_of((*self.parts, part), self.say))
        return self.tried[1]

    def may_take(self, part: Part, *, at: datetime, latest: datetime) -> bool:
        """Return whether a part that wants to leave from `at` on and not after `latest` can come along."""
        return max(self.at, at) <= min(self.latest, latest) and fits(self.with_part(part))

    def take(self, part: Part, *, at: datetime, latest: datetime) -> None:
        """Let a part join."""
        self.payload = self.with_part(part)
        self.parts = (*self.parts, part)
        self.at, self.latest = max(self.at, at), min(self.latest, latest)
