"""What becomes of a nominal date: it happens, it moves away from a day off, or it falls out, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.model import Reason, Rule
from bot.schedule.closures import closures_of
from bot.schedule.dates import dates
from bot.schedule.spans import Stretches, shifted

REACH_DAYS = 35
"""How far a date moves at most. Where so long nobody works, it falls out as if `if_holiday` said `skip`."""


@dataclass(frozen=True)
class Turn:
    """One nominal date, and the local date on which it happens, or would have."""

    nominal: date
    on: date
    skipped: Reason | None = None
    moved: Reason | None = None


def reach_of(rule: Rule) -> int:
    """Return how many days a rule's dates may move."""
    moves = rule.if_holiday != "skip" and (rule.holidays is not None or rule.closed)
    return REACH_DAYS if moves else 0


def turns(rule: Rule, first: date, last: date) -> Iterator[Turn]:
    """Yield what becomes of each nominal date from first to last, by nominal date.

    1. A date of `except` falls out, whatever else it is.
    2. A date off falls out, or goes to the next or the previous workday that is no date of `except`.
    3. It falls out as `doubled` where the ritual happens anyway on the day it would go to, or an earlier nominal date
       went there first.
    """
    if not (rule.excluded or rule.closed or rule.holidays):
        yield from (Turn(on, on) for on in dates(rule, first, last))
        return
    fate = _Fate(rule, shifted(first, -2 * REACH_DAYS), shifted(last, 2 * REACH_DAYS))
    for on in dates(rule, first, last):
        yield fate.of(on)


def day_of(rule: Rule, nominal: date) -> date:
    """Return the local date on which a nominal date happens: itself, unless it moves away from a day off."""
    fate = _Fate(rule, shifted(nominal, -REACH_DAYS), shifted(nominal, REACH_DAYS))
    if fate.closures.reason(nominal) is None or fate.excluded.at(nominal):
        return nominal
    return fate.target(nominal) or nominal


class _Fate:
    """What decides over a rule's dates from first to last."""

    def __init__(self, rule: Rule, first: date, last: date) -> None:
        self.rule = rule
        self.closures = closures_of(rule, first, last)
        self.excluded = Stretches(rule.excluded, first, last)

    def of(self, on: date) -> Turn:
        if self.excluded.at(on):
            return Turn(on, on, skipped=Reason("except"))
        reason = self.closures.reason(on)
        if reason is None:
            return Turn(on, on)
        target = self.target(on)
        if target is None:
            return Turn(on, on, skipped=reason)
        if self._comes(target) or self._was_taken(on, target):
            return Turn(on, on, skipped=Reason("doubled", reason.name, reason.place))
        return Turn(on, target, moved=reason)

    def target(self, on: date) -> date | None:
        """Return the workday that a day off goes to, if there is one within reach."""
        if self.rule.if_holiday == "skip":
            return None
        step = 1 if self.rule.if_holiday == "next-workday" else -1
        days = (shifted(on, step * number) for number in range(1, REACH_DAYS + 1))
        return next((day for day in days if self._is_free(day)), None)

    def _was_taken(self, on: date, target: date) -> bool:
        """Return whether an earlier nominal date goes to the same day; all days in between are off."""
        ahead = (target - on).days
        for number in range(1, REACH_DAYS + 1 - ahead if ahead > 0 else -ahead):
            earlier = shifted(on, -number)
            if self._is_free(earlier):
                return False
            if self.closures.reason(earlier) and not self.excluded.at(earlier) and self._comes(earlier):
                return True
        return False

    def _is_free(self, on: date) -> bool:
        return self.closures.is_workday(on) and not self.excluded.at(on)

    def _comes(self, on: date) -> bool:
        return any(dates(self.rule, on, on))
