"""What a round is worth, counted pair by pair: a second reading of the rules, to hold the engine against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations

from bot.matching import Hours, Roster, Rules, Wish

Past = Sequence[tuple[Sequence[str], date, bool]]
Price = tuple[int, ...]
ENOUGH_TOPICS = 3


class Judge:
    """Prices partitions of one roster; the engine's own pricing is not asked."""

    def __init__(self, roster: Roster, past: Past, rules: Rules) -> None:
        self.roster, self.rules = roster, rules
        self.at = {one: place for place, one in enumerate(roster.ids)}
        self.last: dict[frozenset[str], date] = {}
        self.met: dict[frozenset[str], bool] = {}
        for members, day, met in past:
            for pair in map(frozenset, combinations(members, 2)):
                self.last[pair] = max(day, self.last.get(pair, day))
                self.met[pair] = met or self.met.get(pair, False)
        days = sorted({day for _, day, _ in past})
        self.rank = {day: number for number, day in enumerate(days, start=1)}

    def price(self, groups: Iterable[Sequence[str]]) -> Price | None:
        """Return what a partition costs, the gravest first and chance aside; None where it is not allowed."""
        groups = list(groups)
        pairs = [pair for group in groups for pair in combinations(group, 2)]
        if any(self.is_forbidden(one, other) for one, other in pairs):
            return None
        apart, *others = (
            map(sum, zip(*(self._pair(one, other) for one, other in pairs), strict=True)) if pairs else (0,)
        )
        return (apart, int(not self._fair(groups)), *others)

    def _fair(self, groups: Sequence[Sequence[str]]) -> bool:
        """Return whether the larger groups are of those who had that duty least often; all took part equally often."""
        duty = {one: self.roster.duty.get(one, 0) for one in self.roster.ids}
        fewest = {one for one in duty if duty[one] == min(duty.values())}
        larger = [set(group) for group in groups if len(group) > self.rules.size]
        return all(group >= fewest if len(fewest) < len(group) else group <= fewest for group in larger)

    def is_forbidden(self, one: str, other: str) -> bool:
        """Return whether the rules forbid a pair."""
        return frozenset((one, other)) in self.rules.never or any(
            self._value(name, one) and self._value(name, one) == self._value(name, other) for name in self.rules.apart
        )

    def _pair(self, one: str, other: str) -> Price:
        pair, last = frozenset((one, other)), self.last.get(frozenset((one, other)))
        known = last is not None
        return (
            self._apart(one, other),
            known and self.met[pair],
            known and not self.met[pair],
            self.rank[last] if last is not None else 0,
            self._speechless(one, other),
            *(self._misses(wish, one, other) for wish in self.rules.mix),
            {one, other} <= self.roster.newcomers,
            ENOUGH_TOPICS - min(ENOUGH_TOPICS, self._shared(one, other)),
        )

    def _apart(self, one: str, other: str) -> bool:
        if not self.rules.min_overlap or not self.roster.hours:
            return False
        return len(self._minutes(one) & self._minutes(other)) < self.rules.min_overlap

    def _minutes(self, one: str) -> frozenset[int]:
        hours = self.roster.hours[self.at[one]] or Hours(0, 1440)
        return frozenset((hours.start + minute) % 1440 for minute in range(hours.length))

    def _speechless(self, one: str, other: str) -> bool:
        mine, theirs = self._of(self.roster.languages, one), self._of(self.roster.languages, other)
        return bool(mine and theirs and not mine & theirs)

    def _shared(self, one: str, other: str) -> int:
        return len(self._of(self.roster.topics, one) & self._of(self.roster.topics, other))

    def _misses(self, wish: Wish, one: str, other: str) -> bool:
        mine, theirs = self._value(wish.attribute, one), self._value(wish.attribute, other)
        alike = bool(mine) and mine == theirs
        return alike if wish.want == "other" else not alike

    def _value(self, name: str, one: str) -> str:
        return self.roster.attributes[name][self.at[one]] if name in self.roster.attributes else ""

    def _of(self, column: Sequence[frozenset[str]], one: str) -> frozenset[str]:
        return column[self.at[one]] if column else frozenset()
