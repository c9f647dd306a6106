"""An alignment round as four people: blind words, sorting, an estimate, picking, and what the channel reads."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Begin
from tests.browser.visit import Visit
from tests.browser.walks import done, form, leave, messages

RITUALS = """
version: 1
defaults: {language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"], holidays: none}
goals:
  - id: antwort
    text: {de: "Wer uns fragt, hat am selben Tag eine Antwort.", en: "Whoever asks us has an answer on the same day."}
rituals:
  - id: abgleich
    kind: alignment
    title: {de: Zielabgleich, en: Alignment}
    channel: montagsrunde
    join: channel
    schedule: {every: week, days: [mon], at: "09:00"}
    close_after: 4 workdays
    goal: antwort
    facilitator: U0008HANNAX
    leads: [U0001ANNAXX]
"""


def sort(hanna: Visit) -> None:
    """Group the texts into readings, after a first try in which two are the same, and send them out."""
    messages(hanna)
    hanna.press("Texte ordnen")
    page = form(hanna, "Texte ordnen")
    expect(page.get_by_text("Wer fragt, hört noch heute etwas.")).to_be_visible()
    page.get_by_label("Lesart B").fill("Lieber gründlich als schnell")
    page.get_by_label("Lesart C").fill("Lieber gründlich als schnell!")
    hanna.press("Weiter", within=page)
    expect(page.get_by_text("Das ist fast dasselbe wie eine andere Lesart.")).to_be_visible()
    expect(page.get_by_label("Lesart C")).to_be_focused()
    page.get_by_label("Lesart C").fill("Niemand muss nachhaken")
    said = page.get_by_role("combobox", name="Wer fragt, hört noch heute etwas.")
    said.select_option(label="Lesart A")
    hanna.press("Weiter", within=page)
    page = form(hanna, "So geht es hinaus")
    hanna.press("An alle schicken", within=page)
    hanna.sees("Danke! Die Lesarten gehen jetzt an alle.")
    done(hanna)


def test_an_alignment_round_is_said_blind_sorted_estimated_picked_and_told(begin: Begin) -> None:
    walk = begin(RITUALS)
    carla, david = walk.tab("carla.wuensche", "de"), walk.tab("david.okafor", "en")
    walk.to("mon 09:01")

    messages(carla)
    carla.press("Ziel beschreiben")
    page = form(carla, "In deinen Worten")
    page.get_by_label("Das Ziel, wie ich es verstehe").fill("Wer fragt, hört noch heute etwas.")
    page.get_by_label("Zum Teil").check()
    carla.press("Absenden", within=page)
    carla.sees("So ist das Ziel aufgeschrieben: „Wer uns fragt, hat am selben Tag eine Antwort.“")
    leave(carla)

    messages(david)
    david.press("Describe the goal")
    page = form(david, "In your own words")
    david.press("Send", within=page)
    field = page.get_by_label("The goal as I understand it")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(re.compile("Please complete this required field"))
    field.fill("No question waits overnight.")
    david.press("Send", within=page)
    david.sees("Whoever asks us has an answer on the same day.")
    leave(david)

    assert walk.others(but="") >= 6
    walk.to("wed 12:00")
    sort(walk.tab("hanna.petersen", "de", dark=True))
    walk.on(minutes=2)

    anna = walk.tab("anna.lindqvist", "de", width=360)
    messages(anna)
    anna.press("Lesart wählen")
    page = form(anna, "Deine Schätzung")
    page.get_by_label("Erwarteter Anteil in Prozent").fill("90")
    anna.press("Weiter", within=page)
    page = form(anna, "Deine Lesart")
    assert anna.wide() <= 360
    page.get_by_label("Wer uns fragt").check()
    anna.press("Absenden", within=page)
    expect(anna.modal).to_contain_text("Danke!")
    leave(anna)

    david.press("Choose a reading")
    page = form(david, "Your reading")
    page.get_by_label("Lieber gründlich").check()
    david.press("Send", within=page)
    david.sees("you can change your choice with the same button")
    leave(david)

    walk.others(but="")
    walk.to("fri 09:02")
    carla.go("montagsrunde")
    carla.sees("Nehmt euch 30 Minuten und redet darüber")
    carla.page.get_by_role("button", name="1 Antwort").click()
    carla.sees("Was wir unter dem Ziel verstehen")
    assert carla.serious() == []
    david.go("montagsrunde")
    david.say("/rondo goals")
    page = form(david, "Goals")
    expect(page.get_by_text("Whoever asks us has an answer on the same day.").first).to_be_visible()
