"""What is wrong with a directory is said at its place, with a correction; what is right is read as it is meant."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.config import Config, parse
from bot.config.field_keys import FIELD
from bot.config.sensitive import sensitive
from bot.directory.catalogue import SHIPPED
from bot.model import Field
from bot.rituals.registry import kinds
from tests.unit.config.corpus import Mistake
from tests.unit.config.directory_corpus import GOOD, MISTAKES
from tests.unit.config.test_changes import BASE, config
from tests.unit.config.test_corpus import problems

OWN = {"label": "Führerscheine", "purpose": "Für Fahrten"}
EACH = pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)


def read(source: str) -> Config:
    return parse(source, file="rituals.yaml", kinds=kinds())


def fields(written: Mapping[str, Any]) -> Mapping[str, Field]:
    found = config({**BASE, "directory": {"fields": written}}).directory
    assert found is not None
    return found.fields


def test_the_corpus_is_large_and_no_two_mistakes_are_the_same() -> None:
    assert problems(GOOD) == ()
    assert len(MISTAKES) >= 55
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES)
    assert len({GOOD.replace(mistake.old, mistake.new, 1) for mistake in MISTAKES}) == len(MISTAKES)


@EACH
def test_a_mistake_is_met_kindly(mistake: Mistake) -> None:
    assert mistake.old in GOOD
    source = GOOD.replace(mistake.old, mistake.new, 1)
    (problem,) = problems(source)
    assert (problem.line, problem.column) == (mistake.line, mistake.column)
    assert mistake.english in problem.said("en")
    assert mistake.german in problem.said("de")
    assert problem.fix is not None
    assert (problem.fix.lines or ("",))[0] == mistake.corrected
    assert problems(problem.fix.applied(source)) == ()


@EACH
def test_no_correction_takes_the_directory_away(mistake: Mistake) -> None:
    (problem,) = problems(source := GOOD.replace(mistake.old, mistake.new, 1))
    assert problem.fix is not None
    assert read(problem.fix.applied(source)).directory is not None


def test_without_the_key_there_is_no_directory_and_no_command_of_it() -> None:
    found = config(BASE)
    assert found.directory is None
    assert found.commands == {}


def test_empty_braces_are_enough() -> None:
    found = config({**BASE, "directory": {}})
    assert found.directory == SHIPPED
    assert found.commands == {"/find": "find"}


@pytest.mark.parametrize("off", ["off", False])
def test_a_field_is_dropped_in_both_spellings_of_yaml(off: Any) -> None:
    assert set(SHIPPED.fields) - set(fields({"fun_fact": off, "photo": "off"})) == {"fun_fact", "photo"}


def test_the_file_may_say_something_else_for_the_command_of_the_search() -> None:
    commands = {"/find": "list", "/wer": "find"}
    assert config({**BASE, "directory": {}, "commands": commands}).commands == commands


def test_own_fields_stand_behind_the_shipped_ones_and_say_what_the_file_says() -> None:
    found = read(GOOD).directory
    assert found is not None
    assert list(found.fields) == [*(key for key in SHIPPED.fields if key != "fun_fact"), "licence", "assembly_point"]
    licence = found.fields["licence"]
    assert licence == Field(
        key="licence",
        type="list",
        label={"de": "Führerscheine", "en": "Licences"},
        purpose={"de": "Für Fahrten zu Kunden.", "en": "For journeys to customers."},
        audiences=("self", "colleagues"),
        default="colleagues",
        lifetime=timedelta(days=365),
        slack=("führerschein",),
    )
    assert found.topics == (("Kubernetes", "k8s"), ("Reisekosten", "Spesen", "travel expenses"))


def test_an_own_field_is_careful_where_the_file_says_nothing() -> None:
    own = fields({"licence": OWN})["licence"]
    assert (own.type, own.audiences, own.default, own.section) == ("text", ("self", "colleagues"), "colleagues", "work")
    assert own.lifetime == timedelta(days=365)
    assert own.searchable
    assert not own.is_expertise
    assert not fields({"pager": {**OWN, "type": "contact"}})["pager"].searchable


@pytest.mark.parametrize(("more", "is_expertise"), [({}, True), ({"searchable": False}, False)])
@pytest.mark.parametrize("kind", ["topics", "responsibilities"])
def test_an_own_field_of_subjects_makes_an_expert_if_it_can_be_searched(
    kind: str, more: dict[str, Any], is_expertise: bool
) -> None:
    assert fields({"advice": {**OWN, "type": kind, **more}})["advice"].is_expertise is is_expertise


def test_a_shipped_field_keeps_what_the_file_does_not_mention() -> None:
    changed = fields({"responsibilities": {"label": "Macht"}})["responsibilities"]
    assert changed.label == {"de": "Macht", "en": "Macht"}
    assert changed.is_expertise
    assert changed.lifetime == SHIPPED.fields["responsibilities"].lifetime
    assert fields({"role": {"lifetime": "never"}})["role"].lifetime is None
    assert fields({"department": {"slack": []}})["department"].slack == ()


def test_the_person_alone_is_always_among_the_audiences_and_a_default_never_wider_than_they_are() -> None:
    assert fields({"role": {"audiences": "partners"}})["role"].audiences == ("self", "partners")
    assert fields({"role": {"audiences": "partners"}})["role"].default == "self"
    assert fields({"role": {"audiences": ["public", "colleagues"]}})["role"].audiences == (
        "self", "colleagues", "public")  # fmt: skip


def test_a_profile_has_no_more_than_forty_fields() -> None:
    many = {f"own_{number}": {**OWN, "label": f"L{number}"} for number in range(25)}
    assert len(fields(many)) == 40
    (problem,) = problems(json.dumps({**BASE, "directory": {"fields": {**many, "one_more": OWN}}}, indent=1))
    assert "40" in problem.text


@pytest.mark.parametrize("label", ["Rolle", "Role", "FUN FACT", "what_i_do", "Keeper", "Ask  me about"])
def test_no_two_columns_of_a_table_are_called_the_same(label: str) -> None:
    file = {**BASE, "directory": {"fields": {"licence": {**OWN, "label": {"de": label, "en": "Licences"}}}}}
    (problem,) = problems(source := json.dumps(file, indent=1))
    assert "something else" in problem.text
    assert problem.fix is not None
    assert problems(problem.fix.applied(source)) == ()


def test_the_label_of_a_dropped_field_is_free() -> None:
    assert fields({"fun_fact": "off", "funny": {**OWN, "label": "Fun Fact"}})["funny"].label["de"] == "Fun Fact"
    assert fields({"funny": {**OWN, "label": "Fun Fact"}, "fun_fact": "off"})["funny"].label["de"] == "Fun Fact"


@pytest.mark.parametrize("name", ["find", "ask", "card", "me", "coverage"])
def test_the_verbs_of_the_directory_can_have_an_alias_where_there_is_one(name: str) -> None:
    commands = {"/kurz": f"{name} etwas"}
    assert config({**BASE, "directory": {}, "commands": commands}).commands["/kurz"] == f"{name} etwas"
    (problem,) = problems(json.dumps({**BASE, "commands": commands}, indent=1))
    assert "directory: {}" in problem.said("en")


@pytest.mark.parametrize("name", ["skip", "meet"])
def test_the_verbs_of_rounds_can_have_an_alias_where_there_are_rounds(name: str) -> None:
    commands = {"/kurz": f"{name} kaffee"}
    assert config({**BASE, "commands": commands}).commands == commands
    (problem,) = problems(json.dumps({**BASE, "commands": commands, "rituals": BASE["rituals"][1:]}, indent=1))
    assert f"`{name} kaffee`" in problem.text


def test_a_kind_that_says_nothing_without_a_directory_needs_one() -> None:
    schedule = {"every": "month", "days": ["first tue"], "at": "10:00"}
    helpers = {
        "id": "helfer",
        "kind": "digest",
        "title": "Wer hilft wobei",
        "channel": "allgemein",
        "schedule": schedule,
    }
    file = {**BASE, "rituals": [helpers]}
    assert config({**file, "directory": {}}).directory is not None
    with pytest.raises(Exception, match="`kind: digest` needs the directory"):
        config(file)


@pytest.mark.parametrize(
    "words",
    ["Gesundheit", "Schwerbehinderung", "chronische Erkrankung", "Religion", "Konfession", "Gewerkschaftsmitglied",
     "Trade union", "Parteimitgliedschaft", "political views", "Ethnische Herkunft", "sexual orientation",
     "Krankheitstage", "sick leave", "Allergien", "Mental health", "Impfstatus", "genetische Daten"],
)  # fmt: skip
def test_special_categories_are_known_by_their_words(words: str) -> None:
    assert sensitive(words)


@pytest.mark.parametrize(
    "words",
    ["Führerscheine", "Ersthelferin", "Sammelpunkt", "Policy", "Party planning", "Reunion", "Kirsten kennt mich",
     "Traceability", "Grace period", "Brandschutz", "Sicherheit", "Glasfaser", "Embrace", "Partner", "Patente"],
)  # fmt: skip
def test_other_words_are_not_taken_for_them(words: str) -> None:
    assert not sensitive(words)


def test_no_shipped_field_names_a_special_category() -> None:
    for field in SHIPPED.fields.values():
        assert not any(sensitive(text) for text in (field.key, *field.label.values(), *field.slack))


def test_every_part_of_a_field_is_declared() -> None:
    assert set(FIELD) >= {"type", "label", "purpose", "audiences", "default", "searchable", "lifetime"}
