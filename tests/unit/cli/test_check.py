"""`rondo check`: the same problems for people, for programs and for a review; quick from cold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import VERBS, main
from bot.config import file_language

GOOD = """version: 1
defaults: {language: en}
rituals:
  - id: monday
    kind: post
    title: Monday
    channel: general
    schedule: {every: week, days: [mon], at: "09:00"}
    text: What is up?
"""
BAD = GOOD.replace("kind: post", "kind: psot")


def rondo(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def good(tmp_path: Path) -> str:
    path = tmp_path / "rituals.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return str(path)


@pytest.fixture
def bad(tmp_path: Path) -> str:
    path = tmp_path / "ri,tu:als.yaml"
    path.write_text(BAD, encoding="utf-8")
    return str(path)


def test_a_good_file_is_said_in_its_own_language_or_the_one_asked_for(good: str) -> None:
    assert rondo("check", good).output == "1 ritual, no problems.\n"
    assert rondo("check", good, "--lang", "de").output == "1 Ritual, keine Fehler.\n"
    assert rondo("check", good, "--format", "json").output == "[]\n"
    assert rondo("check", good, "--format", "github").stdout == ""


def test_a_bad_file_ends_with_one_and_says_all_in_the_language_it_names(bad: str) -> None:
    done = rondo("check", bad)
    assert done.exit_code == 1
    assert f"{bad}:5:" in done.stderr
    assert "1 problem: nothing was started or changed." in done.stderr
    assert "Ein Fehler: Nichts wurde" in rondo("check", bad, "--lang", "de").stderr


def test_several_files_are_checked_at_once_each_by_its_name(good: str, bad: str) -> None:
    done = rondo("check", good, bad)
    assert done.exit_code == 1
    assert done.stdout == f"{good}: 1 ritual, no problems.\n"
    assert f"{bad}:5:" in done.stderr
    assert [row["file"] for row in json.loads(rondo("check", bad, good, bad, "--format", "json").stdout)] == [bad, bad]
    assert rondo("check", bad, bad, "--format", "github").stdout.count("::error ") == 2


@pytest.mark.parametrize("verb", ["next", "plan", "simulate"])
def test_a_bad_file_is_refused_in_its_own_language_whatever_was_asked(verb: str, bad: str) -> None:
    Path(bad).write_text(BAD.replace("en}", "de}"), encoding="utf-8")
    assert "Ein Fehler: Nichts wurde" in rondo(verb, bad).stderr
    assert "1 problem: nothing" in rondo(verb, bad, "--lang", "en").stderr


def test_a_program_gets_place_text_hint_and_fix(bad: str) -> None:
    done = rondo("check", bad, "--format", "json")
    assert done.exit_code == 1
    [row] = json.loads(done.stdout)
    assert list(row) == ["file", "line", "column", "text", "hint", "fix"]
    assert (row["file"], row["line"]) == (bad, 5)
    assert "psot" in row["text"]
    assert not row["text"].startswith(bad)


def test_a_review_gets_annotations_that_github_reads(bad: str) -> None:
    done = rondo("check", bad, "--format", "github")
    assert done.exit_code == 1
    place, _, said = done.stdout.strip().partition("::error ")[2].partition("::")
    assert place.startswith("file=")
    assert "ri%2Ctu%3Aals.yaml,line=5,col=" in place
    assert "psot" in said
    assert "\n" not in said


def test_a_file_that_is_not_there_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    done = rondo("check", str(tmp_path / "nowhere.yaml"), "--format", "json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)[0]["line"] == 1


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("defaults: {timezone: Europe/Vienna, language: en}\nrituals: [", "en"),
        ("defaults:\n  timezone: x\n\n  # language: de\n  language: 'en'\n\tx", "en"),
        ("defaults:\n  timezone: x\nrituals:\n  - language: en\n", "de"),
        ("language: en\n", "de"),
        ("", "de"),
        ("\x00\ufffd", "de"),
        ("defaults:\n" + " " * 60_000 + "\n" * 1000, "de"),
    ],
)
def test_a_broken_file_still_tells_its_language(source: str, language: str) -> None:
    assert file_language(source) == language


def test_every_verb_can_be_found_and_has_a_word_of_help() -> None:
    listed = rondo("--help").output
    assert [verb for verb in VERBS if verb not in listed] == []
    assert rondo("chekc").exit_code == 2


@pytest.mark.parametrize("verb", ["check", "next"])
def test_looking_at_the_file_needs_neither_slack_nor_a_database(verb: str, good: str) -> None:
    script = f"""
import sys
from bot.cli import main
try:
    main(["{verb}", "{good}"])
except SystemExit as end:
    assert end.code in (0, None), end.code
print(sorted({{"slack_sdk", "slack_bolt", "sqlalchemy", "rustworkx", "starlette", "dbos"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"
