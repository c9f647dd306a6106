"""A round of introductions as three people: a date, a break, a meeting; what the others and the channel read of it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Begin
from tests.browser.walks import done, form

RITUALS = """
version: 1
defaults: {language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"], holidays: none}
rituals:
  - id: kaffee
    kind: pairing
    title: {de: Kaffeerunde, en: Coffee round}
    channel: montagsrunde
    audience: {people: [U0003CARLAX, U0016PAULAX]}
    join: channel
    schedule: {every: week, days: [mon], at: "09:00"}
  - id: tee
    kind: pairing
    title: {de: Teerunde, en: Tea round}
    channel: montagsrunde
    language: en
    audience: {people: [U0004DAVIDX, U0007GRACEX, U0031EMILYX]}
    join: channel
    schedule: {every: week, days: [mon], at: "09:00"}
"""


def test_people_are_introduced_find_a_date_step_out_and_say_that_they_met(begin: Begin) -> None:
    walk = begin(RITUALS)
    carla, david = walk.tab("carla.wuensche", "de"), walk.tab("david.okafor", "en", dark=True)
    emily = walk.tab("emily.thornton", "en", width=360)
    walk.to("mon 09:01")

    carla.sees("Darf ich euch miteinander bekannt machen?")
    assert carla.serious() == []
    carla.press("1. Termin als .ics")
    expect(carla.page.get_by_role("link", name=".ics")).to_be_visible()
    carla.press("Wir haben einen Termin")
    carla.sees("Prima, viel Freude beim Gespräch!")

    emily.sees("may I introduce you to each other?")
    assert emily.serious() == []
    assert emily.wide() <= 360
    emily.page.get_by_label("More actions", exact=True).click()
    emily.press("Take a break")
    page = form(emily, "Take a break")
    until = page.get_by_label("On a break up to and including")
    until.fill("2026-11-01")
    emily.press("Save", within=page)
    expect(until).to_be_focused()
    expect(until).to_have_attribute("aria-invalid", "true")
    until.fill("2026-12-07")
    emily.press("Save", within=page)
    expect(emily.modal).to_have_count(0)
    emily.go("Rondo")
    emily.sees("You are on a break up to and including Monday, 7 December.")
    assert emily.serious() == []

    david.sees("A question to start with:")
    assert david.serious() == []
    walk.to("tue 12:00")
    david.page.get_by_role("button", name="Grace Whitfield 1 unread").click()
    david.sees("Your group has become a little smaller")
    walk.to("thu 12:00")
    david.sees("Did you meet?")
    david.press("Yes, we did")
    david.sees("Lovely, I am glad!")
    carla.press("Ja, haben wir")
    carla.sees("Schön! Das freut mich.")
    carla.press("Einen Satz für den Kanal")
    page = form(carla, "Ein Satz für den Kanal")
    page.get_by_label("Was möchtest du erzählen?").fill("Paula kennt die besten Wege durchs Archiv.")
    carla.press("Ja, darf in den Kanal", within=page)
    carla.sees("Danke! Dein Satz kommt am Ende der Runde in den Kanal.")
    done(carla)

    walk.to("fri 12:00")
    david.sees("This round has ended. Lovely that you met!")
    carla.go("montagsrunde")
    carla.sees("Paula kennt die besten Wege durchs Archiv.")
    carla.sees("This round is over.")
    assert carla.serious() == []
