"""The bar and its line, and the desk of colleagues: one walk in German on the shipped file, one in English on goals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

import bot.demo
from bot.demo.director import Director
from tests.browser.conftest import Open, serve
from tests.browser.visit import LONG, Visit
from tests.world import BERLIN

SOME_DAYS_LATER = re.compile("(27|28|29|30) November|December|January")
GOALS = Path(bot.demo.__file__).with_name("goals.yaml")


@pytest.fixture(scope="module")
def goals() -> Iterator[Director]:
    """Serve the demo's goals."""
    with serve(GOALS) as director:
        yield director


def press(tab: Visit, name: str) -> None:
    """Press a button of the bar, and wait until the jump is over."""
    tab.page.locator("#steps").get_by_role("button", name=name, exact=True).click()
    tab.settled()


def marks(tab: Visit, state: str) -> Locator:
    return tab.page.locator(f"#line .mark.{state}")


def test_somebody_moves_time_in_german_by_every_button_and_mark(shipped: Director, visit: Open) -> None:
    tab = visit(shipped, who="bernd", language="de")
    clock, day = tab.page.locator("#clock"), tab.page.locator("#day")
    press(tab, "Nächster Montag")
    expect(day).to_have_text("Montag, 30. November 2026")
    expect(clock).to_have_text("08:58:00")
    press(tab, "Nächstes Ritual")
    expect(clock).to_have_text("09:00:00")
    press(tab, "+1 Std.")
    expect(clock).to_have_text("10:00:00")
    press(tab, "+1 Tag")
    expect(day).to_have_text("Dienstag, 1. Dezember 2026")

    marks(tab, "skip").first.click()
    said = tab.page.locator(".line-said")
    expect(said).to_have_text("Wochenabschluss entfällt am Fr., 25. Dez., 14:00: Erster Weihnachtstag, HH.")
    expect(day).to_have_text("Dienstag, 1. Dezember 2026")
    marks(tab, "open.done").first.click()
    expect(said).to_contain_text("verschickt")
    expect(day).to_have_text("Dienstag, 1. Dezember 2026")

    goal = tab.page.get_by_role("button", name="Montagsfrage, Mo., 7. Dez., 09:30: dorthin vorspulen", exact=True)
    goal.focus()
    goal.press("Enter")
    tab.settled()
    expect(day).to_have_text("Montag, 7. Dezember 2026")
    expect(clock).to_have_text("09:30:00")
    expect(goal).to_have_count(0)

    press(tab, "▶ ×60")
    expect(tab.page.get_by_role("button", name="❚❚ Pause")).to_be_visible()
    expect(clock).not_to_have_text(re.compile(r"^09:30"))
    press(tab, "❚❚ Pause")
    expect(tab.page.locator("#play")).to_have_text("▶ ×60")
    workspace = shipped.stage.sandbox.workspace
    assert workspace.clock.running is False
    still = workspace.clock.now()
    expect(clock).to_have_text(still.astimezone(BERLIN).strftime("%H:%M:%S"))
    with tab.page.expect_response("**/demo/opened"):
        tab.page.reload()
    expect(clock).to_have_text(still.astimezone(BERLIN).strftime("%H:%M:%S"))
    expect(tab.page.locator("#play")).to_have_text("▶ ×60")
    assert workspace.clock.now() == still, "another look does not let time go on"
    assert tab.serious("header.bar") == []
    assert tab.serious("#line") == []


def test_a_mark_stays_under_the_pointer_and_its_sentence_follows_the_language(shipped: Director, visit: Open) -> None:
    tab = visit(shipped, who="bernd", language="de")
    skip = marks(tab, "skip").first
    skip.hover()
    said = tab.page.locator(".line-said")
    expect(said).to_contain_text("Erster Weihnachtstag, HH.")
    held = skip.element_handle()
    tab.page.evaluate("async () => (await import('/static/timebar.js')).readTime()")
    assert held.evaluate("(one) => one.isConnected"), "a press on it is not lost"
    tab.page.locator("#language").click()
    expect(said).to_contain_text("Christmas Day, HH.")


def test_eight_weeks_with_colleagues_in_english_leave_results_behind(goals: Director, visit: Open) -> None:
    tab = visit(goals, who="grace", language="en", dark=True)
    tab.page.locator("#bench").click()
    tab.page.get_by_role("tab", name="The others").click()
    tab.sees("Nothing yet. Switch them on and move time forward.")
    tab.page.get_by_label("Answer when they are asked").fill("90")
    tab.page.get_by_label("React with an emoji").fill("0")
    tab.page.get_by_label("Go on holiday, each week").fill("5")
    tab.page.get_by_label("Let the others act").check()
    expect(tab.page.get_by_label("Let the others act")).to_be_checked()
    press(tab, "+1 day")
    began = goals.now()
    tab.page.locator("#steps").get_by_role("button", name="+8 weeks").click()
    stop = tab.page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_focused()
    expect(tab.page.locator("#day")).to_have_text(SOME_DAYS_LATER, timeout=LONG)
    stop.press("Enter")
    tab.settled()
    assert goals.journey is None
    assert goals.now() < began + timedelta(weeks=8)

    done = tab.page.locator(".crowd-done dl")
    expect(done).to_contain_text("Answers")
    expect(done).to_contain_text("Went on holiday")
    assert goals.colleagues.shown()["done"]["answered"] > 30
    assert tab.serious("#dock") == []
    assert tab.serious("#line") == []
    tab.page.locator("#dock .leave").click()
    tab.go("montagsrunde")
    tab.sees(re.compile("Ergebnisse|Results"))
    tab.page.locator("#me").click()
    away = tab.page.locator("#people .status-sign").first
    expect(away).to_have_attribute("aria-label", re.compile("^(On holiday|Im Urlaub), back on "))
