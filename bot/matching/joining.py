"""Somebody is alone in a round that runs already: with whom shall they meet? A small choice, made at once.

The objective, in this order: as few repeats as possible; somebody who is alone too before a group that exists; the
smaller group; chance, drawn from the seed, so that the same question has the same answer everywhere.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

P = TypeVar("P", bound=str)


def choose(
    person: P, others: Sequence[P], groups: Sequence[tuple[P, ...]], *, met: Counter[P], seed: int
) -> tuple[P, ...]:
    """Return whom a person shall meet: one of `others`, who are alone too, or a whole group; () where nobody is there.

    `met` counts how often the person met whom.
    """
    offers = [(0, (one,)) for one in others] + [(1, group) for group in groups]
    if not offers:
        return ()

    def price(offer: tuple[int, tuple[P, ...]]) -> tuple[int, int, int, bytes]:
        kind, people = offer
        return sum(met[one] for one in people), kind, len(people), _drawn(seed, person, people)

    return min(offers, key=price)[1]


def _drawn(seed: int, person: str, offer: Sequence[str]) -> bytes:
    return hashlib.sha256(f"{seed}/{person}/{','.join(sorted(offer))}".encode()).digest()
