"""A walk: one director, a few people in tabs of their own, and a crowd that answers by itself."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta

from playwright.sync_api import Browser, Locator, expect

from bot.demo.colleagues import Colleagues
from bot.demo.director import Director
from bot.model import Language
from tests.browser.visit import Visit
from tests.world import next_moment

MESSAGES: dict[Language, str] = {"de": "Nachrichten", "en": "Messages"}
CLOSE: dict[Language, str] = {"de": "Schließen", "en": "Close"}
APP = "Rondo"


class Walk:
    """What the tests of one kind do: open tabs, let time pass, let the others answer."""

    def __init__(self, director: Director, browser: Browser, tabs: ExitStack) -> None:
        self.director = director
        self._browser = browser
        self._tabs = tabs

    def tab(self, who: str, language: Language, *, width: int = 1400, dark: bool = False) -> Visit:
        """Open a tab in which somebody (a handle) reads the page in a language."""
        url = self.director.stage.sandbox.url
        opened = Visit(self._browser, url, who=who, language=language, width=width, dark=dark)
        return self._tabs.enter_context(opened)

    def to(self, when: str) -> None:
        """Go to the next such moment in Berlin ("tue 09:01"), everything due on the way included."""
        self.director.advance(next_moment(self.director.now(), when))

    def on(self, **amount: float) -> None:
        """Go so far ahead (timedelta's words)."""
        self.director.advance(self.director.now() + timedelta(**amount))

    def others(self, *, but: str) -> int:
        """Let the crowd fill in what waits for it; whoever answered already is left in peace. `but`: a Slack id."""
        return Colleagues(self.director.stage).answer(but=but)


def messages(tab: Visit) -> None:
    """Open the direct messages with the app."""
    tab.go(APP)
    tab.page.locator("#tabs").get_by_role("button", name=MESSAGES[tab.language]).click()


def form(tab: Visit, title: str) -> Locator:
    """Wait for an open form with this title, and see that axe finds nothing serious in it."""
    expect(tab.modal.locator("h2")).to_have_text(title)
    assert tab.serious("#modal") == []
    return tab.modal


def done(tab: Visit) -> None:
    """Close the page that says thanks, by its button."""
    tab.modal.locator("footer").get_by_role("button", name=CLOSE[tab.language]).click()
    expect(tab.modal).to_have_count(0)


def leave(tab: Visit) -> None:
    """Close what is open, by the keyboard: one page after the other, where several lie on each other."""
    while tab.modal.count():
        words = tab.modal.inner_text()
        tab.page.keyboard.press("Escape")
        expect(tab.page.locator("#modal")).not_to_have_text(words, use_inner_text=True)
    expect(tab.modal).to_have_count(0)
