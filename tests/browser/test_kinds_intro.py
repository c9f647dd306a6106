"""An introduction as three people: one agrees in a preview, one after a mistake, one puts it off; then the post."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Begin
from tests.browser.walks import done, form, leave, messages

RITUALS = """
version: 1
defaults: {language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"], holidays: none}
directory: {}
rituals:
  - id: vorstellung
    kind: intro
    title: {de: Vorstellungsrunde, en: Introductions}
    channel: montagsrunde
    audience: {people: [U0003CARLAX, U0004DAVIDX, U0031EMILYX]}
    join: channel
    people: 3
    schedule: {every: week, days: [mon], at: "09:00"}
    close_after: 2 workdays
"""


def test_an_introduction_is_written_seen_beforehand_put_off_and_posted(begin: Begin) -> None:
    walk = begin(RITUALS)
    carla, david = walk.tab("carla.wuensche", "de", dark=True), walk.tab("david.okafor", "en")
    emily = walk.tab("emily.thornton", "en", width=360)
    walk.to("mon 09:01")

    messages(carla)
    carla.sees("Magst du dich den anderen in #montagsrunde vorstellen?")
    assert carla.serious() == []
    carla.press("Ja, ich bin dabei")
    page = form(carla, "Deine Vorstellung")
    page.get_by_label("Was machst du hier?").fill("Ich halte die *Server* am Laufen & koche <gern>.")
    page.get_by_label("Wozu darf man dich fragen?").fill("Linux, Kaffee")
    carla.press("Vorschau ansehen", within=page)
    page = form(carla, "So sieht es aus")
    expect(page.get_by_text("am Laufen & koche <gern>.")).to_be_visible()
    carla.press("So posten", within=page)
    carla.sees("Danke, das wird schön!")
    done(carla)

    messages(david)
    david.press("Another time")
    david.sees("All right, not this time.")

    messages(emily)
    emily.press("Yes, count me in")
    page = form(emily, "Your introduction")
    what = page.get_by_label("What do you do here?")
    what.fill("")
    emily.press("See the preview", within=page)
    expect(what).to_be_focused()
    expect(what).to_have_attribute("aria-invalid", "true")
    assert emily.serious("#modal") == []
    what.fill("I write the words that you read here.")
    assert emily.wide() <= 360
    emily.press("See the preview", within=page)
    page = form(emily, "This is how it looks")
    emily.press("Not yet", within=page)
    expect(emily.modal).to_have_count(0)
    emily.press("Yes, count me in")
    page = form(emily, "Your introduction")
    expect(page.get_by_label("What do you do here?")).to_have_value("I write the words that you read here.")
    emily.press("See the preview", within=page)
    form(emily, "This is how it looks")
    emily.press("Post it like this", within=emily.modal)
    emily.sees("Thank you, how nice!")
    leave(emily)

    walk.to("wed 09:02")
    david.go("montagsrunde")
    david.sees("Darf ich vorstellen?")
    david.sees("I write the words that you read here.")
    expect(david.page.get_by_text("Linux und Kaffee")).to_be_visible()
    assert david.serious() == []
    carla.sees("Deine Vorstellung steht jetzt in #montagsrunde.")
    emily.sees("Your introduction now stands in #montagsrunde.")
