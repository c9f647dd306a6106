"""A real headless Chromium, and the demo as `rondo demo` serves it: one a file of tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect, sync_playwright

from bot.demo.director import Director
from bot.demo.page import Page
from bot.demo.seed import fill_directory
from bot.demo.stage import Stage
from tests.browser import chromium
from tests.browser.visit import WAIT, Visit
from tests.browser.walks import Walk
from tests.world import SATURDAY

ROOT = Path(__file__).parents[2]
Open = Callable[..., Visit]
PICTURES = os.environ.get("RONDO_PICTURES")
"""The folder for the README's pictures, where they are asked for; read before tests forget the environment."""
Begin = Callable[[str], Walk]
Picture = Callable[..., None]
Serve = Callable[..., AbstractContextManager[Director]]


PATIENCE = 400
"""Seconds for a whole walk: more than its waits (`LONG`), each of which says better what was missing."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let no walk be ended before its own waits are over."""
    for item in items:
        if Path(__file__).parent in item.path.parents and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(PATIENCE))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Run one browser for all these tests of a process; without one they fail, they are not skipped.

    It ends with them: as long as it is there, an event loop runs in this thread, and others take that for their own.
    """
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.MISSING)
    expect.set_options(timeout=WAIT)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, chromium_sandbox=False, args=[*chromium.FLAGS])
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Open tabs: `visit(director, who="bernd", language="en")`; what went wrong in one fails the test at its end."""
    with ExitStack() as tabs:

        def opened(director: Director, **asked: object) -> Visit:
            url = director.stage.sandbox.url
            return tabs.enter_context(Visit(browser, url, **asked))  # type: ignore[arg-type]

        yield opened


@pytest.fixture
def picture() -> Picture:
    """Write what a tab shows to docs/NAME.png, where `make pictures` asks for it; else nothing happens."""

    def taken(tab: Visit, name: str, *, showing: Locator | None = None) -> None:
        if PICTURES:
            tab.page.set_viewport_size({"width": 1280, "height": 800})
            if showing:
                showing.evaluate("(one) => one.scrollIntoView({block: 'end'})")
            tab.shot(str(ROOT / PICTURES / f"{name}.png"))

    return taken


@contextmanager
def serve(rituals: Path, *, now: datetime = SATURDAY) -> Iterator[Director]:
    """Serve the page around a bot that works on this file, its time standing still until a test moves it."""
    page = Page()
    stage = Stage(rituals, now=now, routes=page.routes(), quick=True)
    try:
        stage.begin(beat=False)
        fill_directory(stage)
        page.director = Director(stage)
        page.director.binder.begin()
        stage.sandbox.workspace.clock.run(rate=0.0)
        yield page.director
    finally:
        stage.close()


@pytest.fixture
def begin(browser: Browser, tmp_path: Path) -> Iterator[Begin]:
    """Begin a walk on a file of rituals, given as text; its tabs close before its server does."""
    with ExitStack() as undo:

        def begun(rituals: str) -> Walk:
            file = tmp_path / "rituals.yaml"
            file.write_text(rituals, encoding="utf-8")
            return Walk(undo.enter_context(serve(file)), browser, undo)

        yield begun


@pytest.fixture(scope="module")
def shipped() -> Iterator[Director]:
    """Serve the shipped rituals.yaml."""
    with serve(ROOT / "rituals.yaml") as director:
        yield director
