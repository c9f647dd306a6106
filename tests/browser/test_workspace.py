"""The workspace as two people use it at once, each in a tab of their own; by keyboard alone; on a telephone."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import replace
from datetime import timedelta

from playwright.sync_api import Locator, expect

from bot.demo.director import Director
from bot.sandbox.installation import Shortcut
from bot.sandbox.model import Message
from bot.sandbox.workspace import timestamp
from bot.slack.views.asking import ABOUT
from tests.browser.conftest import Open
from tests.browser.test_xray import SLOW
from tests.browser.visit import Visit

SAID = 150
"""Messages that stand in a channel: more than the page shows at once."""
PAGE = 60


def test_two_people_talk_from_tabs_of_their_own(shipped: Director, visit: Open) -> None:
    bernd = visit(shipped, who="bernd.hoffstetter", language="de", at="allgemein")
    anna = visit(shipped, who="anna", language="en", at="kaffeerunde")
    expect(bernd.page.locator("#me b")).to_have_text("Bernd Hoffstetter")
    expect(anna.page.locator("#me b")).to_have_text("Anna Lindqvist")

    anna.say("Who brings the cake?")
    expect(place(bernd, "kaffeerunde").locator(".badge")).to_have_text(re.compile("^1"))
    expect(bernd.page.locator("#news")).to_have_text(re.compile("kaffeerunde"))
    expect(bernd.page).to_have_title(re.compile(r"^\(1\) Bernd"))
    bernd.go("kaffeerunde")
    expect(place(bernd, "kaffeerunde").locator(".badge")).to_have_count(0)

    question = bernd.page.locator("#list .message", has_text="Who brings the cake?")
    question.hover()
    bernd.press("Antworten", within=question)
    bernd.page.locator("#answer").fill("Ich!")
    bernd.page.locator("#answer").press("Enter")
    expect(bernd.page.locator("#replies .message")).to_have_count(2)
    assert bernd.serious() == [], "a thread"
    expect(anna.page.locator("#list .replies .badge")).to_have_text("1 new")
    anna.page.get_by_role("button", name="News in 1 thread").click()
    expect(anna.page.locator("#replies")).to_contain_text("Ich!")
    expect(anna.page.locator("#side-threads")).to_be_hidden()
    expect(anna.page.locator("#list .replies .badge")).to_have_count(0)
    anna.page.locator("#thread").get_by_role("button", name="Close").click()

    anna.page.locator("#foot input[type=file]").set_input_files(
        {"name": "cake.png", "mimeType": "image/png", "buffer": picture()}
    )
    shown = bernd.page.locator("#list img[alt='cake.png']")
    expect(shown).to_be_visible()
    assert shown.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") == 8

    anna.page.evaluate(SLOW)
    anna.page.evaluate("hold()")
    anna.say("Two lumps?")
    anna.page.locator("#write").fill("None for me")
    anna.page.evaluate("release()")
    expect(anna.page.locator("#list")).to_contain_text("Two lumps?")
    expect(anna.page.locator("#foot form")).not_to_have_attribute("aria-busy", "true")
    expect(anna.page.locator("#write")).to_have_value("None for me")  # typed while the answer was under way

    anna.say("/rondo help")
    anna.sees("Only visible to you")
    anna.say("Cheesecake!")  # what Bernd could see of the help by mistake would come before this
    expect(bernd.page.locator("#list")).to_contain_text("Cheesecake!")
    expect(bernd.page.locator("#list .ephemeral")).to_have_count(0)

    answers_with_a_form(shipped, bernd)
    bernd.become("Carla")
    expect(bernd.page.locator("#list")).to_contain_text("Who brings the cake?")
    assert anna.page.locator("#me b").inner_text() == "Anna Lindqvist", "the other tab stays who it is"
    expect(place(anna, "kaffeerunde")).to_have_attribute("aria-current", "page")
    seven_tabs(anna)


def answers_with_a_form(director: Director, tab: Visit) -> None:
    """An app's shortcut that needs no message is offered beside the composer, and while one types its name."""
    workspace = director.stage.sandbox.workspace
    before = workspace.installation
    workspace.installation = replace(before, shortcuts={ABOUT: Shortcut(ABOUT, "Wer kann helfen?", "global")})
    tab.say("Noch da?")  # the page hears of the shortcut
    quick = tab.page.locator("#foot .quick summary")
    quick.click()
    tab.press("⚡ Wer kann helfen?")
    expect(tab.modal).to_be_visible()
    tab.page.keyboard.press("Escape")
    expect(tab.page.locator("#modal")).to_be_hidden()
    quick.click()
    tab.page.keyboard.press("Escape")
    expect(quick).to_be_focused()
    tab.page.locator("#write").fill("/helfen")
    tab.page.locator("#write").press("Enter")
    expect(tab.modal).to_be_visible()
    tab.page.keyboard.press("Escape")
    expect(tab.page.locator("#modal")).to_be_hidden()
    expect(tab.page.locator("#write")).to_have_value("")
    workspace.installation = before


def seven_tabs(tab: Visit) -> None:
    """A browser gives six connections to one server: with a tab for each of seven people, none may wait for another."""
    others = [tab.page.context.new_page() for _ in range(6)]
    for number, page in enumerate(others):
        tab.listen(page)
        page.goto(
            tab.page.url.partition("#")[0]
            + f"#as={('bernd', 'carla', 'daria', 'david', 'elif', 'emily')[number]}&in=kaffeerunde"
        )
    for page in others:
        expect(page.locator("#list")).to_contain_text("Who brings the cake?")
    tab.say("Everybody here?")
    for page in others:
        expect(page.locator("#list")).to_contain_text("Everybody here?")
        page.close()


def test_the_page_is_used_by_keyboard_alone_and_on_a_telephone(shipped: Director, visit: Open) -> None:
    fill(shipped)
    tab = visit(shipped, who="bernd", language="en", at="montagsrunde", dark=True)
    page, key = tab.page, tab.page.keyboard
    rows = page.locator("#list .message")
    expect(rows).to_have_count(PAGE)
    assert tab.serious() == [], "a channel, dark"

    page.locator("#scroll").focus()
    page.locator("#list .message[tabindex='0']").focus()
    expect(rows.last).to_be_focused()
    key.press("ArrowUp")
    expect(rows.nth(PAGE - 2)).to_be_focused()
    held = rows.nth(0)
    words = held.locator(".block").text_content() or ""
    assert words.startswith("Nummer")
    key.press("Home")
    expect(rows).to_have_count(2 * PAGE)
    kept = page.locator("#list .message", has_text=words)
    assert on_show(kept, within=page.locator("#scroll")), "what was on show stays there when older ones come"
    key.press("Home")
    expect(rows).to_have_count(SAID)
    expect(page.locator("#list .earlier")).to_have_count(0)

    key.press("Control+k")
    expect(page.locator("#people input")).to_be_focused()
    assert tab.serious() == [], "the switcher"
    key.type("anna")
    key.press("Enter")
    expect(page.locator("#me b")).to_have_text("Anna Lindqvist")
    expect(page.locator("#people")).to_be_hidden()

    page.locator("#side-apps .place").focus()
    key.press("ArrowUp")
    assert page.evaluate("document.activeElement.closest('#places') !== null")
    page.locator("#side-apps .place").press("Enter")
    find = page.locator("#home [data-action='home:find']")
    expect(find).to_be_visible()
    assert tab.serious() == [], "Home"
    changes_sides(tab)
    find.press("Enter")
    expect(tab.modal).to_be_visible()
    assert tab.modal.evaluate("(form) => form.contains(document.activeElement)"), "the focus is in the form"
    assert tab.serious() == [], "a form"
    key.type("React")
    search = tab.modal.locator("footer .primary")
    search.press("Enter")
    expect(tab.modal.locator(".modal-body .block").nth(1)).to_be_visible()
    expect(search).to_be_focused()  # it stays there when the form changes
    key.press("Escape")
    expect(page.locator("#modal")).to_be_hidden()
    expect(find).to_be_focused()

    page.set_viewport_size({"width": 360, "height": 640})
    page.locator("#menu").press("Enter")
    expect(page.locator("#me")).to_be_focused()
    assert tab.serious() == [], "narrow, the side"
    key.press("Escape")
    expect(page.locator("#menu")).to_be_focused()
    tab.go("montagsrunde")
    expect(rows.last).to_be_visible()
    assert not spills(tab), "a channel fits into 360 pixels"
    page.locator("#line-toggle").click()
    expect(page.locator("#line")).to_be_hidden()
    expect(page.locator("#line-toggle")).to_be_in_viewport(ratio=0.9)
    page.locator("#line-toggle").click()
    expect(page.locator("#line")).to_be_visible()
    page.locator("#bench").click()
    expect(page.locator("#dock")).to_be_visible()
    assert not spills(tab), "the workbench fits into 360 pixels"
    assert tab.serious() == [], "narrow, the workbench"


def changes_sides(tab: Visit) -> None:
    """A button of Home that gives way to its opposite hands the focus on to it."""
    leave = tab.page.locator("#home [data-action='home:leave']").first
    block = leave.get_attribute("data-block")
    leave.press("Enter")
    join = tab.page.locator(f"#home [data-block='{block}'][data-action='home:join']")
    expect(join).to_be_focused()
    join.press("Enter")
    expect(tab.page.locator(f"#home [data-block='{block}'][data-action='home:leave']")).to_be_focused()


def place(tab: Visit, name: str) -> Locator:
    """Return a conversation's row in the side bar."""
    return tab.page.locator("#places button.place", has_text=name)


def fill(director: Director) -> None:
    """Let one channel hold more than the page shows at once, each message an hour after the one before."""
    workspace = director.stage.sandbox.workspace
    with workspace.lock:
        channel = workspace.channel("montagsrunde")
        first = workspace.clock.now() - timedelta(hours=SAID + 1)
        for number in range(SAID):
            ts = timestamp(int((first + timedelta(hours=number)).timestamp() * 1_000_000))
            channel.messages[ts] = Message(ts, channel.members[number % 5], f"Nummer {number:03d}")


def on_show(row: Locator, *, within: Locator) -> bool:
    """Say whether a row is where it can be seen."""
    one, frame = row.bounding_box(), within.bounding_box()
    return one is not None and frame is not None and frame["y"] - 5 <= one["y"] <= frame["y"] + frame["height"]


def spills(tab: Visit) -> bool:
    """Say whether the page is wider than its window."""
    return bool(tab.page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def picture() -> bytes:
    """Return a PNG of 8 by 8 pixels."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x0d\x5c\x63" * 8 for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")
