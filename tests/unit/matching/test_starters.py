"""The complete schedules for groups of four: nobody twice, in as many rounds as there can be."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from bot.matching.starters import STARTERS, complete


@pytest.mark.parametrize("number", STARTERS)
def test_everybody_meets_as_many_as_can_be_and_nobody_twice(number: int) -> None:
    rounds = complete(number, 4)
    assert rounds is not None
    assert rounds.shape == ((number - 1) // 3, number)
    met: Counter[tuple[int, int]] = Counter()
    for groups in rounds:
        assert set(np.bincount(groups).tolist()) == {4}
        for group in range(number // 4):
            met.update(combinations(np.flatnonzero(groups == group).tolist(), 2))
    assert set(met.values()) == {1}
    assert len(met) == len(rounds) * number // 4 * 6


def test_all_numbers_of_which_such_a_schedule_can_be_are_there_up_to_a_hundred() -> None:
    assert sorted(STARTERS) == [number for number in range(16, 101) if number % 12 in (0, 4) and number != 28]
    assert complete(68, 4) is None
    assert complete(72, 3) is None
