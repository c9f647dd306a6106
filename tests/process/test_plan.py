"""`rondo plan`: what a new rituals file changes, against another one and against what is live."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.store import tables as t
from bot.store.db import Database
from bot.store.migrate import upgrade
from tests.process.running import call, environment
from tests.world import COFFEE, POST

OLD = COFFEE + POST
NEW = (
    OLD.replace('at: "09:00"', 'at: "10:00"').replace("join: channel", "join: opt-in").replace("Was steht", "Wer steht")
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.yaml").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(NEW, encoding="utf-8")
    return tmp_path


def plan(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    done = call("plan", *arguments, env=environment(**settings), cwd=folder)
    assert "Traceback" not in done.stdout + done.stderr
    return done


def test_each_change_is_said_with_its_line_and_when_the_ritual_comes_next(folder: Path) -> None:
    done = plan(folder, "old.yaml", "new.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "3 Änderungen, 2 von 2 Ritualen betroffen."
    assert "kaffee (#kaffeerunde)" in done.stdout
    assert "Zeit · kaffee · schedule.at: 09:00 → 10:00\n        Das nächste Mal: bisher Mo." in done.stdout
    assert "Daten · kaffee · join: channel → opt-in (bitte dem Betriebsrat zeigen)" in done.stdout
    assert "Wortlaut · montagsfrage · text: de: Was steht an? → de: Wer steht an?" in done.stdout


def test_the_next_time_is_said_by_each_persons_own_clock_and_not_twice_where_it_stays(folder: Path) -> None:
    personal = OLD.replace('at: "09:00"', 'at: "09:00", timezone: personal')
    (folder / "old.yaml").write_text(personal, encoding="utf-8")
    changed = personal.replace('at: "09:00"', 'at: "10:00"') + "calendars: {zu: 2031-01-01}\n"
    (folder / "new.yaml").write_text(changed, encoding="utf-8")
    said = plan(folder, "old.yaml", "new.yaml").stdout
    assert re.search(r"Das nächste Mal: bisher Mo\. [^,]*, 09:00, jetzt Mo\. [^,]*, 10:00\.", said)
    assert re.search(r"Das nächste Mal: wie bisher Mo\. [^,]*, 09:30\.", said)


def test_the_language_can_be_chosen_and_nothing_new_is_said_so(folder: Path) -> None:
    assert "(show it to the works council)" in plan(folder, "old.yaml", "new.yaml", "--lang", "en").stdout
    assert plan(folder, "old.yaml", "old.yaml", "--lang", "en").stdout == "Nothing changes.\n"


def test_programs_read_it_as_json(folder: Path) -> None:
    done = plan(folder, "old.yaml", "new.yaml", "--format", "json")
    said = json.loads(done.stdout)
    assert {(one["ritual"], one["key"], one["touches"]) for one in said["changes"]} == {
        ("kaffee", "schedule.at", "time"),
        ("kaffee", "join", "data"),
        ("montagsfrage", "text", "text"),
    }
    (time,) = (one for one in said["changes"] if one["touches"] == "time")
    before, after = (datetime.fromisoformat(time["next"][key]) for key in ("before", "after"))
    assert (before.hour, after.hour, before.weekday()) == (9, 10, 0)
    assert said["rituals"] == {"total": 2, "touched": ["kaffee", "montagsfrage"]}
    assert said["renamed"] == {}


def test_github_shows_each_change_beside_its_line_and_reads_nothing_into_it(folder: Path) -> None:
    odd = folder / "50%,new.yaml"
    odd.write_text(NEW.replace("Wer steht an?", "100 % ::error::, \\nalle"), encoding="utf-8")
    done = plan(folder, "old.yaml", odd.name, "--format", "github")
    notes = [line for line in done.stdout.splitlines() if line.startswith("::")]
    lines = odd.read_text(encoding="utf-8").splitlines()
    (data,) = (one for one in notes if one.startswith("::warning"))
    assert data.startswith(f"::warning file=50%25%2Cnew.yaml,line={lines.index('    join: opt-in') + 1}::Daten")
    assert [one.split(" ")[0] for one in notes] == ["::notice", "::warning", "::notice"]
    assert any("100 %25 ::error::" in one for one in notes)


def test_a_pipeline_can_demand_a_second_reviewer_for_data(folder: Path) -> None:
    assert plan(folder, "old.yaml", "new.yaml", "--fail-on", "data").returncode == 3
    assert plan(folder, "old.yaml", "new.yaml", "--fail-on", "people").returncode == 0


def test_a_changed_id_is_asked_about(folder: Path) -> None:
    (folder / "new.yaml").write_text(OLD.replace("id: kaffee", "id: coffee"), encoding="utf-8")
    assert "Möchtest du `id: kaffee` behalten?" in plan(folder, "old.yaml", "new.yaml").stdout
    notes = plan(folder, "old.yaml", "new.yaml", "--format", "github").stdout
    assert "::warning file=new.yaml,line=6::Die id `kaffee` heißt jetzt `coffee`." in notes


@pytest.mark.parametrize("broken", ["old.yaml", "new.yaml"])
def test_a_problem_in_either_file_is_said_as_check_says_it(folder: Path, broken: str) -> None:
    file = folder / broken
    text = file.read_text(encoding="utf-8").replace("kind: post", "kind: posst")
    file.write_text(text, encoding="utf-8")
    line = text[: text.index("kind: posst")].count("\n") + 1
    done = plan(folder, "old.yaml", "new.yaml")
    assert done.returncode == 1
    assert f"{broken}:{line}:11" in done.stderr
    assert plan(folder, "old.yaml", "nowhere.yaml").returncode == 1
    assert plan(folder, "a", "b", "c").returncode == 2


def test_where_nothing_is_live_everything_is_new_and_no_database_is_made(folder: Path) -> None:
    done = plan(folder, "new.yaml")
    assert done.stdout.startswith("Noch ist nichts in Betrieb: Alles ist neu.\n")
    assert "neues Ritual „Kaffeerunde“" in done.stdout
    assert {one.name for one in folder.iterdir()} == {"old.yaml", "new.yaml"}
    upgrade(f"sqlite:///{folder / 'rondo.db'}")
    assert plan(folder, "new.yaml").stdout == done.stdout


def test_without_a_second_file_it_is_compared_with_what_is_live(folder: Path) -> None:
    url = f"sqlite:///{folder / 'rondo.db'}"
    upgrade(url)
    database = Database.open(url)
    now = datetime(2026, 11, 21, tzinfo=UTC)
    with database.begin() as tx:
        for source, state in ((OLD.replace("09:00", "08:30"), "past"), (OLD, "live"), (NEW, "proposed")):
            row = {"fingerprint": "x", "source": source, "origin": "file", "state": state, "proposed_at": now}
            tx.execute(insert(t.versions).values(row))
    database.close()
    compared = plan(folder, "old.yaml", "new.yaml").stdout
    assert plan(folder, "new.yaml", DATABASE_URL=url).stdout == compared
    assert plan(folder, DATABASE_URL=url, RONDO_RITUALS="new.yaml").stdout == compared
