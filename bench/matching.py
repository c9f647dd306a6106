"""Matching a round, against the shuffle that most bots of this kind use."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from random import Random

from bench.table import line, seconds
from bot.matching import match


def measure() -> None:
    """Print the time of one round after 20 rounds of history, and the repeats that it avoids."""
    for n in (45, 200, 1000):
        people = [f"p{number}" for number in range(n)]
        met: dict[frozenset[str], date] = {}
        for week in range(20):
            remember(match(people, met, Random(week)).groups, met, week)
        figure = seconds(lambda people=people, met=met: match(people, met, Random(99)))  # type: ignore[misc]
        baseline = seconds(lambda people=people: shuffle(people, Random(99)))  # type: ignore[misc]
        line(f"match {n} people, 20 rounds of history", figure, baseline, named="shuffle", floor="reading n²/2 pairs")
        ours = match(people, met, Random(99)).repeats
        theirs = sum(frozenset(pair) in met for group in shuffle(people, Random(99)) for pair in combinations(group, 2))
        print(f"{'':<44} repeats {ours} (shuffle: {theirs}; lower bound 0)")


def shuffle(people: list[str], rng: Random) -> list[tuple[str, ...]]:
    """Return pairs by chance."""
    mixed = people[:]
    rng.shuffle(mixed)
    return [tuple(mixed[start : start + 2]) for start in range(0, len(mixed), 2)]


def remember(groups: tuple[tuple[str, ...], ...], met: dict[frozenset[str], date], week: int) -> None:
    """Add a round to the history."""
    for group in groups:
        for pair in combinations(group, 2):
            met[frozenset(pair)] = date(2026, 1, 5) + timedelta(weeks=week)
