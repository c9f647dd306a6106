"""Rituals keep away from holidays and closing days, and an edit fires no date twice."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.integration.conftest import MakeWorld
from tests.world import World

FRIDAYS = """
version: 1
defaults: {language: de, timezone: Europe/Berlin, holidays: {country: DE, state: BY}}
calendars: {company: [2026-12-28]}
rituals:
  - id: freitag
    kind: post
    title: {de: Freitag, en: Friday}
    channel: montagsrunde
    schedule: {every: week, days: [fri], at: "10:00"}
    if_holiday: next-workday
    text: {de: "Was ist gelungen?", en: "What went well?"}
"""
DECEMBER = datetime(2026, 12, 24, 8, tzinfo=UTC)


def friday(world: World) -> list[tuple[str, str, str]]:
    return [(run.nominal_date.isoformat(), run.state, f"{run.opened_at:%a %d %H:%M}") for run in world.runs("freitag")]


def edit(world: World, before: str, after: str) -> None:
    text = world.file.read_text(encoding="utf-8")
    assert before in text
    world.file.write_text(text.replace(before, after), encoding="utf-8")
    world.restart()


def christmas(make_world: MakeWorld) -> World:
    """A world at Christmas: 25 December is a Friday and a holiday, on the Monday after it the company is closed."""
    world = make_world(rituals=FRIDAYS)
    world.stage.sandbox.workspace.clock.set(DECEMBER)
    world.beat()
    return world


def test_a_friday_ritual_over_christmas_happens_on_the_next_day_of_work(make_world: MakeWorld) -> None:
    world = christmas(make_world)
    before = len(friday(world))
    world.advance_to("mon 12:00")
    assert len(friday(world)) == before
    world.advance_to("tue 12:00")
    assert friday(world)[0] == ("2026-12-25", "closed", "Tue 29 09:00")
    assert world.slack.channel_messages("montagsrunde")[-1]["text"] == "Was ist gelungen?"


def test_an_edit_after_a_moved_date_fired_does_not_fire_it_again(make_world: MakeWorld) -> None:
    world = christmas(make_world)
    world.advance_to("tue 12:00")
    runs = len(friday(world))
    for before, after, later in (
        ('at: "10:00"', 'at: "17:00"', "tue 18:00"),
        ("timezone: Europe/Berlin", "timezone: America/New_York", "tue 23:30"),
        ("company: [2026-12-28]", "company: [2026-12-28..2026-12-29]", "wed 23:30"),
    ):
        edit(world, before, after)
        world.advance_to(later)
        assert len(friday(world)) == runs, after
