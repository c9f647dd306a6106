"""A year of rounds: what the engine makes of it, next to a shuffle, to greedy-by-newest and to the bound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from random import Random

from bot.matching import History, Roster, Rules, Wish, arrange

WEEKS = 52
KINDS = 8
FIRST = date(2026, 1, 5)
Group = Sequence[str]


@dataclass(frozen=True)
class Season:
    """Weekly rounds of one company."""

    n: int
    size: int = 2
    weeks: int = WEEKS
    is_mixed: bool = False
    attendance: float = 1.0
    draw: int = 0
    """Who is absent when."""

    @property
    def ids(self) -> list[str]:
        """Everybody, in the order of their names."""
        return [f"p{number:03}" for number in range(self.n)]

    @property
    def departments(self) -> dict[str, str]:
        """Departments of very different sizes."""
        kinds = [f"d{kind}" for kind in range(KINDS)]
        drawn = Random(self.n).choices(kinds, [1 / (kind + 1) for kind in range(KINDS)], k=self.n)
        return dict(zip(self.ids, drawn, strict=True))

    def here(self, week: int) -> list[str]:
        """Who takes part in a week."""
        rng = Random(f"{self.draw}/{self.n}/{week}")
        return [one for one in self.ids if self.attendance == 1.0 or rng.random() < self.attendance]


@dataclass
class Told:
    """What came of a season."""

    repeats: int = 0
    first: int = 0
    at_bound: int = 0
    contacts: int = 0
    astray: int = 0
    """Times that somebody was in no group, or in two."""
    spread: int = 0
    """How much the duty of the larger group differs, at most at the end of any week."""

    def __str__(self) -> str:
        return (f"repeats {self.repeats:>4} of {self.contacts:<5} first in {self.first or '-':>3}  "
                f"mixed as can be {self.at_bound:>2}  astray {self.astray}  duty differs by {self.spread}")  # fmt: skip


@dataclass
class Before:
    """What the weeks before say."""

    last: dict[frozenset[str], int] = field(default_factory=dict)
    """Pair -> the last week in which they met."""
    duty: Counter[str] = field(default_factory=Counter)
    """How often somebody was in the larger group, and in how many rounds there was one where they were."""
    turns: Counter[str] = field(default_factory=Counter)

    def note(self, groups: Sequence[Group], size: int, week: int) -> None:
        """Remember a round."""
        self.last.update(dict.fromkeys((frozenset(pair) for group in groups for pair in combinations(group, 2)), week))
        if any(len(group) > size for group in groups):
            self.duty.update(one for group in groups if len(group) > size for one in group)
            self.turns.update(one for group in groups for one in group)


Strategy = Callable[[Season, Sequence[str], Before, int], Sequence[Group]]


def ours(season: Season, here: Sequence[str], before: Before, week: int) -> Sequence[Group]:
    """The engine."""
    past = [(tuple(pair), FIRST + timedelta(weeks=at), True) for pair, at in before.last.items()]
    kinds = [season.departments[one] for one in here] if season.is_mixed else []
    attributes = {"department": kinds} if season.is_mixed else {}
    roster = Roster(tuple(here), attributes, duty=before.duty, turns=before.turns)
    rules = Rules(size=season.size, mix=(Wish("department"),) if season.is_mixed else ())
    return arrange(roster, History.of(here, past), rules, Random(week)).groups


def greedy(season: Season, here: Sequence[str], before: Before, week: int) -> Sequence[Group]:
    """One after the other takes whom they met least recently; who is left over joins the last groups."""
    rng = Random(week)
    free, groups = rng.sample(list(here), len(here)), list[list[str]]()
    while len(free) >= season.size:
        group = [free.pop()]
        while len(group) < season.size:
            newest = min(free, key=lambda one: max(before.last.get(frozenset((one, other)), -1) for other in group))
            free.remove(newest)
            group.append(newest)
        groups.append(group)
    for number, one in enumerate(free):
        groups[-1 - number].append(one)
    return groups


def shuffle(season: Season, here: Sequence[str], before: Before, week: int) -> Sequence[Group]:
    """Chance alone; who is left over joins the last groups."""
    mixed = Random(week).sample(list(here), len(here))
    whole = len(mixed) // season.size * season.size
    groups = [mixed[start : start + season.size] for start in range(0, whole, season.size)]
    for number, one in enumerate(mixed[whole:]):
        groups[-1 - number].append(one)
    return groups


def played(season: Season, strategy: Strategy) -> Told:
    """Play a season."""
    told, before, departments = Told(), Before(), season.departments
    for week in range(season.weeks):
        here = season.here(week)
        groups = strategy(season, here, before, week)
        pairs = [frozenset(pair) for group in groups for pair in combinations(group, 2)]
        repeats = sum(pair in before.last for pair in pairs)
        told.repeats += repeats
        told.contacts += len(pairs)
        told.first = told.first or (week + 1 if repeats else 0)
        apart = sum(len({departments[one] for one in pair}) == 2 for pair in pairs)
        told.at_bound += not repeats and apart == _most_apart([departments[one] for one in here], groups)
        seated = Counter(one for group in groups for one in group)
        told.astray += sum(seated[one] != 1 for one in here)
        before.note(groups, season.size, week)
        if season.attendance == 1.0:
            had = [before.duty[one] for one in season.ids]
            told.spread = max(told.spread, max(had) - min(had))
    return told


def _most_apart(kinds: Sequence[str], groups: Sequence[Group]) -> int:
    """Return how many pairs within groups can be of two departments at most: each is spread as evenly as can be."""
    each = [divmod(count, len(groups)) for count in Counter(kinds).values()]
    pairs = sum(len(group) * (len(group) - 1) // 2 for group in groups)
    return pairs - sum(len(groups) * (whole * (whole - 1) // 2) + rest * whole for whole, rest in each)


def _fewest(season: Season) -> int:
    """Return the repeats that no plan of a season of pairs undercuts: contacts less the pairs there are."""
    trio = 2 * (season.n % 2)
    return max(0, season.weeks * (season.n // 2 + trio) - season.n * (season.n - 1) // 2)


def measure() -> None:
    """Print the seasons that docs/matching.md shows; each strategy has the same people in the same weeks."""
    for season in (
        Season(50), Season(50, is_mixed=True), Season(100, is_mixed=True), Season(200, is_mixed=True), Season(21),
        Season(50, attendance=0.8),
    ):  # fmt: skip
        words = f"{season.n} people, {season.attendance:.0%}{', mix' if season.is_mixed else ''}"
        bound = f"bound: {_fewest(season)} repeats" if season.attendance == 1.0 else ""
        for name, strategy in (("Rondo", ours), ("greedy", greedy), ("shuffle", shuffle)):
            print(f"{words:<24} {name:<8} {played(season, strategy)}  {bound}")
    _come_and_go()
    _odd()
    for size in (3, 4):
        _golfers(size)


def _come_and_go() -> None:
    """Print the repeats of ten years of fifty people of whom four in five come, each year with other absences."""
    for name, strategy in (("Rondo", ours), ("greedy", greedy), ("shuffle", shuffle)):
        repeats = [played(Season(50, attendance=0.8, draw=draw), strategy).repeats for draw in range(10)]
        print(f"50 people, 80%, ten years {name:<8} repeats {repeats}, {sum(repeats) / len(repeats):.1f} a year")


def _odd() -> None:
    spreads = {n: played(Season(n), ours) for n in range(3, 100, 2)}
    worst, astray = max(one.spread for one in spreads.values()), sum(one.astray for one in spreads.values())
    print(f"every odd number from 3 to 99: duty differs by at most {worst}; in no group or in two: {astray}")


def _golfers(size: int) -> None:
    """Print how many rounds came without a repeat, against the most that the social golfer allows."""
    shares = []
    for n in range(4 * size * size, 101, size):
        bound = (n - 1) // (size - 1)
        rounds, theirs = (_until_repeat(Season(n, size=size, weeks=bound), one) for one in (ours, greedy))
        shares.append(rounds / bound)
        share = f"{rounds} of {bound} rounds without a repeat ({shares[-1]:.0%})"
        print(f"{n:>4} people by {size}: {share}; greedy {theirs}")
    print(f"     by {size}: {min(shares):.0%} to {max(shares):.0%} of the bound")


def _until_repeat(season: Season, strategy: Strategy) -> int:
    """Return how many rounds come before the first repeat."""
    before = Before()
    for week in range(season.weeks):
        groups = strategy(season, season.ids, before, week)
        pairs = [frozenset(pair) for group in groups for pair in combinations(group, 2)]
        if any(pair in before.last for pair in pairs):
            return week
        before.note(groups, season.size, week)
    return season.weeks
