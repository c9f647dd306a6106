"""What it costs to seat two people together, in levels none of which a lower one can outweigh.

From the top: that they have met before; how recently; what they have in common, wish by wish; chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

CHANCE = 1000
"""Levels of the random tie-break."""
LARGEST = 8
"""People that Slack takes into one group conversation (conversations.open)."""

Pair = frozenset[str]
Trait = Mapping[str, str]
"""Person -> department, say. Whoever has none is like nobody."""


@dataclass(frozen=True)
class Matching:
    """The groups of a round, and how many pairs in them have met before."""

    groups: tuple[tuple[str, ...], ...]
    repeats: int
    left_out: tuple[str, ...] = ()
    """Only somebody who is alone in the round."""


@dataclass(frozen=True)
class Costs:
    """The cost of each pair; a partition costs `repeat` or more exactly when it has a repeat."""

    of: Mapping[Pair, int]
    repeat: int


def weigh(
    ids: Sequence[str], met: Mapping[Pair, date], *, traits: Sequence[Trait] = (), rng: Random | None = None
) -> Costs:
    """Return the costs among these people; the first trait weighs more than all others, and without rng chance is out.

    `met` gives the last date on which two people were brought together.
    """
    pairs = [frozenset(pair) for pair in combinations(ids, 2)]
    dates = sorted({met[pair] for pair in pairs if pair in met})
    rank = {day: position for position, day in enumerate(dates)}
    seats = len(ids) * (LARGEST - 1) // 2 + 3  # more pairs than any partition holds
    level = CHANCE * seats if rng else 1
    weights: list[tuple[Trait, int]] = []
    for trait in reversed(traits):
        weights.append((trait, level))
        level *= seats
    repeat = level * seats * (len(dates) + 1)
    costs: dict[Pair, int] = {}
    for pair in pairs:
        cost = rng.randrange(CHANCE) if rng else 0
        for trait, weight in weights:
            cost += weight if are_alike(pair, trait) else 0
        if pair in met:
            cost += repeat + level * rank[met[pair]]
        costs[pair] = cost
    return Costs(costs, repeat)


def are_alike(pair: Pair, trait: Trait) -> bool:
    """Return whether two people have this in common."""
    one, other = pair
    return bool(trait.get(one)) and trait.get(one) == trait.get(other)


def count_repeats(groups: Sequence[Sequence[str]], met: Mapping[Pair, date]) -> int:
    """Return how many pairs in these groups have met before."""
    return sum(frozenset(pair) in met for group in groups for pair in combinations(group, 2))


def matched(groups: Sequence[Sequence[str]], met: Mapping[Pair, date]) -> Matching:
    """Return the groups in an order that says nothing about how they were found."""
    ordered = tuple(sorted(tuple(sorted(group)) for group in groups))
    return Matching(groups=ordered, repeats=count_repeats(ordered, met))
