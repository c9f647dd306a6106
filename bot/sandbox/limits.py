"""Slack's rate limits as token buckets on the sandbox's clock; off unless switched on."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.errors import SlackError

PER_MINUTE = {"1": 1, "2": 20, "3": 50, "4": 100, "special": 300}
LEAST_BURST = 3
POST_BURST = 4


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float


class Limits:
    """Count calls per method, and posts per channel; source: Slack's tiers, windows of one minute."""

    def __init__(self, epoch: Callable[[], float]) -> None:
        self.on = False
        self._epoch = epoch
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def switch(self, on: bool) -> None:
        """Switch all limits on or off; the buckets start full."""
        self.on = on
        self._buckets.clear()

    def check(self, method: str, *, tier: int | str, channel: str = "") -> None:
        """Take one call; raise `ratelimited` with `retry_after` seconds when none is left."""
        if not self.on:
            return
        size = PER_MINUTE[str(tier)]
        self._take((method, ""), size=max(size, LEAST_BURST), per_second=size / 60)
        if method in ("chat.postMessage", "chat.postEphemeral") and channel:
            self._take(("post", channel), size=POST_BURST, per_second=1.0)

    def _take(self, key: tuple[str, str], *, size: float, per_second: float) -> None:
        now = self._epoch()
        bucket = self._buckets.setdefault(key, _Bucket(level=size, at=now))
        bucket.level = min(size, bucket.level + (now - bucket.at) * per_second)
        bucket.at = now
        if bucket.level < 1:
            raise SlackError("ratelimited", retry_after=max(1, math.ceil((1 - bucket.level) / per_second)))
        bucket.level -= 1
