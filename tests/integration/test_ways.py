"""The menu at the end of each message, pressed in Slack: why, pause, leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.integration.conftest import MakeWorld
from tests.world import COFFEE, World, eventually, words_of

DAILY = """
  - id: tagesfrage
    kind: post
    title: {de: Tagesfrage, en: Daily question}
    audience: {channel: kaffeerunde}
    schedule: {every: day, days: [tue], at: "09:00"}
    text: {de: "Was steht an?", en: "What is up?"}
"""


def told(world: World, name: str, act: Callable[[], object]) -> str:
    """Act, and return the private reply that comes of it."""
    before = {(one["channel"], one["ts"]) for one in world.slack.inbox(name)}
    act()
    new = eventually(lambda: [m for m in world.slack.inbox(name) if (m["channel"], m["ts"]) not in before])
    assert all(one["ephemeral"] for one in new)
    return words_of(new)


def pressed(world: World, name: str, way: str) -> str:
    """Choose from the menu of the newest message that has it; return the private reply."""
    return told(world, name, lambda: world.slack.click("ways", by=name, selected_option={"value": way}))


def asked(world: World, name: str, command: str) -> str:
    return told(world, name, lambda: world.slack.command(command, by=name))


def footer_of(world: World, name: str) -> Any:
    return world.slack.inbox(name)[-1]["blocks"][-1]


def test_each_person_of_a_group_asks_pauses_and_leaves_for_themselves(world: World) -> None:
    world.advance_to("mon 09:01")
    footer = footer_of(world, "Bernd")
    assert "(#kaffeerunde)" in words_of(footer)
    assert "weil du in #kaffeerunde bist" in pressed(world, "Bernd", "why:kaffee")
    reply = pressed(world, "Bernd", "leave:kaffee")
    assert "nicht mehr dabei" in reply
    assert "/rondo join kaffee" in reply
    assert "Du bist ausgestiegen" in asked(world, "Bernd", "/rondo why kaffee")
    assert [one for one in world.slack.inbox("Anna") if one.get("ephemeral")] == []


def test_pause_opens_the_form(world: World) -> None:
    world.advance_to("mon 09:01")
    world.slack.click("ways", by="Bernd", selected_option={"value": "pause:kaffee"})
    eventually(lambda: world.slack.modal("Bernd"))


def test_a_post_to_people_comes_as_a_direct_message_and_leaving_it_works(make_world: MakeWorld) -> None:
    world = make_world(rituals=COFFEE + DAILY)
    world.advance_to("tue 09:01")
    last = world.slack.inbox("Bernd")[-1]
    assert "Was steht an?" in words_of(last)
    assert "Tagesfrage" in words_of(last["blocks"][-1])
    assert "nicht mehr dabei" in pressed(world, "Bernd", "leave:tagesfrage")
    assert world.slack.workspace.refusals == []
    world.advance_to("tue 09:01")
    assert sum("Was steht an?" in words_of(one) for one in world.slack.inbox("Bernd")) == 1


def test_what_a_menu_was_made_to_carry_changes_nothing(world: World) -> None:
    world.advance_to("mon 09:01")
    message = world.slack.inbox("Bernd")[-1]
    stored = world.slack.workspace.conversations[message["channel"]].messages[message["ts"]]
    for way in ("leave:kaffe", "why:nirgends", "", "delete:kaffee"):
        stored.blocks[-1]["accessory"]["options"][0]["value"] = way or "x"
        assert "kenne ich nicht mehr" in pressed(world, "Bernd", way or "x")
    assert "weil du in #kaffeerunde bist" in asked(world, "Bernd", "/rondo warum")
