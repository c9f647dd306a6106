"""The desks that look behind the scenes: the X-ray, the calls, and Slack's bad days."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from bot.demo.director import Director
from bot.model import Language
from bot.sandbox.model import Json
from tests.browser.conftest import ROOT, Open, serve
from tests.browser.visit import LONG, Visit


@pytest.fixture(scope="module")
def opened() -> Iterator[Director]:
    """Serve the shipped file after its first coffee round was opened."""
    with serve(ROOT / "rituals.yaml") as director:
        while not introductions(director):
            director.step()
        yield director


def introductions(director: Director) -> list[Json]:
    """Return what groups got so far."""
    return [row for row in director.stage.sandbox.workspace.journal.log if row["kind"] == "mpim"]


def speaker(director: Director, language: Language, *, introduced: bool = False) -> str:
    """Return somebody of the coffee round who reads this language, or of those who have been introduced."""
    workspace = director.stage.sandbox.workspace
    met = [one for row in introductions(director) for one in row["members"]]
    among = [workspace.people[one] for one in (met if introduced else workspace.channel("kaffeerunde").members)]
    fit = [one for one in among if one.locale.startswith(language) and not (one.is_bot or one.is_guest or one.deleted)]
    return fit[0].name


def part(tab: Visit, title: str) -> Locator:
    """Return a part of the X-ray, by its title."""
    return tab.page.locator("#dock .xray-part", has=tab.page.get_by_role("heading", name=title, exact=True))


def test_an_introduction_under_the_xray_tells_its_run_its_reasons_its_sizes_and_its_calls(
    opened: Director, visit: Open
) -> None:
    tab = visit(opened, who=speaker(opened, "de", introduced=True), language="de")
    expect(tab.page.locator("#list")).to_contain_text(re.compile("bekannt machen|introduce you"))  # it came before
    tab.page.locator("li.message").last.hover()
    tab.page.locator("li.message").last.get_by_role("button", name="Röntgen").click()
    expect(part(tab, "Woher")).to_contain_text("kaffee@2026-11-23")
    expect(part(tab, "Woher")).to_contain_text("Montag, 23. November 2026")
    expect(part(tab, "Woher")).to_contain_text(re.compile(r"Startwert\d{5,}"))
    expect(part(tab, "Der Brief")).to_contain_text(re.compile(r"angekommen.*/open/\d+/post.*Versuche1"))
    expect(part(tab, "Warum diese Leute")).to_contain_text("weil du in #kaffeerunde bist")
    expect(part(tab, "Warum genau diese Gruppe")).to_contain_text("18 Gruppen")
    expect(part(tab, "Größe gegen Slacks Grenzen").locator("li")).to_have_count(9)
    expect(part(tab, "Größe gegen Slacks Grenzen")).to_contain_text("Längste Auswahl")
    expect(part(tab, "Größe gegen Slacks Grenzen")).to_contain_text(re.compile(r"Blöcke\d+ von 50 · passt"))
    expect(part(tab, "Kurztext")).to_contain_text(re.compile(r": @.* (bekannt machen|introduce you)\?"))
    made = part(tab, "Aufrufe dazu").locator("li[data-n]")
    expect(made.locator(".row-name")).to_have_text([re.compile("conversations.open"), re.compile("chat.postMessage")])
    copy = tab.page.get_by_role("button", name=re.compile("Kopieren: Blöcke"))
    copy.click()
    expect(copy).to_have_text("Kopiert")
    assert tab.serious("#dock") == []
    tab.page.get_by_role("button", name="In den Aufrufen zeigen: chat.postMessage").click()
    expect(tab.page.locator("#dock .traffic[open]")).to_contain_text("Gefragt: chat.postMessage")
    expect(tab.page.locator("#dock .traffic[open]")).to_contain_text("Geantwortet (HTTP 200)")


def test_a_reply_the_home_tab_and_an_open_form_say_that_they_are_no_letters_and_who_caused_them(
    opened: Director, visit: Open
) -> None:
    tab = visit(opened, who=speaker(opened, "en"), language="en", dark=True, at="kaffeerunde")
    tab.say("/rondo why")
    reply = tab.page.locator("li.message.ephemeral").last
    reply.hover()
    reply.get_by_role("button", name="X-ray").click()
    expect(tab.page.locator("#dock .note")).to_contain_text("This is no letter but the answer")
    caused = part(tab, "What caused it, and what came of it")
    expect(caused.locator("li", has_text="Cause")).to_contain_text(re.compile(r"/rondo why.*acked"))
    expect(caused).to_contain_text("response_url")
    dates = "async () => (await import('/static/dates.js')).wholeDay(Date.parse('2026-11-03'))"
    assert tab.page.evaluate(dates) in ("Tuesday 3 November 2026", "Tuesday, 3 November 2026")
    tab.go("Rondo")
    tab.page.locator("#tabs").get_by_role("button", name="Home", exact=True).click()
    expect(tab.page.locator("#home")).to_contain_text("My rituals")
    tab.page.get_by_role("button", name="X-ray the Home tab").click()
    expect(tab.page.locator("#dock h3")).to_contain_text("Home tab")
    expect(part(tab, "Size against Slack’s limits")).to_contain_text("of 100 · fits")
    expect(caused).to_contain_text("views.publish")
    assert tab.serious("#dock") == []
    tab.page.locator("#home").get_by_role("button", name="Who can help?").click()
    tab.modal.get_by_role("button", name="X-ray this window").click()
    dialog = tab.page.locator(".xray-dialog")
    expect(dialog).to_contain_text("This is no letter: a window lives only while it is open.")
    expect(dialog).to_contain_text("views.open")
    assert tab.serious(".xray-dialog") == []
    tab.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(tab.modal).to_be_visible()
    tab.press("Close", within=tab.modal)


def test_the_calls_are_filtered_live_and_a_round_in_a_storm_arrives_exactly_once(opened: Director, visit: Open) -> None:
    tab = visit(opened, who=speaker(opened, "de"), language="de")
    before = len(introductions(opened))
    tab.page.locator("#bench").click()
    tab.page.locator("#tab-calls").click()
    rows = tab.page.locator("#dock .rows > li")
    expect(rows.first).to_be_visible()
    search = tab.page.get_by_role("searchbox", name="Methode, Ereignis oder Befehl")
    tab.page.locator("#calls-tier").select_option("3")
    search.fill("conversations.open")
    expect(rows.filter(has_text="conversations.open").nth(9)).to_be_visible()
    expect(rows.filter(has_not_text="conversations.open")).to_have_count(0)
    tab.page.locator("#calls-outcome").select_option("bad")
    tab.sees("Hier ist nichts, das passt.")
    tab.page.locator("#calls-tier").select_option("all")  # whom the storm hits first is chance
    search.fill("")
    tab.page.locator("#tab-storm").click()
    tab.press("Sturm")
    tab.sees("Schlechtes Wetter.")
    while len(introductions(opened)) == before:
        opened.step()
    tab.page.locator("#tab-calls").click()
    expect(rows.first.locator(".outcome.bad")).to_be_visible()
    tab.page.locator("#tab-storm").click()
    expect(tab.page.locator("#dock .struck li").first).to_be_visible()
    tab.press("Zurück zu gutem Wetter")
    tab.sees("Gutes Wetter.")
    tab.press("+1 Std.")
    tab.settled()
    verdict = tab.page.locator("#dock .verdict")
    expect(verdict).to_have_text("Alles Fällige ist angekommen, nichts doppelt, nichts verloren.", timeout=LONG)
    for word in ("doppelt", "verloren"):
        expect(tab.page.locator("#dock .tile", has_text=word).locator("b")).to_have_text("0")
    told = opened.stage.sandbox.url + "/demo/coping"
    tab.page.route(told, lambda route: route.fulfill(json={**route.fetch().json(), "died": 2}))
    expect(verdict).to_contain_text("2 Briefe sind an den schlechten Tagen gescheitert")
    expect(tab.page.locator("#dock .tile", has_text="an Slack gescheitert").locator("b")).to_have_text("2")
    tab.page.unroute(told)
    expect(verdict).to_contain_text("nichts verloren")
    assert tab.serious("#dock") == []
    twice = [frozenset(row["members"]) for row in introductions(opened)[before:]]
    assert len(twice) == len(set(twice))


SLOW = """() => {
  const [fetching, setting, clearing] = [window.fetch, window.setInterval, window.clearInterval];
  window.ticking = new Set();
  window.setInterval = (...asked) => { const id = setting(...asked); window.ticking.add(id); return id; };
  window.clearInterval = (id) => { window.ticking.delete(id); clearing(id); };
  window.hold = () => { window.held = new Promise((resolve) => { window.release = resolve; }); };
  window.fetch = async (...asked) => { await window.held; return fetching(...asked); };
}"""
"""Lets answers wait until they are released, and counts what ticks from now on."""


def test_switches_that_are_set_in_quick_succession_all_hold_and_what_is_lost_is_said(
    opened: Director, visit: Open
) -> None:
    tab = visit(opened, who=speaker(opened, "de"), language="de")
    tab.page.evaluate(SLOW)
    tab.page.locator("#bench").click()
    tab.page.locator("#tab-storm").click()
    expect(tab.page.locator("#dock .tiles")).to_be_visible()
    tab.page.evaluate("hold()")
    for fault in ("429", "500"):
        tab.page.locator(f"[data-rate='{fault}']").check()
    tab.page.evaluate("release()")
    for fault in ("429", "500"):
        expect(tab.page.locator(f"[data-percent='{fault}']")).to_have_value("5")
    assert opened.stage.sandbox.workspace.weather.face()["rates"] == {"429": 0.05, "500": 0.05}
    tab.page.route("**/sandbox/weather", lambda route: route.abort())
    tab.page.locator("[data-rate='hang']").click()
    expect(tab.page.locator("#toast")).to_contain_text("Das Wetter ließ sich nicht ändern")
    expect(tab.page.locator("[data-rate='hang']")).not_to_be_checked()
    tab.page.unroute("**/sandbox/weather")
    tab.press("Zurück zu gutem Wetter")
    tab.sees("Gutes Wetter.")
    tab.troubles = [one for one in tab.troubles if "sandbox/weather" not in one]  # the browser notes each lost request


LATE = """() => {
  const [fetching, setting] = [window.fetch, window.setInterval];
  window.setInterval = (work, every) => setting(work, every / 10);
  const pause = () => new Promise((resolve) => { setTimeout(resolve, 400); });
  window.fetch = async (path, ...more) => {
    const answer = await fetching(path, ...more);
    if (path.includes("after=")) await pause();
    return answer;
  };
}"""
"""Lets looks follow each other ten times as fast, and what is new among the calls come late."""


def test_no_call_stands_there_twice_when_looks_overlap(opened: Director, visit: Open) -> None:
    tab = visit(opened, who=speaker(opened, "en"), language="en", at="kaffeerunde")
    tab.page.evaluate(LATE)
    tab.page.locator("#bench").click()
    tab.page.locator("#tab-calls").click()
    expect(tab.page.locator("#dock .minute h4")).to_be_visible()
    tab.say("/rondo help")
    expect(tab.page.locator("#dock .rows > li", has_text="/rondo help").first).to_be_visible()
    tab.page.wait_for_timeout(600)  # the other looks land
    numbers = tab.page.locator("#dock .rows > li").evaluate_all("(all) => all.map((one) => one.dataset.n)")
    assert len(numbers) == len(set(numbers))


def test_a_desk_that_is_left_before_its_answers_came_rests(opened: Director, visit: Open) -> None:
    tab = visit(opened, who=speaker(opened, "de"), language="de")
    leave, bench = tab.page.locator("#dock .leave"), tab.page.locator("#bench")
    drawn = {
        "crowd": ".crowd", "storm": ".tiles", "calls": ".minute h4", "ahead": ".ah-calendar", "file": ".cm-content",
    }  # fmt: skip
    tab.page.evaluate(SLOW)
    bench.click()
    for name, part_of_it in drawn.items():
        tab.page.evaluate("hold()")
        tab.page.locator(f"#tab-{name}").click()
        tab.page.locator(f"#tab-{name}").click()
        leave.click()
        bench.click()
        tab.page.evaluate("release()")
        expect(tab.page.locator(f"#dock {part_of_it}").first).to_be_visible(timeout=LONG)
        leave.click()
        assert tab.page.evaluate("ticking.size") == 0, name
        bench.click()
