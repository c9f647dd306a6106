"""How often simulated colleagues do what, and when: pure; who does it hangs on the seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time, timedelta
from math import isfinite
from random import Random
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

SLOT = timedelta(minutes=30)
"""Colleagues act at full and half hours."""
GATHERED = timedelta(hours=2)
"""In a jump they act together at fewer moments, which spares it stops."""
SOONEST, USUAL, LATEST = 5.0, 40.0, 400.0
"""Minutes until somebody answers."""
MORNING, EVENING = time(7, 30), time(19)
"""Nobody acts outside of these hours of their own zone; what would come later comes the next morning."""
LEAVES_AT = time(17)
HOLIDAYS = (3, 5, 7, 12, 14)
"""Days that a holiday lasts."""


@dataclass(frozen=True)
class Habits:
    """Shares from 0 to 1; of `holiday` and `leave` the share of people in a week.

    `met` and `date` None: these buttons are pressed as any other, each as often as its neighbours.
    """

    answer: float = 0.7
    """Fills in forms and presses the buttons of other questions; the rest ignores them."""
    met: float | None = None
    """Says that they met; of the others, those who answer say something else."""
    date: float | None = None
    """Says that there is a date."""
    react: float = 0.0
    """Puts an emoji to a message in a channel."""
    holiday: float = 0.0
    leave: float = 0.0

    @classmethod
    def of(cls, asked: Mapping[str, Any], known: Self) -> Self:
        """Return the habits known so far with what somebody changed, each in percent."""
        shown = {one.name: getattr(known, one.name) for one in fields(cls)}
        given = {name: _share(float(asked[name])) for name in shown if name in asked}
        return cls(**{**shown, **given})

    def percent(self) -> dict[str, int]:
        """Return all of them in percent."""
        return {name: round(100 * float(share or 0)) for name, share in asdict(self).items()}


def _share(percent: float) -> float:
    """Return a share from percent. Raises ValueError for what is no number."""
    if not isfinite(percent):
        raise ValueError("a share is not finite")
    return min(max(percent, 0.0), 100.0) / 100


LIVELY = Habits(answer=0.75, met=0.7, date=0.5, react=0.15, holiday=0.03, leave=0.01)
"""What the demo begins with."""


@dataclass(frozen=True)
class Change:
    """What becomes of one person in a week, at an instant; `until` is the last day of a holiday."""

    what: Literal["holiday", "leave"]
    person: str
    at: datetime
    until: date | None = None


def moment(now: datetime, zone: str, rng: Random) -> datetime:
    """Return when somebody answers what came just now: within the same working day, or early on the next morning."""
    at = now.astimezone(ZoneInfo(zone)) + timedelta(minutes=rng.triangular(SOONEST, LATEST, USUAL))
    if not MORNING <= at.time() < EVENING:
        day = at.date() + timedelta(days=at.time() >= EVENING)
        at = datetime.combine(day, MORNING, at.tzinfo)
    return _slot(at)


def gathered(at: datetime) -> datetime:
    """Return when somebody acts in a jump."""
    return _slot(at, GATHERED)


def _slot(at: datetime, width: timedelta = SLOT) -> datetime:
    """Return the next full or half hour, or whatever else time is cut into; never an earlier instant."""
    seconds = width.total_seconds()
    return datetime.fromtimestamp(-(-at.timestamp() // seconds) * seconds, at.tzinfo)


def week(monday: date, people: Sequence[tuple[str, str]], habits: Habits, *, seed: int) -> Iterator[Change]:
    """Yield what becomes of people (Slack id, zone) in the week from `monday` on."""
    for person, zone in people:
        rng = Random(f"{seed}/{monday}/{person}")  # noqa: S311 a seeded choice, no secret
        day, luck = monday + timedelta(days=rng.choice((0, 0, 0, 1, 2, 3, 4))), rng.uniform(0, 1)
        if luck < habits.leave:
            yield Change("leave", person, datetime.combine(day, LEAVES_AT, ZoneInfo(zone)))
        elif luck < habits.leave + (1 - habits.leave) * habits.holiday:
            until = day + timedelta(days=rng.choice(HOLIDAYS))
            yield Change("holiday", person, datetime.combine(day, MORNING, ZoneInfo(zone)), until)
