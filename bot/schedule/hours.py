"""The hours in which people may be written to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from bot.model import Rule
from bot.schedule.closures import closures_of
from bot.schedule.instants import to_local, to_utc

DAY = timedelta(days=1)
TOGETHER = timedelta(days=35)
"""How long an hour that suits all zones is looked for, from the first working hour of one of them."""
ALONE = timedelta(days=2 * 400)
"""How long one zone's own hours are looked for: longer than a company closes."""

IsWorkday = Callable[[date], bool]


def within_hours(instant: datetime, zones: Sequence[str], hours: tuple[str, str], rule: Rule) -> datetime:
    """Return the earliest instant >= `instant` that lies within the hours of a working day in every zone.

    A working day is Monday to Friday, no holiday and no closing day of the rule; the local date on which `instant`
    already falls counts as one, since a ritual on Saturdays is meant for Saturdays. The first and the last minute
    of the hours belong to them. Zones that share no such hour within five weeks (Honolulu and Berlin) are given up:
    then the hours of the rule's own zone hold for all. Without zones nobody is disturbed, and `instant` holds.
    """
    closures = closures_of(rule)
    several = tuple(dict.fromkeys(zones))
    for wanted, is_workday in (
        (several, closures.is_workday),
        ((rule.timezone,), closures.is_workday),
        ((rule.timezone,), lambda on: True),
    ):
        windows = [_Window(zone, instant, hours, is_workday) for zone in wanted]
        openings = [window.next_opening(instant, instant + ALONE) for window in windows if not window.holds(instant)]
        limit = min((opening for opening in openings if opening), default=instant) + TOGETHER
        found = _shared(instant, windows, limit)
        if found is not None:
            return found
    raise ValueError(f"{rule.timezone} has no moment within {hours}")


class _Window:
    """The hours of one zone."""

    def __init__(self, zone: str, instant: datetime, hours: tuple[str, str], is_workday: IsWorkday) -> None:
        self.zone = zone
        self.opens, self.closes = map(time.fromisoformat, hours)
        self.today = to_local(instant, zone).date()
        self.is_workday = is_workday

    def holds(self, moment: datetime) -> bool:
        """Return whether the moment lies within the hours."""
        local = to_local(moment, self.zone).replace(second=0, microsecond=0)
        return self.opens <= local.time() <= self.closes and self._counts(local.date())

    def next_opening(self, moment: datetime, limit: datetime) -> datetime | None:
        """Return when the hours begin next, for a moment outside them; None if that is beyond the limit."""
        local = to_local(moment, self.zone)
        day = local.date() if local.time() < self.opens else local.date() + DAY
        while not self._counts(day):
            day += DAY
            if day > limit.date() + DAY:
                return None
        opening = to_utc(datetime.combine(day, self.opens), self.zone)
        if opening <= moment:  # the hour comes twice, and this is its second time
            opening = moment + (datetime.combine(day, self.opens) - local)
        return opening if opening <= limit else None

    def _counts(self, on: date) -> bool:
        return on == self.today or self.is_workday(on)


def _shared(moment: datetime, windows: Sequence[_Window], limit: datetime) -> datetime | None:
    """Return the first moment from here on that all windows hold, or None if there is none up to the limit."""
    while True:
        outside = [window for window in windows if not window.holds(moment)]
        if not outside:
            return moment
        openings = [window.next_opening(moment, limit) for window in outside]
        known = [opening for opening in openings if opening is not None]
        if len(known) < len(openings):
            return None
        moment = max(known)
