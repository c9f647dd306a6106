"""The best partner for one person who asks now: the levels of a round, of which no lower one outweighs a higher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.matching.pricing import Pricing
from bot.matching.values import History, Roster, Rules

if TYPE_CHECKING:
    from random import Random


def best_partner(person: str, roster: Roster, history: History, rules: Rules, rng: Random) -> str | None:
    """Return whom of the roster somebody shall meet; None where nobody may meet them. The person is in the roster."""
    import numpy as np

    pricing = Pricing(roster, history, rules, seed=rng.getrandbits(62))
    at = roster.ids.index(person)
    others = np.array([seat for seat in range(pricing.number) if seat != at], dtype=np.int64)
    mine = np.full(len(others), at, dtype=np.int64)
    others = others[~pricing.is_forbidden(mine, others)]
    if not len(others):
        return None
    levels = pricing.levels(np.full(len(others), at, dtype=np.int64), others)
    return roster.ids[int(others[np.lexsort(levels[::-1])[0]])]
