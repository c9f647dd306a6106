"""Every change between two files is found, classed as declared, and said in one line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from pydantic import BaseModel

from bot.config import Config, parse
from bot.config.changes import Change, asked, compare, renamed, touches_of
from bot.config.findings import key_names
from bot.config.keys import FILE, PEOPLE, RITUAL, declared
from bot.config.schema import Common, Defaults, DirectoryKeys, File, Schedule, Whom
from bot.errors import ConfigError
from bot.model import LANGUAGES, Words
from bot.rituals.base import Kind, Touches
from bot.rituals.registry import BUILTIN, kinds
from tests.unit.cast import catalogues
from tests.unit.config.test_garbage import SHIPPED

KINDS = kinds()
ROUND: dict[str, Any] = {
    "id": "kaffee",
    "kind": "pairing",
    "title": {"de": "Kaffeerunde", "en": "Coffee round"},
    "channel": "kaffeerunde",
    "schedule": {"every": "week", "days": ["mon"], "at": "09:00", "starting": "2026-11-23"},
}
POST: dict[str, Any] = {**ROUND, "id": "gruss", "kind": "post", "text": "Was steht an?"}
BASE: dict[str, Any] = {"version": 1, "rituals": [ROUND, POST]}
Keys = tuple[str, ...]


def config(value: Mapping[str, Any], installed: Mapping[str, Kind] = KINDS) -> Config:
    """Return a file as a Config; JSON is YAML."""
    return parse(json.dumps(value, ensure_ascii=False, indent=1), file="rituals.yaml", kinds=installed)


def between(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    return compare(config(old), config(new), KINDS)


def found(changes: tuple[Change, ...]) -> set[tuple[str, str, str]]:
    return {(one.ritual, one.key, one.touches) for one in changes}


# ---------------------------------------------------------------- every key of the language


def language_keys() -> Iterator[tuple[Keys, bool]]:
    """Yield every key that the schema's models know, and whether it is one of a ritual."""
    nested: dict[type[BaseModel], Mapping[str, type[BaseModel]]] = {
        File: {"defaults": Defaults, "managers": Whom, "directory": DirectoryKeys},
        Common: {"schedule": Schedule, "audience": Whom},
    }
    for model, inner in nested.items():
        for key in key_names(model):
            yield (key,), model is Common
            for part in key_names(inner[key]) if key in inner else ():
                yield (key, part), model is Common


def put(value: Any) -> Callable[[dict[str, Any], Keys], None]:
    def change(place: dict[str, Any], path: Keys) -> None:
        for part in path[:-1]:
            place = place.setdefault(part, {})
        place[path[-1]] = value

    return change


def another_kind(ritual: dict[str, Any], path: Keys) -> None:
    ritual |= {"kind": "post", "text": "Was steht an?"}


def a_recurrence(ritual: dict[str, Any], path: Keys) -> None:
    ritual["schedule"] = {"rrule": "FREQ=YEARLY", "at": "09:00", "starting": "2026-11-23"}


def all_but(place: dict[str, Any], path: Keys) -> None:
    place[path[0]] = {"channel": "a", "except": {"channel": ["b"]}}


SOME = {
    "channel": put("a"),
    "user_group": put("a"),
    "department": put("A"),
    "people": put("U012ABCDE"),
    "except": all_but,
}
OF_FILE: dict[str, Any] = {
    "defaults.language": put("en"),
    "defaults.timezone": put("Europe/Vienna"),
    "defaults.holidays": put({"country": "DE", "state": "BY"}),
    "defaults.send_between": put(["08:30", "17:00"]),
    "defaults.notification_budget": put({"day": 2}),
    "calendars": put({"winter": "2026-12-24..2027-01-06"}),
    "commands": put({"/kaffee": "join kaffee"}),
    "directory.fields": put({"fun_fact": "off"}),
    "directory.topics": put([["Kubernetes", "k8s"]]),
    **{f"managers.{part}": change for part, change in SOME.items()},
}
OF_RITUAL: dict[str, Any] = {
    "kind": another_kind,
    "title": put("Teerunde"),
    "channel": put("teerunde"),
    "owner": put("U012ABCDE"),
    "schedule.every": put("2 weeks"),
    "schedule.days": put(["tue", "thu"]),
    "schedule.at": put("10:00"),
    "schedule.timezone": put("personal"),
    "schedule.starting": put("2026-11-30"),
    "schedule.until": put("2027-11-30"),
    "schedule.except": put("2026-12-28"),
    "schedule.rrule": a_recurrence,
    "language": put("en"),
    "join": put("channel"),
    "if_holiday": put("next-workday"),
    "holidays": put({"country": "AT"}),
    "close_after": put("48 hours"),
    "remind": put("never"),
    "grace": put("90 minutes"),
    "overlap": put("allow"),
    "on_doubt": put("resend"),
    "paused": put(True),
    "allow_external": put(True),
    **{f"audience.{part}": change for part, change in SOME.items()},
}
ELSEWHERE = {
    "version": "one value only is possible",
    "defaults": "by its parts",
    "managers": "by its parts",
    "directory": "by its parts",
    "schedule": "by its parts",
    "audience": "by its parts",
    "rituals": "by adding and removing",
    "goals": "by its parts: see test_goal_changes",
    "id": "by renaming",
    "calendars": "of a ritual: by changing what stands in a calendar",
}


@pytest.mark.parametrize(("path", "of_ritual"), list(language_keys()), ids=lambda one: str(one))
def test_every_key_has_a_class_a_description_in_both_languages_and_a_mutation(path: Keys, of_ritual: bool) -> None:
    key = declared(path, of_ritual=of_ritual)
    assert key is not None, f"declare {'.'.join(path)} in bot/config/keys.py"
    assert key.de
    assert key.en != key.de
    assert key.why or key.touches != "data"
    name = ".".join(path)
    assert name in (OF_RITUAL if of_ritual else OF_FILE) or name in ELSEWHERE, f"write a mutation for {name}"


def test_nothing_is_declared_that_is_not_a_key() -> None:
    keys = {(".".join(path), of_ritual) for path, of_ritual in language_keys()}
    assert {(name, True) for name in RITUAL} | {(name, False) for name in FILE} <= keys
    assert set(PEOPLE) == set(key_names(Whom))


@pytest.mark.parametrize("name", OF_FILE)
def test_a_mutated_key_of_the_file_is_found_and_classed(name: str) -> None:
    new, path = json.loads(json.dumps(BASE)), tuple(name.split("."))
    OF_FILE[name](new, path)
    key = declared(path, of_ritual=False)
    assert key is not None
    for changes in (between(BASE, new), between(new, BASE)):
        assert any(f"{one.key}.".startswith(f"{name}.") and one.touches == key.touches for one in changes), changes
        assert all(one.via for one in changes if one.ritual)


@pytest.mark.parametrize("name", OF_RITUAL)
def test_a_mutated_key_of_a_ritual_is_found_and_classed(name: str) -> None:
    new, path = json.loads(json.dumps(BASE)), tuple(name.split("."))
    OF_RITUAL[name](new["rituals"][0], path)
    key = declared(path, of_ritual=True)
    assert key is not None
    for changes in (between(BASE, new), between(new, BASE)):
        assert ("kaffee", name, key.touches) in found(changes)
        assert {one.ritual for one in changes} == {"kaffee"}


# ---------------------------------------------------------------- every option of a kind


OPTIONS = [(kind, name) for kind in BUILTIN for name in kind.options.model_fields]
CANDIDATES: tuple[Any, ...] = (
    True, False, 3, 4, "Etwas anderes", ["Etwas anderes"], "site", ["site"], "2 hours",
    "same site", [["U012ABCDE", "U012ABCDF"]], [{"after": "1 workday"}], 2, 12, "members",
    [{"id": "why", "type": "text", "ask": "Warum?"}], {"team": "Produkt", "customers": "Vertrieb"},
    "lieferzeit", ["lieferzeit"], "U012ABCDF", ["U012ABCDF"], "group", "none", "2 workdays")  # fmt: skip
"""Values of many types; the first that an option takes and that differs from what it is mutates it."""
GOALS = [{"id": "angebote", "text": "A"}, {"id": "lieferzeit", "text": "B"}]
REQUIRED: Mapping[str, Mapping[str, Any]] = {"alignment": {"goal": "angebote", "facilitator": "U012ABCDE"}}
"""By kind: options without which there is no such ritual."""


def mutated(kind: Kind, name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    base = POST if kind.name == "post" else {**ROUND, "kind": kind.name, **REQUIRED.get(kind.name, {})}
    if not kind.has_members and kind.name != "post":
        base = {key: value for key, value in POST.items() if key != "text"} | {"kind": kind.name}
    for value in CANDIDATES:
        yield base, {**base, name: value}


@pytest.mark.parametrize(("kind", "name"), OPTIONS, ids=[f"{kind.name}.{name}" for kind, name in OPTIONS])
def test_a_mutated_option_is_found_and_classed(kind: Kind, name: str) -> None:
    info = kind.options.model_fields[name]
    declaration = next((one for one in info.metadata if isinstance(one, Touches)), None)
    assert declaration or touches_of(info) == "text", f"say what a change of `{name}` touches: Annotated[…, Touches(…)]"
    assert not declaration or declaration.why or declaration.what != "data", f"say why `{name}` is data"
    assert info.description, f"write a docstring under `{name}`"
    for base, new in mutated(kind, name):
        try:
            file = {**BASE, "goals": GOALS, **({"directory": {}} if kind.needs_directory else {})}
            changes = between({**file, "rituals": [base]}, {**file, "rituals": [new]})
        except ConfigError:
            continue
        if changes:
            assert (base["id"], name, touches_of(info)) in found(changes)
            return
    raise AssertionError(f"no value of CANDIDATES mutates `{name}`; add one")


def test_an_option_without_a_declaration_counts_as_data() -> None:
    class Loose(BUILTIN[0].options):  # type: ignore[misc]
        pages: int = 1
        hello: tuple[Words, ...] = ()

    assert {touches_of(Loose.model_fields[name]) for name in ("pages", "hello")} == {"data"}


def test_other_words_of_a_pulse_begin_a_new_series_and_the_plan_says_so() -> None:
    def asking(words: str) -> dict[str, Any]:
        question = {"id": "needs", "type": "scale", "scale": "agreement-1-5", "ask": words}
        return {**BASE, "rituals": [{**ROUND, "kind": "pulse", "questions": [question]}]}

    (change,) = between(asking("Ich habe, was ich brauche."), asking("Ich habe alles, was ich brauche."))
    assert "Neue Frage, neue Reihe" in change.said("de")
    assert "New question, new series" in change.said("en")
    (other,) = between(
        asking("Gut?"), {**asking("Gut?"), "rituals": [{**asking("Gut?")["rituals"][0], "decide": False}]}
    )
    assert "neue Reihe" not in other.said("de")


# ---------------------------------------------------------------- what comes from elsewhere


def test_a_change_of_the_defaults_is_shown_at_every_ritual_that_it_touches() -> None:
    own = {**POST, "schedule": {**POST["schedule"], "timezone": "Europe/Berlin"}}
    old = {"version": 1, "defaults": {"timezone": "Europe/Berlin"}, "rituals": [ROUND, own]}
    changes = between(old, {**old, "defaults": {"timezone": "America/New_York"}})
    assert found(changes) == {("", "defaults.timezone", "time"), ("kaffee", "schedule.timezone", "time")}
    (at_ritual,) = (one for one in changes if one.ritual)
    assert at_ritual.via == "defaults"
    assert at_ritual.line == 4, "where it was changed"
    assert at_ritual.said("de") == (
        "Zeit · kaffee · schedule.timezone: Europe/Berlin → America/New_York (kommt aus `defaults`)"
    )


def test_a_changed_calendar_is_shown_at_the_rituals_that_follow_it() -> None:
    free = {**POST, "calendars": []}
    old = {**BASE, "calendars": {"winter": "2026-12-24..2027-01-06"}, "rituals": [ROUND, free]}
    changes = between(old, {**old, "calendars": {"winter": "2026-12-21..2027-01-06"}})
    assert found(changes) == {("", "calendars.winter", "time"), ("kaffee", "calendars", "time")}
    assert [one.via for one in changes if one.ritual] == ["calendars"]


def test_what_a_ritual_says_itself_does_not_come_from_elsewhere() -> None:
    new = {**BASE, "rituals": [{**ROUND, "language": "en"}, POST]}
    assert [(one.key, one.via) for one in between(BASE, new)] == [("language", "")]


def test_the_same_thing_in_other_words_is_no_change() -> None:
    other = {
        **ROUND,
        "channel": "#kaffeerunde",
        "schedule": {**ROUND["schedule"], "days": "mon", "every": "1 week"},
        "paused": False,
        "overlap": "close",
        "close_after": "4 workdays",
    }
    assert between(BASE, {**BASE, "rituals": [POST, other]}) == ()
    assert compare(config(BASE), parse(SHIPPED, file="x", kinds=KINDS), KINDS) != ()


# ---------------------------------------------------------------- rituals that come and go


def test_a_new_ritual_in_which_people_take_part_is_data_a_post_is_not() -> None:
    changes = between({**BASE, "rituals": [POST]}, BASE)
    assert [(one.ritual, one.what, one.touches) for one in changes] == [("kaffee", "added", "data")]
    changes = between({**BASE, "rituals": [ROUND]}, BASE)
    assert [(one.ritual, one.what, one.touches) for one in changes] == [("gruss", "added", "people")]
    changes = between(BASE, {**BASE, "rituals": [ROUND]})
    assert [(one.ritual, one.what, one.touches) for one in changes] == [("gruss", "removed", "people")]
    assert [one.said("de") for one in changes] == ["Leute · gruss: Das Ritual „Kaffeerunde“ gibt es nicht mehr."]
    assert [one.said("en") for one in changes] == ['People · gruss: the ritual "Coffee round" is gone.']


def test_a_changed_id_is_asked_about() -> None:
    new = {**BASE, "rituals": [{**ROUND, "id": "coffee", "title": "Kaffee"}, POST]}
    assert renamed(config(BASE), config(new)) == {"kaffee": "coffee"}
    assert renamed(config(BASE), config(BASE)) == {}
    assert "did you mean to keep `id: kaffee`?" in asked("kaffee", "coffee", "en")


def test_another_ritual_in_the_place_of_one_is_not_asked_about() -> None:
    other = {**POST, "id": "abschied", "title": "Freitag", "channel": "allgemein", "text": "Was ist gelungen?"}
    assert renamed(config(BASE), config({**BASE, "rituals": [ROUND, other]})) == {}
    another = {**ROUND, "id": "frage", "kind": "post", "text": "Was steht an?"}
    assert renamed(config({**BASE, "rituals": [ROUND]}), config({**BASE, "rituals": [another]})) == {}


# ---------------------------------------------------------------- what is said


def test_a_change_stands_in_the_line_of_the_new_file() -> None:
    new = SHIPPED.replace('at: "09:30"', 'at: "09:45"').replace("wrap_up: true  ", "wrap_up: false  ")
    changes = compare(parse(SHIPPED, file="a", kinds=KINDS), parse(new, file="b", kinds=KINDS), KINDS)
    lines = new.splitlines()
    assert {(one.key, one.touches) for one in changes} == {("schedule.at", "time"), ("wrap_up", "data")}
    assert all(one.key.rpartition(".")[2] in lines[one.line - 1] for one in changes)
    gone = re.sub(r"    wrap_up: .*\n", "", new)
    (change,) = compare(parse(new, file="a", kinds=KINDS), parse(gone, file="b", kinds=KINDS), KINDS)
    assert "id: kaffee" in lines[change.line - 1]


def test_long_texts_are_shortened_such_that_the_difference_shows() -> None:
    text = "Guten Morgen! " * 20
    new = {**BASE, "rituals": [ROUND, {**POST, "text": {"de": text + "Bis bald.", "en": "Hello"}}]}
    newer = {**BASE, "rituals": [ROUND, {**POST, "text": {"de": text + "Macht es gut.", "en": "Hello"}}]}
    (change,) = between(new, newer)
    said = change.said("de")
    assert "Bis bald." in said
    assert "Macht es gut." in said
    assert "Hello" not in said
    assert len(said) < 160
    assert "\n" not in said
    assert change.old.endswith("Bis bald.")


def test_data_is_marked_as_one_for_the_works_council_and_nothing_else_is() -> None:
    new = {**BASE, "rituals": [{**ROUND, "wrap_up": False, "grace": "2 hours", "title": "Tee"}, POST]}
    said = {one.touches: one.said("de") for one in between(BASE, new)}
    assert said["data"] == "Daten · kaffee · wrap_up: true → false (bitte dem Betriebsrat zeigen)"
    assert "Betriebsrat" not in said["time"] + said["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_braces_and_mentions_in_a_text_are_shown_as_they_stand(language: Any) -> None:
    new = {**BASE, "rituals": [ROUND, {**POST, "text": "Hallo {title}, <b>&"}]}
    (change,) = between(BASE, new)
    assert "{title}, <b>&" in change.said(language)
    assert catalogues()[language].template("plan.council") not in change.said(language)
