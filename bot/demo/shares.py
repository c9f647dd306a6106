"""How much of people's share of messages is used: what the ledger of a look ahead tells about it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model import PersonId
from bot.service.budget import local_day, monday_of
from bot.service.context import Context
from bot.service.moments import OVER_BUDGET, zone_for
from bot.store import letters, people


def held(context: Context) -> int:
    """Return how many messages were never sent so far, because their people had had their share."""
    with context.database.read() as tx:
        return sum(one.op == "post" and one.outcome == OVER_BUDGET for one in letters.ledger(tx))


def most(context: Context, begins: datetime) -> int:
    """Return the most messages that nobody asked for, of any one person in any week of their calendar."""
    counted: dict[tuple[PersonId, object], int] = {}
    with context.database.read() as tx:
        zones = {one.id: zone_for(one, context) for one in people.everyone(tx)}
        since = begins - timedelta(days=begins.weekday() + 1)
        for one in letters.taken(tx, zones, since=since):
            week = one.person, monday_of(local_day(one.at, zones[one.person]))
            counted[week] = counted.get(week, 0) + 1
    return max(counted.values(), default=0)
