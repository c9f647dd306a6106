"""Groups of three to eight: nobody left out, nobody met again while it can be avoided, and wishes after that."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import LARGEST
from bot.matching.tables import sizes_of
from tests.unit.matching.rosters import FIRST, a_past, matched, pairs, people, season

SIZES = range(2, LARGEST + 1)


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


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 30), st.sampled_from(SIZES), st.integers(0, 2**30), st.randoms(use_true_random=False))
def test_everybody_is_in_one_group_and_the_order_does_not_matter(n: int, size: int, seed: int, chance: Random) -> None:
    ids = people(n)
    past = a_past(ids, chance)
    mix = {"department": {one: chance.choice("abc ").strip() for one in ids}}
    done = matched(ids, past, seed=seed, size=size, mix=mix)
    assert Counter(one for group in (*done.groups, done.left_out) for one in group) == Counter(ids)
    assert sorted(map(len, done.groups)) == sorted(sizes_of(n, size) if n > 1 else [])
    met = {frozenset(pair) for pair, _, may_have in past if may_have}
    assert done.certificate.repeats == sum(pair in met for pair in pairs(done.groups))
    assert matched(chance.sample(ids, n), past[::-1], seed=seed, size=size, mix=mix) == done


@pytest.mark.parametrize(
    ("n", "size", "rounds"),
    [(9, 3, 4), (15, 3, 5), (36, 3, 15), (39, 3, 16), (48, 3, 21), (68, 4, 19), (16, 4, 5), (64, 4, 21), (72, 4, 23)],
)
def test_so_many_rounds_are_free_of_repeats(n: int, size: int, rounds: int) -> None:
    assert [done.certificate.repeats for done in season(n, rounds, size=size)] == [0] * rounds


def test_a_company_of_hundreds_is_dealt_into_parts_without_leaving_anybody_alone() -> None:
    done = matched(people(431), size=3)
    assert sorted(one for group in done.groups for one in group) == sorted(people(431))
    assert Counter(map(len, done.groups)) == {3: 143, 2: 1}


@pytest.mark.parametrize("size", [2, 3, 4])
def test_people_of_different_departments_come_first(size: int) -> None:
    ids = people(24)
    done = matched(ids, size=size, mix={"department": {one: "abcd"[at % 4] for at, one in enumerate(ids)}})
    assert done.certificate.mixed == done.certificate.mixed_bound == len(pairs(done.groups))
    assert done.certificate.optimal


def test_the_first_wish_outweighs_the_second() -> None:
    ids = people(8)
    department, site = dict(zip(ids, "aaaabbbb", strict=True)), dict(zip(ids, "xxxyxxxy", strict=True))
    for size in (2, 4):
        for first, second in ((department, site), (site, department)):
            best = matched(ids, size=size, mix={"first": first})
            both = matched(ids, size=size, mix={"first": first, "second": second})
            assert both.certificate.mixed == best.certificate.mixed


def test_whose_department_nobody_knows_is_like_nobody() -> None:
    ids = people(4)
    for seed in range(10):
        done = matched(ids, seed=seed, mix={"department": {ids[0]: "sales", ids[1]: "sales"}})
        assert done.certificate.mixed == 2


def test_no_wish_costs_a_repeat() -> None:
    ids = people(9)
    mixed = [ids[number::3] for number in range(3)]
    department = {one: "abc"[number // 3] for number, one in enumerate(ids)}
    done = matched(ids, [(group, FIRST, True) for group in mixed], size=3, mix={"department": department})
    assert done.certificate.repeats == 0
    assert all(len(group) == 3 for group in done.groups)


@pytest.mark.parametrize(("n", "size"), [(10, 3), (16, 3), (31, 4), (13, 5)])
def test_the_larger_group_goes_round_there_too(n: int, size: int) -> None:
    duty = Counter(people(n))
    for done in season(n, 20, size=size):
        smallest = min(map(len, done.groups))
        duty.update(one for group in done.groups if len(group) > smallest for one in group)
    assert max(duty.values()) - min(duty.values()) <= 2  # not in every week: a repeat counts more
