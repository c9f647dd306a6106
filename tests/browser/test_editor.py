"""The rituals file beside the workspace: mistakes are marked, keys offered; what is applied happens, or goes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from bot.demo.director import Director, Journey
from tests.browser.conftest import Open, serve
from tests.browser.visit import Visit
from tests.world import COFFEE, POST

TEXT = COFFEE + POST
OWNED = "offer_skip: false\n    owner: [U0001ANNAXX]"
PLACES = """async (cases) => {
  const { placeAt } = await import("/static/desks/file-place.js");
  const { keysOf, valuesOf } = await import("/static/desks/file-schema.js");
  const known = await (await fetch("/demo/file/known")).json();
  return cases.map((text) => {
    const at = text.indexOf("¦");
    const place = placeAt(text.replace("¦", ""), at);
    if (!place) return null;
    const keys = () => keysOf(known.schema, place).map((one) => one.name);
    const values = () => valuesOf(known.schema, place, known).map((one) => one.value);
    const found = place.key ? keys() : values();
    return { path: place.path.join("."), key: place.key, typed: place.typed, found };
  });
}"""


class Desk:
    """The open desk, as somebody types into it."""

    def __init__(self, tab: Visit) -> None:
        self.tab, self.page = tab, tab.page
        self.page.locator("#bench").click()
        self.text = self.page.locator(".cm-content")
        expect(self.text).to_be_visible()

    def type_over(self, old: str, new: str) -> None:
        """Find a piece of the text by the editor's own search, and type something else."""
        self.text.click()
        self.page.keyboard.press("Control+f")
        self.page.locator(".cm-search input[name=search]").fill(old)
        self.page.keyboard.press("End")  # with a key the search takes it
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Escape")
        self.page.keyboard.insert_text(new)

    def button(self, name: str) -> Locator:
        return self.page.locator("#dock").get_by_role("button", name=name)

    def shown(self) -> str:
        return str(self.page.evaluate("import('/static/draft.js').then((one) => one.draft.text)"))


@pytest.fixture(scope="module")
def director(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Director]:
    """Serve a file that a manager begins with."""
    file = tmp_path_factory.mktemp("rituals") / "rituals.yaml"
    file.write_text(TEXT, encoding="utf-8")
    with serve(file) as served:
        yield served


def test_a_manager_mends_a_mistake_sees_what_changes_applies_it_and_takes_it_back(
    director: Director, visit: Open
) -> None:
    tab = visit(director, who="bernd.hoffstetter", language="de")
    desk = Desk(tab)
    expect(desk.button("Anwenden")).to_be_disabled()
    tab.sees("Geprüft: keine Fehler.")

    desk.page.route("**/demo/file/check", lambda route: None)
    desk.type_over("kind: post", "kind: posst")
    expect(desk.page.locator(".file-verdict")).to_be_empty()  # nobody has checked this
    desk.page.unroute("**/demo/file/check")
    desk.page.keyboard.insert_text(" ")
    expect(desk.page.locator(".cm-lintRange-error")).to_have_text("posst")
    tab.sees("1 Fehler. Behebe ihn, dann kannst du anwenden.")
    expect(desk.page.locator(".file-problems")).to_contain_text("Meintest du post?")
    expect(desk.button("Anwenden")).to_be_disabled()
    desk.button("In euren Slack bringen").click()
    expect(desk.page.locator("#toast")).to_contain_text("In der Datei steckt noch ein Fehler.")
    expect(desk.page.locator("dialog.take")).to_have_count(0)
    desk.page.locator(".file-problems").get_by_role("button", name="Zeile").first.click()
    expect(desk.text).to_be_focused()
    desk.page.locator(".cm-lintRange-error").hover()
    desk.page.locator(".cm-diagnosticAction").click()
    tab.sees("Geprüft: keine Fehler.")
    assert desk.shown() == TEXT

    desk.type_over('at: "09:00"', 'at: "10:00"')
    plan = desk.page.locator(".file-plan")
    expect(plan).to_contain_text("schedule.at: 09:00 → 10:00")
    expect(plan).to_contain_text("jetzt Mo. 23. Nov., 10:00")
    people = plan.locator(".plan-whom")
    expect(people).to_contain_text("Leute")
    plan.get_by_text("Wer ist das?").click()
    expect(plan).to_contain_text("Anna Lindqvist")
    assert tab.serious("#dock") == []

    desk.page.route("**/demo/file/check", lambda route: route.fulfill(status=503, json={"error": "starting"}))
    desk.type_over("10:00", "10:00")
    desk.page.keyboard.insert_text(" ")
    tab.sees("Die Prüfung hat nicht geklappt (starting).")
    expect(desk.button("Anwenden")).to_be_disabled()
    expect(plan).to_be_empty()
    director.journey = Journey(director.now(), director.now())
    tab.sees("Die Zeit läuft gerade vor.")
    desk.page.unroute("**/demo/file/check")
    tab.troubles.clear()  # the browser notes each 503
    desk.page.keyboard.press("Backspace")
    expect(plan).to_contain_text("schedule.at: 09:00 → 10:00")
    expect(desk.button("Anwenden")).to_be_disabled()
    director.journey = None
    expect(desk.page.locator(".file-note", has_text="Die Zeit läuft gerade vor.")).to_have_count(0)
    desk.page.route("**/demo/file/apply", lambda route: route.fulfill(status=409, json={"error": "jumping"}))
    desk.button("Anwenden").click()
    expect(desk.page.locator("#toast")).to_contain_text("Die Zeit läuft gerade vor.")
    desk.page.unroute("**/demo/file/apply")
    tab.troubles.clear()

    desk.button("Anwenden").click()
    expect(desk.page.locator(".file-state")).to_contain_text("Das gilt gerade in der Sandbox.")
    expect(desk.page.locator("#coming")).to_contain_text("10:00")
    expect(plan).to_be_empty()
    desk.button("Rückgängig").click()
    expect(desk.page.locator("#coming")).to_contain_text("09:00")
    expect(desk.button("Wiederholen")).to_be_enabled()
    assert desk.shown() == TEXT
    expect(desk.page.locator(".cm-activeLine")).to_contain_text('at: "09:00"')  # it stays where the change is
    desk.button("Wiederholen").click()
    expect(desk.page.locator("#coming")).to_contain_text("10:00")
    for _ in range(2):  # the Monday question, then the coffee round by its new hour
        tab.press("Nächstes Ritual")
        tab.settled()
    expect(desk.page.locator("#clock")).to_contain_text("10:00")
    tab.sees(re.compile("darf ich euch|may I introduce"))


def test_keys_and_values_are_offered_and_explained_and_the_keyboard_leads_out(director: Director, visit: Open) -> None:
    tab = visit(director, who="anna.lindqvist", language="en", dark=True)
    desk = Desk(tab)
    desk.type_over("    offer_skip: false", "    offer_skip: false")
    desk.page.keyboard.press("Enter")
    options = desk.page.locator(".cm-tooltip-autocomplete li")
    desk.page.keyboard.type("rem")
    expect(options.first).to_contain_text("remind")
    expect(desk.page.locator(".cm-completionInfo")).to_contain_text("remind")
    assert tab.serious("#dock") == []
    desk.page.keyboard.press("Enter")
    expect(desk.text).to_contain_text("remind:")
    assert "    remind: " in desk.shown()
    desk.page.route("**/demo/file/plan", lambda route: route.abort())
    desk.page.keyboard.type("never")
    desk.page.keyboard.press("Escape")
    tab.sees("The check did not work (no connection to the demo). You can apply it once the check works")
    desk.page.keyboard.press("Home")
    desk.page.keyboard.press("F1")
    expect(desk.page.locator(".key-help", has_text="remind")).to_be_visible()  # the mouse may rest on another word

    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Tab")
    expect(desk.text).not_to_be_focused()
    expect(desk.page.locator("#dock")).to_be_visible()

    desk.button("Take it live").click()  # what a check finds meanwhile takes no click away
    expect(desk.page.locator("#toast")).to_contain_text("This could not be checked just now")
    expect(desk.page.locator("dialog.take")).to_have_count(0)
    desk.page.unroute("**/demo/file/plan")
    tab.sees("Checked: no mistakes.")
    tab.troubles.clear()  # the browser notes each lost request

    desk.button("Take it live").click()
    dialog = desk.page.locator("dialog.take")
    expect(dialog).to_contain_text("where your Rondo runs")
    assert tab.serious() == []
    with desk.page.expect_download() as download:
        dialog.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "rituals.yaml"
    assert Path(download.value.path()).read_text("utf-8") == desk.shown()
    desk.page.keyboard.press("Escape")
    expect(desk.button("Take it live")).to_be_focused()
    desk.button("Back to the file").click()
    expect(desk.page.locator(".file-state")).to_contain_text("This holds in the sandbox.")
    assert desk.shown() == TEXT


def test_the_own_file_comes_in_and_what_somebody_is_typing_stays(director: Director, visit: Open) -> None:
    tab = visit(director, who="carla.wuensche", language="de")
    desk = Desk(tab)
    desk.type_over("Was steht an?", "Mein Entwurf?")
    director.stage.original.write_text(TEXT.replace("What is up?", "From the disk?"), encoding="utf-8")
    tab.sees("Dein Entwurf steht noch im Editor.")
    assert "Mein Entwurf?" in desk.shown()
    assert "From the disk?" in director.stage.config.source
    assert "From the disk?" in desk.page.evaluate("JSON.parse(sessionStorage['rondo-draft']).live")  # outlives a reload
    desk.button("Entwurf verwerfen").click()
    expect(desk.text).to_contain_text("From the disk?")

    desk.type_over("channel: montagsrunde", "channel: dienstagsrunde")
    desk.button("#dienstagsrunde anlegen").click()
    expect(desk.page.locator(".file-plan")).not_to_contain_text("gibt es in der Sandbox nicht")
    desk.button("Anwenden").click()
    expect(desk.page.locator(".file-state")).to_contain_text("Das gilt gerade")
    expect(desk.page.locator("#places")).to_contain_text("dienstagsrunde")


def test_a_changed_id_leads_to_the_question_in_slack_and_its_answer_comes_back(director: Director, visit: Open) -> None:
    tab = visit(director, who="carla.wuensche", language="de")
    desk = Desk(tab)
    desk.type_over("offer_skip: false", OWNED)
    desk.button("Anwenden").click()
    expect(desk.page.locator(".file-state")).to_contain_text("Das gilt gerade")
    desk.type_over("id: kaffee", "id: coffee")
    desk.type_over("join kaffee", "join coffee")
    expect(desk.page.locator(".file-plan")).to_contain_text("Möchtest du id: kaffee behalten?")
    desk.button("Anwenden").click()
    desk.button("Als Anna Lindqvist antworten").click()
    expect(desk.page.locator("#me b")).to_have_text("Anna Lindqvist")
    director.stage.rondo.deliver(director.now())
    desk.page.locator("#list").get_by_role("button", name="Ja").last.click()
    expect(desk.page.locator(".file-news")).to_be_empty()
    director.stage.rondo.watch.beat(director.now())  # which its heartbeat does each second
    expect(desk.page.locator(".file-state")).to_contain_text("Das gilt gerade")
    assert director.stage.config.rituals[0].id == "coffee"


LABOURING = """() => {
  const [fetching, setting] = [window.fetch, window.setInterval];
  window.setInterval = (work, every) => setting(work, every / 10);
  let asked = 0;
  window.fetch = async (path, ...more) => {
    if (path === "/demo/file/check" && ++asked === 1) throw new Error("starting");
    if (path === "/demo/file/check") await new Promise((resolve) => { setTimeout(resolve, 500); });
    return fetching(path, ...more);
  };
}"""
"""Lets looks follow each other ten times as fast, the first check fail, and each further one outlast two looks."""


def test_a_checker_that_takes_longer_than_a_look_recovers(director: Director, visit: Open) -> None:
    tab = visit(director, who="carla.wuensche", language="de")
    tab.page.evaluate(LABOURING)
    Desk(tab)
    tab.sees("Die Prüfung hat nicht geklappt (starting).")
    expect(tab.page.locator(".file-verdict")).to_have_text(re.compile("Geprüft: keine Fehler"), timeout=8_000)


HEAD = "version: 1\nrituals:\n"
ITEM = HEAD + "  - id: kaffee\n    kind: pairing\n"
CASES: tuple[tuple[str, dict[str, Any] | None, tuple[str, ...], tuple[str, ...]], ...] = (
    ("¦", {"path": "", "key": True}, ("rituals", "defaults"), ("kind",)),
    ("defaults:\n  ¦\n", {"path": "defaults"}, ("timezone",), ("rituals",)),
    ("defaults:\n  language: ¦\n", {"path": "defaults.language", "key": False}, ("de", "en"), ()),
    ("defaults: {holidays: {country: DE, state: ¦", {"path": "defaults.holidays.state"}, ("HH", "BY"), ("ZH",)),
    ("defaults: {lang¦", {"path": "defaults", "typed": "lang"}, ("language",), ()),
    (HEAD + "  - ¦", {"path": "rituals.0"}, ("id", "kind"), ("version",)),
    (HEAD + "  - id: a\n    kind: ¦", {"path": "rituals.0.kind"}, ("pairing", "post"), ()),
    (ITEM + "    ¦", {"path": "rituals.0"}, ("wrap_up", "schedule"), ("text", "version")),
    (ITEM.replace("pairing", "post") + "    ¦", {"path": "rituals.0"}, ("text",), ("wrap_up", "join")),
    ("rituals:\n- id: a\n  kind: post\n  ¦\n- id: b\n", {"path": "rituals.0"}, ("text",), ("wrap_up",)),
    (
        ITEM + "    schedule: {every: week, days: [mon, ¦",
        {"path": "rituals.0.schedule.days.1"},
        ("tue",),
        ("first mon",),
    ),
    (
        ITEM + "    schedule:\n      every: month\n      days:\n        - ¦",
        {"path": "rituals.0.schedule.days.0"},
        (),
        ("mon",),
    ),
    (ITEM + "    channel: ¦", {"path": "rituals.0.channel"}, ("kaffeerunde",), ()),
    (ITEM + "    audience: {user_group: [¦]}", {"path": "rituals.0.audience.user_group.0"}, ("produkt",), ()),
    (ITEM + "    text: |\n      Hallo ¦", None, (), ()),
    (ITEM + "    # ein Wort ¦", None, (), ()),
    (ITEM + "    title: {de: 'a, b', ¦}", {"path": "rituals.0.title", "key": True}, ("en",), ()),
    ("directory:\n  fields:\n    role: {¦}", {"path": "directory.fields.role"}, ("label",), ("fields",)),
)


def test_the_place_of_the_cursor_is_known_in_texts_that_are_half_written(director: Director, visit: Open) -> None:
    tab = visit(director, who="anna.lindqvist", language="de")
    found = tab.page.evaluate(PLACES, [text for text, *_ in CASES])
    for (text, place, offered, withheld), told in zip(CASES, found, strict=True):
        if place is None:
            assert told is None, text
            continue
        assert told is not None, text
        assert {key: told[key] for key in place} == place, text
        assert set(offered) <= set(told["found"]), (text, told["found"])
        assert not set(withheld) & set(told["found"]), (text, told["found"])
