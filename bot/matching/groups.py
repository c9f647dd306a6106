"""Groups of any size from two to eight. Pairs are matched exactly (bot.matching.pairs), larger groups searched.

The objective, in this order: nobody is left out; as few repeated pairs as possible, and those the longest back;
then the wishes (different departments, different sites), the first before the second; chance decides the rest.

The search: a start filled greedily from a shuffled row, then the best exchange of two people again and again until
none helps; then a few people are exchanged at random and the exchanges go on from there, and whatever is no worse is
kept, as long as the work allows. It is bounded by the exchanges it looks at, never by time, so that the same seed
gives the same groups on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from bot.matching.costs import LARGEST, Costs, Matching, Pair, Trait, matched, weigh
from bot.matching.pairs import match

if TYPE_CHECKING:
    from random import Random

PART = 300
"""People searched in one piece; more are cut by chance."""
WORK, MOST = 4_000, 500_000
"""Exchanges looked at for each person, and in one piece, before the search ends; well under a second."""
TRY = 200
"""What a try costs beside the exchanges, in exchanges."""
KICKS = 3
"""Exchanges at random from which the search goes on."""


def gather(
    people: Sequence[str], met: Mapping[Pair, date], rng: Random, *, size: int = 2, traits: Sequence[Trait] = ()
) -> Matching:
    """Return groups of `size` (2 to 8), some of them one larger or smaller where the number does not divide.

    The same people (in any order), history, traits and seed give the same groups.
    """
    if size == 2:
        return match(people, met, rng, traits=traits)
    ids = sorted(set(people))
    if len(ids) < 2:
        return Matching(groups=(), repeats=0, left_out=tuple(ids))
    rng.shuffle(ids)
    groups: list[list[str]] = []
    for part in _parts(ids, size):
        groups.extend(_search(part, weigh(part, met, traits=traits), rng, size=size))
    return matched(groups, met)


def sizes_of(number: int, size: int) -> list[int]:
    """Return the sizes of the groups of so many people, as near to `size` as can be, each from two to eight.

    Among equally near ones the smaller groups win: they find a time more easily.
    """
    best: list[int] = []
    for count in range(number // 2, 0, -1):
        small, larger = divmod(number, count)
        even = [small + 1] * larger + [small] * (count - larger)
        if even[0] > LARGEST:
            break
        if not best or _off(even, size) < _off(best, size):
            best = even
    return best


def _off(sizes: Sequence[int], size: int) -> int:
    return sum(abs(one - size) for one in sizes)


def _parts(ids: list[str], size: int) -> list[list[str]]:
    """Cut into parts that whole groups fill; the last takes what is left and is never a small one."""
    step = PART - PART % size
    parts = [ids[start : start + step] for start in range(0, len(ids), step)]
    if len(parts) > 1 and len(parts[-1]) < step // 2:
        parts[-2].extend(parts.pop())
    return parts


def _search(ids: list[str], costs: Costs, rng: Random, *, size: int) -> list[list[str]]:
    """Return the best groups that were found with as much work as is allowed."""
    matrix = _matrix(ids, costs)
    best = _Table(_fill(matrix, sizes_of(len(ids), size), rng), matrix)
    work, allowed = best.improve(rng), min(WORK * len(ids), MOST)
    cost = best.cost
    while cost and work < allowed and len(best.groups) > 1:
        table = best.shaken(rng)
        work += table.improve(rng) + TRY
        if table.cost <= cost:
            best, cost = table, table.cost
    return [[ids[seat] for seat in group] for group in best.groups]


def _matrix(ids: Sequence[str], costs: Costs) -> list[list[int]]:
    matrix = [[0] * len(ids) for _ in ids]
    for a, b in combinations(range(len(ids)), 2):
        matrix[a][b] = matrix[b][a] = costs.of[frozenset((ids[a], ids[b]))]
    return matrix


def _fill(matrix: list[list[int]], sizes: Sequence[int], rng: Random) -> list[list[int]]:
    """Return groups filled one after the other, each time with whoever fits best and stands first in the row."""
    row = list(range(len(matrix)))
    rng.shuffle(row)
    groups = []
    for size in sizes:
        group = [row.pop(0)]
        fit = matrix[group[0]][:]
        while len(group) < size:
            chosen = min(row, key=fit.__getitem__)
            row.remove(chosen)
            group.append(chosen)
            fit = [cost + more for cost, more in zip(fit, matrix[chosen], strict=True)]
        groups.append(group)
    return groups


class _Table:
    """A partition that can be improved; `cost` is that of all pairs in its groups."""

    def __init__(self, groups: list[list[int]], matrix: list[list[int]]) -> None:
        self.groups = groups
        self._matrix = matrix
        self._at = [0] * len(matrix)
        for number, group in enumerate(groups):
            for seat in group:
                self._at[seat] = number
        self._fit = [[sum(row[seat] for seat in group) for group in groups] for row in matrix]
        """What each person costs in each group, themselves aside."""

    @property
    def cost(self) -> int:
        """The cost of all pairs."""
        return sum(self._own(one) for one in range(len(self._at))) // 2

    def shaken(self, rng: Random) -> _Table:
        """Return another table on which some people have changed places, one of each two out of a dear group."""
        table = copy(self)
        table.groups, table._at = [group[:] for group in self.groups], self._at[:]
        table._fit = [fits[:] for fits in self._fit]
        for _ in range(KICKS):
            dear = [one for one in range(len(self._at)) if table._own(one)]
            one = rng.choice(dear or range(len(self._at)))
            others = [other for other, there in enumerate(table._at) if there != table._at[one]]
            table._exchange(one, rng.choice(others))
        return table

    def improve(self, rng: Random) -> int:
        """Exchange people until no exchange helps; return how many were looked at.

        An exchange can only help if it takes somebody out of a group that costs something.
        """
        looked, helped = 0, True
        while helped:
            helped = False
            dear = [one for one in range(len(self._at)) if self._own(one)]
            rng.shuffle(dear)
            for one in dear:
                if not self._own(one):
                    continue
                looked += len(self._at)
                gain, other = self._best_exchange(one)
                if gain < 0:
                    self._exchange(one, other)
                    helped = True
        return looked

    def _own(self, one: int) -> int:
        return self._fit[one][self._at[one]]

    def _best_exchange(self, one: int) -> tuple[int, int]:
        """Return what the best exchange of this person changes, and with whom it is."""
        here, fits, row, mine, at = self._at[one], self._fit, self._matrix[one], self._fit[one], self._at
        left = mine[here]
        return min(
            (mine[there] - row[other] - left + fits[other][here] - row[other] - fits[other][there], other)
            for other, there in enumerate(at)
            if there != here
        ) if len(self.groups) > 1 else (0, one)  # fmt: skip

    def _exchange(self, one: int, other: int) -> None:
        here, there = self._at[one], self._at[other]
        self.groups[here][self.groups[here].index(one)] = other
        self.groups[there][self.groups[there].index(other)] = one
        self._at[one], self._at[other] = there, here
        gone, come = self._matrix[one], self._matrix[other]
        for fits, less, more in zip(self._fit, gone, come, strict=True):
            fits[here] += more - less
            fits[there] += less - more
