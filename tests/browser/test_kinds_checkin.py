"""A check-in as three people: one fills it in, one errs and mends it, one says "not today"; then the results."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Begin, Picture
from tests.browser.walks import done, form, leave, messages

RITUALS = """
version: 1
defaults: {language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"], holidays: none}
goals:
  - id: antwort
    text: {de: "Wer uns fragt, hat am selben Tag eine Antwort.", en: "Whoever asks us has an answer on the same day."}
    customer: {de: der Vertrieb, en: the sales team}
rituals:
  - id: zielrunde
    kind: checkin
    title: {de: Zielrunde, en: Goal check-in}
    channel: allgemein
    join: channel
    schedule: {every: week, days: [mon], at: "09:00"}
    goals: [antwort]
"""
EMILY = "U0031EMILYX"


@pytest.mark.pictures
def test_a_checkin_is_filled_in_mended_put_off_and_told(begin: Begin, picture: Picture) -> None:
    walk = begin(RITUALS)
    carla, david = walk.tab("carla.wuensche", "de"), walk.tab("david.okafor", "en", dark=True)
    emily = walk.tab("emily.thornton", "en", width=360)
    walk.to("mon 09:01")

    messages(carla)
    carla.sees("Magst du kurz sagen, wie es um euer Ziel steht?")
    assert carla.serious() == []
    carla.press("Check-in ausfüllen")
    page = form(carla, "Check-in")
    page.get_by_label("Was ist das Ziel, in deinen Worten?").fill("Wer fragt, hört noch heute etwas.")
    page.get_by_label("Wie zuversichtlich bist du").select_option(label="7")
    carla.press("Absenden", within=page)
    carla.sees("Wer uns fragt, hat am selben Tag eine Antwort.")
    leave(carla)

    messages(david)
    david.press("Fill in the check-in")
    page = form(david, "Your check-in")
    page.get_by_label("What do you need to move on?").fill("A decision by Friday.")
    david.press("Send", within=page)
    whom = page.get_by_label("From whom?")
    expect(whom).to_be_focused()
    expect(whom).to_have_attribute("aria-invalid", "true")
    expect(whom).to_have_accessible_description(re.compile("Choose a person, or leave both fields empty"))
    assert david.serious("#modal") == []
    whom.select_option(label="Carla Wünsche")
    david.press("Send", within=page)
    david.sees("Whoever asks us has an answer on the same day.")
    done(david)

    messages(emily)
    emily.press("Not today")
    emily.sees("Fine, I will come back on Tuesday, 24 November.")
    assert emily.wide() <= 360

    assert walk.others(but=EMILY) >= 8
    walk.to("tue 09:01")
    emily.sees("as you wished")
    walk.to("wed 09:01")
    carla.go("allgemein")
    carla.press("1 Antwort")
    carla.sees("Im Mittel")
    chart = carla.page.get_by_role("img", name="So verteilen sich die Antworten")
    chart.scroll_into_view_if_needed()
    assert carla.serious() == []
    picture(carla, "checkin", showing=chart)

    david.say("/rondo goals")
    form(david, "Goals")
    david.sees("You need something from")
    carla.say("/rondo goals")
    form(carla, "Ziele")
    carla.sees("@David Okafor braucht etwas von dir: „A decision by Friday.“")
