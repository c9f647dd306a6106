"""A digest as three people: who helps with what, in two channels and languages, and what it tells people to do next."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Begin

RITUALS = """
version: 1
defaults: {language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"], holidays: none}
directory: {}
rituals:
  - id: helfer
    kind: digest
    title: {de: Wer hilft wobei, en: Who helps}
    channel: montagsrunde
    schedule: {every: week, days: [mon], at: "09:00"}
    topics: 4
  - id: helpers
    kind: digest
    title: {de: Wer hilft wobei, en: Who helps}
    channel: team-produkt
    language: en
    schedule: {every: week, days: [mon], at: "09:00"}
    topics: 3
    people: 1
"""


def test_a_digest_says_who_helps_and_leads_into_the_directory(begin: Begin) -> None:
    walk = begin(RITUALS)
    carla, david = walk.tab("carla.wuensche", "de"), walk.tab("david.okafor", "en", dark=True)
    emily = walk.tab("emily.thornton", "en", width=360)
    carla.go("montagsrunde")
    emily.go("team-produkt")
    walk.to("mon 09:01")

    carla.sees("Wer hilft wobei? Ein paar Themen, zu denen du jemanden fragen kannst:")
    rows = carla.page.locator(".message").last
    expect(rows.locator("strong")).to_have_count(4)
    topic = rows.locator("strong").first.inner_text()
    helper = rows.locator(".mention").first.inner_text().removeprefix("@")
    assert carla.serious() == []
    carla.say(f"/rondo find {topic}")
    answer = carla.page.locator(".message.ephemeral").last
    expect(answer.get_by_text("Nur für dich sichtbar")).to_be_visible()
    expect(answer).to_contain_text(helper)
    assert carla.serious() == []

    emily.sees("Who helps with what? Some topics, and whom you can ask about them:")
    expect(emily.page.locator(".message").last.locator("strong")).to_have_count(3)
    assert emily.wide() <= 360
    assert emily.serious() == []

    david.go("montagsrunde")
    david.sees("Wer hilft wobei?")
    david.say("/rondo me")
    david.sees("Only visible to you")
    assert david.serious() == []
