"""Everybody meets somebody, and somebody new as long as that can be: compared with trying everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import Matching, match
from tests.unit.cast import company, weeks_ago

Group = tuple[str, ...]
Met = dict[frozenset[str], date]
FIRST = date(2026, 1, 5)


def people(number: int) -> list[str]:
    return [one.id for one in company(number)]


def pairs(groups: Sequence[Group]) -> list[frozenset[str]]:
    return [frozenset(pair) for group in groups for pair in combinations(group, 2)]


def partitions(ids: Sequence[str], trios: int) -> Iterator[list[Group]]:
    """Yield every way to make pairs and so many trios of these people."""
    if not ids:
        if not trios:
            yield []
        return
    first, *rest = ids
    for size in (1, 2) if trios else (1,):
        for others in combinations(rest, size):
            left = [one for one in rest if one not in others]
            for more in partitions(left, trios - (size == 2)):
                yield [(first, *others), *more]


def badness(groups: Sequence[Group], met: Mapping[frozenset[str], date]) -> tuple[int, int]:
    """Return the number of repeats, then how recent they are: the sum of their ranks from the oldest date."""
    ranks = {day: rank for rank, day in enumerate(sorted(set(met.values())))}
    repeats = [ranks[met[pair]] for pair in pairs(groups) if pair in met]
    return len(repeats), sum(repeats)


def a_history(ids: Sequence[str], rng: Random) -> Met:
    known = [pair for pair in combinations(ids, 2) if rng.random() < rng.choice((0.3, 0.7, 1.0))]
    return {frozenset(pair): weeks_ago(rng.randrange(1, 6)) for pair in known}


def season(n: int, rounds: int, seed: int) -> list[Matching]:
    """Return the rounds of one season in which everybody takes part every week."""
    met: Met = {}
    played = []
    for week in range(rounds):
        played.append(match(people(n), met, Random(f"{seed}/{week}")))
        met.update(dict.fromkeys(pairs(played[-1].groups), FIRST + timedelta(weeks=week)))
    return played


@pytest.mark.parametrize("n", range(61))
def test_everybody_is_in_one_group_and_nobody_in_two(n: int) -> None:
    done = match(people(n), a_history(people(n), Random(n)), Random(n))
    seated = [one for group in done.groups for one in group]
    assert sorted([*seated, *done.left_out]) == sorted(people(n))
    sizes = sorted(len(group) for group in done.groups)
    assert sizes == ([] if n < 2 else [2] * (n // 2 - n % 2) + [3] * (n % 2))
    assert len(done.left_out) == (n == 1)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 14), st.integers(), st.randoms(use_true_random=False))
def test_the_order_of_the_people_does_not_matter(n: int, seed: int, chance: Random) -> None:
    ids = people(n)
    met = a_history(ids, chance)
    shuffled = chance.sample(ids, n)
    assert match(ids, met, Random(seed)) == match(shuffled, dict(reversed(met.items())), Random(seed))


def test_chance_decides_among_equals() -> None:
    assert len({match(people(8), {}, Random(seed)).groups for seed in range(40)}) > 20


def test_who_is_named_twice_sits_once() -> None:
    anna, ben, *_ = people(2)
    assert match([anna, ben, anna], {}, Random(1)).groups == ((anna, ben),)


def test_people_of_other_days_in_the_history_do_no_harm() -> None:
    met = {frozenset(("gone", "left")): weeks_ago(1), frozenset(("anna", "gone")): weeks_ago(2)}
    assert match(["anna", "ben"], met, Random(1)).repeats == 0


@pytest.mark.parametrize("n", range(2, 9))
def test_no_repeat_can_be_avoided_and_each_lies_longest_back(n: int) -> None:
    ids = people(n)
    every = list(partitions(ids, n % 2))
    rng = Random(n)
    for seed in range(100 if n < 8 else 60):
        met = a_history(ids, rng)
        done = match(ids, met, Random(seed))
        assert badness(done.groups, met) == min(badness(groups, met) for groups in every)
        assert done.repeats == badness(done.groups, met)[0]


@pytest.mark.parametrize("seed", [1, 2])
def test_fifty_people_repeat_in_a_year_only_what_they_must(seed: int) -> None:
    repeats = [done.repeats for done in season(50, 52, seed)]
    assert sum(repeats) == 52 * 25 - 50 * 49 // 2 == 75
    assert sum(repeats[:47]) == 0


def test_an_odd_company_meets_anew_for_thirty_weeks() -> None:
    assert [done.repeats for done in season(45, 30, 1)] == [0] * 30


def test_a_company_of_hundreds_is_cut_into_parts_without_leaving_anybody_alone() -> None:
    done = match(people(301), {}, Random(1))
    assert sorted(one for group in done.groups for one in group) == sorted(people(301))
    assert sorted({len(group) for group in done.groups}) == [2, 3]
