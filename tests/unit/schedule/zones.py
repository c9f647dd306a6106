"""All zones of the world, and the moments at which their clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

ZONES = sorted(
    zone for zone in available_timezones() if zone[0].isupper() and zone not in ("Factory",)
)  # without posix/, right/ and localtime
BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2037, 1, 1, tzinfo=UTC)
STEP = timedelta(days=5)
"""No zone changes its clock twice within it (the shortest is Morocco's month of Ramadan)."""


@cache
def clock_changes(zone: str) -> tuple[datetime, ...]:
    """Return the instants from 2026 to 2036 at which the zone's offset changes."""
    info = ZoneInfo(zone)
    moments = [BEGIN + STEP * number for number in range((END - BEGIN) // STEP + 1)]
    offsets = [moment.astimezone(info).utcoffset() for moment in moments]
    return tuple(
        _change(before, after, info)
        for (before, after), (one, two) in zip(pairwise(moments), pairwise(offsets), strict=True)
        if one != two
    )


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first minute with the later offset."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(minutes=1):
        middle = before + timedelta(minutes=(after - before) // timedelta(minutes=2))
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == offset else (before, middle)
    return after


def one_of_each() -> list[str]:
    """Return one zone for each way of changing clocks and, where they never do, for each offset."""
    seen: dict[object, str] = {}
    for zone in ZONES:
        changes = clock_changes(zone)
        offset = BEGIN.astimezone(ZoneInfo(zone)).utcoffset()
        seen.setdefault((changes, None if changes else offset), zone)
    return list(seen.values())
