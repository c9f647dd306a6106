"""No ritual kind without a walk in the browser: a new one fails here until it has a file of its own."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

from bot.model import LANGUAGES
from bot.rituals.registry import kinds

PEOPLE = 3
"""Who walk through each kind at least."""


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_each_kind_is_walked_by_three_people_who_speak_both_languages(kind: str) -> None:
    walk = import_module(f"tests.browser.test_kinds_{kind}")
    assert f"kind: {kind}" in walk.RITUALS
    assert [name for name in vars(walk) if name.startswith("test_")]
    assert walk.__file__
    opened = tabs(Path(walk.__file__).read_text(encoding="utf-8"))
    assert len({who for who, _ in opened}) >= PEOPLE
    assert {language for _, language in opened} == set(LANGUAGES)


def test_a_language_that_is_only_named_somewhere_opens_no_tab() -> None:
    assert tabs('walk.tab("anna", "de")\nsay("en")\nother.tab("bo", "en")  # walk.tab("cy", "en")') == [("anna", "de")]


def tabs(source: str) -> list[tuple[str, str]]:
    """Return who opens a tab in which language, by the calls of `walk.tab` in a test's own text."""
    calls = [one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Call)]
    return [
        (ast.literal_eval(one.args[0]), ast.literal_eval(one.args[1]))
        for one in calls
        if ast.unparse(one.func) == "walk.tab"
    ]
