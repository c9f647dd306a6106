"""A file of people for the simulation: what it may hold, and what is said of what it may not."""

from __future__ import annotations

import json

import pytest

from bot.sandbox.company import complete, of_people
from bot.sandbox.errors import PeopleError
from bot.sandbox.roster import Colleague, invented, read

CSV = """name,email,timezone,locale,department,site,channels
Anna Öz,,Europe/Vienna,de-AT,Vertrieb,Wien,kaffee; allgemein
"Ben, der Jüngere",ben@example.org,,en_GB,,,#kaffee
"""


def wrong(text: str, *, is_json: bool = False) -> list[tuple[int, int, str, str]]:
    with pytest.raises(PeopleError) as met:
        read(text, is_json=is_json)
    return [(one.line, one.column, one.word, one.value) for one in met.value.misfits]


def test_a_csv_file_is_read_with_its_gaps_filled() -> None:
    anna, ben = read(CSV, is_json=False)
    assert anna == Colleague("Anna Öz", "", "Europe/Vienna", "de-AT", "Vertrieb", "Wien", ("kaffee", "allgemein"))
    assert ben == Colleague("Ben, der Jüngere", "ben@example.org", locale="en-GB", channels=("kaffee",))


def test_semicolons_and_a_byte_order_mark_as_excel_writes_them_are_read() -> None:
    assert read("\ufeffname;channels\r\nAnna;kaffee,allgemein\r\n", is_json=False)[0].channels == (
        "kaffee",
        "allgemein",
    )


def test_json_says_the_same() -> None:
    rows = [{"name": "Anna", "channels": ["kaffee", "allgemein"]}, {"name": "Ben", "email": None}]
    assert [one.channels for one in read(json.dumps(rows, indent=2), is_json=True)] == [("kaffee", "allgemein"), ()]


def test_every_mistake_is_named_with_its_line_and_column() -> None:
    text = "name,timezone,locale,channels\n,Mars/Base,de-DE,\nBen,,deutsch!,Kaffee Runde\nCem,,,\n"
    assert wrong(text) == [
        (2, 1, "no_name", ""),
        (2, 2, "no_zone", "Mars/Base"),
        (3, 6, "no_locale", "deutsch!"),
        (3, 15, "no_channel", "Kaffee Runde"),
    ]


@pytest.mark.parametrize(
    ("text", "is_json", "expected"),
    [
        ("", False, [(1, 1, "empty", "")]),
        ("name\n", False, [(1, 1, "empty", "")]),
        ("mail,zone\nx,y\n", False, [(1, 1, "unknown_key", "mail"), (1, 1, "no_name_column", ""),
         (1, 6, "unknown_key", "zone")]),
        ("name\nAnna,Ben\n", False, [(2, 1, "too_many_fields", "2")]),
        ("", True, [(1, 1, "empty", "")]),
        ("[", True, [(1, 1, "empty", "")]),
        ("{nonsense", True, [(1, 1, "not_json", "")]),
        ('[{"name": "Anna"},\n  7]', True, [(2, 3, "no_object", "7"[:0])]),
        ('[{"name": "Anna",\n "nme": "x"}]', True, [(1, 2, "unknown_key", "nme")]),
        ("[" * 5000, True, [(1, 2, "not_json", "")]),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused(text: str, is_json: bool, expected: list[tuple[int, int, str, str]]) -> None:
    assert sorted(wrong(text, is_json=is_json)) == sorted(expected)


def test_the_invented_are_always_the_same_and_as_many_as_asked_for() -> None:
    people = invented(300, channels={"kaffee": 0.5, "allgemein": 1.0})
    assert people == invented(300, channels={"kaffee": 0.5, "allgemein": 1.0})
    assert len({one.name for one in people}) == 300
    assert all("allgemein" in one.channels for one in people)
    assert 100 < sum("kaffee" in one.channels for one in people) < 200


def test_a_company_of_people_has_their_channels_and_everybody_in_those_nobody_named() -> None:
    firm = of_people(read(CSV, is_json=False), created=0)
    complete(firm, channels=["kaffee", "wien"], groups=["technik"], created=0)
    members = {channel.name: len(channel.members) for channel in firm.channels.values()}
    assert members == {"kaffee": 2, "allgemein": 1, "wien": 2}
    assert [len(group["members"]) for group in firm.usergroups] == [2]
    assert len(firm.app_channels) == 3
