"""Slack's word about pace: an operation that was told to wait is left alone until its time has come."""

from __future__ import annotations

from datetime import datetime, timedelta


class Pace:
    """Which operations wait, and until when. In memory: after a restart Slack will say so again."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def hold(self, op: str, *, now: datetime, seconds: float) -> None:
        """Leave an operation alone for so many seconds."""
        self._until[op] = max(self._until.get(op, now), now + timedelta(seconds=seconds))

    def held(self, now: datetime) -> frozenset[str]:
        """Return the operations that wait."""
        return frozenset(op for op, until in self._until.items() if until > now)
