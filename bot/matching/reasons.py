"""Why each group of a round meets, from what is known of it: nothing is invented, nothing is left to chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from bot.matching.pricing import Pricing
from bot.matching.values import History, Met, Reason, Roster, Rules, Wish

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAMED = 2
"""Topics that a reason names."""


def explain(
    groups: Sequence[Sequence[str]], roster: Roster, history: History, rules: Rules, *, on: date
) -> list[Reason]:
    """Return why each of these groups meets on that date, in the order given; ids are those of the roster."""
    import numpy as np

    at = {person: seat for seat, person in enumerate(roster.ids)}
    seated = [sorted(at[one] for one in group) for group in groups]
    pricing = Pricing(roster, history, rules, seed=0)
    rows = np.array([pair for seats in seated for pair in combinations(seats, 2)], dtype=np.int64).reshape(-1, 2)
    day, ever = pricing.last_met(rows[:, 0], rows[:, 1])
    shared = pricing.overlap(rows[:, 0], rows[:, 1]) if rules.min_overlap else None
    known = Counter(topic for some in roster.topics for topic in some)
    reasons, start = [], 0
    for seats in seated:
        end = start + len(seats) * (len(seats) - 1) // 2
        met, days = _met(day[start:end], ever[start:end], on)
        reasons.append(
            Reason(
                met=met,
                days=days,
                wishes=tuple(wish for wish in rules.mix if _comes_true(wish, roster, seats)),
                overlap=None if shared is None else _overlap(roster, seats, shared[start:end]),
                is_fresh=_is_fresh(roster, seats),
                topics=_topics(roster, seats, known),
            )
        )
        start = end
    return reasons


def _met(day: NDArray[np.int64], ever: NDArray[np.bool_], on: date) -> tuple[Met, int]:
    """Return whether they met, and how many days ago last."""
    if not day.any():
        return "never", 0
    ago = max(0, on.toordinal() - int(day.max()))
    if not ever.any():
        return ("missed", ago) if day.all() else ("never", 0)
    return ("again" if ever.all() else "mostly"), ago


def _comes_true(wish: Wish, roster: Roster, seats: Sequence[int]) -> bool:
    column = roster.attributes.get(wish.attribute, ())
    values = [column[seat] for seat in seats] if column else []
    different = len(set(values))
    return all(values) and bool(values) and different == (len(values) if wish.want == "other" else 1)


def _overlap(roster: Roster, seats: Sequence[int], shared: NDArray[np.int64]) -> int | None:
    return int(shared.min()) if all(roster.hours[seat] for seat in seats) else None


def _is_fresh(roster: Roster, seats: Sequence[int]) -> bool:
    new = sum(roster.ids[seat] in roster.newcomers for seat in seats)
    return 0 < new < len(seats)


def _topics(roster: Roster, seats: Sequence[int], known: Counter[str]) -> tuple[str, ...]:
    """Return what all of them know, the rarest first."""
    if not roster.topics:
        return ()
    common = frozenset.intersection(*(roster.topics[seat] for seat in seats))
    return tuple(sorted(common, key=lambda topic: (known[topic], topic))[:NAMED])
