"""Local wall time becomes an instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LONGEST_GAP = 26 * 60
"""Minutes. A clock change skips an hour, a move across the date line a whole day (Apia, 2011-12-30)."""


def to_utc(local: datetime, zone: str) -> datetime:
    """Return the UTC instant of a naive local time in an IANA zone.

    A time that the clock skips moves to the next valid minute; of a time that comes twice the first is meant
    (reference/rituals.md 4.3).
    """
    clock = ZoneInfo(zone)
    meant = local.replace(tzinfo=clock, fold=0)
    for minutes in range(LONGEST_GAP):
        shown = meant if not minutes else meant.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
        instant = shown.astimezone(UTC)
        if instant.astimezone(clock) == shown:  # times of one zone are compared as the wall shows them
            return instant
    raise ValueError(f"{local} does not exist in {zone}, nor does any minute of the day after it")


def to_local(instant: datetime, zone: str) -> datetime:
    """Return what a clock on the wall shows at an instant, as a naive datetime."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
