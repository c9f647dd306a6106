"""Rounds of groups of four in which everybody meets as many others as there are, and nobody twice. Pure.

For n people no schedule can have more rounds than (n - 1) // 3 without a repeat, and these have just as many: with
n = 4 modulo 12 everybody meets all others (resolvable designs), with n = 0 modulo 12 all but two (resolvable
group-divisible designs).

Each is written as a starter (Bose; Colbourn and Dinitz, Handbook of Combinatorial Designs): a few groups of one round.
People are numbered 3x + i with x modulo the number of rounds and i modulo 3; behind them stand those who keep their
place, one or three. The other groups of the round have i one and two further on, the next rounds have x further on. It
works because no two pairs of a round have the same difference. The starters were found by simulated annealing, two of
them (88 and 96 people) by trying all that a multiplier leaves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.int64]

SIZE = 4
STARTERS: Mapping[int, tuple[tuple[int, ...], ...]] = {
    16: ((5, 6, 9, 14),),
    24: ((1, 8, 9), (5, 12, 17, 20)),
    36: ((5, 9, 19), (2, 12, 15, 23), (6, 24, 28, 30)),
    40: ((4, 15, 24, 37), (7, 9, 30, 34), (12, 19, 22, 27)),
    48: ((2, 36, 40), (3, 20, 26, 29), (6, 16, 21, 33), (11, 13, 32, 42)),
    52: ((4, 18, 26, 27), (6, 11, 17, 41), (13, 30, 44, 48), (22, 34, 37, 47)),
    60: ((1, 17, 27), (5, 23, 37, 54), (8, 9, 42, 51), (12, 24, 31, 34), (19, 40, 46, 48)),
    64: ((3, 15, 19, 55), (7, 26, 29, 60), (11, 21, 46, 51), (12, 36, 43, 57), (31, 33, 39, 48)),
    72: ((1, 35, 60), (3, 27, 50, 63), (8, 37, 55, 58), (9, 39, 46, 51), (13, 24, 44, 67), (16, 20, 22, 30)),
    76: ((5, 16, 39, 72), (8, 20, 33, 68), (11, 52, 55, 62), (12, 23, 25, 42), (27, 36, 59, 65), (32, 46, 50, 71)),
    84: (
        (15, 73, 77), (1, 6, 43, 54), (5, 61, 63, 70), (9, 26, 33, 53), (13, 28, 47, 59), (18, 21, 39, 50),
        (31, 37, 67, 80),
    ),
    88: (
        (3, 6, 31, 67), (9, 13, 46, 48), (16, 33, 60, 79), (19, 25, 57, 72), (21, 28, 37, 42), (40, 51, 69, 82),
        (55, 63, 75, 85),
    ),
    96: (
        (53, 66, 70), (0, 11, 41, 47), (4, 32, 37, 90), (8, 18, 64, 76), (13, 27, 54, 72), (16, 59, 78, 88),
        (22, 24, 33, 48), (42, 61, 81, 84),
    ),
    100: (
        (4, 49, 80, 86), (8, 43, 52, 67), (11, 41, 60, 89), (13, 24, 92, 94), (15, 56, 59, 72), (20, 27, 76, 83),
        (21, 32, 33, 46), (38, 63, 71, 98),
    ),
}  # fmt: skip
"""Groups of the first round by the number of people: with three who keep their place, each of these joins the three of
the first group; the one who keeps the place alone meets 0, 1 and 2."""


def complete(number: int, size: int) -> Column | None:
    """Return the group of each seat in each turn, shape (turn, seat), with as many turns as there can be.

    None where no such schedule is known here.
    """
    import numpy as np

    starter = STARTERS.get(number) if size == SIZE else None
    if starter is None:
        return None
    turns = (number - 1) // (SIZE - 1)
    first = np.zeros(number, dtype=np.int64)
    begins = number % 3  # the one who keeps the place alone has a group of its own
    for block, members in enumerate(starter):
        for shift in range(3):
            seats = [seat - seat % 3 + (seat + shift) % 3 for seat in members]
            seats += [3 * turns + shift] if len(members) < SIZE else []
            first[seats] = begins + 3 * block + shift
    seat = np.arange(3 * turns)
    moved = (seat[None, :] - 3 * np.arange(turns)[:, None]) % (3 * turns)
    groups: Column = np.hstack((first[moved], np.tile(first[3 * turns :], (turns, 1))))
    return groups
