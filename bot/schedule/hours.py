"""The hours at which Rondo writes to people, by each person's own clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot.model import Rule
from bot.schedule.instants import to_local, to_utc

DAY = timedelta(days=1)
SATURDAY = 5
LOOKED = 40


def personal_instant(rule: Rule, nominal_date: date, zone: str) -> datetime:
    """Return the UTC instant of the rule's time on that date by a clock in that zone."""
    return to_utc(datetime.combine(nominal_date, time.fromisoformat(rule.at)), zone)


def within_hours(instant: datetime, zones: Sequence[str], hours: tuple[str, str], rule: Rule) -> datetime:
    """Return the first instant from here on that lies in the hours of a working day in every zone."""
    opens, closes = time.fromisoformat(hours[0]), time.fromisoformat(hours[1])
    found = _shared(instant, zones, opens, closes)
    return found or _shared(instant, [rule.timezone], opens, closes) or instant


def _shared(instant: datetime, zones: Sequence[str], opens: time, closes: time) -> datetime | None:
    own = {zone: to_local(instant, zone).date() for zone in zones}
    at, ends = instant.astimezone(UTC), instant + LOOKED * DAY
    while at < ends:
        later = max(_opens_at(at, zone, opens, closes, own[zone]) for zone in zones)
        if later == at:
            return at
        at = later
    return None


def _opens_at(at: datetime, zone: str, opens: time, closes: time, own: date) -> datetime:
    local = to_local(at, zone)
    working = local.weekday() < SATURDAY or local.date() == own
    if working and opens <= local.time().replace(second=0, microsecond=0) <= closes:
        return at
    day = local.date() if working and local.time() < opens else local.date() + DAY
    while day.weekday() >= SATURDAY and day != own:
        day += DAY
    return to_utc(datetime.combine(day, opens), zone)
