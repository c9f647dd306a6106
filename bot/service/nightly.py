"""Knowing the people: at the start, and every day again; until it happened once, no ritual acts."""

from __future__ import annotations

from datetime import date, datetime

from bot.service.context import Context
from bot.service.workspace import keep_up


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
        """Read people and channels at start, every day again, and a few profiles each time."""
        self._known_on = keep_up(self._context, self._known_on, now)
