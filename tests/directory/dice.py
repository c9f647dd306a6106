"""Chance that is the same on every machine."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from tests.directory.words import Place

T = TypeVar("T")


class Dice:
    """Chance that rests on `Random.random` alone, the one method whose numbers Python promises for ever."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def below(self, most: int) -> int:
        """Return a number from 0 to most - 1."""
        return int(self._random() * most)

    def happens(self, percent: float) -> bool:
        """Return True so often."""
        return self._random() * 100 < percent

    def one(self, of: Sequence[T]) -> T:
        """Return one of several, all alike."""
        return of[self.below(len(of))]

    def early(self, of: Sequence[T]) -> T:
        """Return one of several, the first ones more often, as it is with names."""
        return of[int(self._random() ** 1.6 * len(of))]

    def place(self, of: Sequence[Place]) -> Place:
        """Return one by the shares."""
        left = self._random() * sum(one.share for one in of)
        for one in of:
            left -= one.share
            if left < 0:
                return one
        return of[-1]
