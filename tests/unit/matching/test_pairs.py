"""Everybody meets somebody, and somebody new as long as that can be: compared with trying everything."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from hashlib import sha256
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import History, Hours, Roster, Round, Rules, Wish, arrange
from tests.unit.matching.rosters import (
    FIRST,
    Past,
    a_past,
    a_roster,
    against_everything,
    anything,
    flaws,
    matched,
    pairs,
    people,
    season,
)


@pytest.mark.parametrize("n", range(41))
def test_everybody_is_in_one_group_and_nobody_in_two(n: int) -> None:
    done = matched(people(n), a_past(people(n), Random(n)), seed=n)
    seated = [one for group in done.groups for one in group]
    assert sorted([*seated, *done.left_out]) == sorted(people(n))
    sizes = sorted(len(group) for group in done.groups)
    assert sizes == ([] if n < 2 else [2] * (n // 2 - n % 2) + [3] * (n % 2))
    assert len(done.left_out) == (n == 1)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 14), st.integers(0, 2**30), st.randoms(use_true_random=False))
def test_the_order_of_the_people_does_not_matter(n: int, seed: int, chance: Random) -> None:
    ids = people(n)
    past = a_past(ids, chance)
    assert matched(ids, past, seed=seed) == matched(chance.sample(ids, n), past[::-1], seed=seed)


def test_the_same_seed_gives_these_groups_on_every_machine() -> None:
    ids = people(300)
    rng = Random(7)
    roster, past = a_roster(ids, rng), [(rng.sample(ids, 2), FIRST, True) for _ in range(2000)]
    sums = [
        sha256(repr(arrange(roster, History.of(ids, past), rules, Random(7)).groups).encode()).hexdigest()[:12]
        for rules in (Rules(mix=(Wish("department"),)), Rules(size=4, mix=(Wish("site"),)))
    ]
    large = people(1001)
    sums.append(sha256(repr(matched(large, seed=7).groups).encode()).hexdigest()[:12])
    assert sums == ["103f485d930f", "271368d7138e", "631e0981f871"]


def test_chance_decides_among_equals() -> None:
    assert len({matched(people(8), seed=seed).groups for seed in range(40)}) > 20


def test_people_of_other_days_in_the_history_do_no_harm() -> None:
    past = [(("gone", "left"), FIRST, True), (("anna", "gone"), FIRST, True)]
    assert matched(("anna", "ben"), past).certificate.repeats == 0


@pytest.mark.parametrize("n", range(2, 11))
def test_no_round_is_better_in_any_level_and_its_certificate_says_so(n: int) -> None:
    wrong = {seed: said for seed in range(60 if n < 8 else 12) if (said := against_everything(n, seed))}
    assert wrong == {}


@pytest.mark.parametrize("seed", range(60))
def test_whatever_somebody_comes_up_with_gives_a_valid_round(seed: int) -> None:
    roster, past, rules = anything(seed)
    done = arrange(roster, History.of(roster.ids, past), rules, Random(seed))
    assert flaws(roster, rules, done) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 13), st.sampled_from([2, 2, 3, 4, 8]), st.integers(0, 2**30))
def test_rules_that_contradict_each_other_still_give_groups_that_keep_the_hard_ones(
    n: int, size: int, seed: int
) -> None:
    rng = Random(seed)
    ids = people(n)
    share = rng.choice((0.05, 0.3, 0.9, 1.0))
    never = frozenset(pair for pair in pairs([ids]) if rng.random() < share)
    rules = Rules(size=size, min_overlap=rng.choice((0, 1440)), never=never)
    done = arrange(a_roster(ids, rng), History.of(ids, a_past(ids, rng)), rules, Random(seed))
    assert Counter(one for group in (*done.groups, done.left_out) for one in group) == Counter(ids)
    assert all(2 <= len(group) <= 8 for group in done.groups)
    assert never.isdisjoint(pairs(done.groups))


@pytest.mark.parametrize("seed", [1, 2])
def test_fifty_people_repeat_in_a_year_only_what_they_must(seed: int) -> None:
    repeats = [done.certificate.repeats for done in season(50, 52, seed=seed)]
    assert sum(repeats) == 52 * 25 - 50 * 49 // 2 == 75
    assert sum(repeats[:47]) == 0


@pytest.mark.parametrize(("n", "least"), [(5, 198), (7, 239), (13, 338), (21, 414)])
def test_the_duty_of_the_larger_group_goes_round_and_costs_no_repeat_in_a_year(n: int, least: int) -> None:
    duty, repeats = Counter(people(n)), 0
    for done in season(n, 52):
        duty.update(one for group in done.groups if len(group) == 3 for one in group)
        repeats += done.certificate.repeats
        assert max(duty.values()) - min(duty.values()) <= 1
        assert not done.left_out
    assert repeats == least


def test_who_comes_more_often_bears_the_larger_group_more_often() -> None:
    ids = people(9)
    duty, turns = dict.fromkeys(ids[:8], 2), dict.fromkeys(ids[:8], 6)
    rounds = [arrange(Roster(ids, duty=duty, turns=turns), History.of(ids, []), Rules(), Random(s)) for s in range(40)]
    new = sum(ids[8] in _larger(done) for done in rounds)  # never had it, but was never there either
    assert 4 < new < 25
    often = {**turns, ids[0]: 12, ids[1]: 12, ids[2]: 12}
    done = arrange(Roster(ids, duty=duty, turns=often), History.of(ids, []), Rules(), Random(1))
    assert set(_larger(done)) <= {*ids[:3], ids[8]}


def _larger(done: Round) -> tuple[str, ...]:
    return max(done.groups, key=lambda group: len(group))


@pytest.mark.parametrize("draw", range(3))
def test_whoever_comes_four_times_of_five_meets_hardly_anybody_twice(draw: int) -> None:
    rng, ids, past, repeats = Random(draw), people(50), Past(), 0
    duty, turns = Counter[str](), Counter[str]()
    for week in range(52):
        here = [one for one in ids if rng.random() < 0.8]
        done = arrange(Roster(tuple(here), duty=duty, turns=turns), History.of(here, past), Rules(), Random(week))
        assert Counter(one for group in done.groups for one in group) == Counter(here)
        past += [(group, FIRST + timedelta(weeks=week), True) for group in done.groups]
        repeats += done.certificate.repeats
        if len(here) % 2:
            duty.update(_larger(done))
            turns.update(here)
    assert repeats <= 3


def test_hours_in_common_outweigh_whose_turn_the_larger_group_is() -> None:
    ids = people(5)
    early, late = Hours(0, 480), Hours(720, 480)
    roster = Roster(ids, hours=[early, early, late, late, late], duty={ids[2]: 1, ids[3]: 1, ids[4]: 1})
    done = arrange(roster, History.of(ids, []), Rules(min_overlap=60), Random(1))
    assert done.certificate.no_overlap == 0
    assert done.certificate.optimal
    assert done.groups == (ids[:2], ids[2:])


def test_what_was_introduced_and_did_not_happen_counts_less_than_what_happened() -> None:
    past = [(("anna", "ben"), FIRST, False), (("cem", "dora"), FIRST, False), (("anna", "cem"), FIRST, True)]
    past += [(("ben", "dora"), FIRST, True), (("anna", "dora"), FIRST, True), (("ben", "cem"), FIRST, True)]
    done = matched(("anna", "ben", "cem", "dora"), past)
    assert done.groups == (("anna", "ben"), ("cem", "dora"))
    assert done.certificate.repeats == 0


def test_what_was_before_somebody_joined_counts_as_what_came_after() -> None:
    past = [(("anna", "ben", "gone"), FIRST + timedelta(weeks=week), True) for week in range(3)]
    assert matched(("anna", "ben", "cem", "dora"), past).certificate.repeats == 0


def test_of_thousands_everybody_is_seated_and_the_bounds_are_reached() -> None:
    ids = [f"p{number:04}" for number in range(2001)]
    kinds = {one: f"d{number % 7}" for number, one in enumerate(ids)}
    past = [((ids[number], ids[(number * 7 + 1) % 2001]), FIRST, True) for number in range(1, 2001)]
    done = matched(ids, [one for one in past if one[0][0] != one[0][1]], mix={"department": kinds})
    assert sorted(one for group in done.groups for one in group) == ids
    assert Counter(map(len, done.groups)) == {2: 999, 3: 1}
    assert (done.certificate.repeats, done.certificate.mixed) == (0, done.certificate.mixed_bound)


def test_near_the_end_of_a_season_of_hundreds_the_last_strangers_find_each_other() -> None:
    ids = [f"p{number:03}" for number in range(400)]
    ring, past = list(range(1, 400)), []
    for _ in range(398):
        row = [0, *ring]
        past += [((ids[row[seat]], ids[row[399 - seat]]), FIRST, True) for seat in range(200)]
        ring = ring[-1:] + ring[:-1]
    assert matched(ids, past).certificate.repeats == 0


def test_a_roster_of_one_is_left_out() -> None:
    done = arrange(Roster(("anna",)), History.of(("anna",), ()), Rules(), Random(1))
    assert (done.groups, done.left_out) == ((), ("anna",))


def test_a_bound_holds_for_a_host_whose_partners_must_not_meet_each_other() -> None:
    """Thirteen people, four of whom it is the turn: nothing with a trio of theirs is better than what is proven."""
    for seed in range(400):
        rng = Random(seed)
        ids = people(13)
        past = [(pair, FIRST, True) for pair in combinations(ids, 2) if rng.random() < 0.8]
        never = frozenset(pair for pair in map(frozenset, combinations(ids, 2)) if rng.random() < 0.15)
        duty = {one: int(at >= 4) for at, one in enumerate(ids)}
        done = arrange(Roster(ids, duty=duty), History.of(ids, past), Rules(never=never), Random(seed))
        if done.left_out or not done.certificate.optimal or not done.certificate.repeats:
            continue
        met = {frozenset(pair) for pair, _, _ in past}
        for trio in combinations(ids[:4], 3):
            inner = [frozenset(pair) for pair in combinations(trio, 2)]
            if never.isdisjoint(inner):
                rest = [one for one in ids if one not in trio]
                others = arrange(Roster(tuple(rest)), History.of(rest, past), Rules(never=never), Random(seed))
                if not others.left_out:
                    repeats = sum(pair in met for pair in inner) + others.certificate.repeats
                    assert repeats >= done.certificate.repeats, seed
