"""When people work, by the clock of the whole world."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.matching.values import DAY, Hours

START, END = time(9), time(17)
"""The working day of somebody of whom only the time zone is known."""


def working_hours(zone: str, on: date, start: time = START, end: time = END) -> Hours:
    """Return local working hours in minutes of the UTC day of a date; an `end` not after `start` is on the next day.

    Raises ZoneInfoNotFoundError or ValueError for a zone that does not exist. The offset is that of the hour at which
    work starts (IANA).
    """
    begins = datetime.combine(on, start, tzinfo=ZoneInfo(zone))
    offset = begins.utcoffset()
    assert offset is not None
    local = start.hour * 60 + start.minute
    length = (end.hour * 60 + end.minute - local) % DAY or DAY
    return Hours((local - int(offset.total_seconds() // 60)) % DAY, length)
