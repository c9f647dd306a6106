"""A pulse in a whole company: asked alone, answered on one page, changed, closed, told, decided on, and asked again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from bot.service.workspace import reconcile
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
    people = asked(world)
    assert len(people) > 30
    for at, name in enumerate(people[:12]):
        answer(world, name, needs=NEEDS[at % 5], missing=MISSING[at % 6], help=f"{SECRET} {at}")
    answer(world, people[0], needs="2", missing="tools", help=f"{SECRET} anders")
    assert world.slack.click("ritual:pulse:skip", by=people[12], on="message")["ok"]
    world.advance_to("wed 12:00")
    reminders = [
        row for row in world.slack.workspace.journal.log if "Falls du" in row["text"] or "In case" in row["text"]
    ]
    assert len(reminders) == len(people) - 13
    assert not any(SECRET in one for one in channel(world))
    open_page = page(world, people[1])
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
    assert world.slack.submit({"needs": "5", "missing": "time", "help": "Zu spät"}, by=people[1])["ok"]
    world.advance_to("fri 12:00")
    assert len(channel(world)) == before
    assert "Zu spät" not in stored(world)

    world.advance_to("mon 09:01")
    assert [run.state for run in world.runs("puls")] == ["missed", "closed"], "nothing was decided yet"


def _people(world: World) -> list[Any]:
    from bot.store import people

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
    people = asked(world)
    team = [one for one in people if everybody[one].department in ("Entwicklung", "Software")]
    customers = [one for one in people if everybody[one].department in ("Vertrieb", "Service", "Produkt")]
    assert len(team) >= 8
    assert len(customers) >= 8
    assert len(people) == len(team) + len(customers)
    for at, name in enumerate(team):
        answer(world, name, team_supply="543"[at % 3])
    for at, name in enumerate(customers):
        answer(world, name, customers_supply="123"[at % 3])
    world.advance_to("thu 09:05")
    told = "\n".join(channel(world))
    assert "Das Team sieht es besser als seine internen Kunden" in told
    assert "Redet darüber!" in told
