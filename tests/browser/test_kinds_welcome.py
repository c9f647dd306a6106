"""Two newcomers in their first days, in German and in English, and the colleague whom they may ask anything."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Begin
from tests.browser.walks import Walk, form, messages

RITUALS = """
version: 1
defaults:
  {language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"], holidays: none,
   notification_budget: {day: 9, week: 50}}
directory: {}
rituals:
  - id: ankommen
    kind: welcome
    title: {de: Ankommen, en: Finding your feet}
    channel: montagsrunde
    schedule: {every: day, at: "09:30"}
    messages:
      - {after: 0 workdays, text: {de: "Schön, dass du da bist!", en: "Good to have you here!"}}
      - {after: 1 workday, offers: profile}
      - {after: 2 workdays, offers: buddy}
  - id: kaffee
    kind: pairing
    title: Kaffee
    channel: kaffeerunde
    schedule: {every: week, days: [mon], at: "09:00"}
    paused: true
"""


def hire(walk: Walk, name: str, locale: str) -> None:
    """Let somebody join the company and the channel."""
    slack = walk.director.stage.sandbox
    new = slack.add_person(name, locale=locale, tz="Europe/Berlin")
    slack.join("montagsrunde", by=new.id)


def test_newcomers_are_welcomed_show_themselves_and_find_a_buddy(begin: Begin) -> None:
    walk = begin(RITUALS)
    walk.to("mon 12:00")
    carla = walk.tab("carla.wuensche", "de")
    carla.go("Rondo")
    carla.press("Anpassen")
    page = form(carla, "Begegnungen")
    page.get_by_label("Wer /rondo meet tippt, darf mich kennenlernen").check()
    carla.press("Speichern", within=page)
    expect(carla.modal).to_have_count(0)
    hire(walk, "Nele Neumann", "de-DE")
    hire(walk, "Noah Newman", "en-GB")
    nele, noah = walk.tab("nele.neumann", "de", dark=True), walk.tab("noah.newman", "en", width=360)
    walk.to("tue 10:00")
    messages(nele)
    nele.sees("Schön, dass du da bist!")
    messages(noah)
    noah.sees("Good to have you here!")

    walk.to("wed 10:00")
    nele.sees("Wer macht hier eigentlich was?")
    nele.press("Mein Profil anlegen")
    nele.press("Ins Verzeichnis")
    nele.sees("Du stehst im Verzeichnis.")
    assert nele.serious() == []
    noah.press("Set up my profile")
    noah.sees("Only visible to you")
    assert noah.serious() == []
    assert noah.wide() <= 360

    walk.to("thu 10:00")
    nele.press("Ja, ich hätte gern einen Buddy")
    nele.sees("Ich schreibe euch beiden gleich in einer gemeinsamen Unterhaltung.")
    walk.on(minutes=2)
    carla.go("Nele Neumann")
    carla.sees("ist neu hier und hätte gern jemanden zum Fragen.")
    noah.press("Yes, I would like a buddy")
    noah.sees("I will write to the two of you in a conversation of your own shortly.")
    walk.on(minutes=2)
    noah.go("Carla Wünsche")
    noah.sees("It is best to meet for half an hour in the next few days.")
    assert noah.serious() == []
