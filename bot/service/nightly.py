"""Knowing the people: at the start, and every day again; until it happened once, no ritual acts."""

from __future__ import annotations

from datetime import date, datetime

from bot.service.context import Context
from bot.service.workspace import reconcile_or_wait

HOUR = 3
"""UTC; when the night's reading may begin."""


class Nightly:
    """Reads people and channels when it is time; where Slack does not answer, the next call tries again."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known_on: date | None = None

    @property
    def knows_people(self) -> bool:
        """Whether people and channels were read since the start."""
        return self._known_on is not None

    def __call__(self, now: datetime) -> None:
        """Read people and channels at start, and every day again from three o'clock UTC on."""
        is_time = self._known_on is None or (now.date() > self._known_on and now.hour >= HOUR)
        if is_time and reconcile_or_wait(self._context, now):
            self._known_on = now.date()
