"""Whom somebody meets who asks now: the levels of a round, of which no lower one outweighs a higher.

The difference to a round is what stands between the levels: after hours and repeats somebody who is alone comes before
a group that exists, and the smaller group before the larger.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.matching.pricing import Pricing
from bot.matching.values import History, Roster, Rules

P = TypeVar("P", bound=str)
FOREMOST = 2
"""The levels that weigh more than how many people it takes: hours that do not overlap, and repeats."""


def best_company(
    person: P, offers: Sequence[tuple[P, ...]], roster: Roster, history: History, rules: Rules, *, seed: int
) -> tuple[P, ...] | None:
    """Return which of several offers somebody shall meet, each one person or a whole group; None where none may be.

    Everybody of whom this speaks is in the roster; costs are summed over the pairs that somebody makes with an offer.
    """
    import numpy as np

    pricing = Pricing(roster, history, rules, seed=seed)
    place = {one: seat for seat, one in enumerate(roster.ids)}
    sizes = np.array([len(offer) for offer in offers], dtype=np.int64)
    which = np.repeat(np.arange(len(offers)), sizes)
    others = np.array([place[one] for offer in offers for one in offer], dtype=np.int64)
    mine = np.full(len(others), place[person], dtype=np.int64)
    barred = np.zeros(len(offers), dtype=np.bool_)
    barred[which[pricing.is_forbidden(mine, others)]] = True
    allowed = np.flatnonzero(~barred)
    if not len(allowed):
        return None
    levels = pricing.levels(mine, others)
    summed = np.zeros((len(levels), len(offers)), dtype=np.int64)
    for total, level in zip(summed, levels, strict=True):
        np.add.at(total, which, level)
    rows = np.vstack((summed[:FOREMOST], sizes[None, :], summed[FOREMOST:]))[:, allowed]
    return offers[int(allowed[np.lexsort(rows[::-1])[0]])]
