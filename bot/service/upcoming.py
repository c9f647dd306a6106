"""When something will happen next: for the clock, for the demo's time bar, and for whoever moves the time."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.delivery.pace import Pace
from bot.model import Ritual
from bot.schedule import next_occurrence
from bot.service.context import Context
from bot.service.directory.surface import pausing
from bot.service.eve import eve_after
from bot.service.profiles import LATER
from bot.store import halts, letters, requests, runs
from bot.store.db import Tx

PACED = timedelta(seconds=5)
"""What comes free of Slack's limits in so long may go together."""


def next_due(context: Context, now: datetime) -> datetime | None:
    """Return the next instant at which a ritual opens, a step falls due, a letter may leave or a profile is read.

    What is stopped has none.
    """
    with context.database.read() as tx:
        stops = halts.every(tx)
        instants = [_next_letter(tx, now), letters.oldest_claim_at(tx)]
        if context.config().directory is not None:
            instants.append(requests.next_expiry_at(tx))
        if not halts.over(stops, halts.ALL):
            stopped, closed = [one.ritual for one in stops], pausing(tx, context.config().rituals)
            instants.append(runs.next_step_at(tx, without=stopped, pausing=closed, now=now))
    going = [one for one in context.config().rituals if not one.paused and not halts.over(stops, one.id)]
    instants += [next_open(context, ritual, now) for ritual in going]
    instants += [eve_after(context, ritual, now) for ritual in going]
    if context.reading.waiting:
        instants.append(context.reading.not_before or now + LATER)
    return min((one for one in instants if one is not None), default=None)


def _next_letter(tx: Tx, now: datetime) -> datetime | None:
    """Return when a letter may leave; where those that are due wait for Slack's pace, some seconds of them at once."""
    due = letters.next_due_at(tx)
    return now + PACED if due is not None and due <= now and Pace().is_scarce(tx, now=now) else due


def next_open(context: Context, ritual: Ritual, after: datetime) -> datetime | None:
    """Return a ritual's first occurrence after an instant; sought again only once that has passed."""
    known = context.coming.get(ritual.id)
    if known is not None:
        rule, since, at = known
        if (rule is ritual.rule or rule == ritual.rule) and since <= after and (at is None or after < at):
            return at
    coming = next_occurrence(ritual.rule, after)
    at = None if coming is None else coming.at
    context.coming[ritual.id] = (ritual.rule, after, at)
    return at
