"""`rondo people`: a table into the database of the settings: good rows taken, bad ones named; figures, no people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.store import profiles
from bot.store.db import Database
from tests.world import COFFEE

TABLE = "id,name,role,ask_me_about,listed,expert\nm1,Meral Aydın,Poststelle,Pakete; Zoll,ja,ja\nm2,Öz,Lager,Zoll,,\n"


@pytest.fixture
def rituals(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the settings to a database and to a file with a directory."""
    path = tmp_path / "rituals.yaml"
    path.write_text(COFFEE + "directory: {}\n", encoding="utf-8")
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    for name, value in {"DATABASE_URL": database_url, "RONDO_RITUALS": str(path), **tokens}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return path


def rondo(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["people", *map(str, arguments)])


def table(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "people.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_good_rows_are_taken_and_bad_ones_named_with_their_line(
    rituals: Path, database_url: str, tmp_path: Path
) -> None:
    done = rondo("import", table(tmp_path, TABLE + ",Niemand,,,,\n"), "--lang", "de")
    assert done.exit_code == 1
    assert "people.csv:4: Hier fehlt die id." in done.output
    assert "2 Personen übernommen." in done.output
    assert "Davon im Verzeichnis zu finden: eine." in done.output
    assert "/rondo me" in done.output
    database = Database.open(database_url)
    with database.read() as tx:
        assert len(profiles.listed(tx)) == 1
    database.close()


def test_a_dry_run_writes_nothing(rituals: Path, database_url: str, tmp_path: Path) -> None:
    done = rondo("import", table(tmp_path, TABLE), "--dry-run", "--lang", "en")
    assert (done.exit_code, done.output.splitlines()[0]) == (0, "Dry run: 2 people would be taken over.")
    database = Database.open(database_url)
    with database.read() as tx:
        assert profiles.by_outside_ids(tx, ["m1"]) == {}
    database.close()


def test_a_table_of_windows_is_read_and_said(rituals: Path, tmp_path: Path) -> None:
    done = rondo("import", table(tmp_path, "id;name\nm1;Jörg Müßig\n", "cp1252"), "--lang", "de")
    assert done.exit_code == 0
    assert "Windows-1252" in done.output


def test_coverage_names_topics_and_no_people(rituals: Path, tmp_path: Path) -> None:
    rows = "".join(f"m{number},Kim {number},Zoll,ja,ja\n" for number in range(5))
    assert rondo("import", table(tmp_path, f"id,name,ask_me_about,listed,expert\n{rows}x,X,Rar,ja,ja\n")).exit_code == 0
    found = json.loads(rondo("coverage", "--json").output)
    assert found["topics"] == [{"name": "Zoll", "people": 5}, {"name": "Rar", "people": None}]
    said = rondo("coverage", "--lang", "de").output
    assert "Zoll: 5" in said
    assert "Rar: weniger als 5" in said
    assert "Kim" not in said


def test_without_a_directory_or_a_file_it_says_what_to_do(rituals: Path, tmp_path: Path) -> None:
    assert "people.csv" in rondo("import", tmp_path / "people.csv").output
    rituals.write_text(COFFEE, encoding="utf-8")
    done = rondo("coverage", "--lang", "de")
    assert done.exit_code == 1
    assert "Verzeichnis" in done.output
