"""Groups of three to eight: nobody left out, nobody met again while it can be avoided, and wishes after that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import LARGEST, Matching, gather
from bot.matching.costs import weigh
from bot.matching.groups import _fill, _matrix, _Table, sizes_of
from tests.unit.test_matching import FIRST, Met, a_history, badness, pairs, partitions, people

SIZES = range(2, LARGEST + 1)


def season(n: int, rounds: int, seed: int, *, size: int) -> list[Matching]:
    """Return the rounds of one season in which everybody takes part every week."""
    met: Met = {}
    played = []
    for week in range(rounds):
        played.append(gather(people(n), met, Random(f"{seed}/{week}"), size=size))
        met.update(dict.fromkeys(pairs(played[-1].groups), FIRST + timedelta(weeks=week)))
    return played


def alike(groups: Sequence[Sequence[str]], trait: Mapping[str, str]) -> int:
    """Return how many pairs have this in common."""
    return sum(
        bool(trait.get(a)) and trait.get(a) == trait.get(b) for group in groups for a, b in combinations(group, 2)
    )


@pytest.mark.parametrize("size", SIZES)
def test_the_sizes_are_as_near_to_the_wish_as_can_be(size: int) -> None:
    for n in range(2, 200):
        sizes = sizes_of(n, size)
        assert sum(sizes) == n
        assert 2 <= min(sizes) <= max(sizes) <= LARGEST
        assert max(sizes) - min(sizes) <= 1
        if n >= size * size:
            assert set(sizes) <= {size - 1, size, size + 1}
        if n % size == 0:
            assert set(sizes) == {size}


@pytest.mark.parametrize(
    ("n", "size", "sizes"),
    [
        (10, 3, [4, 3, 3]),
        (8, 3, [3, 3, 2]),
        (5, 3, [3, 2]),
        (4, 3, [4]),
        (2, 8, [2]),
        (9, 8, [5, 4]),
        (6, 4, [3, 3]),
        (10, 4, [4, 3, 3]),
        (3, 2, [3]),
    ],
)
def test_what_remains_makes_some_groups_one_larger_or_smaller(n: int, size: int, sizes: list[int]) -> None:
    assert sizes_of(n, size) == sizes


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 30), st.sampled_from(SIZES), st.integers(), st.randoms(use_true_random=False))
def test_everybody_is_in_one_group_and_the_order_does_not_matter(n: int, size: int, seed: int, chance: Random) -> None:
    ids = people(n)
    met = a_history(ids, chance)
    trait = {one: chance.choice("abc ").strip() for one in ids}
    done = gather(ids, met, Random(seed), size=size, traits=[trait])
    assert Counter(one for group in (*done.groups, done.left_out) for one in group) == Counter(ids)
    assert sorted(map(len, done.groups)) == sorted(sizes_of(n, size) if n > 1 else [])
    assert done.repeats == badness(done.groups, met)[0]
    shuffled = chance.sample(ids, n)
    assert gather(shuffled, dict(reversed(met.items())), Random(seed), size=size, traits=[trait]) == done


@settings(max_examples=40, deadline=None)
@given(st.integers(4, 30), st.sampled_from(SIZES), st.integers(), st.randoms(use_true_random=False))
def test_improving_never_makes_a_start_worse(n: int, size: int, seed: int, chance: Random) -> None:
    ids = people(n)
    met = a_history(ids, chance)
    costs = weigh(ids, met, traits=[{one: chance.choice("abc") for one in ids}])
    matrix = _matrix(ids, costs)
    table = _Table(_fill(matrix, sizes_of(n, size), Random(seed)), matrix)
    start = [[ids[seat] for seat in group] for group in table.groups]
    before = table.cost
    table.improve(Random(seed))
    groups = [[ids[seat] for seat in group] for group in table.groups]
    assert table.cost <= before
    assert table.cost == sum(costs.of[pair] for pair in pairs([tuple(group) for group in groups]))
    assert badness(groups, met)[0] <= badness(start, met)[0]  # type: ignore[arg-type]


@pytest.mark.parametrize("n", [6, 9])
def test_small_companies_get_the_best_groups_there_are(n: int) -> None:
    ids = people(n)
    every = [groups for groups in trios(ids)]
    rng = Random(n)
    for seed in range(10):
        met = a_history(ids, rng)
        done = gather(ids, met, Random(seed), size=3)
        assert badness(done.groups, met) == min(badness(groups, met) for groups in every)


def trios(ids: Sequence[str]) -> list[list[tuple[str, ...]]]:
    """Return every way to make trios of these people."""
    if not ids:
        return [[]]
    first, *rest = ids
    return [
        [(first, *two), *more]
        for two in combinations(rest, 2)
        for more in trios([one for one in rest if one not in two])
    ]


@pytest.mark.parametrize("seed", range(5))
def test_nine_people_meet_in_trios_for_four_weeks_without_a_repeat(seed: int) -> None:
    assert [done.repeats for done in season(9, 4, seed, size=3)] == [0] * 4


@pytest.mark.parametrize("seed", range(3))
def test_fifteen_people_meet_in_trios_for_four_weeks_without_a_repeat_and_five_with_hardly_one(seed: int) -> None:
    repeats = [done.repeats for done in season(15, 5, seed, size=3)]
    assert repeats[:4] == [0] * 4
    assert repeats[4] <= 1


def test_a_company_of_hundreds_is_cut_into_parts_without_leaving_anybody_alone() -> None:
    done = gather(people(431), {}, Random(1), size=3)
    assert sorted(one for group in done.groups for one in group) == sorted(people(431))
    assert Counter(map(len, done.groups)) == {3: 143, 2: 1}


@pytest.mark.parametrize("size", [2, 3, 4])
def test_people_of_different_departments_come_first(size: int) -> None:
    ids = people(24)
    department = {one: "abcd"[number % 4] for number, one in enumerate(ids)}
    done = gather(ids, {}, Random(1), size=size, traits=[department])
    assert alike(done.groups, department) == 0


def test_the_first_wish_outweighs_the_second() -> None:
    ids = people(8)
    department = dict(zip(ids, "aaaabbbb", strict=True))
    site = dict(zip(ids, "xxxyxxxy", strict=True))
    clash = {**department, ids[3]: "b", ids[7]: "a"}
    for first, second in ((department, site), (site, department), (clash, site), (site, clash)):
        for size in (2, 4):
            best = gather(ids, {}, Random(1), size=size, traits=[first])
            done = gather(ids, {}, Random(1), size=size, traits=[first, second])
            assert alike(done.groups, first) == alike(best.groups, first)
            assert alike(done.groups, second) <= alike(best.groups, second)


def test_whose_department_nobody_knows_is_like_nobody() -> None:
    ids = people(4)
    known = {ids[0]: "sales", ids[1]: "sales"}
    for seed in range(10):
        assert alike(gather(ids, {}, Random(seed), traits=[known]).groups, known) == 0


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 8), st.integers(), st.randoms(use_true_random=False))
def test_no_wish_costs_a_repeat_in_pairs(n: int, seed: int, chance: Random) -> None:
    ids = people(n)
    met = a_history(ids, chance)
    traits = [{one: chance.choice("ab") for one in ids} for _ in range(2)]
    done = gather(ids, met, Random(seed), traits=traits)
    every = list(partitions(ids, n % 2))

    def judged(groups: Sequence[tuple[str, ...]]) -> tuple[int, ...]:
        return (*badness(groups, met), *(alike(groups, trait) for trait in traits))

    assert judged(done.groups) == min(judged(groups) for groups in every)


def test_no_wish_costs_a_repeat_in_trios() -> None:
    ids = people(9)
    department = {one: "abc"[number // 3] for number, one in enumerate(ids)}
    mixed = [tuple(ids[number::3]) for number in range(3)]
    met: Met = dict.fromkeys(pairs(mixed), FIRST)
    done = gather(ids, met, Random(1), size=3, traits=[department])
    assert done.repeats == 0
