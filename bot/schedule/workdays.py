"""Working days and working hours: Monday to Friday, 09:00 to 17:00 local time.

Where a rule is given, its public holidays and closing days are no working days.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.model import Rule
from bot.schedule.closures import Closures, closures_of
from bot.schedule.instants import to_local, to_utc
from bot.schedule.occasions import clock_of

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
OPENS = time(9)
CLOSES = time(17)


def add_workdays(start: datetime, days: int, zone: str, rule: Rule | None = None) -> datetime:
    """Return the instant `days` working days later at the same local wall time; the day of `start` does not count."""
    local = _workdays_later(to_local(start, zone), days, closures_of(rule))
    return to_utc(local, zone) if days else start


def workday_before(start: datetime, zone: str, rule: Rule | None = None) -> datetime:
    """Return the instant on the last working day before a moment's local date, at the same local wall time."""
    closures, local = closures_of(rule), to_local(start, zone) - DAY
    while not closures.is_workday(local.date()):
        local -= DAY
    return to_utc(local, zone)


def workday_after(on: date, days: int, rule: Rule | None = None) -> date:
    """Return the date so many working days after a date; with 0 that date, or the next working day."""
    closures = closures_of(rule)
    noon = _workday_from(datetime.combine(on, time(12)), closures) if not days else datetime.combine(on, time(12))
    return _workdays_later(noon, days, closures).date()


def workdays_from(first: date, last: date, rule: Rule | None = None) -> int:
    """Return how many working days lie after the first of two dates, up to the second; 0 where it is not later."""
    closures = closures_of(rule)
    days = (first + number * DAY for number in range(1, (last - first).days + 1))
    return sum(closures.is_workday(one) for one in days)


def closing_time(
    opened_at: datetime, close_after: timedelta | int | None, zone: str, rule: Rule | None = None
) -> datetime | None:
    """Return when a run closes: after so many working days (int), after a duration, or never (None).

    A duration of whole days keeps the local wall time, so that a round opened at 09:00 closes at 09:00 also in
    the week in which the clock changes. A personal rule is counted from when its hour strikes in `zone`, not from
    the first place on Earth: else whoever lives in the west would have a day less.
    """
    if close_after is None:
        return None
    local = to_local(opened_at, clock_of(rule) if rule is not None and rule.personal else zone)
    if isinstance(close_after, int):
        return to_utc(_workdays_later(local, close_after, closures_of(rule)), zone)
    if close_after % DAY:
        return (to_utc(local, zone) if rule is not None and rule.personal else opened_at) + close_after
    return to_utc(local + close_after, zone)


def between(opened_at: datetime, closes_at: datetime, fraction: float, zone: str, rule: Rule | None = None) -> datetime:
    """Return the instant at a share (0 to 1) of the way, in working hours and before the close.

    It is moved forward to the next working hour; where that is not before the close, back to the last one before
    it. A run that holds no working hour keeps the bare share.
    """
    closures = closures_of(rule)
    instant = opened_at + (closes_at - opened_at) * fraction
    shown = to_local(instant, zone)
    working = _working_time_from(shown, closures)
    forward = instant if working == shown else to_utc(working, zone)
    if forward < closes_at:
        return forward
    back = to_utc(_working_time_before(shown, closures), zone)
    return back if back > opened_at else instant


def _workdays_later(local: datetime, days: int, closures: Closures) -> datetime:
    for _ in range(days):
        local = _workday_from(local + DAY, closures)
    return local


def _working_time_from(local: datetime, closures: Closures) -> datetime:
    """Return the first moment from here on at which people work."""
    if local.time() >= CLOSES:
        local = datetime.combine(local.date() + DAY, OPENS)
    day = _workday_from(local, closures)
    return day if day == local and local.time() >= OPENS else datetime.combine(day.date(), OPENS)


def _working_time_before(local: datetime, closures: Closures) -> datetime:
    """Return the last moment before here at which people work, an hour earlier where the day allows."""
    if local.time() <= OPENS or not closures.is_workday(local.date()):
        local = datetime.combine(local.date() - DAY, CLOSES)
    while not closures.is_workday(local.date()):
        local -= DAY
    earlier = min(local, datetime.combine(local.date(), CLOSES)) - HOUR
    return max(earlier, datetime.combine(local.date(), OPENS))


def _workday_from(local: datetime, closures: Closures) -> datetime:
    while not closures.is_workday(local.date()):
        local += DAY
    return local
