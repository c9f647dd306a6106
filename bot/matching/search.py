"""Pairs of a large round: a start that mixes, then exchanges between two pairs, all of them at once, sweep by sweep.

The start sorts by the first wish and pairs each person with the one half a round further on: no two of them are alike
unless one kind is more than half of all. A sweep lays the pairs two by two, as chance has it, and takes the better of
the two other ways to pair those four, where one is better. What still costs in the upper levels is then matched
exactly, together with some others. Bounded by sweeps and never by time, so that every machine finds the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from bot.matching.exact import exact
from bot.matching.pricing import Pricing, drawn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.int64]

SWEEPS = 200
"""At most, until the upper levels cost nothing more."""
POLISH = 3_000_000
"""Pairs looked at for the sake of the lower levels alone."""
PIECE, PIECES = 160, 12
"""People of a piece that is matched exactly, and how many such pieces there are at most."""
FAIREST = 14
"""People with the least duty of whom the trio of an odd round is made."""


@dataclass(frozen=True)
class Sum:
    """One number for the cost of a pair, with room for the difference of four: a forbidden pair outweighs all."""

    pricing: Pricing

    def of(self, one: Column, other: Column) -> Column:
        """Return the costs of pairs, chance aside."""
        import numpy as np

        levels = self.pricing.levels(one, other)
        total = self.pricing.is_forbidden(one, other).astype(np.int64)
        for row, most in zip(levels[:-1], self.pricing.most[:-1], strict=True):
            total = total * (4 * most + 1) + row
        return total

    def weighs(self, name: str) -> int:
        """Return what one of a level weighs."""
        weight = 1
        for most in self.pricing.most[self.pricing.names.index(name) + 1 : -1]:
            weight *= 4 * most + 1
        return weight

    def upper(self) -> int:
        """Return what the least of the levels down to the newcomers weighs: below it are tie-breaks."""
        return 4 * self.pricing.most[-2] + 1


def large(
    pricing: Pricing, due: Collection[int], kinds: Column | None, *, seed: int, alike: bool
) -> list[tuple[int, ...]]:
    """Return groups of two, one of three where the number is odd; positions in the roster.

    `kinds` are the numbers of the first wish, -1 for none; `alike`: it wants the same.
    """
    import numpy as np

    cost = Sum(pricing)
    seats = np.arange(pricing.number, dtype=np.int64)
    trio = _trio(cost, due, seed) if pricing.number % 2 else ()
    seats = np.setdiff1d(seats, np.array(trio, dtype=np.int64))
    one, other = _start(seats, kinds, seed=seed, alike=alike)
    one, other = _improved(cost, one, other, seed)
    one, other = _pieced(cost, pricing, one, other, seed)
    pairs = [tuple(sorted(pair)) for pair in zip(one.tolist(), other.tolist(), strict=True)]
    return [trio, *pairs] if trio else pairs


def _start(seats: Column, kinds: Column | None, *, seed: int, alike: bool) -> tuple[Column, Column]:
    import numpy as np

    chance = drawn(seats, seed)
    if kinds is None:
        row = seats[np.argsort(chance, kind="stable")]
    else:
        mine = kinds[seats]
        row = seats[np.lexsort((chance, drawn(mine, seed + 1)))]
    half = len(row) // 2
    return (row[0::2], row[1::2]) if alike else (row[:half], row[half:])


def _improved(cost: Sum, one: Column, other: Column, seed: int) -> tuple[Column, Column]:
    """Exchange until the upper levels cost nothing, then as long as the polish lasts."""
    import numpy as np

    one, other = one.copy(), other.copy()
    now, upper = cost.of(one, other), cost.upper()
    left = POLISH
    for sweep in range(SWEEPS):
        if not now.any():
            break
        if (now < upper).all():
            left -= len(one)
            if left < 0:
                break
        order = np.argsort(drawn(np.arange(len(one), dtype=np.int64), seed + 17 * (sweep + 1)), kind="stable")
        half = len(order) // 2
        left_pairs, right_pairs = order[:half], order[half : 2 * half]
        dear = (now[left_pairs] + now[right_pairs]) > 0
        left_pairs, right_pairs = left_pairs[dear], right_pairs[dear]
        a, b, c, d = one[left_pairs], other[left_pairs], one[right_pairs], other[right_pairs]
        ad, cb, ac, bd = cost.of(a, d), cost.of(c, b), cost.of(a, c), cost.of(b, d)
        before = now[left_pairs] + now[right_pairs]
        crossed, side = ad + cb, ac + bd
        take_crossed = (crossed < before) & (crossed <= side)
        take_side = (side < before) & ~take_crossed
        for taken, second, third, first_cost, second_cost in (
            (take_crossed, d, b, ad, cb),
            (take_side, c, b, ac, bd),
        ):
            at, there = left_pairs[taken], right_pairs[taken]
            other[at] = second[taken]
            now[at], now[there] = first_cost[taken], second_cost[taken]
            if taken is take_crossed:
                other[there] = third[taken]
            else:
                one[there], other[there] = third[taken], d[taken]
    return one, other


def _pieced(cost: Sum, pricing: Pricing, one: Column, other: Column, seed: int) -> tuple[Column, Column]:
    """Match exactly what still costs in the upper levels, together with others, piece by piece."""
    import numpy as np

    upper = cost.upper()
    for piece in range(PIECES):
        now = cost.of(one, other)
        dear = np.flatnonzero(now >= upper)
        if not len(dear):
            break
        chance = drawn(np.arange(len(one), dtype=np.int64), seed + 1001 * (piece + 1))
        chance[dear] = -1 - now[dear]
        chosen = np.argsort(chance, kind="stable")[: PIECE // 2]
        people = np.concatenate((one[chosen], other[chosen]))
        found = exact(pricing, people.tolist())
        if found is None or found.alone:
            continue
        better = np.array(sorted(found.groups), dtype=np.int64)
        if cost.of(better[:, 0], better[:, 1]).sum() < now[chosen].sum():
            one[chosen], other[chosen] = better[:, 0], better[:, 1]
    return one, other


def _trio(cost: Sum, due: Collection[int], seed: int) -> tuple[int, ...]:
    """Return the cheapest trio of some of those whose turn it is; where they are fewer than three, all are in it."""
    import numpy as np

    chance = drawn(np.arange(cost.pricing.number, dtype=np.int64), seed + 5)
    late = np.ones(len(chance), dtype=np.bool_)
    late[list(due)] = False
    order = np.lexsort((chance, late))[:FAIREST].tolist()
    must = order[: len(due)] if len(due) < 3 else []
    pool = order[len(must) :] if must else [seat for seat in order if not late[seat]]
    trios = [tuple(sorted((*must, *some))) for some in combinations(pool, 3 - len(must))]
    rows = np.array(trios, dtype=np.int64)
    prices = cost.of(rows[:, 0], rows[:, 1]) + cost.of(rows[:, 0], rows[:, 2]) + cost.of(rows[:, 1], rows[:, 2])
    return trios[int(np.argmin(prices))]
