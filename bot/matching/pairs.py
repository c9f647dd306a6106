"""Pairs by maximum-weight matching; an odd person makes one pair a trio.

The objective, in this order: nobody is left out; as few repeated pairs as possible; a repeat is one that lies
longest back; as few pairs as possible that have a trait in common, the first trait before the second; chance decides
the rest. Exact for up to EXACT people through Edmonds' blossom algorithm (rustworkx); larger rounds are cut by chance
into parts of PART people and each part is matched exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, islice
from typing import TYPE_CHECKING

from bot.matching.costs import Costs, Matching, Pair, Trait, matched, weigh

if TYPE_CHECKING:
    from random import Random

EXACT = 300
"""People matched in one exact piece; the blossom algorithm on so many takes well under a second."""
PART = 100
"""People of a part of a larger round: its costs grow with the square, and among so many strangers abound."""
SMALL = 11
"""Up to so many people all trios are tried."""
HOSTS = 40
"""Above, so many people are tried as the middle of the trio."""
TRIOS = 500
"""And so many trios of strangers."""


def match(people: Sequence[str], met: Mapping[Pair, date], rng: Random, *, traits: Sequence[Trait] = ()) -> Matching:
    """Return groups of two, one of three when the number is odd.

    `met` gives the last date on which two people were brought together. The same people (in any order), history,
    traits and seed give the same groups.
    """
    ids = sorted(set(people))
    if len(ids) < 2:
        return Matching(groups=(), repeats=0, left_out=tuple(ids))
    rng.shuffle(ids)
    groups: list[tuple[str, ...]] = []
    for part in _parts(ids):
        groups.extend(_match_part(part, weigh(part, met, traits=traits, rng=rng)))
    return matched(groups, met)


def _parts(ids: list[str]) -> list[list[str]]:
    """Cut what is larger than EXACT into parts of PART, all but the last of even size, none of one person."""
    size = EXACT if len(ids) <= EXACT else PART
    parts = [ids[start : start + size] for start in range(0, len(ids), size)]
    if len(parts) > 1 and len(parts[-1]) == 1:
        parts[-2].extend(parts.pop())
    return parts


def _match_part(ids: list[str], costs: Costs) -> list[tuple[str, ...]]:
    if len(ids) % 2 == 0:
        return _perfect(ids, costs.of)
    return _with_trio(ids, costs.of, free_of_repeats=costs.repeat)


def _perfect(ids: Sequence[str], costs: Mapping[Pair, int]) -> list[tuple[str, ...]]:
    """Return the cheapest perfect matching of an even number of people."""
    import rustworkx as rx  # here, because only who matches needs it: `rondo check` reads kinds and matches nobody

    if not ids:
        return []
    weights = [costs[frozenset(pair)] for pair in combinations(ids, 2)]
    top = max(weights, default=0) + 1
    graph: rx.PyGraph[str, int] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(list(ids))
    ends = combinations(range(len(ids)), 2)
    graph.add_edges_from([(a, b, top - weight) for (a, b), weight in zip(ends, weights, strict=True)])
    chosen = rx.max_weight_matching(graph, max_cardinality=True, weight_fn=int, verify_optimum=False)
    return [(ids[a], ids[b]) for a, b in chosen]


def _with_trio(ids: list[str], costs: Mapping[Pair, int], *, free_of_repeats: int) -> list[tuple[str, ...]]:
    """Return the cheapest partition into pairs and one trio.

    Up to SMALL people every trio is tried, so the result is optimal. Above, each of up to HOSTS people in turn is
    the middle of the trio, and then every trio that has not met is tried (up to TRIOS of them); the first partition
    without repeats ends the search. A partition without repeats has such a trio, so within these bounds it is found
    where there is one.
    """
    best: list[tuple[str, ...]] | None = None
    best_cost = 0
    for groups in _candidates(ids, costs, free_of_repeats):
        cost = sum(costs[frozenset(pair)] for group in groups for pair in combinations(group, 2))
        if best is None or cost < best_cost:
            best, best_cost = groups, cost
        if len(ids) > SMALL and best_cost < free_of_repeats:
            break
    assert best is not None
    return best


def _candidates(ids: list[str], costs: Mapping[Pair, int], free: int) -> Iterator[list[tuple[str, ...]]]:
    if len(ids) <= SMALL:
        yield from (_around(trio, ids, costs) for trio in combinations(ids, 3))
        return
    yield from _hosted_trios(ids, costs)
    strangers = (trio for trio in combinations(ids, 3) if _are_strangers(trio, costs, free))
    yield from (_around(trio, ids, costs) for trio in islice(strangers, TRIOS))


def _are_strangers(trio: tuple[str, ...], costs: Mapping[Pair, int], free: int) -> bool:
    return all(costs[frozenset(pair)] < free for pair in combinations(trio, 2))


def _around(trio: tuple[str, ...], ids: list[str], costs: Mapping[Pair, int]) -> list[tuple[str, ...]]:
    """Return the cheapest partition with this trio."""
    return [trio, *_perfect([one for one in ids if one not in trio], costs)]


def _hosted_trios(ids: list[str], costs: Mapping[Pair, int]) -> Iterator[list[tuple[str, ...]]]:
    """Give one person two seats: a perfect matching then joins both their partners to them."""
    for host in ids[:HOSTS]:
        seats = _Seats(ids, host, costs)
        pairs = _perfect(seats.ids, seats)
        partners = [one for pair in pairs for one in pair if {host, seats.second} & set(pair)]
        trio = (host, *(one for one in partners if one not in (host, seats.second)))
        yield [trio, *(pair for pair in pairs if not {host, seats.second} & set(pair))]


class _Seats(Mapping[Pair, int]):
    """The costs of a round in which `host` sits twice, the second time under a name of its own."""

    def __init__(self, ids: list[str], host: str, costs: Mapping[Pair, int]) -> None:
        self.second = f"{host}\0second"
        self.ids = [*ids, self.second]
        self._host = host
        self._costs = costs
        self._never = max(costs.values()) * (len(ids) + 1) + 1

    def __getitem__(self, pair: Pair) -> int:
        if self.second not in pair:
            return self._costs[pair]
        (other,) = pair - {self.second}
        return self._never if other == self._host else self._costs[frozenset((self._host, other))]

    def __iter__(self) -> Iterator[Pair]:
        return iter(self._costs)

    def __len__(self) -> int:
        return len(self._costs)
