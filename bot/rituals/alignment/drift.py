"""Whether a goal drifts: four separate signals over rounds, never one number, and none from one round alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from bot.model import Figure, Rule, ShortDate, Words
from bot.schedule import occurrences

ALIGNMENT, CONTRIBUTION = "alignment", "contribution"
"""Names of the figures that are compared."""
FALLS = 3
"""Rounds that make two falls, or two rises, in a row."""
CYCLES = 2
"""Rounds in a row without a result after which a goal counts as not looked after."""


@dataclass(frozen=True)
class Told:
    """What one round told of a goal, as far as rounds are compared."""

    on: date
    revision: int
    alignment: Fraction
    """Share of those who meant the goal as it is written."""
    unclear: Fraction | None
    """Share of those who do not know what they do for it; None where that was not told."""


def rounds_of(figures: Sequence[Figure], goal: str) -> list[Told]:
    """Return the rounds that were told of a goal, oldest first."""
    whole = [one for one in figures if one.goal == goal and not one.group]
    unclear = {one.run: Fraction(one.data["counts"]["no"], one.n) for one in whole if one.name == CONTRIBUTION}
    return [
        Told(one.on, one.revision, Fraction(one.data["count"], one.n), unclear.get(one.run))
        for one in whole
        if one.name == ALIGNMENT
    ]


def signals(before: Sequence[Told], now: Told | None, *, missed: int) -> tuple[Words, ...]:
    """Return a sentence for each signal. `now`: this round, if it is told; `missed`: `missed_since` of the last one."""
    found = [
        _text(before, now),
        _reading([*before, now]) if now else None,
        _contribution([*before, now]) if now else None,
        _stale(before, missed),
    ]
    return tuple(one for one in found if one is not None)


def missed_since(last: date, rule: Rule, *, until: datetime, is_told: bool) -> int:
    """Return how many rounds in a row told nothing, this one included: those of the rule after a date."""
    since = datetime.combine(last, datetime.min.time(), until.tzinfo)
    later = [one for one in occurrences(rule, since - timedelta(days=2), until) if one.nominal_date > last]
    return len(later) - is_told


def _text(before: Sequence[Told], now: Told | None) -> Words | None:
    """The goal was worded anew since the last round that was told."""
    if now is None or not before or before[-1].revision == now.revision:
        return None
    return Words("alignment.drift.text", {"before": before[-1].revision, "now": now.revision})


def _reading(rounds: Sequence[Told]) -> Words | None:
    """Fewer and fewer mean the goal as it is written; only under the same words."""
    last = rounds[-FALLS:]
    if len(last) < FALLS or len({one.revision for one in last}) > 1:
        return None
    return Words("alignment.drift.reading", _course([one.alignment for one in last])) if _falls(last) else None


def _falls(last: Sequence[Told]) -> bool:
    return all(one.alignment > other.alignment for one, other in pairwise(last))


def _contribution(rounds: Sequence[Told]) -> Words | None:
    """More and more do not know what they do for it."""
    shares = [one.unclear for one in rounds[-FALLS:]]
    known = [one for one in shares if one is not None]
    if len(known) < FALLS or not all(one < other for one, other in pairwise(known)):
        return None
    return Words("alignment.drift.contribution", _course(known))


def _stale(before: Sequence[Told], missed: int) -> Words | None:
    """For two rounds nothing was told."""
    if not before or missed < CYCLES:
        return None
    return Words("alignment.drift.stale", {"day": ShortDate(before[-1].on, has_year=True)})


def _course(shares: Sequence[Fraction]) -> dict[str, Any]:
    return dict(zip(("first", "second", "third"), map(percent, shares), strict=True))


def percent(share: Fraction) -> int:
    """Return a share in whole percent, halves away from zero."""
    return int(share * 100 + Fraction(1, 2))
