"""Matching a round, against the shuffle that most bots of this kind use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from random import Random

from bench.table import line, seconds
from bot.matching import gather

ROUNDS = 20


def measure() -> None:
    """Print the time of one round after 20 rounds of history, and the repeats that it avoids."""
    for n, size in ((45, 2), (200, 2), (1000, 2), (300, 3), (300, 4), (1000, 3)):
        one_round(n, size=size)
    one_round(300, size=3, mixed=True)


def one_round(n: int, *, size: int, mixed: bool = False) -> None:
    """Measure the round after 20 of these people; `mixed`: from eight departments and three sites."""
    people = [f"p{number}" for number in range(n)]
    department = {one: str(number % 8) for number, one in enumerate(people)}
    site = {one: str(number % 3) for number, one in enumerate(people)}
    traits = [department, site] if mixed else []
    met: dict[frozenset[str], date] = {}
    for week in range(ROUNDS):
        remember(gather(people, met, Random(week), size=size, traits=traits).groups, met, week)
    figure = seconds(lambda: gather(people, met, Random(99), size=size, traits=traits))
    baseline = seconds(lambda: shuffle(people, Random(99), size=size))
    what = f"match {n} people by {size}{', mixed' if mixed else ''}, {ROUNDS} rounds of history"
    line(what, figure, baseline, named="shuffle", floor="reading n²/2 pairs")
    done = gather(people, met, Random(99), size=size, traits=traits)
    theirs = shuffle(people, Random(99), size=size)
    print(f"{'':<44} repeats {done.repeats} (shuffle: {repeats(theirs, met)}; lower bound 0)")
    for name, trait in (("department", department), ("site", site)) if mixed else ():
        ours, chance = (sum(alike(group, trait) for group in groups) for groups in (done.groups, theirs))
        print(f"{'':<44} pairs of one {name} {ours} (shuffle: {chance}; lower bound 0)")


def repeats(groups: Sequence[tuple[str, ...]], met: Mapping[frozenset[str], date]) -> int:
    """Return how many pairs have met before."""
    return sum(frozenset(pair) in met for group in groups for pair in combinations(group, 2))


def alike(group: tuple[str, ...], trait: Mapping[str, str]) -> int:
    """Return how many pairs have a trait in common."""
    return sum(trait[a] == trait[b] for a, b in combinations(group, 2))


def shuffle(people: list[str], rng: Random, *, size: int) -> list[tuple[str, ...]]:
    """Return groups by chance."""
    mixed = people[:]
    rng.shuffle(mixed)
    return [tuple(mixed[start : start + size]) for start in range(0, len(mixed), size)]


def remember(groups: tuple[tuple[str, ...], ...], met: dict[frozenset[str], date], week: int) -> None:
    """Add a round to the history."""
    for group in groups:
        for pair in combinations(group, 2):
            met[frozenset(pair)] = date(2026, 1, 5) + timedelta(weeks=week)
