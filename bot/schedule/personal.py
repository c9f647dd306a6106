"""When a ritual strikes for a person: its own hour, or the same hour by each person's clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.model import Rule
from bot.schedule.instants import to_utc
from bot.schedule.occasions import next_occurrence, occurrences
from bot.schedule.turns import day_of

WORLD = timedelta(hours=26 + 24)
"""How long after UTC+14 an hour strikes in UTC-12, at worst with a day in between that a country skips."""


def personal_instant(rule: Rule, nominal_date: date, zone: str) -> datetime:
    """Return the UTC instant at which the rule's hour strikes by a zone's clock on an occurrence's date.

    A date that moves away from a day off is followed to where it goes.
    """
    on = day_of(rule, nominal_date)
    return to_utc(datetime.combine(on, time.fromisoformat(rule.at)), zone)


def instants_for(rule: Rule, since: datetime, until: datetime, zone: str) -> list[datetime]:
    """Return the UTC instants with since < at <= until at which a ritual happens for people of a zone, ascending."""
    if not rule.personal:
        return [occurrence.at for occurrence in occurrences(rule, since, until)]
    found = [personal_instant(rule, one.nominal_date, zone) for one in occurrences(rule, since - WORLD, until)]
    return sorted(at for at in found if since < at <= until)


def next_instant_for(rule: Rule, after: datetime, zone: str) -> datetime | None:
    """Return the first UTC instant later than `after` at which a ritual happens for people of a zone, if any."""
    coming = next_occurrence(rule, after - WORLD if rule.personal else after)
    while coming is not None:
        at = personal_instant(rule, coming.nominal_date, zone) if rule.personal else coming.at
        if at > after:
            return at
        coming = next_occurrence(rule, coming.at)
    return None
