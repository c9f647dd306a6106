"""The JSON Schema of rituals.yaml is draft-07, current, complete, and means what Rondo's own reader means."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import admission
from bot.config.admission import ZONE
from bot.config.findings import key_names
from bot.config.jsonschema import NAME, document, printed
from bot.config.option_words import GERMAN
from bot.config.reading import read
from bot.config.schema import Common, Schedule
from bot.config.shapes import SHAPES
from bot.rituals.registry import kinds
from tests.unit.config.draft_07 import errors, misshapen
from tests.unit.config.test_changes import BASE, OF_FILE, OF_RITUAL
from tests.unit.config.test_docs import EXAMPLES, whole
from tests.unit.config.test_garbage import ROOT, SHIPPED
from tests.unit.config.test_mistakes import GOOD

SCHEMA = document(kinds())


def wrong(source: str) -> list[str]:
    return list(errors(read(source).value, SCHEMA, SCHEMA))


def parts(shape: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every key of the file that the schema knows."""
    if isinstance(shape, dict):
        for name, one in shape.get("properties", {}).items():
            yield f"{at}/{name}", one
        for word, one in shape.items():
            yield from parts(one, f"{at}/{word}")
    elif isinstance(shape, list):
        for number, one in enumerate(shape):
            yield from parts(one, f"{at}/{number}")


def test_the_shipped_schema_is_current() -> None:
    shipped = (ROOT / "docs" / NAME).read_text(encoding="utf-8")
    assert shipped == printed(kinds()), "renew it: rondo schema > docs/rituals.schema.json"


def test_it_is_draft_07() -> None:
    assert list(misshapen(SCHEMA)) == []
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert json.loads(printed(kinds())) == SCHEMA


def test_every_key_says_what_it_is_for() -> None:
    objects = [
        SCHEMA,
        *SCHEMA["definitions"].values(),
        *(one["then"] for one in SCHEMA["definitions"]["Ritual"]["allOf"]),
    ]
    silent = [
        name
        for one in objects
        for name, shape in one["properties"].items()
        if isinstance(shape, dict) and not shape.get("description")
    ]
    assert silent == []


def test_every_description_stands_there_in_german_and_in_english() -> None:
    kinds_of = {
        one["if"]["properties"]["kind"]["const"]: one["then"] for one in SCHEMA["definitions"]["Ritual"]["allOf"]
    }
    places = {"File": SCHEMA, **SCHEMA["definitions"], **kinds_of}
    said = {
        f"{place}.{name}": shape["description"].partition("\n\n")
        for place, one in places.items()
        for name, shape in one["properties"].items()
        if isinstance(shape, dict)
    }
    assert [name for name, (_, _, english) in said.items() if not english or english.startswith("In {}")] == []
    assert set(GERMAN) <= set(said), "words for an option that is gone"


def test_it_knows_every_key_and_no_other() -> None:
    definitions = SCHEMA["definitions"]
    assert set(definitions["Ritual"]["properties"]) == set(key_names(Common))
    assert set(definitions["Schedule"]["properties"]) == set(key_names(Schedule))
    closed = [one for name, one in definitions.items() if name != "Ritual"]
    closed += [SCHEMA, *(one["then"] for one in definitions["Ritual"]["allOf"])]
    assert all(one["additionalProperties"] is False for one in closed)
    by_kind = {one["if"]["properties"]["kind"]["const"]: one["then"] for one in definitions["Ritual"]["allOf"]}
    assert {name: set(one["properties"]) for name, one in by_kind.items()} == {
        name: {*key_names(Common), *kind.options.model_fields} for name, kind in kinds().items()
    }


def test_every_example_of_the_schema_fits_its_own_shape() -> None:
    shapes = [shape for _, shape in parts(SCHEMA) if isinstance(shape, dict)]
    assert sum(len(shape.get("examples", ())) for shape in shapes) > 20
    for shape in (*shapes, *SHAPES.values()):
        for example in shape.get("examples", ()):
            assert list(errors(example, shape, SCHEMA)) == [], (example, shape)


def test_every_time_zone_is_possible() -> None:
    possible = SCHEMA["definitions"]["Defaults"]["properties"]["timezone"]
    names = [zone for zone in available_timezones() if ZONE.match(zone)]
    assert [zone for zone in names if list(errors(zone, possible, SCHEMA))] == []


@pytest.mark.parametrize("source", [SHIPPED, GOOD], ids=["shipped", "good"])
def test_the_shipped_file_conforms(source: str) -> None:
    assert wrong(source) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.split("\n", 1)[0] for example in EXAMPLES])
def test_every_example_of_the_docs_conforms(example: str) -> None:
    assert wrong(whole(example)) == []


@pytest.mark.parametrize("name", [*OF_FILE, *OF_RITUAL])
def test_every_key_of_the_language_conforms(name: str) -> None:
    new = json.loads(json.dumps(BASE))
    place = new if name in OF_FILE else new["rituals"][0]
    (OF_FILE.get(name) or OF_RITUAL[name])(place, tuple(name.split(".")))
    assert list(errors(new, SCHEMA, SCHEMA)) == []


def test_the_shipped_file_names_the_schema_in_its_first_line() -> None:
    first = SHIPPED.splitlines()[0]
    assert first == f"# yaml-language-server: $schema=docs/{NAME}"


MISTAKES = [
    ("version: 1", "version: 2"),
    ("version: 1\n", ""),
    ("language: de", "language: deutsch"),
    ("Europe/Berlin", "Berlin"),
    ("/kaffee: join", "kaffee: join"),
    ("join kaffee", "trinke kaffee"),
    ("id: kaffee", "id: Kaffee Berlin"),
    ("kind: pairing", "kind: pair"),
    ("title: Kaffeerunde", "title: Die große Kaffeerunde für alle"),
    ("title: Kaffeerunde", "titel: Kaffeerunde"),
    ("title: {de:", "title: {fr:"),
    ("channel: allgemein", "channel: Allgemeine Runde"),
    ("    channel: allgemein\n", ""),
    ("    channel: allgemein\n", "    channel: allgemein\n    paused: nein\n"),
    ("    channel: allgemein\n", "    channel: allgemein\n    join: channel\n"),
    ("    channel: allgemein\n", "    channel: allgemein\n    close_after: 4 workdays\n"),
    ("every: 2 weeks", "every: biweekly"),
    ("every: 2 weeks", "every: 200 weeks"),
    ("      starting: 2026-11-27\n", ""),
    ("days: fri", "days: Freitag"),
    ("days: fri", "days: first fri"),
    ("days: [mon], ", ""),
    ("at: 10:30", "at: 25:00"),
    ("at: 10:30", "at: 9 Uhr"),
    ("starting: 2026-11-27", "starting: 27.11.2026"),
    ("text: Was steht bei dir an?", "text: Hallo @channel"),
    ("    text: Was steht bei dir an?\n", ""),
    ("text: Was", "nudge: true\n    text: Was"),
    ("questions: [Was machst du, Was isst du]", "questions: Was machst du"),
    ("questions: [", "nudge: ja\n    questions: ["),
    ("questions: [", "close_after: 4\n    questions: ["),
    ("questions: [", "remind: manchmal\n    questions: ["),
    ("questions: [", "audience: {team: a}\n    questions: ["),
    ("questions: [", "holidays: {country: DE, state: Bayern}\n    questions: ["),
]


@pytest.mark.parametrize(("old", "new"), MISTAKES)
def test_a_typical_mistake_does_not_conform(old: str, new: str) -> None:
    assert old in GOOD
    assert wrong(GOOD.replace(old, new, 1))


READERS = [
    (admission.as_id, admission.ID),
    (admission.as_channel, admission.CHANNEL),
    (admission.as_user_group, admission.HANDLE),
    (admission.as_slack_id, admission.SLACK_ID),
    (admission.as_every, admission.EVERY),
    (admission.as_time, admission.TIME),
    (admission.as_date, admission.DATE),
    (admission.as_days, admission.RANGE),
    (admission.as_close_after, admission.DURATION),
    (admission.as_grace, admission.DURATION),
    (admission.as_remind, admission.DURATION),
]


@pytest.mark.parametrize(("reader", "pattern"), READERS, ids=[reader.__name__ for reader, _ in READERS])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_shape_is_narrower_than_what_rondo_reads(reader: Any, pattern: re.Pattern[str], data: st.DataObject) -> None:
    value = data.draw(st.from_regex(pattern))
    try:
        reader(value)
    except admission.Refusal:
        return
    assert list(errors(value, SHAPES[reader], SCHEMA)) == []
