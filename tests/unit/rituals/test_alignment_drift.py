"""Drift: four signals, each by itself, none from one round."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Goal
from bot.rituals.alignment.drift import Told, missed_since, rounds_of, signals
from tests.unit.cast import MONDAY, a_rule
from tests.unit.rituals.alignment_round import CHEAP, GOAL, QUICK, Firm, channel_of, said

FIRST = date(2026, 1, 5)


def rounds(*shares: int, revisions: tuple[int, ...] = (), unclear: tuple[int | None, ...] = ()) -> list[Told]:
    return [
        Told(
            on=FIRST + timedelta(weeks=number),
            revision=revisions[number] if revisions else 1,
            alignment=Fraction(share, 100),
            unclear=None if not unclear or unclear[number] is None else Fraction(unclear[number] or 0, 100),
        )
        for number, share in enumerate(shares)
    ]


def keys(found: list[Told], *, missed: int = 0) -> list[str]:
    return [one.key.rpartition(".")[2] for one in signals(found[:-1], found[-1], missed=missed)]


@given(st.integers(0, 100), st.integers(1, 9), st.integers(0, 100), st.integers(0, 9))
def test_one_round_is_no_signal(share: int, revision: int, unclear: int, missed: int) -> None:
    assert keys(rounds(share, revisions=(revision,), unclear=(unclear,)), missed=missed) == []


@pytest.mark.parametrize(
    ("shares", "wanted"),
    [
        ((80, 70, 60), ["reading"]),
        ((80, 70), []),
        ((80, 70, 70), []),
        ((60, 70, 60), []),
        ((90, 50, 80, 70, 60), ["reading"]),
    ],
)
def test_fewer_mean_the_goal_two_rounds_in_a_row(shares: tuple[int, ...], wanted: list[str]) -> None:
    assert keys(rounds(*shares)) == wanted


def test_other_words_are_another_goal() -> None:
    assert keys(rounds(80, 70, 60, revisions=(1, 1, 2))) == ["text"]
    assert keys(rounds(80, 70, 60, revisions=(1, 2, 2))) == []
    assert keys(rounds(90, 80, 70, 60, revisions=(1, 2, 2, 2))) == ["reading"]


@pytest.mark.parametrize(
    ("unclear", "wanted"),
    [
        ((10, 20, 30), ["contribution"]),
        ((10, 30, 30), []),
        ((10, None, 30), []),
        ((None, 20, 30), []),
        ((30, 20, 10), []),
    ],
)
def test_more_do_not_know_what_they_do_for_it_where_all_of_it_was_told(
    unclear: tuple[int | None, ...], wanted: list[str]
) -> None:
    assert keys(rounds(50, 50, 50, unclear=unclear)) == wanted


def test_a_goal_that_is_not_looked_at_for_two_rounds_is_stale_also_when_nothing_is_told() -> None:
    assert [one.key for one in signals(rounds(50), None, missed=2)] == ["alignment.drift.stale"]
    assert signals(rounds(50), None, missed=1) == ()
    assert signals([], None, missed=9) == ()
    assert keys(rounds(50, 60), missed=2) == ["stale"]


def test_signals_are_told_apart() -> None:
    found = rounds(80, 70, 60, unclear=(10, 20, 30))
    assert keys(found, missed=3) == ["reading", "contribution", "stale"]


def test_rounds_that_passed_are_counted_by_the_rule() -> None:
    last = MONDAY.date()
    rule = a_rule()
    for weeks in range(1, 5):
        until = MONDAY + timedelta(weeks=weeks)
        assert missed_since(last, rule, until=until, is_told=True) == weeks - 1
        assert missed_since(last, rule, until=until, is_told=False) == weeks


def test_what_was_told_of_another_goal_is_not_compared() -> None:
    firm = Firm()
    plan = firm.play({GOAL["de"]: 7, QUICK: 5})
    assert [one.alignment for one in rounds_of(plan.figures, "delivery")] == [Fraction(7, 12)]
    assert rounds_of(plan.figures, "another") == []


def test_three_rounds_in_which_fewer_and_fewer_mean_the_goal() -> None:
    firm = Firm()
    texts = []
    for share in (7, 6, 5):
        plan = firm.play({GOAL["de"]: share, QUICK: 12 - share - 1, CHEAP: 1})
        texts.append(said(channel_of(plan)))
        firm.opened += timedelta(weeks=1)
    assert ["Zum zweiten Mal hintereinander" in one for one in texts] == [False, False, True]
    assert "58 %, 50 %, 42 %" in texts[2]


def test_a_new_wording_is_said_and_breaks_the_row() -> None:
    firm = Firm()
    firm.play({GOAL["de"]: 7, QUICK: 5})
    firm.opened += timedelta(weeks=1)
    firm.goal = Goal(id="delivery", text=GOAL, revision=2)
    plan = firm.play({GOAL["de"]: 6, QUICK: 6})
    assert "Fassung 2 statt 1" in said(channel_of(plan))
    assert "hintereinander" not in said(channel_of(plan))


def test_after_rounds_without_a_result_the_channel_reads_since_when_there_was_none() -> None:
    firm = Firm()
    firm.play({GOAL["de"]: 7, QUICK: 5})
    texts = []
    for _ in range(3):
        firm.opened += timedelta(weeks=1)
        texts.append(said(channel_of(firm.play({GOAL["de"]: 12}))))
    assert ["mindestens zwei Runden" in one for one in texts] == [False, True, True]
