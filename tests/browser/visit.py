"""One tab of the page, as a person uses it: by the words that stand there."""

from __future__ import annotations

import re
from types import TracebackType
from typing import Any, Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, expect

from bot.model import Language

WAIT = 60_000.0
"""Milliseconds until what is expected must stand on the page."""
LONG = 120_000.0
"""Milliseconds until time has been moved over weeks, or a round has been played, on a machine with much else to do."""
SERIOUS = ("serious", "critical")
LOCALES: dict[Language, str] = {"de": "de-DE", "en": "en-GB"}


class Visit:
    """A tab in which the visitor is one person; whatever goes wrong in it stands in `troubles`."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        *,
        who: str,
        language: Language = "de",
        at: str = "",
        width: int = 1400,
        height: int = 900,
        dark: bool = False,
        is_new: bool = False,
    ) -> None:
        """Open the page as `who` (a handle), in a channel or "home" (`at`); the welcome is closed, unless `is_new`."""
        self.language: Language = language
        self._context = browser.new_context(
            locale=LOCALES[language],
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        if not is_new:
            self._context.add_init_script("localStorage.setItem('rondo-welcomed', 'yes')")
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(WAIT)
        self.troubles: list[str] = []
        self.listen(self.page)
        self.page.goto(f"{url}/#as={who}" + (f"&in={at}" if at else ""))
        expect(self.page.locator("#me b")).to_have_text(re.compile("."))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._context.close()
        assert kind is not None or not self.troubles, self.troubles

    def listen(self, page: Page) -> None:
        """Note in `troubles` whatever goes wrong in a page."""
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def become(self, name: str) -> None:
        """Switch to another person, by the page's own switcher."""
        self.page.locator("#me").click()
        self.page.locator("#people input").fill(name)
        self.page.locator("#people li button", has_text=name).first.click()
        expect(self.page.locator("#me b")).to_have_text(re.compile(name))

    def go(self, place: str) -> None:
        """Open a conversation, or the app's ("Rondo"), by its name in the side bar, which a narrow page hides."""
        menu = self.page.locator("#menu")
        if menu.is_visible():
            menu.click()
        self.page.locator("#places button.place", has_text=place).first.click()

    def press(self, words: str, *, within: Locator | None = None) -> None:
        """Press the last button with these words; wait for it, if only a mark of the line of time bears them."""
        named = (within or self.page).get_by_role("button", name=words)
        named.and_(self.page.locator(":not(.timeline *)")).last.click()

    def say(self, text: str) -> None:
        """Write into the open conversation, or a slash command."""
        self.page.locator("#write").fill(text)
        self.page.locator("#write").press("Escape")
        self.page.locator("#write").press("Enter")

    def sees(self, words: str | re.Pattern[str]) -> Locator:
        """Wait until words stand somewhere on the page, and give the last place."""
        found = self.page.get_by_text(words).filter(visible=True).last
        expect(found).to_be_visible()
        return found

    def settled(self) -> None:
        """Wait until a jump that this tab asked for is over, and what it left behind has been read."""
        expect(self.page.locator("#play")).to_be_visible(timeout=LONG)
        expect(self.page.locator("#progress")).to_be_hidden()

    @property
    def modal(self) -> Locator:
        """The open form."""
        return self.page.locator("#modal[open]")

    def serious(self, within: str | None = None) -> list[str]:
        """Return what axe finds serious or worse on what is on show."""
        return serious(self.page, within)

    def wide(self) -> int:
        """Return how many pixels the page and what stands in it take in width; more than the window is too much."""
        return int(
            self.page.evaluate(
                "Math.max(...[document.documentElement, ...document.querySelectorAll('.scroll, .home, .modal-body')]"
                ".map((one) => one.scrollWidth))"
            )
        )

    def shot(self, path: str) -> None:
        """Take a picture of what is on show."""
        self.page.screenshot(path=path)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            try:
                self.troubles.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")
            except Error:  # the tab is closing
                self.troubles.append(message.type)


def serious(page: Page, within: str | None = None, *, is_served: bool = True) -> list[str]:
    """Return what axe finds serious or worse on a page; of one from disk it may not fetch the style sheets again."""
    found: dict[str, Any] = Axe().run(page, context=within, options={"preload": is_served}).response
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
    ]
