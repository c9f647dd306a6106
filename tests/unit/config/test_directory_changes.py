"""Every change of the directory is found, classed as declared, and says what becomes of what stands there already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.config.field_keys import FIELD
from bot.config.findings import key_names
from bot.config.schema import FieldKeys
from tests.unit.config.test_changes import BASE, between, found

OWN = {"label": "Führerscheine", "purpose": "Für Fahrten", "slack": ["Führerschein"]}
OF_FIELD: dict[str, Any] = {
    "type": "topics",
    "label": "Scheine",
    "purpose": "Für Dienstreisen",
    "audiences": ["self", "colleagues", "partners"],
    "default": "self",
    "searchable": False,
    "lifetime": "never",
    "section": "help",
    "slack": [],
}


def directory(fields: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {**BASE, "directory": {"fields": fields, **more}}


def test_every_part_of_a_field_has_a_class_a_description_in_both_languages_and_a_mutation() -> None:
    assert set(OF_FIELD) == set(FIELD) == set(key_names(FieldKeys))
    for key in FIELD.values():
        assert key.de
        assert key.en != key.de
        assert key.why or key.touches != "data"


@pytest.mark.parametrize("name", OF_FIELD)
def test_a_mutated_part_of_a_field_is_found_and_classed(name: str) -> None:
    old, new = directory({"licence": OWN}), directory({"licence": {**OWN, name: OF_FIELD[name]}})
    for changes in (between(old, new), between(new, old)):
        assert ("", f"directory.fields.licence.{name}", FIELD[name].touches) in found(changes)
    shipped = between(directory({}), directory({"projects": {"audiences": ["self"]}}))
    assert found(shipped) == {
        ("", "directory.fields.projects.audiences", "data"),
        ("", "directory.fields.projects.default", "data"),
    }


def test_a_directory_that_is_switched_on_shows_each_field_once_with_all_that_the_works_council_asks() -> None:
    changes = {one.key: one for one in between(BASE, {**BASE, "directory": {}})}
    assert {one.touches for key, one in changes.items() if key.startswith("directory")} == {"data"}
    assert len(changes) == 1 + 15 + 1, "the directory, its fields, and the command /find"
    role = changes["directory.fields.role"]
    assert role.old == ""
    for said in ("type: text", "audiences: self, colleagues, partners, public", "lifetime: 365 days", "purpose: "):
        assert said in role.new
    assert changes["commands./find"].touches == "text"


def test_other_audiences_hold_at_once_and_a_dropped_field_is_seen_by_nobody() -> None:
    old, new = directory({}), directory({"fun_fact": "off", "projects": {"audiences": ["self"], "default": "self"}})
    said = {one.key: one.said("de") for one in between(old, new)}
    assert "niemand sieht mehr, als die Person gewählt hat" in said["directory.fields.projects.audiences"]
    assert "sieht ab sofort niemand anderes mehr" in said["directory.fields.fun_fact"]
    assert "gewählt hat" not in said["directory.fields.projects.default"]
    back = {one.key: one.said("en") for one in between(new, old)}
    assert "from now on" not in back["directory.fields.fun_fact"]


def test_other_words_for_a_topic_are_no_data() -> None:
    old, new = directory({}, topics=[["Kubernetes", "k8s"]]), directory({}, topics=[["Kubernetes", "k8s", "kube"]])
    assert found(between(old, new)) == {("", "directory.topics.Kubernetes", "text")}
    assert found(between(old, directory({}))) == {("", "directory.topics.Kubernetes", "text")}


def test_a_field_that_says_what_holds_anyway_is_no_change() -> None:
    same = {
        "role": {"default": "colleagues", "lifetime": "365 days"},
        "department": {"slack": ["Abteilung", "Department", "Bereich"]},
    }
    assert between({**BASE, "directory": {}}, directory(same)) == ()
