"""`rondo find` on a real database, in this process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.store.db import Database
from tests.store.directory import a_context, say
from tests.world import COFFEE

RITUALS = COFFEE.replace("language: de", "language: en") + "directory: {}\n"


@pytest.fixture
def here(database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a company of two, and a rituals file."""
    context = a_context(database)
    with database.begin() as tx:
        say(tx, context, "U0ANNA", {"name": "Anna Müller", "ask_me_about": "Kubernetes", "languages": "pl"})
        say(tx, context, "U0TOM", {"name": "Tom Weiß", "site": "Köln"}, audience="public")
    (tmp_path / "rituals.yaml").write_text(RITUALS, encoding="utf-8")
    for name, value in (("DATABASE_URL", database_url), ("RONDO_RITUALS", str(tmp_path / "rituals.yaml"))):
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def find(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["find", *arguments])


def test_a_program_gets_id_name_and_why(here: Path) -> None:
    done = find("kubernets", "--as", "colleague", "--json", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == [{"id": "U0ANNA", "name": "Anna Müller", "why": "Ask me about: Kubernetes"}]
    assert json.loads(find("polnisch", "--as", "U0TOM", "--json").stdout)[0]["why"] == "Sprachen: Polnisch"


def test_somebody_from_outside_sees_less(here: Path) -> None:
    assert json.loads(find("Kubernetes", "--as", "public", "--json").stdout) == []
    assert [one["id"] for one in json.loads(find("Köln", "--as", "partner", "--json", "--limit", "1").stdout)] == [
        "U0TOM"
    ]


def test_people_read_a_list(here: Path) -> None:
    assert find("Anna", "--as", "colleague").stdout.splitlines() == [
        "Anna Müller (U0ANNA)", "    Name: Anna Müller", "    available",
    ]  # fmt: skip
    assert "Nobody is findable for “Bienenzucht”." in find("Bienenzucht", "--as", "colleague").stdout


def test_whom_nobody_knows_cannot_search(here: Path) -> None:
    done = find("Anna", "--as", "U0NOBODY", "--json")
    assert done.exit_code == 1
    assert "Nobody here knows U0NOBODY" in done.stderr
    assert done.stdout == ""


def test_without_a_directory_a_sentence_says_so(here: Path) -> None:
    (here / "rituals.yaml").write_text(RITUALS.replace("directory: {}\n", ""), encoding="utf-8")
    done = find("Anna", "--as", "colleague")
    assert done.exit_code == 1
    assert "There is no directory here" in done.stderr
