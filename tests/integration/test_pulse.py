"""A pulse in a whole company: asked alone, answered on one page, changed, closed, told, decided on, and asked again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from bot.sandbox import Workspace
from bot.service.workspace import reconcile
from bot.store import people
from tests.integration.conftest import MakeWorld
from tests.world import World, eventually, words_of

RITUALS = """
version: 1
defaults: {language: LANGUAGE, timezone: Europe/Berlin, send_between: ["00:00", "23:59"]}
rituals:
  - id: puls
    kind: pulse
    title: {de: Puls, en: Pulse}
    channel: kaffeerunde
    owner: [U0002BERNDX]
    schedule: {every: week, days: [mon], at: "09:00"}
    close_after: 3 workdays
    join: channel
MORE
"""
MIRROR = """
    questions: []
    mirror: {team: [Entwicklung, Software], customers: [Vertrieb, Service, Produkt]}
"""
ASKED = ("Fragen zu „Puls“", "questions for “Pulse”")
BERND = "Bernd Hoffstetter"
SECRET = "Weniger Besprechungen"
NEEDS, MISSING = "12345", ("time", "information", "decisions", "tools", "people", "clarity")


def a_world(make_world: MakeWorld, *, language: str = "de", more: str = "") -> World:
    """Return a world in which everybody speaks one language."""
    world = make_world(rituals=RITUALS.replace("LANGUAGE", language).replace("MORE", more))
    for one in world.slack.workspace.people.values():
        one.locale = "de-DE" if language == "de" else "en-GB"
    reconcile(world.rondo.context, world.now())
    return world


def asked(world: World) -> list[str]:
    """Return who was asked, by name."""
    rows = [row for row in world.slack.workspace.journal.log if any(one in row["text"] for one in ASKED)]
    everybody = world.slack.workspace.people
    found = [everybody[who] for row in rows if row["kind"] == "im" for who in row["members"] if who in everybody]
    return list(dict.fromkeys(one.real_name for one in found if not one.is_bot))


def page(world: World, name: str) -> Any:
    """Press the button, and return the page."""
    before = world.slack.modal(name)
    assert world.slack.click("ritual:pulse:fill", by=name, on="message")["ok"]

    def opened() -> Any:
        view = world.slack.modal(name)
        return view if view and (before is None or view["id"] != before["id"]) else None

    return eventually(opened)


def answer(world: World, name: str, **said: Any) -> None:
    """Fill in the page; what follows says thanks."""
    page(world, name)
    sent = world.slack.submit({key.replace("_", "-"): value for key, value in said.items()}, by=name)
    assert sent["ok"], sent


def channel(world: World) -> list[str]:
    """Return what the channel read."""
    return [words_of(one) for one in world.slack.channel_messages("kaffeerunde")]


def stored(world: World) -> str:
    """Return all that the database holds of answers, as text."""
    tables = ("ballots", "ballot_keys", "turnout", "released_answers", "answers", "kept_answers")
    with world.rondo.database.read() as tx:
        rows = {name: [tuple(map(str, row)) for row in tx.execute(text(f"select * from {name}"))] for name in tables}
    return json.dumps(rows, ensure_ascii=False)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_whole_round(make_world: MakeWorld, language: str) -> None:
    world = a_world(make_world, language=language)
    world.advance_to("mon 09:01")
    crowd = asked(world)
    assert len(crowd) > 30
    for at, name in enumerate(crowd[:12]):
        answer(world, name, needs=NEEDS[at % 5], missing=MISSING[at % 6], help=f"{SECRET} {at}")
    answer(world, crowd[0], needs="2", missing="tools", help=f"{SECRET} anders")
    assert world.slack.click("ritual:pulse:skip", by=crowd[12], on="message")["ok"]
    world.advance_to("wed 12:00")
    reminders = [
        row for row in world.slack.workspace.journal.log if "Falls du" in row["text"] or "In case" in row["text"]
    ]
    assert len(reminders) == len(crowd) - 13
    assert not any(SECRET in one for one in channel(world))
    open_page = page(world, crowd[1])
    assert f"{SECRET} 1" in json.dumps(open_page, ensure_ascii=False)

    world.advance_to("thu 09:05")
    read = channel(world)
    assert sum("12 Antworten" in one or "12 answers" in one for one in read) >= 3
    assert not any(SECRET in one for one in read)
    assert SECRET not in "".join(row["text"] for row in world.slack.workspace.journal.log)
    after = stored(world)
    assert f"{SECRET} anders" in after
    assert f"{SECRET} 0" not in after, "what somebody replaced is gone"
    assert not any(one.id in after for one in _people(world))

    before = len(channel(world))
    assert world.slack.submit({"needs": "5", "missing": "time", "help": "Zu spät"}, by=crowd[1])["ok"]
    world.advance_to("fri 12:00")
    assert len(channel(world)) == before
    assert "Zu spät" not in stored(world)

    world.advance_to("mon 09:01")
    assert [run.state for run in world.runs("puls")] == ["missed", "closed"], "nothing was decided yet"
    assert SECRET in decided(world, "Zu wenig Zeit")
    assert "Zu wenig Zeit" in eventually(lambda: channel(world)[before:])[-1]
    world.advance_to("mon 09:01")
    assert world.runs("puls")[0].state == "open"


def decided(world: World, said: str) -> str:
    """Let whoever is in charge decide, and return what they read before."""
    assert world.slack.click("decision:open", by=BERND, on="message")["ok"]
    read = eventually(lambda: "said0" in json.dumps(world.slack.modal(BERND)) and words_of(world.slack.modal(BERND)))
    assert world.slack.submit({"said0": said, "verdict0": "do", "why0": ""}, by=BERND)["ok"]
    world.advance(minutes=2)
    return str(read)


def _people(world: World) -> list[Any]:
    with world.rondo.database.read() as tx:
        return people.everyone(tx)


def test_too_few_answers_are_told_as_nothing(make_world: MakeWorld) -> None:
    world = a_world(make_world)
    world.advance_to("mon 09:01")
    for at, name in enumerate(asked(world)[:4]):
        answer(world, name, needs=NEEDS[at], missing="time", help=SECRET)
    world.advance_to("thu 09:05")
    told = [one for one in channel(world) if "Puls" in one]
    assert len(told) == 1
    assert "nichts" in told[0]
    assert SECRET not in stored(world)
    world.advance_to("mon 09:01")
    assert world.runs("puls")[0].state == "open", "where nothing was told nothing is to be decided"


def test_a_mirror_between_departments(make_world: MakeWorld) -> None:
    world = a_world(make_world, more=MIRROR)
    world.advance_to("mon 09:01")
    everybody = {one.real_name: one for one in world.slack.workspace.people.values()}
    crowd = asked(world)
    team = [one for one in crowd if everybody[one].department in ("Entwicklung", "Software")]
    customers = [one for one in crowd if everybody[one].department in ("Vertrieb", "Service", "Produkt")]
    assert len(team) >= 8
    assert len(customers) >= 8
    assert len(crowd) == len(team) + len(customers)
    for at, name in enumerate(team):
        answer(world, name, team_supply="543"[at % 3])
    for at, name in enumerate(customers):
        answer(world, name, customers_supply="123"[at % 3])
    world.advance_to("thu 09:05")
    told = "\n".join(channel(world))
    assert "Das Team sieht es besser als seine internen Kunden" in told
    assert "Redet darüber!" in told


@pytest.mark.parametrize(("language", "heard"), [("de", "Es machen zu wenige mit"), ("en", "Too few people take part")])
def test_of_too_few_people_nobody_is_asked_and_the_owner_hears_why_once(
    make_world: MakeWorld, language: str, heard: str
) -> None:
    few = [one.id for one in Workspace().people.values() if not one.is_bot and not one.is_restricted][:5]
    world = a_world(make_world, language=language, more=f"    audience: {{people: [{', '.join(few)}]}}")
    world.advance_to("mon 12:00")
    assert asked(world) == []
    assert world.runs("puls") == []
    told = [one for one in world.slack.inbox(BERND) if heard in words_of(one)]
    assert len(told) == 1
    assert "6" in words_of(told[0])
