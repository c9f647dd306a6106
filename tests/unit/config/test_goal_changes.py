"""Every change of a goal is found, classed as declared, and says where answers are compared no further."""

from __future__ import annotations

from typing import Any

import pytest

from bot.config.changes import REVISED
from bot.config.findings import key_names
from bot.config.goal_keys import GOAL, MEASURE
from bot.config.schema import GoalKeys, MeasureKeys
from bot.model import LANGUAGES, Language
from tests.unit.config.test_changes import BASE, between, config, found

FIRST: dict[str, Any] = {"id": "lieferzeit", "text": "Lieferung in 48 Stunden"}
FULL: dict[str, Any] = {
    **FIRST,
    "why": "Kunden warten",
    "customer": {"de": "Vertrieb", "en": "Sales"},
    "sign": "Niemand fragt",
    "scope": "company",
    "owners": "Lager",
    "starts": "2026-10-01",
    "ends": "2026-12-31",
    "measure": {"name": "Dauer", "start": 96, "target": 48, "unit": "h"},
}
OTHER: dict[str, Any] = {
    "text": "Lieferung in 24 Stunden",
    "why": "Kunden gehen",
    "customer": "Kunden",
    "sign": {"de": "Niemand fragt", "en": "Nobody asks"},
    "scope": "team",
    "owners": ["Lager", "Versand"],
    "starts": "2026-11-01",
    "ends": "2026-11-30",
    "measure": {"name": "Dauer", "start": 96, "target": 24.5, "unit": "h"},
}


def goals(*written: dict[str, Any]) -> dict[str, Any]:
    return {**BASE, "goals": list(written)}


def test_every_part_of_a_goal_has_a_class_a_description_in_both_languages_and_a_mutation() -> None:
    assert {*OTHER, "id"} == set(GOAL) == set(key_names(GoalKeys))
    assert set(MEASURE) == set(key_names(MeasureKeys))
    for name, key in GOAL.items():
        assert key.de
        assert key.en != key.de
        assert key.why or key.touches != "data", name
    assert {key.touches for key in MEASURE.values()} == {GOAL["measure"].touches}


@pytest.mark.parametrize("name", OTHER)
def test_a_mutated_part_of_a_goal_is_found_and_classed(name: str) -> None:
    changed = {**FULL, name: OTHER[name]}
    for old, new in ((FULL, changed), (changed, FULL), (FULL, {**FULL, name: OTHER[name]})):
        assert found(between(goals(old), goals(new))) == {("", f"goals.lieferzeit.{name}", GOAL[name].touches)}


@pytest.mark.parametrize("name", ["why", "customer", "sign", "owners", "starts", "ends", "measure"])
def test_a_part_that_comes_or_goes_is_found(name: str) -> None:
    added = between(goals(FIRST), goals({**FIRST, name: OTHER[name]}))
    assert [(one.key, one.old) for one in added] == [(f"goals.lieferzeit.{name}", "")]
    gone = between(goals({**FIRST, name: OTHER[name]}), goals(FIRST))
    assert [(one.key, one.new) for one in gone] == [(f"goals.lieferzeit.{name}", "")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OTHER)
def test_what_makes_a_new_revision_says_so_and_nothing_else_does(name: str, language: Language) -> None:
    (change,) = between(goals(FULL), goals({**FULL, name: OTHER[name]}))
    note = {"de": "eine neue Fassung: Antworten und Zahlen werden nur", "en": "a new revision: answers and figures are"}
    assert (note[language] in change.said(language)) is (name in REVISED)
    assert REVISED == ("text", "customer", "sign")


def test_a_goal_that_comes_is_one_change_and_touches_what_its_parts_do() -> None:
    assert found(between(goals(), goals(FIRST))) == {("", "goals.lieferzeit", "people")}
    (change,) = between(goals(), goals(FULL))
    assert (change.key, change.touches) == ("goals.lieferzeit", "data")
    for said in ("text: Lieferung in 48 Stunden", "owners: Lager", "ends: 2026-12-31", "target: 48"):
        assert said in change.new
    assert "Fassung" not in change.said("de")


def test_a_goal_that_goes_asks_nobody_any_more() -> None:
    (change,) = between(goals(FULL, {"id": "b", "text": "B"}), goals({"id": "b", "text": "B"}))
    assert (change.key, change.new) == ("goals.lieferzeit", "")
    assert "(niemand wird mehr danach gefragt; was dazu gesagt wurde, bleibt)" in change.said("de")
    assert "(nobody is asked about it any more; what was said about it stays)" in change.said("en")


def test_a_file_with_its_first_goal_gets_a_command() -> None:
    changes = {one.key: one.touches for one in between(BASE, goals(FIRST))}
    assert changes == {"goals.lieferzeit": "people", "commands./goals": "text"}


def test_a_change_stands_in_the_line_of_the_new_file() -> None:
    second = {"id": "b", "text": "B"}
    old, new = goals(FIRST, second), goals({**second, "why": "Darum"}, {**FIRST, "text": "Anders"})
    lines = config(new).source.splitlines()
    for change in between(old, new):
        assert f'"{change.key.rpartition(".")[2]}"' in lines[change.line - 1]
    (gone,) = between(old, goals(second))
    assert '"goals"' in config(goals(second)).source.splitlines()[gone.line - 1]


def test_goals_in_another_order_or_set_anew_are_no_change() -> None:
    second = {"id": "b", "text": "B"}
    assert between(goals(FULL, second), goals(second, FULL)) == ()
    spread = {**FULL, "text": " Lieferung  in 48\u0020Stunden ", "scope": "company", "owners": ["Lager"]}
    assert between(goals(FULL), goals(spread)) == ()
    assert between(goals(FIRST), goals({**FIRST, "scope": "team"})) == ()
