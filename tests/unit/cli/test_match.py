"""`rondo match`: one round from tables, with a reason for each group; a bad row is named, and nothing happens."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli import main

PEOPLE = """id,name,department,site,level,timezone,work_start,work_end,joined,manager,languages,topics
anna,Anna,IT,Berlin,1,Europe/Berlin,09:00,17:00,2019-01-01,,de en,Kubernetes; Go
ben,Ben,Sales,Berlin,2,Europe/Berlin,09:00,17:00,2019-01-01,,de,Kubernetes
cem,Cem,IT,Munich,1,America/New_York,09:00,17:00,2026-09-01,anna,en,
dora,Dora,Sales,Munich,2,America/New_York,09:00,17:00,2019-01-01,,en,Go
"""


def rondo(*arguments: str | Path | int) -> Result:
    return CliRunner().invoke(main, ["match", *map(str, arguments)])


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return table(tmp_path, "people.csv", PEOPLE)


def table(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def found(*arguments: str | Path | int) -> dict[str, Any]:
    done = rondo(*arguments, "--json")
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.output)
    return answer


def test_the_answer_for_programs_has_groups_with_reasons_and_the_certificate(people: Path) -> None:
    answer = found("--people", people, "--mix", "department")
    assert answer["left_out"] == []
    assert sorted(one for group in answer["groups"] for one in group["members"]) == ["anna", "ben", "cem", "dora"]
    assert answer["certificate"] == {
        "repeats": 0, "repeats_bound": 0, "mixed": 2, "mixed_bound": 2, "no_overlap": 0, "optimal": True,
    }  # fmt: skip
    assert all(group["reason"].startswith("You have not met here yet, work in") for group in answer["groups"])


def test_a_reason_names_what_two_people_share(people: Path) -> None:
    groups = found("--people", people, "--min-overlap", "4h")["groups"]
    said = {tuple(one["members"]): one["reason"] for one in groups}[("anna", "ben")]
    assert said == "You have not met here yet, both know Kubernetes and share 8 working hours a day."


def test_whom_their_hours_keep_apart_are_not_brought_together(people: Path) -> None:
    answer = found("--people", people, "--mix", "site", "--min-overlap", "4h")
    assert [one["members"] for one in answer["groups"]] == [["anna", "ben"], ["cem", "dora"]]
    assert answer["certificate"]["no_overlap"] == 0


def test_history_forbidden_pairs_and_managers_count(people: Path, tmp_path: Path) -> None:
    history = table(tmp_path, "history.csv", "date;members\n2026-11-02;anna ben gone\n")
    apart = table(tmp_path, "never.csv", "a,b\nben,cem\n")
    answer = found("--people", people, "--history", history, "--never", apart)
    assert [one["members"] for one in answer["groups"]] == [["anna", "dora"], ["ben", "cem"]] or [
        one["members"] for one in answer["groups"]
    ] == [["anna", "ben"], ["cem", "dora"]]
    assert {"ben", "cem"} not in [set(one["members"]) for one in answer["groups"]]
    assert {"anna", "cem"} not in [set(one["members"]) for one in answer["groups"]]


def test_every_bad_row_is_named_with_its_line_and_the_reason(tmp_path: Path) -> None:
    bad = "id;timezone;joined\nanna;Europe/Berln;\n;UTC;\nanna;;31.12.2025\n\nben;;gestern\n"
    done = rondo("--people", table(tmp_path, "people.csv", bad), "--lang", "de")
    assert done.exit_code == 1
    lines = [line.partition("people.csv:")[2] for line in done.output.splitlines()[:-1]]
    assert [line.partition(":")[0] for line in lines] == ["2", "3", "4", "6"]
    assert "Zeitzone Europe/Berln" in lines[0]
    assert "schon in Zeile 2" in lines[2]
    assert done.output.splitlines()[-1] == "4 Zeilen sind nicht zu gebrauchen: Nichts wurde eingeteilt."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The column id is missing"),
        ("name\nAnna\n", "The column id is missing"),
        ("id,id\na,b\n", "The column id appears twice"),
        ('id,name\na,"Anna\n', "quotation mark"),
        ("id,name\na,Anna,more\n", "3 cells, but only 2 columns"),
        ("id,timezone,work_start\na,UTC,\nb,,09:00\n", "without a time zone"),
        ("id,work_start\na,nine\n", "no time of day: nine"),
    ],
)
def test_what_a_table_lacks_is_said_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    done = rondo("--people", table(tmp_path, "people.csv", text))
    assert (done.exit_code, said in done.output) == (1, True), done.output


def test_a_file_that_is_not_there_and_a_column_that_is_not_there_are_named(people: Path) -> None:
    assert "no-such.csv: No such file or directory" in rondo("--people", "no-such.csv").output
    done = rondo("--people", people, "--mix", "colour")
    assert done.exit_code == 1
    assert "there is no column colour. There are: department, level, manager, name and site." in done.output
    assert "2h, 90m or 1h30m" in rondo("--people", people, "--min-overlap", "long").output


def test_the_same_seed_gives_the_same_answer_and_another_one_another(people: Path, tmp_path: Path) -> None:
    many = table(tmp_path, "many.csv", "id\n" + "\n".join(f"p{number}" for number in range(40)))
    assert found("--people", many, "--seed", "7") == found("--people", many, "--seed", "7")
    assert found("--people", many, "--seed", "7") != found("--people", many, "--seed", "8")


def test_the_duty_of_the_larger_group_goes_round_by_what_the_history_says(tmp_path: Path) -> None:
    people = table(tmp_path, "people.csv", "id\n" + "\n".join(f"p{number}" for number in range(7)))
    rows, duty = ["date,members"], Counter[str]()
    for week in range(7):
        history = table(tmp_path, "history.csv", "\n".join(rows))
        groups = [one["members"] for one in found("--people", people, "--history", history, "--seed", week)["groups"]]
        duty.update(one for group in groups if len(group) == 3 for one in group)
        rows += [f"{date(2026, 1, 5) + timedelta(weeks=week)},{' '.join(group)}" for group in groups]
    assert sorted(duty.values()) == [3] * 7


@pytest.mark.parametrize("rows", ["", "anna", "anna\nben", "anna\nben\ncem"])
@pytest.mark.parametrize("size", [2, 3, 8])
def test_so_few_people_are_one_group_or_alone(tmp_path: Path, rows: str, size: int) -> None:
    answer = found("--people", table(tmp_path, "people.csv", f"id\n{rows}"), "--size", size, "--min-overlap", "2h")
    names = rows.split()
    assert answer["left_out"] == (names if len(names) == 1 else [])
    assert [one["members"] for one in answer["groups"]] == ([names] if len(names) > 1 else [])


def test_a_spreadsheets_own_way_of_writing_is_read(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("\ufeffID;Department\r\nanna;Vertrieb\r\njörg;Küche\r\n".encode())
    assert found("--people", path, "--mix", "department")["groups"][0]["members"] == ["anna", "jörg"]
    path.write_bytes("id;department\r\nanna;Vertrieb\r\njörg;Küche\r\n".encode("cp1252"))
    assert found("--people", path, "--mix", "department")["groups"][0]["members"] == ["anna", "jörg"]


def test_for_people_the_names_stand_there_and_how_good_the_round_is(people: Path) -> None:
    said = rondo("--people", people, "--mix", "same site", "--lang", "de").output
    assert "Anna (anna), Ben (ben)" in said
    assert "am selben Standort" in said
    assert said.endswith("Es gibt keine bessere Runde.\n") or "nicht bewiesen" in said


@pytest.mark.parametrize("rows", ["", "anna\n", "anna\nben\n"])
def test_where_no_group_can_be_one_sentence_says_so(tmp_path: Path, rows: str) -> None:
    people, apart = table(tmp_path, "few.csv", f"id\n{rows}"), table(tmp_path, "apart.csv", "a,b\nanna,ben\n")
    done = rondo("--people", people, "--never", apart, "--lang", "de")
    assert done.exit_code == 0
    assert done.output.splitlines()[-1].startswith("Keine Gruppe ist möglich")
    assert "Wiederholungen" not in done.output


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='id,;"\n\r\t ab\x00\u202e', max_size=60))
def test_no_table_however_broken_ends_in_a_crash(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        path.write_text("id,name\n" + text, encoding="utf-8", newline="")
        done = rondo("--people", path)
        assert done.exit_code in (0, 1)
        assert "failure it does not know" not in done.output
