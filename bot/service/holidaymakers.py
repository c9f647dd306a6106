"""Who is on holiday by their own Slack status, asked when a round is matched: of those who wish so, and never kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog

from bot.errors import DeliveryError
from bot.model import Person, PersonId, Ritual, Status
from bot.service.audience import participants
from bot.service.context import Context

log = structlog.get_logger()
MOST = 200
"""People whose status is asked for in one round: two minutes at Slack's pace."""
LONG = timedelta(hours=20)
"""A status that goes sooner is a break for lunch, and no holiday."""
WORDS = re.compile(
    r"urlaub|ferien|vacation|holiday|abwesend|out of office|\b(ooo|pto)\b|on leave|elternzeit|parental|sabbatical",
    re.IGNORECASE,
)
SIGNS = (":palm_tree:", ":desert_island:", ":beach_with_umbrella:", ":airplane:", ":camping:")


def holidaymakers(context: Context, ritual: Ritual, now: datetime) -> frozenset[PersonId]:
    """Return who takes part in a ritual and is on holiday by their own status; none of one that nobody joins."""
    if not context.kinds[ritual.kind].has_members:
        return frozenset()
    with context.database.read() as tx:
        asking = [one for one in participants(tx, ritual, now=now) if one.wishes.status_counts]
    return on_holiday(context, asking, now)


def on_holiday(context: Context, people: Iterable[Person], now: datetime) -> frozenset[PersonId]:
    """Return whose status says, with a date, that they are away. What Slack does not tell counts as there."""
    away = set()
    for someone in [one for one in people if one.wishes.status_counts][:MOST]:
        try:
            status = context.slack.status(someone.slack_id)
        except DeliveryError as error:
            log.info("a status cannot be read", action="status_unknown", outcome=error.outcome)
            if not error.permanent:
                break
            continue
        if says_away(status, now):
            away.add(someone.id)
    return frozenset(away)


def says_away(status: Status, now: datetime) -> bool:
    """Return whether a status says that somebody is on holiday, and until when."""
    dated = status.until is not None and status.until - now > LONG
    return dated and bool(WORDS.search(status.text) or status.emoji in SIGNS)
