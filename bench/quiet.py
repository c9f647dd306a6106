"""Whether a simulated time kept its promise: how much came to each person, and when, by each person's own clock.

Counted is what the wire saw: messages to people alone or in a group that nobody asked for. Messages to a channel are
no one person's; what came together in one message is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.config.admission import Budget
from bot.demo.figures import Received

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Quiet:
    """What came of it; `over` and `outside` are broken promises."""

    messages: int
    asked: int
    """The others to people: answers, and what they ordered."""
    most_a_day: int
    """To one person, on one local day."""
    most_a_week: int
    """To one person, in one ISO week."""
    over: int
    """Days and weeks of a person beyond the budget."""
    outside: int
    """Messages outside the hours of somebody who got them."""
    apart: int
    """Messages to a group that shares no hour."""

    @property
    def holds(self) -> bool:
        """Say whether the budget and the quiet hours held for every person."""
        return not self.over and not self.outside


def quiet(messages: Iterable[Received], zones: Mapping[str, str], budget: Budget, hours: tuple[str, str]) -> Quiet:
    """Return how much came to each person, and what came at a wrong hour; `zones` by Slack id, `hours` as HH:MM."""
    to_people = [one for one in messages if not one.channel]
    found = [one for one in to_people if one.unsolicited]
    days, weeks = Counter[object](), Counter[object]()
    outside = apart = 0
    for one in found:
        for person in one.members:
            local = one.at.astimezone(ZoneInfo(zones[person]))
            days[person, local.date()] += 1
            weeks[person, local.isocalendar()[:2]] += 1
        where = {zones[person] for person in one.members}
        if not _is_within(one.at, where, hours):
            shared = any(_is_within(one.at + number * QUARTER, where, hours) for number in range(96))
            outside, apart = outside + shared, apart + (not shared)
    over = sum(number > budget.day for number in days.values()) + sum(number > budget.week for number in weeks.values())
    most_a_day, most_a_week = max(days.values(), default=0), max(weeks.values(), default=0)
    return Quiet(len(found), len(to_people) - len(found), most_a_day, most_a_week, over, outside, apart)


def _is_within(at: datetime, zones: Iterable[str], hours: tuple[str, str]) -> bool:
    return all(hours[0] <= f"{at.astimezone(ZoneInfo(zone)):%H:%M}" <= hours[1] for zone in zones)
