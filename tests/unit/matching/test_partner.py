"""Whom somebody meets who asks now: hours and repeats first, then as few people as it takes, then the wishes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.matching import History, Hours, Roster, Rules, Wish, best_company

ON = date(2026, 11, 16)
IDS = ("anna", "ben", "cem", "dana", "emil")
DAY, NIGHT = Hours(540, 480), Hours(0, 480)


def found(
    offers: Sequence[tuple[str, ...]], *, past: Sequence[tuple[str, ...]] = (), seed: int = 1,
    rules: Rules | None = None, **roster: Any,
) -> tuple[str, ...] | None:  # fmt: skip
    history = History.of(IDS, [(pair, ON, True) for pair in past])
    return best_company("anna", offers, Roster(ids=IDS, **roster), history, rules or Rules(), seed=seed)


def test_somebody_who_is_alone_comes_before_a_group_and_a_small_group_before_a_large_one() -> None:
    assert found([("ben", "cem"), ("dana",)]) == ("dana",)
    assert found([("ben", "cem", "dana"), ("dana", "emil")]) == ("dana", "emil")


def test_whoever_is_new_comes_before_somebody_who_is_alone() -> None:
    assert found([("ben", "cem"), ("dana",)], past=[("anna", "dana")]) == ("ben", "cem")


def test_hours_in_common_come_before_everything_else() -> None:
    hours = [DAY, DAY, NIGHT, NIGHT, DAY]
    rules = Rules(min_overlap=60)
    assert found([("cem",), ("ben",)], past=[("anna", "ben")], hours=hours, rules=rules) == ("ben",)
    assert found([("ben", "cem"), ("ben", "emil")], hours=hours, rules=rules) == ("ben", "emil")


def test_the_wishes_decide_among_strangers() -> None:
    rules = Rules(mix=(Wish("department"),))
    departments = {"department": ["it", "it", "hr", "it", "it"]}
    for seed in range(6):
        assert found([("ben",), ("cem",), ("dana",)], attributes=departments, rules=rules, seed=seed) == ("cem",)


def test_nobody_meets_whom_they_must_not_meet_not_even_in_a_group() -> None:
    rules = Rules(never=frozenset({frozenset({"anna", "ben"})}))
    assert found([("ben",), ("ben", "cem"), ("dana", "emil")], rules=rules) == ("dana", "emil")
    assert found([("ben",), ("ben", "cem")], rules=rules) is None
    assert found([]) is None


def test_among_equals_chance_decides_and_the_same_seed_the_same() -> None:
    offers = [("ben",), ("cem",), ("dana",), ("emil",)]
    chosen = [found(offers, seed=seed) for seed in range(40)]
    assert set(chosen) == set(offers)
    assert chosen == [found(offers, seed=seed) for seed in range(40)]
