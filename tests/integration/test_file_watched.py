"""The rituals file changes while Rondo runs."""

from __future__ import annotations

import pytest

from bot.store import runs
from tests.integration.conftest import MakeWorld
from tests.integration.rollouts import (
    ANNA,
    BROKEN,
    COFFEE,
    MANAGED,
    OLIVER,
    OTHER_ID,
    OTHER_TITLE,
    inbox,
    live,
    press,
    title,
    write,
)
from tests.world import POST, World, words_of

EARLY = POST.replace("montagsfrage", "mittwochsfrage").replace("[mon]", "[wed]").replace("Was steht an?", "Halbzeit?")


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    return make_world(rituals=MANAGED)


def test_an_open_round_goes_on_as_it_began_and_reads_the_new_texts(world: World) -> None:
    world.advance_to("mon 09:01")
    before = world.runs("kaffee")[0]
    later = OTHER_TITLE.replace("channel: kaffeerunde", "channel: allgemein")
    write(world, later)
    assert title(world) == "Kaffeepause"
    world.advance_to("fri 12:00")
    (after,) = (run for run in world.runs("kaffee") if run.id == before.id)
    assert after.definition == before.definition
    assert after.state == "closed"
    summary = [words_of(row) for row in world.slack.channel_messages("kaffeerunde") if row["bot"]]
    assert any("Kaffeepause" in text for text in summary)
    assert not any("Kaffeepause" in words_of(row) for row in world.slack.channel_messages("allgemein"))
    world.advance_to("mon 09:01")
    assert world.runs("kaffee")[0].definition["channel"] == "allgemein"


def test_a_new_ritual_is_watched_from_then_on_and_fires(world: World) -> None:
    world.advance_to("wed 09:00")
    write(world, MANAGED + EARLY)
    world.advance_to("wed 09:31")
    assert any("Halbzeit?" in words_of(row) for row in world.slack.channel_messages("montagsrunde"))


def test_a_ritual_that_comes_too_late_for_today_waits_for_its_next_day(world: World) -> None:
    world.advance_to("wed 11:00")
    write(world, MANAGED + EARLY)
    write(world, MANAGED)
    world.advance_to("thu 11:00")
    write(world, MANAGED + EARLY)
    world.beat()
    assert world.runs("mittwochsfrage") == []


def test_an_edited_time_does_not_fire_for_an_hour_that_has_passed(world: World) -> None:
    world.advance_to("tue 14:00")
    write(world, MANAGED.replace('days: [mon], at: "09:00"', 'days: [tue], at: "10:00"'))
    world.advance(minutes=5)
    assert [run.nominal_date.isoformat() for run in world.runs("kaffee")] == ["2026-11-23"]


def test_a_new_command_works_at_once_and_one_that_went_is_met_kindly(world: World) -> None:
    write(world, MANAGED.replace("/kaffee: join kaffee", "/bohne: join kaffee"))
    commands = dict(world.slack.workspace.installation.commands)
    commands["/bohne"] = commands["/kaffee"]
    object.__setattr__(world.slack.workspace.installation, "commands", commands)
    assert "schon dabei" in world.answer_to("Bernd", "/bohne")
    assert "kenne ich nicht" in world.answer_to("Bernd", "/kaffee")


def test_a_new_channel_has_its_members_known(world: World) -> None:
    more = EARLY.replace("kind: post", "kind: pairing").replace(
        "channel: montagsrunde", "channel: allgemein\n    join: channel"
    )
    write(world, MANAGED + "\n".join(line for line in more.splitlines() if "text:" not in line) + "\n")
    world.advance_to("wed 09:31")
    assert world.runs("mittwochsfrage")[0].state == "open"
    assert len(world.letters(world.runs("mittwochsfrage")[0])) >= 6  # whom Monday's round left over


def test_a_bad_file_changes_nothing_and_the_managers_read_the_first_three_mistakes_once(world: World) -> None:
    before = live(world)
    write(world, BROKEN)
    write(world, BROKEN)
    assert live(world) == before
    assert title(world) == "Kaffeerunde"
    read = inbox(world, ANNA)
    assert read.count("rituals.yaml:") == 3
    assert "Es bleibt alles, wie es ist." in read
    assert "rituals.yaml" not in inbox(world, OLIVER)
    write(world, OTHER_TITLE)
    assert title(world) == "Kaffeepause"


def test_without_managers_the_owners_read_the_mistakes(make_world: MakeWorld) -> None:
    owned = COFFEE.replace("MANAGERS", "") + f"    owner: {OLIVER}\n"
    world = make_world(rituals=owned)
    write(world, owned.replace("kind: pairing", "kind: paring"))
    assert "rituals.yaml:8:11" in inbox(world, OLIVER)


def test_a_file_that_is_just_being_written_is_left_alone(world: World) -> None:
    world.file.write_text(BROKEN, encoding="utf-8")
    world.beat()
    world.file.write_text(OTHER_TITLE, encoding="utf-8")
    world.beat()
    assert title(world) == "Kaffeerunde"
    world.beat()
    assert title(world) == "Kaffeepause"
    assert "rituals.yaml" not in inbox(world, ANNA)


def test_a_file_that_goes_and_comes_back_changes_nothing(world: World) -> None:
    before = live(world)
    world.file.unlink()
    for _ in range(3):
        world.beat()
    write(world, MANAGED)
    assert live(world) == before


def test_two_processes_that_see_the_same_file_write_one_version(world: World) -> None:
    from bot.app import Rondo

    before = live(world).id
    other = Rondo(world.stage.settings)
    try:
        world.file.write_text(OTHER_TITLE, encoding="utf-8")
        for _ in range(3):
            other.watch.beat(world.now())
            world.beat()
        assert live(world).id == before + 1
        assert title(world) == "Kaffeepause"
        assert other.context.config() == world.rondo.context.config()
    finally:
        other.database.close()


def test_a_changed_id_is_asked_about_and_yes_takes_the_history_along(world: World) -> None:
    world.advance_to("mon 09:01")
    world.answer_to("Bernd", "/rondo leave kaffee")
    met = {one.id for one in world.runs("kaffee")}
    write(world, OTHER_ID)
    assert title(world, "kaffee-neu") == ""
    assert "Ist `kaffee-neu` das alte `kaffee`?" in inbox(world, ANNA)
    assert "gilt jetzt" in press(world, "yes", by=ANNA)
    assert title(world, "kaffee-neu") == "Kaffeerunde"
    assert {one.id for one in world.runs("kaffee-neu")} == met
    assert world.runs("kaffee") == []
    assert "gar nicht dabei" in world.answer_to("Bernd", "/rondo leave kaffee-neu")
    world.advance_to("fri 12:00")
    assert world.runs("kaffee-neu")[0].state == "closed"
    world.advance_to("mon 09:01")
    assert len(world.runs("kaffee-neu")) == 2


def test_a_changed_id_that_is_a_new_ritual_begins_without_history(world: World) -> None:
    world.advance_to("mon 09:01")
    write(world, OTHER_ID)
    press(world, "no", by=ANNA)
    world.beat()
    assert world.runs("kaffee-neu") == []
    assert len(world.runs("kaffee")) == 1
    with world.rondo.database.read() as tx:
        assert runs.mark(tx, "kaffee") is None


def test_where_nobody_can_be_asked_a_changed_id_is_a_new_ritual(make_world: MakeWorld) -> None:
    alone = COFFEE.replace("MANAGERS", "")
    world = make_world(rituals=alone)
    write(world, alone.replace("id: kaffee", "id: kaffee-neu"))
    assert title(world, "kaffee-neu") == "Kaffeerunde"
