"""What is tidied up every night: rounds that closed are packed, skips of rounds that are over are
forgotten, and so are what people asked of each other, and what they answered long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.service.context import Context
from bot.service.goals.traces import forget_old, forget_reminders, give_up
from bot.store import participation, past, requests


def tidy(context: Context, now: datetime) -> None:
    """Tidy up; each run is packed in a transaction of its own, so that nothing waits for it."""
    with context.database.begin() as tx:
        requests.forget_old(tx, now=now)
        participation.forget_skips(tx, before=(now - timedelta(days=2)).date())
    forget_old(context, now)
    forget_reminders(context, now)
    give_up(context, now)
    with context.database.read() as tx:
        loose = past.unpacked(tx)
    for run_id in loose:
        with context.database.begin() as tx:
            past.pack(tx, run_id)
