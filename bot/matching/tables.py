"""Groups of three to eight: a start that repeats nobody for as long as can be, then exchanges with a memory.

The start is the turn of a schedule that costs least today: of a complete one (starters.py) where there is one and no
wish, else of one whose groups are as mixed as can be (seating.py). The search then exchanges two people at a
time, somebody out of a group that costs something and the best partner, and does not take back what it just did (tabu
search; Dotú and Van Hentenryck, 2005, on social golfers). Where repeats remain, people of different rows know each
other, and the groups are looked for within the rows; one turn is saved up for whoever is left over there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from bot.matching.pricing import Pricing, drawn
from bot.matching.search import Sum
from bot.matching.seating import schedule
from bot.matching.starters import complete
from bot.matching.values import LARGEST

if TYPE_CHECKING:
    from random import Random

    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.int64]

PART = 300
"""People searched in one piece."""
STEPS = 6_000
"""Exchanges in a piece at most; each looks at everybody, some 20 microseconds for a hundred people."""
TENURE = (4, 14)
"""For so many exchanges somebody may not go back into the group they left."""
SAVED = 0
"""The turn of the schedule that is not used before the others are."""
IDLE = 600
"""Exchanges without a better round after which the search ends where only wishes are left to win."""


def tables(
    pricing: Pricing, size: int, kinds: Column | None, due: Collection[int], rng: Random
) -> list[tuple[int, ...]]:
    """Return groups of about this size; positions in the roster. `due`: whose turn it is to be in a larger group."""
    import numpy as np

    everybody = np.arange(pricing.number, dtype=np.int64)
    chance = drawn(everybody, 1)  # the same in every round: the schedule needs everybody on their seat
    order = everybody[np.lexsort((chance,) if kinds is None else (chance, kinds))]
    found: list[tuple[int, ...]] = []
    for part in _parts(order, size):
        whole = complete(len(part), size) if kinds is None else None
        found += _Table(Sum(pricing), part, sizes_of(len(part), size), due, whole).searched(rng)
    return found


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


def _parts(order: Column, size: int) -> list[Column]:
    """Deal people out into parts that whole groups fill, each as mixed as the whole."""
    import numpy as np

    count = -(-len(order) // PART)
    if count < 2:
        return [order]
    shares = [order[start::count] for start in range(count)]
    spare = [share[len(share) - len(share) % size :] for share in shares[:-1]]
    return [*(share[: len(share) - len(share) % size] for share in shares[:-1]), np.concatenate((shares[-1], *spare))]


class _Table:
    """Some people, what each two of them cost, and where they sit; seats count from 0."""

    def __init__(
        self, cost: Sum, people: Column, sizes: Sequence[int], due: Collection[int], whole: Column | None
    ) -> None:
        """`whole`: the turns of a complete schedule, None where there is none."""
        import numpy as np

        self._people, self._upper = people, cost.upper()
        number = len(people)
        one, other = np.triu_indices(number, 1)
        self._costs = np.zeros((number, number), dtype=np.int64)
        self._costs[one, other] = self._costs[other, one] = cost.of(people[one], people[other])
        self._count = len(sizes)
        self._repeat = cost.weighs("repeats")
        self._due = np.isin(people, list(due))
        self._whole = whole

    def searched(self, rng: Random) -> list[tuple[int, ...]]:
        """Return the best groups found."""
        tried: list[tuple[int, Column]] = []
        for start in self._starts(rng):
            tried.append(self._improved(start, rng))
            if tried[-1][0] < self._repeat:
                break
        _, groups = min(tried, key=lambda one: one[0])
        self._share_out(groups)
        found: dict[int, list[int]] = {}
        for person, group in zip(self._people.tolist(), self._at.tolist(), strict=True):
            found.setdefault(group, []).append(person)
        return [tuple(sorted(group)) for group in found.values()]

    def _improved(self, start: Column, rng: Random) -> tuple[int, Column]:
        """Return the cost of the best groups found from these, and each person's group."""
        import numpy as np

        self._at = start
        self._fit = self._fits()
        number = len(self._people)
        free_from = np.zeros((number, int(self._at.max()) + 1), dtype=np.int64)
        own = self._own()
        best, best_at, won = int(own.sum()), self._at.copy(), 0
        for step in range(STEPS):
            if best == 0 or (best < self._upper and step - won > IDLE) or free_from.shape[1] < 2:
                break
            dear = np.flatnonzero(own)
            if not len(dear):
                break
            one = int(dear[rng.randrange(len(dear))])
            change = self._changes(one, own)
            here = int(self._at[one])
            barred = (free_from[one, self._at] > step) | (free_from[:, here] > step)
            total = int(own.sum()) // 2
            change[barred & (total + change >= best // 2)] = np.iinfo(np.int64).max
            change[self._at == here] = np.iinfo(np.int64).max
            least = int(change.min())
            if least == np.iinfo(np.int64).max:
                continue
            equal = np.flatnonzero(change == least)
            other = int(equal[rng.randrange(len(equal))])
            there = int(self._at[other])
            self._exchange(one, other)
            free_from[one, here] = free_from[other, there] = step + rng.randint(*TENURE)
            own = self._own()
            cost = int(own.sum())
            if cost < best:
                best, best_at, won = cost, self._at.copy(), step
        return best // 2, best_at

    def _share_out(self, groups: Column) -> None:
        """Exchange those in larger groups whose turn it is not with others, as far as nothing grave gets worse."""
        import numpy as np

        self._at = groups
        self._fit = self._fits()
        sizes = np.bincount(groups)
        for one in np.flatnonzero(sizes[groups] > sizes.min()).tolist():
            if self._due[one]:
                continue
            change = self._changes(one, self._own())
            grave = (change + self._repeat // 2) // self._repeat
            fitting = np.flatnonzero(self._due & (sizes[self._at] == sizes.min()) & (grave <= 0))
            if len(fitting):
                self._exchange(one, int(fitting[np.argmin(change[fitting])]))

    def _starts(self, rng: Random) -> Iterator[Column]:
        """Yield groups to begin with, each person's: the turn that costs least, within the rows, the turn saved up."""
        number = len(self._people)
        if self._whole is not None:
            yield min(self._whole, key=self._price)
        turns = list(schedule(self._count, -(-number // self._count))[:, :number])
        saved = turns.pop(SAVED)
        yield min(turns or [saved], key=self._price)
        if (rows := self._in_rows(rng)) is not None:
            yield rows
        if self._price(saved) < 2 * self._repeat:
            yield saved

    def _in_rows(self, rng: Random) -> Column | None:
        """Return groups within the rows; whoever is left over there has a group of the turn that was saved up."""
        import numpy as np

        count, number = self._count, len(self._people)
        size = number // count
        if number % count or count < size:
            return None
        chance = rng.sample(range(count), count)
        columns = schedule(count, size)[SAVED].reshape(size, count)
        seats = [np.flatnonzero(columns.ravel() == group) for group in range(count)]
        saved = sorted(chance, key=lambda group: int(self._costs[np.ix_(seats[group], seats[group])].sum()))
        at = np.full(number, -1, dtype=np.int64)
        for group, column in enumerate(saved[: count % size]):
            at[seats[column]] = group
        free = [seat for row in range(size) for seat in range(row * count, (row + 1) * count) if at[seat] < 0]
        at[free] = count % size + np.arange(len(free)) // size
        return at

    def _price(self, at: Column) -> int:
        """Return what groups cost, each pair counted twice."""
        return int(self._costs[at[:, None] == at[None, :]].sum())

    def _fits(self) -> Column:
        """Return what each person costs in each group, themselves aside."""
        import numpy as np

        member = np.zeros((len(self._people), int(self._at.max()) + 1), dtype=np.int64)
        member[np.arange(len(self._people)), self._at] = 1
        fits: Column = self._costs @ member
        return fits

    def _own(self) -> Column:
        import numpy as np

        own: Column = self._fit[np.arange(len(self._people)), self._at]
        return own

    def _changes(self, one: int, own: Column) -> Column:
        """Return what an exchange of this person with each other one changes."""
        here, row = self._at[one], self._costs[one]
        changed: Column = self._fit[one, self._at] - 2 * row - own[one] + self._fit[:, here] - own
        return changed

    def _exchange(self, one: int, other: int) -> None:
        here, there = int(self._at[one]), int(self._at[other])
        gone = self._costs[:, other] - self._costs[:, one]
        self._fit[:, here] += gone
        self._fit[:, there] -= gone
        self._at[one], self._at[other] = there, here
