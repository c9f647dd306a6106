"""No ritual kind without a walk in the browser: a new one fails here until it has a file of its own."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

import pytest

from bot.rituals.registry import kinds


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_each_kind_is_walked_by_speakers_of_both_languages(kind: str) -> None:
    walk = import_module(f"tests.browser.test_kinds_{kind}")
    assert f"kind: {kind}" in walk.RITUALS
    assert [name for name in vars(walk) if name.startswith("test_")]
    assert {'"de"', '"en"'} <= words_of(walk)


def words_of(module: ModuleType) -> set[str]:
    """Return what stands between commas and brackets in a test's own text."""
    assert module.__file__
    with open(module.__file__, encoding="utf-8") as text:
        return set(text.read().replace("(", " ").replace(")", " ").replace(",", " ").split())
