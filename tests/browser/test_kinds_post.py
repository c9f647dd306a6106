"""A post as three people: in the channel in its own language, to somebody alone in theirs, and what follows from it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Begin
from tests.browser.walks import messages

RITUALS = """
version: 1
defaults: {language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"], holidays: none}
rituals:
  - id: montagsfrage
    kind: post
    title: {de: Montagsfrage, en: Monday question}
    channel: montagsrunde
    schedule: {every: week, days: [mon], at: "09:00"}
    text: {de: "Was steht bei *dir* an? Schreib es in den Thread.", en: "What is on *your* plate?"}
  - id: rueckblick
    kind: post
    title: {de: Rückblick, en: Look back}
    audience: {people: [U0003CARLAX, U0004DAVIDX]}
    schedule: {every: week, days: [mon], at: "09:00"}
    text: {de: "Wer hat dir geholfen? Sag danke!", en: "Who helped you? Say thank you!"}
"""


def test_a_post_reaches_channel_and_people_and_is_answered_in_its_thread(begin: Begin) -> None:
    walk = begin(RITUALS)
    carla, david = walk.tab("carla.wuensche", "de", dark=True), walk.tab("david.okafor", "en")
    emily = walk.tab("emily.thornton", "en", width=360)
    for tab in (carla, emily):
        tab.go("montagsrunde")
    walk.to("mon 09:01")

    carla.sees("Schreib es in den Thread.")
    expect(carla.page.locator("strong", has_text="dir")).to_be_visible()
    assert carla.serious() == []
    emily.sees("Was steht bei")
    assert emily.wide() <= 360
    emily.page.locator(".message").last.hover()
    emily.press("Reply")
    thread = emily.page.locator("#thread")
    thread.get_by_role("combobox", name="Reply …").fill("Donaudampfschifffahrtsgesellschaftskapitänsbewerbungen :tada:")
    thread.get_by_role("combobox").press("Enter")
    expect(thread.get_by_text("Donaudampfschifffahrtsgesellschaftskapitänsbewerbungen 🎉")).to_be_visible()
    assert emily.serious() == []
    assert emily.wide() <= 360

    carla.press("1 Antwort")
    expect(carla.page.locator("#thread .message")).to_have_count(2)
    reply = carla.page.locator("#thread .message").last
    reply.hover()
    reply.get_by_label("Reagieren").click()
    reply.get_by_role("button", name="tada").click()
    expect(thread.get_by_role("button", name="tada: 1")).to_be_visible()

    messages(david)
    david.sees("Who helped you? Say thank you!")
    messages(carla)
    carla.sees("Wer hat dir geholfen? Sag danke!")
    david.page.get_by_label("More actions", exact=True).click()
    david.press("Why do I get this?")
    david.sees("Only visible to you")
    assert david.serious() == []
