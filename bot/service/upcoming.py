"""When something will happen next: for the demo's time bar and for tests that move the clock."""

from __future__ import annotations

from datetime import datetime

from bot.schedule import next_occurrence
from bot.service.context import Context
from bot.service.profiles import LATER
from bot.store import letters, runs


def next_due(context: Context, now: datetime) -> datetime | None:
    """Return the next instant at which a ritual opens, a step falls due, a letter may leave or a profile is read."""
    coming = [next_occurrence(ritual.rule, now) for ritual in context.config().rituals if not ritual.paused]
    instants = [one.at for one in coming if one is not None]
    with context.database.read() as tx:
        waiting = (runs.next_step_at(tx), letters.next_due_at(tx), letters.oldest_claim_at(tx))
    instants += [one for one in waiting if one is not None]
    if context.reading.waiting:
        instants.append(context.reading.not_before or now + LATER)
    return min(instants, default=None)
