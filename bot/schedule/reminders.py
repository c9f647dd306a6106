"""When people are reminded before something ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model import Rule
from bot.schedule.instants import to_local, to_utc
from bot.schedule.workdays import add_workdays, between

DAY = timedelta(days=1)
FAR = 400
"""Days looked back for a working day; a company that closes for longer has nobody to remind."""


def reminder(opened_at: datetime, closes_at: datetime, before: timedelta | int | None, rule: Rule) -> datetime:
    """Return when to remind: so long (or so many working days) before the close, in working hours.

    None, and what would lie before the opening, is half way.
    """
    share = 0.5
    if before is not None:
        at = closes_at - before if isinstance(before, timedelta) else _workdays_before(closes_at, before, rule)
        share = (at - opened_at) / (closes_at - opened_at) if at > opened_at else share
    return between(opened_at, closes_at, share, rule.timezone, rule)


def _workdays_before(closes_at: datetime, days: int, rule: Rule) -> datetime:
    """Return the instant from which it is so many working days to the close, at the same time of day."""
    local = to_local(closes_at, rule.timezone)
    last = local - days * DAY
    for number in range(days, FAR):
        earlier = local - number * DAY
        if add_workdays(to_utc(earlier, rule.timezone), days, rule.timezone, rule) < closes_at:
            return to_utc(last, rule.timezone)
        last = earlier
    return to_utc(last, rule.timezone)
