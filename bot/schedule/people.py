"""What day it is for a person."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.model import Person


def zone_of(someone: Person, default: str = "UTC") -> ZoneInfo:
    """Return the person's time zone, or the default where Slack gives none that exists."""
    try:
        return ZoneInfo(someone.timezone or default)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(default)


def is_paused(someone: Person, now: datetime, *, default_zone: str = "UTC") -> bool:
    """Return whether the person's break covers today, by the calendar where they are."""
    if someone.paused_until is None:
        return False
    return now.astimezone(zone_of(someone, default_zone)).date() <= someone.paused_until
