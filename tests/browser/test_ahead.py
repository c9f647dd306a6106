"""Look ahead as a manager does: who meets whom in the next three rounds, before anybody is bothered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.demo.director import Director, Journey
from bot.model import Language
from tests.browser.conftest import Open, serve
from tests.browser.visit import LONG, Visit
from tests.world import COFFEE, POST

TRIOS = COFFEE.replace("days: [mon]", "days: [thu]").replace("offer_skip: false", "size: 3\n    mix: [site]")
FRIDAYS = """
  - id: wochenabschluss
    kind: post
    title: {de: Wochenabschluss, en: Friday review}
    channel: allgemein
    holidays: {country: DE, state: HH}
    schedule: {every: week, days: [fri], at: "14:00"}
    text: {de: "Was war?", en: "How was it?"}
"""
SAID: dict[Language, dict[str, str]] = {
    "de": {
        "live": "Mit der Datei, die gerade gilt.",
        "draft": "Mit deinem Entwurf, noch nicht angewendet.",
        "first": "Jeden Montag um 09:00",
        "then": "Jeden Donnerstag um 09:00",
        "trios": "12 Gruppen: 11 Trios, 1 Vierer. Alle über Standorte",
        "again": "Niemand trifft sich wieder.",
        "skipped": "entfällt: Erster Weihnachtstag, HH",
        "past": "Schon gewesen (1)",
        "mistake": "In deinem Entwurf steckt noch ein Fehler.",
        "not_due": "sind in dieser Woche noch nicht wieder dran",
    },
    "en": {
        "live": "With the file that holds now.",
        "draft": "With your draft, not applied yet.",
        "first": "Every Monday at 09:00",
        "then": "Every Thursday at 09:00",
        "trios": "12 groups: 11 trios, 1 group of four. All across sites",
        "again": "Nobody meets again.",
        "skipped": "does not happen: Christmas Day, HH",
        "past": "So far (1)",
        "mistake": "There is still a mistake in your draft.",
        "not_due": "it is not their turn again yet in that week",
    },
}


@pytest.fixture(scope="module")
def coffee(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Director]:
    """Serve a coffee round of pairs each Monday."""
    file: Path = tmp_path_factory.mktemp("ahead") / "rituals.yaml"
    file.write_text(COFFEE + POST + FRIDAYS, encoding="utf-8")
    with serve(file) as director:
        yield director


def write(tab: Visit, text: str) -> None:
    """Leave a text in the editor, not applied, and open the desk anew."""
    said = {"text": text, "live": COFFEE + POST + FRIDAYS}
    tab.page.evaluate("async (said) => Object.assign((await import('/static/draft.js')).draft, said)", said)
    look(tab)


def look(tab: Visit) -> None:
    """Open the desk and wait until it has looked."""
    tab.page.evaluate("async () => (await import('/static/dock.js')).openDesk('ahead')")
    expect(tab.page.locator(".ah-result")).not_to_have_attribute("aria-busy", "true", timeout=LONG)
    expect(tab.page.locator(".ah-result > *").first).to_be_visible()


def looks_again_only_after_a_jump(tab: Visit, director: Director) -> None:
    """What was told has happened by now, and the desk's patience is over; but somebody else still moves time."""
    asked: list[str] = []
    tab.page.on("request", lambda one: asked.append(one.url))
    director.journey = Journey(director.now(), director.now())
    tab.page.evaluate("later = 1e9")
    for _ in range(2):
        with tab.page.expect_response(re.compile("/demo/status.brief=1")):
            pass
    assert not [url for url in asked if url.endswith("/demo/ahead")]
    director.journey = None
    with tab.page.expect_request("**/demo/ahead"):
        pass


@pytest.mark.parametrize("language", [pytest.param("de", marks=pytest.mark.slow), "en"])  # test_manager is German
def test_a_manager_sees_three_rounds_of_trios_on_thursdays_before_anybody_is_bothered(
    coffee: Director, visit: Open, language: Language
) -> None:
    said, before = SAID[language], len(coffee.stage.sandbox.workspace.journal.log)
    tab = visit(coffee, who="bernd.hoffstetter", language=language)
    cards = tab.page.locator(".ah-rounds .ah-card")
    write(tab, TRIOS.replace("size: 3", "size: viele") + POST + FRIDAYS)
    tab.sees(said["mistake"])
    write(tab, TRIOS + POST + FRIDAYS)
    tab.sees(said["draft"])
    tab.sees(re.compile(said["then"], re.IGNORECASE))
    expect(cards).to_have_count(3)
    for at in range(3):
        expect(cards.nth(at)).to_contain_text(said["trios"])
        expect(cards.nth(at)).to_contain_text(said["again"])
        expect(cards.nth(at).locator(".ah-groups > li")).to_have_count(12)
    tab.sees(said["skipped"])
    assert tab.serious("#dock") == []
    tab.page.locator("#ah-who").fill("Bernd H")
    expect(tab.page.locator(".ah-rounds .ah-groups > li")).to_have_count(3)
    expect(tab.page.locator(".ah-table tbody tr")).to_have_count(1)
    expect(tab.page.locator(".ah-table td", has_text=re.compile(r"\w+ \w+, \w+ \w+"))).to_have_count(3)
    assert len(coffee.stage.sandbox.workspace.journal.log) == before


def test_after_the_next_ritual_the_visitor_sees_who_met_whom(coffee: Director, visit: Open) -> None:
    said, tab = SAID["de"], visit(coffee, who="bernd.hoffstetter", language="de", dark=True)
    write(tab, TRIOS + POST + FRIDAYS)  # known from above
    tab.page.locator("#ah-rounds").select_option("1")
    write(tab, COFFEE + POST + FRIDAYS)
    tab.sees(said["live"])
    tab.sees(re.compile(said["first"], re.IGNORECASE))
    expect(tab.page.locator(".ah-rounds .ah-card")).to_have_count(1)
    foreseen = tab.page.locator(".ah-rounds .ah-card").first.locator(".ah-groups").inner_text()
    tab.page.evaluate("() => { window.later = 0; performance.now = () => later; }")  # the desk stays patient
    tab.press("Nächstes Ritual")
    expect(tab.page.locator("#toast")).to_contain_text("Nachrichten im Unternehmen")
    tab.press("+1 Std.")
    expect(tab.page.locator("#clock")).to_have_text("10:00:00")
    expect(tab.page.locator("#progress")).to_be_hidden()  # else this jump's own end would end the one made up below
    looks_again_only_after_a_jump(tab, coffee)
    look(tab)
    tab.page.locator(".ah-past summary").filter(has_text=said["past"]).click()
    happened = tab.page.locator(".ah-past .ah-groups").inner_text()
    assert sorted(happened.split("\n")) == sorted(foreseen.split("\n"))
    write(tab, TRIOS + POST + FRIDAYS)
    expect(tab.page.locator(".ah-rounds .ah-card").first).to_contain_text(said["not_due"])
    expect(tab.page.locator(".ah-past .ah-groups")).to_be_visible()  # what was opened stays open
    tab.page.set_viewport_size({"width": 360, "height": 780})
    assert tab.page.evaluate(
        "document.querySelector('#desk-body').scrollWidth <= document.querySelector('#desk-body').clientWidth"
    )
    assert tab.serious("#dock") == []
