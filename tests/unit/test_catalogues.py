"""Both catalogues say the same things, completely, and nothing that nobody asks for."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model import LANGUAGES, Language
from bot.rituals.pairing import QUESTIONS
from bot.text import placeholders
from tests.unit.cast import catalogues

BOT = Path(__file__).parents[2] / "bot"
SAYERS = ("Words", "UserError")


def key_patterns(source: str) -> Iterator[str]:
    """Yield every key that a module says, as a pattern: in an f-string, a name may be anything."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in SAYERS and call.args:
            yield from _patterns(call.args[0])


def _patterns(key: ast.expr) -> Iterator[str]:
    if isinstance(key, ast.IfExp):
        yield from _patterns(key.body)
        yield from _patterns(key.orelse)
    elif isinstance(key, ast.JoinedStr):
        parts = (re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in key.values)
        yield "".join(parts)
    elif isinstance(key, ast.Constant):
        yield re.escape(str(key.value))


def said_in_bot() -> dict[str, str]:
    files = (path for path in BOT.rglob("*.py") if "sandbox" not in path.parts)
    return {pattern: str(path) for path in files for pattern in key_patterns(path.read_text(encoding="utf-8"))}


def test_both_languages_have_the_same_keys() -> None:
    assert catalogues()["de"].keys() == catalogues()["en"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_twice(language: Language) -> None:
    """Of two texts under one key nobody would know which one holds."""
    for path in BOT.rglob(f"locales/{language}/LC_MESSAGES/*.po"):
        keys = Counter(re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE))
        assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_has_blanks_at_its_ends(language: Language) -> None:
    for key in sorted(catalogues()[language].keys()):
        for form in catalogues()[language].forms(key):
            assert form, key
            assert form == form.strip(), key


def test_both_languages_have_the_same_placeholders_and_plural_forms() -> None:
    german, english = catalogues()["de"], catalogues()["en"]
    for key in sorted(german.keys()):
        assert len(german.forms(key)) == len(english.forms(key)), key
        for one, other in zip(german.forms(key), english.forms(key), strict=True):
            assert placeholders(one) == placeholders(other), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_braces_hold_placeholders_only(language: Language) -> None:
    for key in sorted(catalogues()[language].keys()):
        for form in catalogues()[language].forms(key):
            assert len(placeholders(form)) <= form.count("{") == form.count("}"), key
            assert not re.findall(r"\{(?![a-z_]+\})", form), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_differ_and_the_many_name_their_number(language: Language) -> None:
    for key in sorted(catalogues()[language].keys()):
        forms = catalogues()[language].forms(key)
        if len(forms) > 1:
            assert len(set(forms)) == len(forms) == 2, key
            assert "{n}" in forms[1], key


def test_every_key_that_is_said_exists() -> None:
    keys = catalogues()["de"].keys()
    missing = {p: where for p, where in said_in_bot().items() if not any(re.fullmatch(p, key) for key in keys)}
    assert missing == {}


def test_every_key_is_said_somewhere() -> None:
    said = re.compile("|".join(f"(?:{pattern})" for pattern in said_in_bot()))
    assert {key for key in sorted(catalogues()["de"].keys()) if not said.fullmatch(key)} == set()


def test_there_are_as_many_questions_as_the_pairing_draws_from() -> None:
    for language in LANGUAGES:
        keys = {key for key in sorted(catalogues()[language].keys()) if key.startswith("question.")}
        assert keys == {f"question.{number:02d}" for number in range(1, QUESTIONS + 1)}
        texts = [catalogues()[language].template(key) for key in sorted(keys)]
        assert len(set(texts)) == QUESTIONS == 161
        assert all("?" in text for text in texts)
        assert all(len(text) <= 120 for text in texts)


NAMES = ("pairing.because", "pairing.photo", "pairing.shared", "pairing.times.there", "pairing.times.outlook",
         "pairing.times.google", "pairing.outline", "ask.hit", "ask.hit.plain", "ask.quoted",
         "intro.person", "digest.topic", "asks.step.bare", "asks.several", "pause.past.day")  # fmt: skip
"""What holds no word, or a name that is the same everywhere."""


def test_german_is_not_english() -> None:
    german, english = catalogues()["de"], catalogues()["en"]
    same = {key for key in sorted(german.keys()) if german.forms(key) == english.forms(key)}
    assert same <= {"lang.de", "lang.en", "next.line", "list.ritual", "fact.value", *NAMES}


def test_nobody_is_called_by_a_broadcast() -> None:
    for language in LANGUAGES:
        for key in sorted(catalogues()[language].keys()):
            assert not re.search(r"<!|@(channel|here|everyone)", " ".join(catalogues()[language].forms(key))), key
