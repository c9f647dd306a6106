"""A pulse as three people: answered, answered again after a mistake, left out; then figures, a chart and a decision."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Begin
from tests.browser.walks import done, form, leave, messages

RITUALS = """
version: 1
defaults: {language: en, timezone: Europe/Berlin, send_between: ["00:00", "23:59"], holidays: none}
rituals:
  - id: teampuls
    kind: pulse
    title: {de: Teampuls, en: Team pulse}
    channel: montagsrunde
    owner: U0003CARLAX
    join: channel
    schedule: {every: week, days: [mon], at: "09:00"}
    close_after: 2 workdays
"""


def test_a_pulse_is_answered_mended_left_out_told_and_decided_on(begin: Begin) -> None:
    walk = begin(RITUALS)
    carla, grace = walk.tab("carla.wuensche", "de", dark=True), walk.tab("grace.whitfield", "en", width=360)
    paula = walk.tab("paula.steinmetz", "de")
    walk.to("mon 09:01")

    messages(carla)
    carla.sees("Anonym, auf einer Seite.")
    carla.press("Fragen beantworten")
    page = form(carla, "Anonyme Fragen")
    page.get_by_label("4 – stimme eher zu").check()
    page.get_by_label("Entscheidungen").check()
    page.get_by_label("Was würde dir am meisten helfen?").fill("Eine Reihenfolge, die für alle gilt.")
    carla.press("Absenden", within=page)
    expect(carla.modal).to_contain_text("Danke!")
    leave(carla)

    messages(grace)
    grace.press("Answer the questions")
    page = form(grace, "Anonymous questions")
    grace.press("Send", within=page)
    first = page.get_by_label("1 (strongly disagree)")
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Please complete this required field.")).to_have_count(2)
    assert grace.serious("#modal") == []
    assert grace.wide() <= 360
    first.check()
    page.get_by_label("Time", exact=True).check()
    grace.press("Send", within=page)
    expect(grace.modal).to_contain_text("Thank you!")
    done(grace)

    messages(paula)
    paula.press("Diese Runde nicht")
    paula.sees("Alles klar, diese Runde ohne dich.")

    assert walk.others(but="U0016PAULAX") >= 8
    walk.to("wed 09:02")
    grace.go("montagsrunde")
    grace.sees("thanks for taking part! This is what you answered.")
    grace.page.get_by_role("button", name="replies").click()
    thread = grace.page.locator("#thread")
    expect(thread.get_by_role("img").first).to_be_attached()
    assert grace.serious() == []
    assert grace.wide() <= 360

    carla.press("Entscheidung eintragen")
    page = form(carla, "Was entschieden ist")
    page.get_by_label("Ihr habt gesagt").first.fill("Uns fehlt eine Reihenfolge.")
    carla.press("Allen sagen", within=page)
    expect(page.get_by_label("Wir haben entschieden").first).to_be_focused()
    page.get_by_label("Wir haben entschieden").first.select_option(label="Später")
    carla.press("Allen sagen", within=page)
    expect(page.get_by_text("Ein Nein oder Später ohne Grund hilft niemandem.")).to_be_visible()
    page.get_by_label("Warum, und was genau").first.fill("Erst kommt die Messe.")
    carla.press("Allen sagen", within=page)
    carla.sees("Danke! Alle erfahren jetzt, was daraus wird.")
    done(carla)
    walk.on(minutes=2)
    paula.go("montagsrunde")
    paula.sees("Uns fehlt eine Reihenfolge.")
