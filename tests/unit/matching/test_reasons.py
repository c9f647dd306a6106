"""Why people meet: only what is true of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from bot.i18n import Catalogue
from bot.matching import History, Hours, Roster, Rules, Wish, explain
from bot.rituals.pairing.reasons import because

ON = date(2026, 11, 23)
ROSTER = Roster(
    ids=("anna", "ben", "cem"),
    attributes={"department": ["it", "sales", "it"], "site": ["b", "b", ""], "guild": ["x", "y", "z"]},
    hours=[Hours(480, 480), Hours(540, 480), None],
    newcomers=frozenset({"cem"}),
    topics=[frozenset({"Go", "Rust", "Kubernetes"}), frozenset({"Go", "Rust", "Kubernetes"}), frozenset({"Go"})],
)


def said(*group: str, rules: Rules | None = None, past: Sequence[tuple[tuple[str, ...], date, bool]] = ()) -> str:
    history = History.of(ROSTER.ids, past)
    (reason,) = explain([group], ROSTER, history, rules or Rules(), on=ON)
    return Catalogue("en").say(because(reason, len(group)), plain=True)


def test_strangers_have_not_met_and_know_the_rarest_things() -> None:
    assert said("anna", "ben") == "You have not met here yet and both know Kubernetes and Rust."


def test_of_a_larger_group_is_said_what_holds_for_all() -> None:
    rules = Rules(mix=(Wish("department"), Wish("guild")))
    assert said("anna", "ben", "cem", rules=rules) == ("You have not met here yet, differ in “guild” and all know Go.")


@pytest.mark.parametrize(
    ("weeks", "met", "expected"),
    [
        (30, True, "You have not met for 30 weeks and"),
        (0, True, "You have not met for a week and"),
        (3, False, "You missed each other last time and"),
    ],
)
def test_a_repeat_says_how_long_ago(weeks: int, met: bool, expected: str) -> None:
    past = [(("anna", "ben"), ON - timedelta(weeks=weeks), met)]
    assert said("anna", "ben", past=past).startswith(expected)


def test_a_group_of_which_some_have_met_does_not_claim_otherwise() -> None:
    past = [(("anna", "ben"), ON - timedelta(weeks=3), True)]
    assert said("anna", "ben", "cem", past=past).startswith("You have not all met here yet")


def test_wishes_are_named_only_where_they_come_true() -> None:
    assert "different departments" in said("anna", "ben", rules=Rules(mix=(Wish("department"),)))
    assert "department" not in said("anna", "cem", rules=Rules(mix=(Wish("department"),)))
    assert "at the same site" in said("anna", "ben", rules=Rules(mix=(Wish("site", "same"),)))
    assert "site" not in said("anna", "cem", rules=Rules(mix=(Wish("site", "same"),)))


def test_shared_hours_are_told_where_they_were_asked_for_and_known() -> None:
    assert "share 7 working hours a day" in said("anna", "ben", rules=Rules(min_overlap=60))
    assert "working hours" not in said("anna", "cem", rules=Rules(min_overlap=60))


def test_somebody_new_meets_somebody_who_is_not() -> None:
    assert "fresh eyes" in said("anna", "cem")
    assert "fresh eyes" not in said("anna", "ben")
