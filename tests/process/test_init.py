"""`rondo init`: from nothing to a rituals file that runs."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import load
from bot.config.jsonschema import NAME, printed
from bot.config.starter import TEMPLATES, Answers, compose
from bot.demo.stage import Stage
from bot.demo.transcript import run_once
from bot.model import LANGUAGES, Language
from bot.rituals.registry import kinds
from tests.process.running import RONDO, ROOT, call, environment

SATURDAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
PLACES = {"coffee": "kaffeerunde", "trios": "kaffeerunde", "intros": "montagsrunde", "alignment": "team-produkt"}
"""Where the templates speak in the invented company; the others in #allgemein."""
EACH = pytest.mark.parametrize(("name", "language"), [(name, one) for name in TEMPLATES for one in LANGUAGES])


def answered(words: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the dialogue with these lines as answers."""
    command = [*RONDO, "init", *arguments]
    return subprocess.run(
        command, env=environment(), cwd=cwd, input=words, capture_output=True, text=True, timeout=60, check=False
    )


@EACH
def test_every_message_of_a_template_arrives(name: str, language: Language, tmp_path: Path) -> None:
    file = tmp_path / "rituals.yaml"
    answers = Answers(language, "Europe/Berlin", "none", {name: PLACES.get(name, "allgemein")})
    file.write_text(compose([name], answers, kinds=kinds()), encoding="utf-8")
    stage = Stage(file, now=SATURDAY)
    try:
        stage.begin(beat=False)
        messages = run_once(stage)
    finally:
        stage.close()
    config = load(file, kinds=kinds())
    heard = {one.id for one in config.rituals if one.kind != "welcome" and not one.paused}  # at first nobody is new
    assert {one["ritual"] for one in messages} == heard
    assert all(one["text"] for one in messages)
    assert set(Counter((one["channel"], one["ts"]) for one in messages).values()) == {1}
    for ritual in config.rituals:
        if ritual.kind == "post" and ritual.channel:
            (message,) = (one for one in messages if one["ritual"] == ritual.id)
            assert message["text"].startswith(ritual.options.text[language].splitlines()[0])


def test_without_a_dialogue_it_writes_the_file_and_its_schema_and_says_what_to_do(tmp_path: Path) -> None:
    done = call(
        "init", "--template", "coffee", "--template", "wins", "--holidays", "DE-BY", env=environment(), cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "#kaffeerunde, #freitagsfreude" in done.stdout
    assert "/invite" in done.stdout
    assert {one.name for one in tmp_path.iterdir()} == {"rituals.yaml", NAME}
    assert (tmp_path / NAME).read_text(encoding="utf-8") == printed(kinds())
    assert [one.id for one in load(tmp_path / "rituals.yaml", kinds=kinds()).rituals] == ["kaffee", "freitag"]


def test_channels_are_named_for_one_template_or_for_all(tmp_path: Path) -> None:
    named = ("--channel", "allgemein", "--channel", "coffee=kaffee", "--lang", "en")
    call("init", "en.yaml", "--template", "coffee", "--template", "wins", *named, env=environment(), cwd=tmp_path)
    assert [one.channel for one in load(tmp_path / "en.yaml", kinds=kinds()).rituals] == ["kaffee", "allgemein"]


def test_the_dialogue_asks_again_until_an_answer_is_possible(tmp_path: Path) -> None:
    done = answered("de\n10\n1 3\nBerlin\nEurope/Vienna\nAT-99\nAT-9\nKaffee Runde\nkaffee\n\n", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Schreib eine oder mehrere Nummern von 1 bis 9." in done.stdout
    assert "`Berlin`" in done.stdout
    assert "Error" not in done.stdout
    config = load(tmp_path / "rituals.yaml", kinds=kinds())
    assert [(one.id, one.channel) for one in config.rituals] == [
        ("kaffee", "kaffee"),
        ("vorstellung", "vorstellungsrunde"),
    ]
    assert config.timezone == "Europe/Vienna"
    assert config.rituals[0].rule.holidays is not None


def test_every_question_has_an_answer_that_is_proposed(tmp_path: Path) -> None:
    done = answered("\n" * 5, "sub.yaml", cwd=tmp_path)
    assert done.returncode == 0
    assert load(tmp_path / "sub.yaml", kinds=kinds()).language == "de"


def test_who_gives_up_has_changed_nothing(tmp_path: Path) -> None:
    done = answered("en\n1\n", cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "rituals.yaml").write_text("mine", encoding="utf-8")
    for arguments in (("--template", "coffee"), ("rituals.yaml",), (str(tmp_path),)):
        done = call("init", *arguments, env=environment(), cwd=tmp_path)
        assert done.returncode == 1
        assert "gibt es schon und bleibt, wie es ist" in done.stderr
    assert (tmp_path / "rituals.yaml").read_text(encoding="utf-8") == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["rituals.yaml"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--template", "coffee", "--timezone", "Berlin"), "Europe/Berlin"),
        (("--template", "coffee", "--holidays", "DE-XX"), "XX"),
        (("--template", "coffee", "--channel", "Kaffee Runde"), "Kaffee Runde"),
        (("--template", "coffee", "--channel", "wins=kaffee"), "--template"),
        (("nowhere/rituals.yaml", "--template", "coffee"), "nowhere"),
    ],
)
def test_what_is_not_possible_is_said_in_one_sentence(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    done = call("init", *arguments, env=environment(), cwd=tmp_path)
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / NAME).symlink_to(tmp_path / "nowhere" / NAME)
    done = call("init", "--template", "coffee", env=environment(), cwd=tmp_path)
    assert done.returncode == 1
    assert "ließ sich nicht schreiben" in done.stderr


def test_the_templates_are_listed_in_both_languages() -> None:
    german = call("init", "--list", env=environment(), cwd=ROOT).stdout.splitlines()
    english = call("init", "--list", "--lang", "en", env=environment(), cwd=ROOT).stdout.splitlines()
    assert [line.split()[0] for line in german] == [line.split()[0] for line in english] == list(TEMPLATES)
    assert not set(german) & set(english)


def test_the_schema_is_printed() -> None:
    done = call("schema", env=environment(), cwd=ROOT)
    assert json.loads(done.stdout) == json.loads((ROOT / "docs" / NAME).read_text(encoding="utf-8"))
