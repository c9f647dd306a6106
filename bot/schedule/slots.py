"""When people of several time zones could meet: half hours within everybody's working day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.model import Rule
from bot.schedule.closures import closures_of
from bot.schedule.instants import to_local

STEP = timedelta(minutes=30)
"""How long a meeting is, and how finely times are looked at."""
LATE = timedelta(days=31)
"""No later than this after the beginning."""


def free_slots(
    begin: datetime, end: datetime, zones: Sequence[str], hours: tuple[str, str], rule: Rule
) -> tuple[datetime, ...]:
    """Return every half hour from `begin` to `end` that lies within the hours of a working day in all zones, in UTC.

    A working day is Monday to Friday, no holiday and no closing day of the rule. Slots begin on the half hour. Zones
    whose hours never meet have none.
    """
    return _slots(begin, min(end, begin + LATE), tuple(sorted(set(zones))), hours, rule)


@lru_cache(maxsize=256)
def _slots(
    begin: datetime, end: datetime, zones: tuple[str, ...], hours: tuple[str, str], rule: Rule
) -> tuple[datetime, ...]:
    opens, closes = map(time.fromisoformat, hours)
    days = (begin.date(), end.date() + timedelta(days=1))
    is_workday = closures_of(rule, *days).is_workday
    start = begin.replace(minute=0, second=0, microsecond=0)
    found = []
    while start + STEP <= end:
        within = start >= begin and all(_fits(start, zone, opens, closes) for zone in zones)
        if within and all(is_workday(to_local(start, zone).date()) for zone in zones):
            found.append(start)
        start += STEP
    return tuple(found)


def _fits(start: datetime, zone: str, opens: time, closes: time) -> bool:
    local = start.astimezone(ZoneInfo(zone))
    ends = local + STEP
    return opens <= local.time() and ends.date() == local.date() and ends.time() <= closes


def suggested(slots: Sequence[datetime], draw: int, *, number: int = 2) -> list[datetime]:
    """Return some of the slots, each on another day where that can be; `draw` is any number, the same for the same.

    The days are the first ones, so that there is time to move; the hour is drawn.
    """
    by_day: dict[object, list[datetime]] = {}
    for slot in slots:
        by_day.setdefault(slot.date(), []).append(slot)
    days = list(by_day.values())
    chosen = [day[(draw // (1 + 31 * at)) % len(day)] for at, day in enumerate(days[:number])]
    left = [slot for slot in slots if slot not in chosen]
    while len(chosen) < number and left:
        chosen.append(left.pop(draw % len(left)))
    return sorted(chosen)
