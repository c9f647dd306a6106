"""The best pairs of a small round, by maximum-weight matching (Edmonds' blossom algorithm in rustworkx).

The levels of the costs become the digits of one number, so that the sum of a round compares level by level.

An odd person makes one pair a trio. To be in it is a duty that goes round: those are in it who had it no more often
than their share, and so everybody once before anybody twice where all take part equally often. Which trio of them it
is, is tried: up to SMALL people each; above, those that cost least by themselves, and each person as the middle of one,
whom a perfect matching gives two seats. That matching, which lacks the third pair of the trio, is a bound: no round is
cheaper, and one that costs as much is proven best. So that strangers are left for the last trio of a turn, chance keeps
people apart who still have the duty before them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from bot.matching.pricing import Pricing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EXACT = 300
"""People matched so; a perfect matching of as many takes a fifth of a second."""
SMALL = 11
"""Up to so many people every trio is tried."""
WORK = 600_000
"""Bounds the tries for an odd round: each costs about the square of its people."""
FEWEST, MOST, FAIREST = 6, 300, 24
"""Tries, and people with the least duty of whom the trios are made."""
DIGITS = 126
"""Bits of the largest sum that rustworkx adds up (i128)."""

Group = tuple[int, ...]
Pair = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """Groups of positions, who fits nowhere, and whether nothing is better; `bound`: the least of each level."""

    groups: list[Group]
    alone: list[int]
    is_best: bool
    bound: tuple[int, ...] | None = None


class Scale:
    """One number for the levels of a whole round."""

    def __init__(self, pricing: Pricing, pairs: int) -> None:
        self.bases = [1]
        for most in reversed(pricing.most[1:]):
            self.bases.insert(0, self.bases[0] * (most * pairs + 1))
        self.chance = self.bases[-2]
        """What the least of the levels above chance weighs."""
        self.fits = (self.bases[0] * (pricing.most[0] * pairs + 1) * pairs).bit_length() < DIGITS

    def packed(self, levels: NDArray[np.int64]) -> list[int]:
        """Return one number for each column."""
        total = levels[0].astype(object) * self.bases[0]
        for row, base in zip(levels[1:], self.bases[1:], strict=True):
            total = total + row.astype(object) * base
        return [int(one) for one in total]

    def unpacked(self, total: int) -> tuple[int, ...]:
        """Return the levels of a sum."""
        levels = []
        for base in self.bases:
            digit, total = divmod(total, base)
            levels.append(digit)
        return tuple(levels)


class Table:
    """All pairs of some people with their costs; seats count from 0."""

    def __init__(self, pricing: Pricing, seats: Sequence[int], due: Collection[int]) -> None:
        import numpy as np

        self.seats, self.number = list(seats), len(seats)
        self.scale = Scale(pricing, self.number // 2 + 3)
        self.due = frozenset(seat for seat, place in enumerate(self.seats) if place in due)
        """Whose turn the larger group is."""
        one, other = np.triu_indices(self.number, 1)
        place = np.array(self.seats, dtype=np.int64)
        levels = pricing.levels(place[one], place[other])
        if self.number % 2 and len(self.due) <= FAIREST:
            before = np.isin(np.arange(self.number), list(self.due))
            levels[-1] = levels[-1] // 2 + (pricing.most[-1] // 2) * (before[one] & before[other])
        costs = self.scale.packed(levels)
        allowed = ~pricing.is_forbidden(place[one], place[other])
        pairs = zip(one.tolist(), other.tolist(), costs, allowed.tolist(), strict=True)
        self.costs = {(a, b): cost for a, b, cost, fine in pairs if fine}
        self.top = max(costs, default=0) + 1

    def cost(self, group: Iterable[int]) -> int | None:
        """Return what a group costs, None where two of it must not meet."""
        total = 0
        for pair in combinations(sorted(group), 2):
            if pair not in self.costs:
                return None
            total += self.costs[pair]
        return total

    def gravest(self, found: Found) -> tuple[int, int, int]:
        """Return what outweighs whose turn it is: people left out, pairs without enough common hours, repeats."""
        apart, repeats, *_ = self.scale.unpacked(_price(self, found.groups))
        return len(found.alone), apart, repeats

    def paired(self, edges: Iterable[tuple[int, int, int]], number: int) -> list[Pair]:
        """Return the cheapest of the largest matchings over these edges (seat, seat, cost)."""
        import rustworkx as rx  # here, because only who matches needs it: `rondo check` matches nobody

        graph: rx.PyGraph[None, int] = rx.PyGraph(multigraph=False)
        graph.add_nodes_from([None] * number)
        graph.add_edges_from([(a, b, self.top - cost) for a, b, cost in edges])
        chosen = rx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
        return [(min(a, b), max(a, b)) for a, b in chosen]


def exact(pricing: Pricing, seats: Sequence[int], due: Collection[int] = (), *, is_steady: bool = True) -> Found | None:
    """Return the best groups of two, one of three where the number is odd; None where the costs are too long to add.

    `seats` are positions in the roster, `due` those of them whose turn the larger group is; where that `is_steady`,
    not even a repeat puts anybody else into it.
    """
    table = Table(pricing, seats, due)
    if not table.scale.fits:
        return None
    found = _odd(table, is_steady=is_steady) if table.number % 2 else _even(table, range(table.number))
    groups = [tuple(table.seats[seat] for seat in group) for group in found.groups]
    return Found(groups, [table.seats[seat] for seat in found.alone], found.is_best, found.bound)


def _even(table: Table, seats: Iterable[int]) -> Found:
    there = set(seats)
    edges = ((a, b, cost) for (a, b), cost in table.costs.items() if a in there and b in there)
    pairs = table.paired(edges, table.number)
    alone = sorted(there.difference(*pairs))
    if alone:
        return _seated(table, pairs, alone)
    return Found(list(pairs), [], is_best=True, bound=table.scale.unpacked(_price(table, pairs)))


def _seated(table: Table, pairs: Sequence[Pair], alone: Sequence[int]) -> Found:
    """Let those whom nobody may meet two by two join a pair that may have them, the cheapest first."""
    still: list[int] = []
    groups: list[Group] = list(pairs)
    for seat in alone:
        homes = [group for group in groups if len(group) == 2]
        offers = [(cost, home) for home in homes if (cost := table.cost((*home, seat))) is not None]
        if offers:
            _, chosen = min(offers)
            groups[groups.index(chosen)] = tuple(sorted((*chosen, seat)))
        else:
            still.append(seat)
    return Found(groups, still, is_best=False)


def _odd(table: Table, *, is_steady: bool) -> Found:
    """Return the cheapest round that the tries find with a trio of those whose turn it is."""
    graver = 2 if is_steady else 3
    best, floor = _with_trio(table, table.due)
    least = table.gravest(best)[:graver] if best is not None else None
    if least is None or any(least):
        other, lower = _with_trio(table, frozenset(range(table.number)))
        if other is not None and (least is None or table.gravest(other)[:graver] < least):
            best, floor = other, lower
        elif least is not None and (lower is None or (0, *table.scale.unpacked(lower))[:graver] < least):
            floor = None  # perhaps somebody whose turn it is not would do better
    if best is None:
        return _even(table, range(table.number))
    if floor is None:
        return best
    is_best = not best.alone and _is_proven(table, best, floor)
    return Found(best.groups, best.alone, is_best, table.scale.unpacked(floor))


def _with_trio(table: Table, pool: frozenset[int]) -> tuple[Found | None, int | None]:
    """Return the cheapest round whose trio is of the pool, and what no such round undercuts; None for not known.

    Where the pool has fewer than three, all of it is in the trio.
    """
    if table.number <= SMALL:
        best = _cheapest(table, [_around(table, trio) for trio in _trios(table, range(table.number), pool)])
        return best, None if best is None else _price(table, best.groups)
    tries = max(FEWEST, min(MOST, WORK // table.number**2))
    hosts = sorted(pool)[: tries // 2]
    hosted = [one for host in hosts if (one := _hosted(table, host)) is not None]
    floor = min((cost for _, cost in hosted), default=0) if len(hosts) == len(pool) else None
    best = _cheapest(table, [found for found, _ in hosted if found is not None and _is_of(found.groups[0], pool)])
    others = sorted(set(range(table.number)) - pool) if len(pool) < 3 else []
    for trio in _trios(table, [*sorted(pool)[:FAIREST], *others], pool)[: tries // 2]:
        if best is not None and floor is not None and _is_proven(table, best, floor):
            break
        best = _cheapest(table, [one for one in (best, _around(table, trio)) if one is not None])
    return best, floor


def _is_of(trio: Collection[int], pool: frozenset[int]) -> bool:
    return pool.issubset(trio) if len(pool) < 3 else pool.issuperset(trio)


def _trios(table: Table, seats: Iterable[int], pool: frozenset[int]) -> list[Group]:
    """Return the trios of the pool that may be, the cheapest first."""
    fair = (trio for trio in combinations(sorted(seats), 3) if _is_of(trio, pool))
    priced = ((table.cost(trio), trio) for trio in fair)
    return [trio for _, trio in sorted((cost, trio) for cost, trio in priced if cost is not None)]


def _around(table: Table, trio: Group) -> Found:
    rest = _even(table, set(range(table.number)).difference(trio))
    return Found([trio, *rest.groups], rest.alone, is_best=False)


def _hosted(table: Table, host: int) -> tuple[Found | None, int] | None:
    """Give one person two seats, so that a matching joins both partners to them; its cost lacks the third pair.

    Return the round, None where the two must not meet each other, and the cost, which no round with this host
    undercuts; nothing where there is no such round.
    """
    second = table.number
    edges = [(a, b, cost) for (a, b), cost in table.costs.items()]
    edges += [(a + b - host, second, cost) for a, b, cost in edges if host in (a, b)]
    pairs = table.paired(edges, table.number + 1)
    if 2 * len(pairs) != table.number + 1:
        return None
    mine = [pair for pair in pairs if host in pair or second in pair]
    partners = [one for pair in mine for one in pair if one not in (host, second)]
    others: list[Group] = [pair for pair in pairs if pair not in mine]
    trio: Group = tuple(sorted((host, *partners)))
    floor = _price(table, [*others, *(tuple(sorted((host, one))) for one in partners)])
    return (None if table.cost(trio) is None else Found([trio, *others], [], is_best=False)), floor


def _cheapest(table: Table, offers: Sequence[Found]) -> Found | None:
    return min(offers, key=lambda one: (len(one.alone), _price(table, one.groups)), default=None)


def _is_proven(table: Table, found: Found, floor: int) -> bool:
    """Return whether a round costs what no round undercuts, chance aside."""
    return _price(table, found.groups) // table.scale.chance <= floor // table.scale.chance


def _price(table: Table, groups: Iterable[Group]) -> int:
    return sum(table.cost(group) or 0 for group in groups)
