"""A manager who is no programmer makes trios on Thursdays across sites, sees who would meet whom, and so it comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, expect

from bot.demo.director import Director
from bot.model import Language
from bot.sandbox.workspace import APP_USER
from tests.browser.conftest import ROOT, Open, Picture, serve
from tests.browser.visit import LONG, Visit

BERLIN = ZoneInfo("Europe/Berlin")
WHO: dict[Language, str] = {"de": "anna.lindqvist", "en": "david.okafor"}
SAID: dict[Language, dict[str, str]] = {
    "de": {
        "way": "In der Werkbank (🛠 oben rechts) änderst du rituals.yaml",
        "go": "Los geht’s",
        "next": "Nächstes Ritual",
        "day": "+1 Tag",
        "introduced": "Darf ich euch miteinander bekannt machen?",
        "bench": "Werkbank",
        "helped": "Worin sich die Leute einer Gruppe unterscheiden sollen",
        "council": "Bitte zeig sie dem Betriebsrat",
        "ahead": "Wer trifft dann wen?",
        "resting": "37 Leute sind in dieser Woche noch nicht wieder dran",
        "trios": "11 Trios, 1 Vierer. Alle über Standorte",
        "file": "Zur Datei",
        "apply": "Anwenden",
        "holds": "Das gilt gerade in der Sandbox.",
    },
    "en": {
        "way": "in the workbench (🛠 at the top right) you change rituals.yaml",
        "go": "Let’s go",
        "next": "Next ritual",
        "day": "+1 day",
        "introduced": "May I introduce you to each other?",
        "bench": "Workbench",
        "helped": "What people of one group should not have in common",
        "council": "show it to the works council",
        "ahead": "Who would meet whom?",
        "resting": "37 people: it is not their turn again yet in that week",
        "trios": "11 trios, 1 group of four. All across sites",
        "file": "To the file",
        "apply": "Apply",
        "holds": "This holds in the sandbox.",
    },
}
WISHES: dict[Language, tuple[tuple[str, str], ...]] = {
    "de": (("trio", "size: 3Trios"), ("standort", "mix: siteverschiedene Standorte"), ("donnerstag", "days: [thu]")),
    "en": (("trio", "size: 3trios"), ("site", "mix: siteacross sites"), ("thursday", "days: [thu]")),
}
"""What somebody types who has never seen the file, and what is offered first."""
Rounds = dict[date, frozenset[frozenset[str]]]
"""Who meets whom, by name, on which day."""
SHOWN = """(cards) => cards.map((card) => [
  card.querySelector("time").dateTime,
  [...card.querySelectorAll(".ah-groups > li")].map((one) => [...one.querySelectorAll("b")].map((b) => b.textContent)),
])"""


@pytest.fixture
def untouched() -> Iterator[Director]:
    """Serve the shipped file to one visitor."""
    with serve(ROOT / "rituals.yaml") as director:
        yield director


@pytest.mark.parametrize(
    "language", [pytest.param("de", marks=pytest.mark.pictures), pytest.param("en", marks=pytest.mark.slow)]
)
def test_a_manager_makes_trios_of_the_coffee_round_and_what_was_foreseen_happens(
    untouched: Director, visit: Open, picture: Picture, language: Language
) -> None:
    said = SAID[language]
    tab = visit(untouched, who=WHO[language], language=language, width=1280, height=800, is_new=True)
    expect(tab.page.locator("#welcome")).to_contain_text(said["way"])
    tab.press(said["go"])
    tab.press(said["next"])
    tab.settled()
    tab.sees(said["introduced"])
    tab.press(said["bench"])
    expect(tab.page.locator(".cm-line", has_text="id: kaffee")).to_be_in_viewport()  # without looking for it
    wish(tab, tab.page.locator(".cm-line", has_text="wrap_up: true"), WISHES[language])
    draft = tab.page.locator(".file-plan")
    for one in ("schedule.days: mon → thu", "size: 2 → 3", "site", said["council"]):
        expect(draft).to_contain_text(one)
    expect(draft.get_by_text("schedule.days")).to_be_in_viewport()
    picture(tab, "workbench")
    foreseen = look_ahead(tab, said)
    tab.press(said["file"])
    tab.press(said["apply"])
    expect(tab.page.locator(".file-state")).to_contain_text(said["holds"])
    tab.page.locator(f".lane .mark.open.coming[data-action^='{max(foreseen)}']").click()
    tab.settled()
    expect(tab.page.locator("#day")).to_contain_text(str(max(foreseen).day))
    tab.press(said["day"])  # some write to each other once it is morning in Boston
    tab.settled()
    expect(tab.page.locator("#day")).to_contain_text(str(max(foreseen).day + 1))
    assert happened(untouched, since=min(foreseen)) == {day: groups for day, groups in foreseen.items() if groups}


def wish(tab: Visit, line: Locator, wishes: tuple[tuple[str, str], ...]) -> None:
    """Write below a line what one wants, a word each, and take what is offered first; help is one key away."""
    line.click()
    tab.page.keyboard.press("End")
    for word, offered in wishes:
        tab.page.keyboard.press("Enter")
        tab.page.keyboard.type(word)
        first = tab.page.locator(".cm-tooltip-autocomplete li").first
        expect(first).to_contain_text(offered)
        take(tab, first)
        if "mix" in offered:
            tab.page.keyboard.press("F1")
            expect(tab.page.locator(".key-help", has_text=SAID[tab.language]["helped"])).to_be_visible()
    expect(tab.page.locator(".cm-content")).not_to_contain_text(wishes[-1][0])


def take(tab: Visit, offer: Locator) -> None:
    """Press an offer; once more where the list was just being drawn anew under the pointer, and nothing was taken."""
    text = tab.page.locator(".cm-content")
    before = text.inner_text()
    offer.click()
    try:
        expect(text).not_to_have_text(before, use_inner_text=True, timeout=3_000)
    except AssertionError:
        offer.click()
        expect(text).not_to_have_text(before, use_inner_text=True)


def look_ahead(tab: Visit, said: dict[str, str]) -> Rounds:
    """Ask who would meet whom, and read it: one Thursday of rest after this Monday, then three rounds."""
    tab.press(said["ahead"])
    cards = tab.page.locator(".ah-rounds .ah-card")
    expect(cards).to_have_count(4, timeout=LONG)
    expect(cards.first).to_contain_text(said["resting"])
    for at in (1, 2, 3):
        expect(cards.nth(at)).to_contain_text(said["trios"])
    return {
        datetime.fromisoformat(at).astimezone(BERLIN).date(): frozenset(frozenset(one) for one in groups)
        for at, groups in cards.evaluate_all(SHOWN)
    }


def happened(director: Director, *, since: date) -> Rounds:
    """Return who was really introduced to whom in the workspace, by the day of the first word in each group."""
    workspace = director.stage.sandbox.workspace
    found: dict[date, set[frozenset[str]]] = {}
    for one in workspace.conversations.values():
        if one.kind == "mpim" and one.messages:
            day = datetime.fromtimestamp(float(min(one.messages)), UTC).astimezone(BERLIN).date()
            names = frozenset(workspace.people[member].real_name for member in one.members if member != APP_USER)
            found.setdefault(day, set()).add(names)
    return {day: frozenset(groups) for day, groups in found.items() if day >= since}
