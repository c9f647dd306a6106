"""What it costs to bring two people together, in levels of which no lower one can outweigh a higher.

From the top: their working hours do not overlap as wished; they have met; they were introduced and said they did not
meet; how recently; they have no language in common; the wishes, one by one; both are new; topics they do not share;
chance. Pairs that must never meet stand outside of it. Everything is computed for whole columns of pairs at once, in
integers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.matching.values import DAY, History, Hours, Roster, Rules

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.int64]

SHARED = 3
"""So many topics in common are as good as more."""
TOPICS = 12
"""Topics of a person that count, the rarest first."""
LANGUAGES = 60
"""Languages that count, the most common of a roster."""
CHANCE = 1000


class Pricing:
    """The costs of all pairs of a roster; positions count from 0."""

    def __init__(self, roster: Roster, history: History, rules: Rules, *, seed: int) -> None:
        self.number = len(roster.ids)
        self._seed = seed
        self._rules = rules
        self._remember(history)
        self._never = self._forbidden(roster, rules)
        self._hours = _hours(roster.hours, self.number) if rules.min_overlap else None
        self._codes = [_codes(roster.attributes.get(wish.attribute, ()), self.number) for wish in rules.mix]
        self._apart = [_codes(roster.attributes.get(name, ()), self.number) for name in rules.apart]
        self._new = _new(roster)
        self._topics = _topics(roster.topics, self.number)
        self._tongues = _tongues(roster.languages)
        most = [1, 1, 1, self._ranks, 1, *[1] * len(rules.mix), 1, SHARED, CHANCE - 1]
        self.names = ("apart", "repeats", "almost", "recency", "speech", *(f"mix{i}" for i in range(len(rules.mix))),
                      "new", "topics", "chance")  # fmt: skip
        self.most: tuple[int, ...] = tuple(most)
        """The most that one pair costs in each level."""

    def levels(self, one: Column, other: Column) -> Column:
        """Return the costs of pairs, a row for each level."""
        import numpy as np

        first, second = np.minimum(one, other), np.maximum(one, other)
        found, rank, met = self._look_up(first, second)
        zero = np.zeros(len(first), dtype=np.int64)
        rows = [zero, found & met, found & ~met, np.where(found, rank, 0), zero]
        if self._hours is not None:
            rows[0] = self.overlap(first, second) < self._rules.min_overlap
        if self._tongues is not None:
            rows[-1] = (self._tongues[first] & self._tongues[second]) == 0
        for wish, codes in zip(self._rules.mix, self._codes, strict=True):
            alike = (codes[first] == codes[second]) & (codes[first] >= 0)
            rows.append(alike if wish.want == "other" else ~alike)
        rows.append(self._new[first] & self._new[second])
        rows.append(zero if self._topics is None else SHARED - self._shared(first, second))
        rows.append(drawn(first * self.number + second, self._seed) % CHANCE)
        return np.array([row.astype(np.int64) for row in rows])

    def is_forbidden(self, one: Column, other: Column) -> NDArray[np.bool_]:
        """Return which of the pairs must not meet."""
        import numpy as np

        keys = np.minimum(one, other) * self.number + np.maximum(one, other)
        forbidden = _contains(self._never, keys)
        for codes in self._apart:
            forbidden |= (codes[one] == codes[other]) & (codes[one] >= 0)
        return forbidden

    def last_met(self, one: Column, other: Column) -> tuple[Column, NDArray[np.bool_]]:
        """Return the last date of each pair as an ordinal, 0 for strangers, and whether they may have met at all."""
        import numpy as np

        found, rank, met = self._look_up(np.minimum(one, other), np.maximum(one, other))
        days = np.append(self._dates, 0)[np.where(found, rank - 1, -1)]
        return np.where(found, days, 0), found & met

    @property
    def kinds(self) -> Column | None:
        """The numbers of what the first wish is about, -1 for none; None where there is no wish."""
        return self._codes[0] if self._codes else None

    def acquaintances(self) -> Column:
        """Return how many people each person may have met."""
        import numpy as np

        known = self._known[self._ever]
        both = np.concatenate((known // self.number, known % self.number))
        counted: Column = np.bincount(both, minlength=self.number)
        return counted

    @property
    def forbids(self) -> bool:
        """Whether any pair is forbidden."""
        return len(self._never) > 0 or bool(self._apart)

    # ---------------------------------------------------------------- history

    def _remember(self, history: History) -> None:
        """Keep of each pair the last date, and whether they may have met at all."""
        import numpy as np

        self._dates = dates = np.unique(history.day)
        self._ranks = max(1, len(dates))
        keys = history.one * self.number + history.other
        rows = ((keys * self._ranks + np.searchsorted(dates, history.day)) << 1) | history.met
        rows.sort()  # one number for pair, date and outcome: a million of them are sorted in a tenth of a second
        met, rows = (rows & 1).astype(np.bool_), rows >> 1
        keys, rank = rows // self._ranks, rows % self._ranks
        last = np.ones(len(keys), dtype=np.bool_)
        last[:-1] = keys[1:] != keys[:-1]
        ends = np.flatnonzero(last)
        starts = np.append(0, ends[:-1] + 1)[: len(ends)]
        self._known, self._rank = keys[ends], rank[ends] + 1
        self._ever = np.logical_or.reduceat(met, starts) if len(met) else met

    def _look_up(self, first: Column, second: Column) -> tuple[NDArray[np.bool_], Column, NDArray[np.bool_]]:
        import numpy as np

        keys = first * self.number + second
        if not len(self._known):
            nothing = np.zeros(len(keys), dtype=np.bool_)
            return nothing, np.zeros(len(keys), dtype=np.int64), nothing
        at = np.minimum(np.searchsorted(self._known, keys), len(self._known) - 1)
        return self._known[at] == keys, self._rank[at], self._ever[at]

    def _forbidden(self, roster: Roster, rules: Rules) -> Column:
        import numpy as np

        at = {person: position for position, person in enumerate(roster.ids)}
        pairs = [
            sorted(at[one] for one in pair) for pair in rules.never if len(pair) == 2 and all(p in at for p in pair)
        ]
        return np.array(sorted(a * self.number + b for a, b in pairs), dtype=np.int64)

    # ---------------------------------------------------------------- people

    def overlap(self, first: Column, second: Column) -> Column:
        """Return the minutes of the day in which both work."""
        import numpy as np

        assert self._hours is not None, "the rules ask for no overlap"
        start, length = self._hours
        total = np.zeros(len(first), dtype=np.int64)
        for shift in (-DAY, 0, DAY):
            begins = np.maximum(start[first], start[second] + shift)
            ends = np.minimum(start[first] + length[first], start[second] + shift + length[second])
            total += np.maximum(ends - begins, 0)
        return np.minimum(total, np.minimum(length[first], length[second]))

    def _shared(self, first: Column, second: Column) -> Column:
        import numpy as np

        assert self._topics is not None
        mine, theirs = self._topics[first], self._topics[second]
        count = np.zeros(len(first), dtype=np.int64)
        for column in range(mine.shape[1]):
            topic = mine[:, column]
            count += ((theirs == topic[:, None]) & (topic >= 0)[:, None]).sum(axis=1)
        return np.minimum(count, SHARED)


def drawn(keys: Column, seed: int) -> Column:
    """Return numbers from 0 on that look random, the same on every machine (splitmix64)."""
    import numpy as np

    with np.errstate(over="ignore"):
        x = keys.astype(np.uint64) + np.uint64((seed * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) % 2**64)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        x ^= x >> np.uint64(31)
    mixed: Column = (x >> np.uint64(1)).astype(np.int64)
    return mixed


def _contains(ordered: Column, keys: Column) -> NDArray[np.bool_]:
    import numpy as np

    if not len(ordered):
        return np.zeros(len(keys), dtype=np.bool_)
    at = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    inside: NDArray[np.bool_] = ordered[at] == keys
    return inside


def _hours(hours: Sequence[Hours | None], number: int) -> tuple[Column, Column]:
    import numpy as np

    known = [one or Hours(0, DAY) for one in hours] or [Hours(0, DAY)] * number
    start = np.array([one.start % DAY for one in known], dtype=np.int64)
    return start, np.array([min(one.length, DAY) for one in known], dtype=np.int64)


def _codes(values: Sequence[str], number: int) -> Column:
    """Return a number for each value, alike for equal ones; -1 for none."""
    import numpy as np

    if not values:
        return np.full(number, -1, dtype=np.int64)
    numbers = {value: code for code, value in enumerate(dict.fromkeys(values))} | {"": -1}
    return np.fromiter((numbers[value] for value in values), dtype=np.int64, count=number)


def _tongues(languages: Sequence[frozenset[str]]) -> Column | None:
    """Return each person's languages as bits, all of them where nothing is known; the most common ones count."""
    import numpy as np

    counted = Counter(one for some in languages for one in some)
    if not counted:
        return None
    spoken = sorted(counted, key=lambda one: (-counted[one], one))[:LANGUAGES]
    bit = {one: 1 << place for place, one in enumerate(spoken)}
    rows = [sum(bit.get(one, 0) for one in some) if some else -1 for some in languages]
    return np.array(rows, dtype=np.int64)


def _new(roster: Roster) -> NDArray[np.bool_]:
    import numpy as np

    return np.fromiter((one in roster.newcomers for one in roster.ids), dtype=np.bool_, count=len(roster.ids))


def _topics(topics: Sequence[frozenset[str]], number: int) -> Column | None:
    """Return the topics of each person that somebody else knows too, as numbers, the rarest first; -1 fills the row."""
    import numpy as np

    counted = Counter(topic for some in topics for topic in some)
    shared = sorted((topic for topic, n in counted.items() if n > 1), key=lambda topic: (counted[topic], topic))
    if not shared:
        return None
    rank = {topic: code for code, topic in enumerate(shared)}
    rows = [sorted(rank[topic] for topic in some if topic in rank)[:TOPICS] for some in topics]
    width = max(map(len, rows))
    return np.array([row + [-1] * (width - len(row)) for row in rows], dtype=np.int64)
