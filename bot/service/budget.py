"""How often people hear from Rondo: where a message that nobody asked for finds its place. Pure.

A place is a moment within the hours of a working day for all its people, on which each of them still has room: so
many messages a day by their own calendar, so many in an ISO week. Whoever finds none until it is no longer worth
sending is held back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.config.admission import Budget
from bot.model import PersonId, Rule, Weight
from bot.schedule import add_workdays, within_hours

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
NOON = time(12)
STEPS = 400
"""Places looked at before a search is given up; each lies on a later day of somebody."""
SPARE: dict[Weight, int] = {"may": 1}
"""How many more messages of the week must stay free: what may be left out gives way to what is still to come."""


@dataclass(frozen=True)
class Wish:
    """A message that wants to be sent: to whom, from when on and until when."""

    people: tuple[tuple[PersonId, str], ...]
    """Each person with their time zone."""
    earliest: datetime
    latest: datetime
    weight: Weight = "must"
    own: date | None = None
    """The ritual's own date, which counts as a working day whatever it is: some rituals are meant for Saturdays."""

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones of its people, each once."""
        return tuple(sorted({zone for _, zone in self.people}))


class Window:
    """The hours in which a ritual may write, remembered from question to question."""

    def __init__(self, rule: Rule, hours: tuple[str, str]) -> None:
        self._rule = rule
        self._hours = hours
        self._first: dict[tuple[datetime, tuple[str, ...]], datetime] = {}
        self._working: dict[tuple[date, str], bool] = {}

    def first(self, instant: datetime, zones: tuple[str, ...]) -> datetime:
        """Return the earliest instant from here on within the hours of all zones."""
        asked = (instant, zones)
        if asked not in self._first:
            self._first[asked] = within_hours(instant, zones, self._hours, self._rule)
        return self._first[asked]

    def is_working(self, day: date, zone: str) -> bool:
        """Return whether people in that zone work on that day: it is the first working day after the day before."""
        asked = (day, zone)
        if asked not in self._working:
            eve = datetime.combine(day - DAY, NOON, ZoneInfo(zone)).astimezone(UTC)
            self._working[asked] = local_day(add_workdays(eve, 1, zone, self._rule), zone) == day
        return self._working[asked]


@dataclass
class Tally:
    """How many messages each person got, or is to get, by day and by week."""

    budget: Budget
    days: Counter[tuple[PersonId, date]] = field(default_factory=Counter)
    weeks: Counter[tuple[PersonId, date]] = field(default_factory=Counter)
    """By the Monday of the week."""

    def add(self, someone: PersonId, day: date) -> None:
        """Count one message."""
        self.days[someone, day] += 1
        self.weeks[someone, monday_of(day)] += 1

    def full_until(self, someone: PersonId, day: date, *, spare: int = 0) -> date | None:
        """Return the last day of what is full, the day itself or its week; None where there is room."""
        monday = monday_of(day)
        if self.weeks[someone, monday] + spare >= self.budget.week:
            return monday + 6 * DAY
        return day if self.days[someone, day] >= self.budget.day else None


def place(
    wish: Wish, tally: Tally, window: Window, *, joins: Callable[[datetime], bool] = lambda at: False
) -> datetime | None:
    """Return the first moment for a message, None if there is no place until its latest.

    `joins(at)` says that on that day another message can carry this one, which then needs no room of its own.
    """
    at = window.first(wish.earliest, wish.zones)
    for _ in range(STEPS):
        if at > wish.latest:
            return None
        blocked = _blocked_until(wish, window, at)
        if blocked is None:
            if joins(at):
                return at
            blocked = _full_until(wish, tally, at)
        if blocked is None:
            return at
        at = window.first(max(blocked, at + SECOND), wish.zones)
    return None


def local_day(at: datetime, zone: str) -> date:
    """Return the date on a calendar in that zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def end_of(day: date, zone: str) -> datetime:
    """Return the last second of a local day."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)


def monday_of(day: date) -> date:
    """Return the first day of the ISO week."""
    return day - day.weekday() * DAY


def _blocked_until(wish: Wish, window: Window, at: datetime) -> datetime | None:
    """Return how long some of the people are off; None if it is everybody's working day or the ritual's own."""
    off = [
        end_of(day, zone)
        for zone in wish.zones
        if (day := local_day(at, zone)) != wish.own and not window.is_working(day, zone)
    ]
    return max(off, default=None)


def _full_until(wish: Wish, tally: Tally, at: datetime) -> datetime | None:
    """Return how long somebody has no room."""
    spare = SPARE.get(wish.weight, 0)
    full = [
        end_of(until, zone)
        for someone, zone in wish.people
        if (until := tally.full_until(someone, local_day(at, zone), spare=spare)) is not None
    ]
    return max(full, default=None)
