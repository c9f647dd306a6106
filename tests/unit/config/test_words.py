"""The words about mistakes: both languages say the same things, completely, and nothing that nobody says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.config.findings import NESTED, key_names
from bot.config.said import catalogues
from bot.config.vocabulary import KEYS_UNDER
from bot.errors import ConfigError, Correction, Problem
from bot.model import LANGUAGES, Language
from bot.text import placeholders

CONFIG = Path(__file__).parents[3] / "bot" / "config"
SAYERS = {
    "catalogue_words.py",
    "goal_words.py",
    "misreadings.py",
    "passages.py",
    "problems.py",
    "surroundings.py",
    "times.py",
}
TOGETHER = re.compile(r"(anchor|day\.none)[._][a-z]+\Z")
"""Keys that are put together from a unit of time."""


def said_in_config() -> set[str]:
    """Return all texts in the modules that say something."""
    trees = [ast.parse((CONFIG / name).read_text(encoding="utf-8")) for name in sorted(SAYERS)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return said_of_options() | {
        node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def said_of_options() -> set[str]:
    """Return the keys with which kinds of ritual refuse an option."""
    sources = [path.read_text(encoding="utf-8") for path in (CONFIG.parent / "rituals").rglob("*.py")]
    keys = {key for source in sources for key in re.findall(r'Unfit\(\s*"([a-z_.]+)"', source)}
    return keys | {f"{key}.hint" for key in keys}


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    german, english = catalogues()["de"], catalogues()["en"]
    assert german.keys() == english.keys()
    for key in sorted(german.keys()):
        assert placeholders(german.template(key)) == placeholders(english.template(key)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_one(language: Language) -> None:
    for key in sorted(catalogues()[language].keys()):
        text = catalogues()[language].template(key)
        assert text == text.strip(), key
        assert text.endswith((".", "?", "…")), key
        assert len(text) <= 260, key


def test_every_key_is_said_somewhere() -> None:
    unsaid = set(catalogues()["de"].keys()) - said_in_config()
    assert {key for key in unsaid if not TOGETHER.match(key)} == set()
    assert {f"anchor.{unit}" for unit in ("day", "week", "month", "quarter")} <= unsaid


def test_every_key_that_is_said_exists() -> None:
    keys = set(catalogues()["de"].keys())
    rooms = "|".join({key.split(".")[0] for key in keys if "." in key})
    said = {text for text in said_in_config() if re.fullmatch(rf"({rooms})(\.[a-z_]+)+", text)}
    assert said - keys <= {"day.none_"}
    assert {"meant", "possible", "write", "example", "add", "remove"} <= keys
    assert len(said) > 100


def test_what_may_stand_under_a_key_is_what_the_schema_says() -> None:
    for key, model in NESTED.items():
        assert KEYS_UNDER[key] == set(key_names(model)), key


def test_german_is_not_english() -> None:
    german, english = catalogues()["de"], catalogues()["en"]
    assert not {key for key in sorted(german.keys()) if german.template(key) == english.template(key)}


def test_a_problem_is_said_in_both_languages_with_the_corrected_line() -> None:
    fix = Correction(3, 1, ("  at: 09:30",))
    problem = Problem("rituals.yaml", 3, 7, "Wrong.", "Mend it.", ("Falsch.", "Mach es so."), fix)
    assert problem.said("en") == str(problem) == "rituals.yaml:3:7: Wrong.\n    Mend it.\n       3 |   at: 09:30"
    assert problem.said("de") == "rituals.yaml:3:7: Falsch.\n    Mach es so.\n       3 |   at: 09:30"
    assert ConfigError((problem, problem)).said("de").count("Falsch.") == 2


def test_a_correction_adds_replaces_and_removes_lines() -> None:
    assert Correction(2, 0, ("x",)).applied("a\nb\n") == "a\nx\nb\n"
    assert Correction(2, 1, ("x", "y")).applied("a\r\nb\r\n") == "a\r\nx\r\ny\r\n"
    assert Correction(1, 1).applied("\ufeffa\nb\n") == "\ufeffb\n"
