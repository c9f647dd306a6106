"""The directory as three people: found and asked, written and seen, taken along and deleted; and the Home of each."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Begin
from tests.browser.visit import Visit
from tests.browser.walks import Walk, form, leave, messages

RITUALS = """
version: 1
defaults: {language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"], holidays: none}
directory: {}
rituals:
  - id: gruss
    kind: post
    title: {de: Gruß, en: Greeting}
    channel: montagsrunde
    schedule: {every: month, days: [first mon], at: "09:00"}
    text: {de: "Guten Morgen! Wer kennt sich mit Python aus?", en: "Good morning!"}
"""


def test_somebody_is_found_by_a_topic_asked_from_a_message_and_helps(begin: Begin) -> None:
    walk = begin(RITUALS)
    walk.on(minutes=3)
    david, carla = walk.tab("david.okafor", "en"), walk.tab("carla.wuensche", "de", dark=True)
    find(david)
    ask_about_a_message(david)
    help_out(walk, david, carla)


def find(david: Visit) -> None:
    """Search by a command, and look at a card."""
    david.go("montagsrunde")
    david.page.locator("#write").press_sequentially("/fi")
    expect(david.page.get_by_role("option", name="/find")).to_be_visible()
    david.say("/find Python")
    david.sees("I found one person for “Python”.")
    david.press("Card")
    form(david, "Card")
    expect(david.modal).to_contain_text("Carla Wünsche")
    leave(david)
    assert david.serious() == []


def ask_about_a_message(david: Visit) -> None:
    """Ask who can help with what somebody wrote, by the menu of the message."""
    row = david.page.locator(".message:not(.ephemeral)").first
    row.hover()
    row.get_by_label("More actions for this message").click()
    row.get_by_role("button", name="Wer kann helfen?").click()
    page = form(david, "Who can help?")
    field = page.get_by_role("textbox")
    expect(field).to_have_value(re.compile("Wer kennt sich mit Python aus"))
    field.fill("")
    david.press("Search", within=page)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("Python")
    david.press("Search", within=page)
    expect(david.modal).to_contain_text("Carla Wünsche")


def help_out(walk: Walk, david: Visit, carla: Visit) -> None:
    """Let the request go to its person, who accepts it; both then read each other."""
    david.press("Ask for help", within=david.modal)
    page = form(david, "Ask for help")
    page.get_by_label("A few words about it").fill("How do I read the machines' data?")
    david.press("Ask", within=page)
    expect(david.modal).to_contain_text("I have asked")
    walk.on(minutes=2)
    messages(carla)
    carla.sees("How do I read the machines' data?")
    assert carla.serious() == []
    carla.press("Ja, gern")
    carla.sees("Schön! Ich öffne ein Gespräch für euch beide.")
    walk.on(minutes=2)
    carla.go("David Okafor")
    carla.sees("How do I read the machines' data?")
    leave(david)
    david.go("Carla Wünsche")
    david.sees("is glad to help. Best carry on right here.")


def test_an_entry_is_written_section_by_section_shown_taken_along_and_deleted(begin: Begin) -> None:
    walk = begin(RITUALS)
    anna, emily = walk.tab("anna.lindqvist", "de", dark=True), walk.tab("emily.thornton", "en", width=360)
    anna.go("Rondo")
    anna.press("Ins Verzeichnis")
    anna.sees("Du stehst im Verzeichnis. Jeder Schalter gilt sofort.")
    assert anna.serious() == []
    write(anna)
    anna.press("Einschalten", within=anna.page.locator(".section", has_text="Zu Themen gefunden werden"))
    see(anna)
    delete(anna)

    emily.go("Rondo")
    emily.sees("My rituals")
    assert emily.serious() == []
    assert emily.wide() <= 360
    emily.press("Who can help?")
    page = form(emily, "Who can help?")
    page.get_by_role("textbox").fill("Maschinendaten")
    emily.press("Search", within=page)
    expect(emily.modal).to_contain_text("Carla Wünsche")
    assert emily.serious("#modal") == []
    assert emily.wide() <= 360


def write(anna: Visit) -> None:
    """Choose topics that the app offers while one types; say who may see them only when asked to."""
    button = anna.page.locator(".section", has_text="Wobei ich helfe").get_by_role("button", name="Bearbeiten")
    button.click()
    page = form(anna, "Wobei ich helfe")
    topics = page.get_by_role("group", name="Fragt mich zu").locator("details")
    topics.locator("summary").click()
    field = topics.get_by_role("searchbox")
    expect(field).to_be_focused()
    field.press_sequentially("Pyth")
    topics.get_by_role("checkbox", name="Python", exact=True).check()
    field.fill("Reisekostenabrechnungsverordnungsauslegung")
    topics.get_by_role("checkbox", name=re.compile("^neu: Reisekosten")).check()
    assert anna.serious("#modal") == []
    for one in page.get_by_role("combobox").all():
        one.select_option(label="Kolleginnen und Kollegen")
    anna.press("Speichern", within=page)
    expect(anna.modal).to_have_count(0)
    anna.sees("Reisekostenabrechnungsverordnungsauslegung")


def see(anna: Visit) -> None:
    """See one's own entry as others do, and take everything along."""
    anna.press("So sehen dich andere")
    page = form(anna, "So sehen dich andere")
    expect(page).to_contain_text("Reisekostenabrechnungsverordnungsauslegung")
    leave(anna)
    anna.press("Meine Daten")
    anna.sees("liegt in unserem Chat")
    leave(anna)
    messages(anna)
    expect(anna.page.get_by_role("link", name="📎")).to_be_visible()
    assert anna.serious() == []


def delete(anna: Visit) -> None:
    """Be asked before everything goes: once no, once yes."""
    anna.page.locator("#tabs").get_by_role("button", name="Start").click()
    sure = anna.page.locator("dialog.confirm")
    for answer in ("Behalten", "Ja, löschen"):
        anna.press("Alles löschen")
        expect(sure.get_by_role("heading")).to_have_text("Alles löschen?")
        expect(sure).to_have_accessible_description(re.compile("alles, was du geschrieben hast"))
        expect(sure.get_by_role("button", name="Behalten")).to_be_focused()
        assert anna.serious("dialog.confirm") == []
        sure.get_by_role("button", name=answer).click()
        expect(sure).to_have_count(0)
    expect(anna.page.get_by_role("button", name="Ins Verzeichnis")).to_be_visible()
    expect(anna.page.get_by_text("Reisekostenabrechnungsverordnungsauslegung")).to_have_count(0)
