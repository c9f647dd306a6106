"""On time, once, and caught up after downtime within reason."""

from __future__ import annotations

from datetime import timedelta

from bot.app import Rondo
from tests.world import World


def test_an_occurrence_missed_by_an_hour_is_caught_up_once(world: World) -> None:
    world.skip_to("mon 10:00")
    world.beat()
    world.beat()
    assert len(world.runs("kaffee")) == 1
    assert len(world.introductions()) == 18


def test_an_occurrence_of_yesterday_is_recorded_as_missed_with_its_reason(world: World) -> None:
    world.skip_to("tue 08:00")
    world.beat()
    (run,) = world.runs("kaffee")
    assert (run.state, run.reason) == ("missed", "too_late")
    assert world.introductions() == []


def test_after_three_weeks_of_downtime_only_the_newest_occurrence_may_fire(world: World) -> None:
    world.stage.sandbox.workspace.clock.advance(timedelta(days=21).total_seconds())
    world.skip_to("mon 09:05")
    world.beat()
    states = [(run.nominal_date.isoformat(), run.state, run.reason) for run in world.runs("kaffee")]
    assert states[0][1] == "open"
    assert {(state, reason) for _, state, reason in states[1:]} == {("missed", "superseded")}


def test_two_processes_on_one_database_fire_once(world: World) -> None:
    other = Rondo(world.stage.settings)
    other.start(beat=False)
    try:
        world.skip_to("mon 09:00")
        for rondo in (world.rondo, other, world.rondo):
            rondo.tick(world.now())
        for rondo in (other, world.rondo):
            rondo.deliver(world.now())
    finally:
        other.stop()
    assert len(world.runs("kaffee")) == 1
    assert len(world.introductions()) == 18


def test_a_new_ritual_does_not_fire_for_the_past(world: World) -> None:
    world.advance_to("mon 12:00")
    text = world.file.read_text(encoding="utf-8").replace("id: montagsfrage", "id: montagsfrage-neu")
    world.file.write_text(text, encoding="utf-8")
    world.restart()
    world.beat()
    assert world.runs("montagsfrage-neu") == []


def test_an_edited_time_does_not_fire_the_same_date_twice(world: World) -> None:
    world.advance_to("mon 09:01")
    text = world.file.read_text(encoding="utf-8").replace('at: "09:00"', 'at: "11:00"')
    world.file.write_text(text, encoding="utf-8")
    world.restart()
    world.advance_to("mon 12:00")
    assert len(world.runs("kaffee")) == 1
    assert len(world.introductions()) == 18


def test_an_edited_text_reaches_an_open_round_and_an_edited_end_does_not(world: World) -> None:
    world.advance_to("mon 09:01")
    before = world.runs("kaffee")[0].closes_at
    text = world.file.read_text(encoding="utf-8").replace("de: Kaffeerunde", "de: Teerunde")
    world.file.write_text(text.replace("join: channel", "join: channel\n    close_after: 2 days"), encoding="utf-8")
    world.restart()
    world.advance_to("fri 10:00")
    assert world.runs("kaffee")[0].closes_at == before
    assert "Teerunde" in world.slack.channel_messages("kaffeerunde")[-1]["text"]


def test_a_ritual_removed_from_the_file_still_ends_its_open_round(world: World) -> None:
    world.advance_to("mon 09:01")
    text = world.file.read_text(encoding="utf-8")
    without = text[: text.index("  - id: kaffee")] + text[text.index("  - id: montagsfrage") :]
    world.file.write_text(without.replace("commands: {/kaffee: join kaffee}\n", ""), encoding="utf-8")
    world.restart()
    world.advance_to("fri 10:00")
    assert world.runs("kaffee")[0].state == "closed"
