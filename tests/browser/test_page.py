"""The page as somebody meets it: it opens, it is readable for all, and nothing goes wrong in its console."""

from __future__ import annotations

import pytest

from bot.demo.director import Director
from bot.model import Language
from tests.browser.conftest import Open

WORDS: dict[Language, str] = {"de": "Kanäle", "en": "Channels"}


@pytest.mark.parametrize(("language", "dark"), [("de", False), ("en", True)])
def test_the_page_opens_in_both_languages_and_axe_finds_nothing_serious(
    shipped: Director, visit: Open, language: Language, dark: bool
) -> None:
    tab = visit(shipped, who="bernd", language=language, dark=dark)
    tab.sees(WORDS[language])
    assert tab.serious() == []
