"""The operator's table of people: what is read, and what is said of each row that cannot be used."""

from __future__ import annotations

import pytest

from bot.directory.catalogue import SHIPPED
from bot.directory.table import Table, read

HEAD = "id,name,role,ask_me_about,languages,responsibilities,listed\n"


def faults(table: Table) -> list[tuple[int, str]]:
    return [(one.line, one.why.key.removeprefix("people.")) for one in table.faults]


def test_a_row_holds_values_lists_and_deputies() -> None:
    table = read(HEAD + "m-17,Meral Aydın,Poststelle,Pakete; Zoll,Deutsch;türkisch,Post|U0000001;Kuriere,ja\n", SHIPPED)
    (row,) = table.rows
    assert table.faults == []
    assert not row.is_slack
    assert row.switches == {"listed": True}
    assert row.cells["name"].values == ("Meral Aydın",)
    assert row.cells["ask_me_about"].values == ("Pakete", "Zoll")
    assert row.cells["languages"].values == ("de", "tr")
    assert row.cells["responsibilities"].values == ("Post", "Kuriere")
    assert row.cells["responsibilities"].others == ("U0000001", "")
    assert row.cells["role"].audience == "colleagues"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_spreadsheet_of_any_system_is_read(end: str, mark: str) -> None:
    source = mark + end.join(["id;Name;Fragt mich zu;Projekte", 'U0000001;Anna;"SAP; Excel";Umzug|Messe', ""])
    (row,) = read(source, SHIPPED).rows
    assert row.is_slack
    assert row.cells["ask_me_about"].values == ("SAP", "Excel")
    assert row.cells["projects"].values == ("Umzug", "Messe")


def test_the_audience_is_that_of_the_row_of_the_field_or_of_the_catalogue_and_never_wider_than_allowed() -> None:
    source = "id,name,role,projects,site,audience,site:audience\nx,X,R,P,S,public,self\ny,Y,R,P,S,,\n"
    first, second = read(source, SHIPPED).rows
    assert {key: cell.audience for key, cell in first.cells.items()} == {
        "name": "public", "role": "public", "projects": "partners", "site": "self",
    }  # fmt: skip
    assert {cell.audience for cell in second.cells.values()} == {"colleagues"}


def test_every_bad_row_is_named_with_its_line_and_good_ones_are_kept() -> None:
    rows = [
        "a,Anna,R,,,,",
        ",Ben,R,,,,",
        "c,,R,,,,",
        f"d,Dora,{'x' * 121},,,,",
        "a,Anna again,R,,,,",
        "f,Finn,R,,,,perhaps",
        "g,Gül,R,,,,,too,many",
        '"multi\nline",Hans,R,,,,',
        "i,Ines,R,,,,",
    ]
    table = read(HEAD + "\n".join(rows) + "\n", SHIPPED)
    assert [row.id for row in table.rows] == ["a", "multi\nline", "i"]
    assert faults(table) == [
        (3, "row.id"),
        (4, "row.name"),
        (5, "profile.long"),
        (6, "row.twice"),
        (7, "row.yes_no"),
        (8, "row.long"),
    ]


def test_a_dash_takes_away_and_an_empty_cell_says_nothing() -> None:
    (row,) = read("id,name,role,site\nx,X,-,\n", SHIPPED).rows
    assert row.cells["role"].values == ()
    assert "site" not in row.cells


@pytest.mark.parametrize(
    ("head", "key", "like"),
    [
        ("id,role", "head.needs", ""),
        ("id,name,lisetd", "head.unknown_like", "listed"),
        ("id,name,xyzzy", "head.unknown", ""),
        ("id,name,photo", "head.unknown", ""),
        ("id,name,role,Rolle", "head.twice", ""),
        ("id,name,role:audienc", "head.unknown_like", "role:audience"),
        ("", "head.needs", ""),
    ],
)
def test_of_a_wrong_heading_nothing_is_read(head: str, key: str, like: str) -> None:
    table = read(f"{head}\nx,X,y,z\n" if head else "", SHIPPED)
    assert table.rows == []
    assert faults(table)[0] == (1, key)
    assert table.faults[0].why.params.get("like", "") == like


def test_a_quotation_mark_that_is_never_closed_is_said_and_what_came_before_counts() -> None:
    table = read('id,name\nx,X\ny,"Y\n', SHIPPED)
    assert [row.id for row in table.rows] == ["x"]
    assert faults(table) == [(3, "row.broken")]


def test_zones_keepers_and_audiences_are_looked_at() -> None:
    source = (
        "id,name,timezone,keeper,audience\na,A,Berlin,,\nb,B,,Bob,\nc,C,,,everybody\nd,D,Europe/Berlin,U0000001,self\n"
    )
    table = read(source, SHIPPED)
    assert faults(table) == [(2, "row.timezone"), (3, "row.keeper"), (4, "row.audience")]
    assert (table.rows[0].timezone, table.rows[0].keeper) == ("Europe/Berlin", "U0000001")
