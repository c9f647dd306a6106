"""An alignment round in a whole company: said blind, sorted, chosen, told, and all of it gone afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from bot.sandbox import Workspace
from bot.service.workspace import reconcile
from bot.store.columns import metadata
from tests.integration.conftest import MakeWorld
from tests.world import World, eventually, words_of

TEAM = (
    "Bernd", "Carla", "David", "Elif", "Florian", "Grace", "Hanna", "Ivo", "Jana", "Karim", "Lena", "Moritz",
)  # fmt: skip
FACILITATOR, LEAD = "Uwe", "Theresa"
GOAL, OTHER, THIRD = "Wir liefern bis zum Abend.", "Wir sind die Billigsten", "Wir wachsen"
MARK = "xqz"
"""Stands in every text that somebody writes."""
RITUALS = """
version: 1
defaults:
  {{language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"], notification_budget: {{day: 9, week: 50}}}}
goals:
  - id: liefern
    text: {{de: "{goal}", en: "We deliver by the evening."}}
rituals:
  - id: abgleich
    kind: alignment
    title: {{de: Zielabgleich, en: Alignment}}
    channel: montagsrunde
    audience: {{people: [{people}]}}
    join: channel
    schedule: {{every: week, days: [mon], at: "09:00"}}
    close_after: 4 workdays
    goal: liefern
    facilitator: {facilitator}
    leads: [{lead}]
    owner: {lead}
"""


def rituals(world_of: Any) -> str:
    """Return the file for the people of a workspace."""
    ids = {
        name: next(one.id for one in world_of if one.real_name.startswith(name)) for name in (*TEAM, FACILITATOR, LEAD)
    }
    people = ", ".join(ids[name] for name in TEAM)
    return RITUALS.format(goal=GOAL, people=people, facilitator=ids[FACILITATOR], lead=ids[LEAD])


@pytest.fixture(params=["de-DE", "en-GB"])
def world(make_world: MakeWorld, request: pytest.FixtureRequest) -> World:
    """Give a world in which twelve are asked on Mondays, in German or in English."""
    made = make_world(rituals=rituals(Workspace().people.values()))
    for one in made.slack.workspace.people.values():
        one.locale = request.param
    reconcile(made.rondo.context, made.now())
    return made


def opened(world: World, name: str, action: str) -> Any:
    """Press a button, and return the page."""
    before = world.slack.modal(name)
    assert world.slack.click(action, by=name, on="message")["ok"]

    def page() -> Any:
        found = world.slack.modal(name)
        return found if found and (before is None or found["id"] != before["id"]) else None

    return eventually(page)


def filled(world: World, name: str, action: str, **values: Any) -> str:
    """Press a button, send the page, and return what follows."""
    opened(world, name, action)
    return sent(world, name, **values)


def sent(world: World, name: str, **values: Any) -> str:
    """Send the page that is open, and return what follows."""
    done = world.slack.submit(values, by=name)
    assert done["ok"], done
    return words_of(world.slack.modal(name))


def write(world: World, name: str, text: str) -> None:
    """Say what the goal is, and read it afterwards."""
    assert GOAL not in words_of(world.slack.inbox(name))
    shown = filled(world, name, "ritual:words:open", text=f"{text} {MARK}", line="yes")
    assert "deliver by the evening" in shown or GOAL in shown
    world.slack.close(by=name)


def sort(world: World) -> None:
    """Let the facilitator sort and release, after a first try with too few readings."""
    page = opened(world, FACILITATOR, "ritual:group:open")
    assert words_of(page).count(MARK) == len(TEAM)
    assert not any(world.slack.person(name).id in str(page["blocks"]) for name in TEAM)
    refused = world.slack.submit({"b": OTHER, "c": OTHER.upper()}, by=FACILITATOR)
    assert set(refused["errors"]) == {"c"}
    confirm = sent(world, FACILITATOR, b=OTHER, c=THIRD)
    assert OTHER in confirm
    sent(world, FACILITATOR)
    world.slack.close(by=FACILITATOR)
    world.advance(minutes=2)


def letter_of(page: Any, reading: str) -> str:
    """Return what a reading is called on a page."""
    radio = next(one["element"] for one in page["blocks"] if one.get("block_id") == "pick")
    return next(str(one["value"]) for one in radio["options"] if reading in one["text"]["text"])


def pick(world: World, wanted: Sequence[str], team: Sequence[str] = TEAM) -> None:
    """Let people pick a reading."""
    for name, reading in zip(team, wanted, strict=True):
        letter = letter_of(opened(world, name, "ritual:pick:open"), reading)
        sent(world, name, pick=letter)
        world.slack.close(by=name)


def round_of(world: World, wanted: Sequence[str]) -> str:
    """Play a round, and return all that the channel reads of it."""
    before = len(world.slack.channel_messages("montagsrunde"))
    world.advance_to("mon 09:01")
    for number, name in enumerate(TEAM):
        write(world, name, f"Text {number}")
    world.advance_to("wed 12:00")
    sort(world)
    assert "90" not in words_of(world.slack.inbox(LEAD))
    filled(world, LEAD, "ritual:pick:open", share="90")
    world.slack.close(by=LEAD)
    pick(world, wanted)
    world.advance_to("fri 09:02")
    return "\n".join(words_of(one) for one in world.slack.channel_messages("montagsrunde")[before:])


def wording(world: World) -> str:
    """Return the goal as everybody reads it."""
    return "We deliver by the evening." if world.slack.person("Bernd").locale.startswith("en") else GOAL


def rows(world: World) -> list[tuple[str, str]]:
    with world.rondo.database.read() as tx:
        return [(table.name, repr(tuple(row))) for table in metadata.sorted_tables for row in tx.execute(select(table))]


def test_a_whole_round_tells_the_true_shares_and_keeps_nothing_of_anybody(world: World) -> None:
    said = round_of(world, [wording(world)] * 7 + [OTHER] * 5)
    assert GOAL in said
    assert OTHER in said
    assert "7 von 12 (58 %)" in said
    assert "Schätzung der Leitung war 90 %, 32 Punkte mehr" in said
    assert MARK not in said
    for name in (*TEAM, FACILITATOR, LEAD):
        assert MARK not in words_of(world.slack.inbox(name))
        assert not any("ritual:" in str(one) for one in world.slack.inbox(name))
    for table, row in rows(world):
        assert MARK not in row, table
        assert table not in ("ballots", "ballot_keys", "turnout", "answers", "facts")
    (run,) = world.runs("abgleich")
    assert run.state == "closed"


def test_of_a_round_in_which_nearly_all_agree_nothing_is_told(world: World) -> None:
    said = round_of(world, [wording(world)] * 8 + [OTHER] * 4)
    assert "Diesmal zeige ich kein Ergebnis" in said
    assert OTHER not in said
    kept = {table for table, _ in rows(world)}
    assert not kept & {"round_figures", "released_answers", "ballots", "answers", "decisions"}


def test_the_whole_cycle_edit_remind_decide_and_next(world: World) -> None:
    lead = world.slack.person(LEAD).id
    world.advance_to("mon 09:01")
    for number, name in enumerate(TEAM):
        write(world, name, f"Text {number}")
    filled(world, "Bernd", "ritual:words:open", text=f"Doch anders {MARK}", line="no")
    world.slack.close(by="Bernd")
    world.advance_to("wed 12:00")
    sort(world)
    pick(world, [wording(world)] * 7 + [OTHER] * 3, TEAM[:10])
    before = {name: len(world.slack.inbox(name)) for name in TEAM}
    world.advance_to("thu 17:00")
    reminded = [name for name in TEAM if len(world.slack.inbox(name)) > before[name]]
    assert reminded == list(TEAM[10:])
    pick(world, [OTHER] * 2, TEAM[10:])
    page = letter_of(opened(world, "Bernd", "ritual:pick:open"), wording(world))
    assert sent(world, "Bernd", pick=page)
    world.slack.close(by="Bernd")
    world.advance_to("fri 09:02")
    world.advance_to("mon 09:01")
    assert next((run.state, run.reason) for run in world.runs("abgleich")) == ("missed", "undecided")
    opened(world, lead, "decision:open")
    sent(world, lead, said0="Es gibt zwei Ziele", verdict0="do", why0="Wir reden am Dienstag")
    world.slack.close(by=lead)
    world.beat()
    assert "Es gibt zwei Ziele" in "".join(words_of(one) for one in world.slack.channel_messages("montagsrunde"))
    world.advance_to("mon 09:01")
    assert world.runs("abgleich")[0].state == "open"
    assert opened(world, "Bernd", "ritual:words:open")


def test_where_the_facilitator_has_left_the_owner_hears_it_once_a_day_and_the_round_ends_kindly(world: World) -> None:
    owner_heard = ("Wer die Texte ordnen soll, ist", "Whoever is to sort the texts is no longer")
    world.advance_to("mon 09:01")
    for number, name in enumerate(TEAM):
        write(world, name, f"Text {number}")
    world.slack.deactivate(FACILITATOR)
    reconcile(world.rondo.context, world.now())
    for hour in ("wed 12:00", "wed 18:00", "thu 12:00"):
        world.skip_to(hour)
        world.beat()
    heard = [one for one in world.slack.inbox(LEAD) if any(words in words_of(one) for words in owner_heard)]
    assert len(heard) == 2, "the day on which they should have sorted, and the next one"
    assert MARK not in str(heard)
    world.skip_to("fri 09:02")
    world.beat()
    said = "".join(words_of(one) for one in world.slack.channel_messages("montagsrunde"))
    assert "Diesmal sind wir nicht bis zu den Lesarten gekommen" in said
    assert not any(MARK in row for _, row in rows(world))
    assert world.runs("abgleich")[0].state == "closed"
