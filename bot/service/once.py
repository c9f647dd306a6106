"""Acting once on what Slack delivers twice, where nothing else is written."""

from __future__ import annotations

from datetime import datetime

from bot.service.context import Context
from bot.store import inbound


def first_time(context: Context, key: str, *, now: datetime) -> bool:
    """Return whether this key was never seen; from now on it was."""
    with context.database.begin() as tx:
        return inbound.first_time(tx, key, now=now)
