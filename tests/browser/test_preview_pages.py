"""The pages of `rondo preview` as a reviewer meets them: opened from disk, without a server and without a network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.cli.terminal import as_text
from bot.config import installed_kinds, load, parse
from bot.demo.brochure import Brochure, pages
from bot.demo.brochure.shelf import put
from bot.i18n import Catalogues
from bot.service.comparison import compared
from tests.browser.visit import WAIT, serious

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
GOALS = Path(__file__).parents[2] / "bot" / "demo" / "goals.yaml"
EVIL = """
  - id: boese
    kind: post
    title: {de: "</h1><img src=x>", en: "<svg onload=x>"}
    channel: allgemein
    schedule: {every: week, days: [wed], at: "09:30"}
    text: "</script><img src=x onerror=alert(1)> <https://example.org|*hier*>"
"""
CLICKED = "(link) => link.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pages of a file with every sort of form and with hostile texts, against an earlier version of it."""
    kinds, source = installed_kinds(), GOALS.read_text(encoding="utf-8") + EVIL
    found = compared(
        load(GOALS, kinds=kinds),
        parse(source, file="goals.yaml", kinds=kinds),
        kinds,
        file="goals.yaml",
        now=NOW,
        language="de",
    )
    made = pages(Brochure(found, kinds, Catalogues(), weeks=4), as_text=as_text)
    return put(tmp_path_factory.mktemp("preview") / "pages", made)


@pytest.fixture
def tab(browser: Browser, index: Path) -> Iterator[Page]:
    """Open the index from disk; whatever the page asks for beyond its own files, or complains of, fails the test."""
    context = browser.new_context(locale="de-DE", viewport={"width": 1300, "height": 900})
    page, troubles = context.new_page(), list[str]()
    page.set_default_timeout(WAIT)
    page.on("console", lambda said: troubles.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("dialog", lambda dialog: troubles.append(dialog.message))
    page.on("request", lambda asked: None if asked.url.startswith(("file:", "data:")) else troubles.append(asked.url))
    page.goto(index.as_uri())
    yield page
    context.close()
    assert troubles == []


def test_a_reviewer_reads_the_calendar_and_every_form_in_both_languages(tab: Page) -> None:
    expect(tab.get_by_role("heading", name="Vorschau auf goals.yaml")).to_be_visible()
    expect(tab.locator(".week").first).to_contain_text("Woche 47")
    assert serious(tab, is_served=False) == []

    tab.get_by_role("button", name="English").click()
    expect(tab.get_by_role("heading", name="Preview of goals.yaml")).to_be_visible()
    expect(tab.locator("html")).to_have_attribute("lang", "en")
    tab.get_by_role("rowheader").get_by_role("link", name="Alignment").click()

    expect(tab.get_by_role("link", name="← All rituals")).to_be_visible()  # the language is kept from page to page
    forms = tab.locator(".slot .form")
    expect(forms).to_have_count(12)
    for title in ("Texte ordnen", "Sort the texts"):
        expect(forms.filter(has_text=title).first).to_be_visible()
    expect(tab.locator(".slot:not(.drawn-here), .unknown")).to_have_count(0)
    german = tab.locator(".slot[lang=de] .form").first
    expect(german.locator("textarea")).to_be_visible()
    expect(german.get_by_text("(optional)").first).to_be_visible()
    german.get_by_role("button").last.click()  # nothing is sent, nothing opens
    assert tab.url.endswith("ritual-zielabgleich.html")
    tab.emulate_media(color_scheme="dark")
    assert serious(tab, within="article:nth-of-type(-n+7)", is_served=False) == []


def test_hostile_texts_are_read_and_links_lead_nowhere(tab: Page) -> None:
    tab.set_viewport_size({"width": 360, "height": 740})
    assert tab.evaluate("document.documentElement.scrollWidth") == 360
    tab.get_by_role("rowheader").get_by_role("link", name="</h1>").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("</h1><img src=x>")
    said = tab.locator(".slot[lang=de] .body")
    expect(said).to_contain_text("</script><img src=x onerror=alert(1)>")
    expect(tab.locator("img")).to_have_count(0)
    link = said.get_by_role("link", name="hier")
    assert link.evaluate(CLICKED) is False, "what a click does by itself, opening the address, was prevented"
    assert serious(tab, is_served=False) == []
    assert tab.evaluate("document.documentElement.scrollWidth") == 360


def test_without_a_script_every_text_stands_there_all_the_same(browser: Browser, index: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(index.with_name("ritual-teampuls.html").as_uri())
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator(".slot[lang=en] pre").first).to_be_visible()
    expect(page.get_by_role("heading", name="Was entschieden wurde").first).to_be_visible()
    context.close()
