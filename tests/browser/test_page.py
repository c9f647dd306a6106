"""The page as somebody meets it: it opens, it is readable for all, and nothing goes wrong in its console."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from bot.demo.director import Director
from bot.model import Language
from bot.sandbox.people import People
from tests.browser.conftest import Open

WORDS: dict[Language, str] = {"de": "Kanäle", "en": "Channels"}


@pytest.mark.parametrize(("language", "dark"), [("de", False), ("en", True)])
def test_the_page_opens_in_both_languages_and_axe_finds_nothing_serious(
    shipped: Director, visit: Open, language: Language, dark: bool
) -> None:
    people = People(shipped.stage.sandbox.workspace)
    people.open_dm(person(shipped, "bernd.hoffstetter"), gone := person(shipped, "carla.wuensche"))
    people.deactivate(gone)
    tab = visit(shipped, who="bernd", language=language, dark=dark)
    tab.sees(WORDS[language])
    tab.sees(re.compile("deaktiviert|deactivated"))
    assert tab.serious() == []


def test_who_has_read_the_welcome_is_not_welcomed_again_in_another_persons_tab(shipped: Director, visit: Open) -> None:
    tab = visit(shipped, who="bernd", language="de", is_new=True)
    tab.press("Los geht’s")
    expect(tab.page.locator("#welcome")).to_be_hidden()
    other = tab.page.context.new_page()
    other.goto(tab.page.url.partition("#")[0] + "#as=anna")
    expect(other.locator("#me b")).to_have_text("Anna Lindqvist")
    expect(other.locator("#welcome")).to_be_hidden()


def person(director: Director, name: str) -> str:
    return next(one.id for one in director.stage.sandbox.workspace.people.values() if one.name == name)
