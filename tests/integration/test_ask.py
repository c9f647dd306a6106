"""Asking for help, over the wire: ask, accept, hand on, decline, the limits, and what is left of it all."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Text, cast, func, literal, select

from bot.errors import UserError
from bot.model import Listing, PersonId, ProfileFact
from bot.service.directory import asking, index
from bot.service.people import whoever
from bot.store import people, profiles, requests, tables
from tests.integration.conftest import MakeWorld
from tests.store.cast import race
from tests.world import COFFEE, World, eventually, words_of

DIRECTORY = COFFEE + "directory: {}\n"
TOPIC = "Kubernetes"
SEEKER, HELPER, OTHER, THIRD = "Anna", "Bernd", "Carla", "Oliver"


@pytest.fixture
def office(make_world: MakeWorld) -> World:
    """Give a company with a directory in which three may be asked about one topic."""
    world = make_world(rituals=DIRECTORY)
    for name in (HELPER, OTHER, THIRD):
        list_person(world, name)
    return world


def person(world: World, name: str) -> PersonId:
    with world.rondo.database.read() as tx:
        found = people.by_slack_id(tx, world.slack.person(name).id)
    assert found is not None
    return found.id


def list_person(world: World, name: str, **listing: Any) -> None:
    """Let somebody be found for the topic, and be asked unless `listing` says otherwise."""
    who, now = person(world, name), world.now()
    chosen = Listing(**{"listed": True, "expert": True, "contactable": True, **listing})
    values = {"name": world.slack.person(name).real_name, "ask_me_about": TOPIC}
    with world.rondo.database.begin() as tx:
        profiles.set_listing(tx, who, chosen)
        for field, value in values.items():
            profiles.replace_values(tx, who, field, [ProfileFact(field, value, "colleagues", "self", now)])
        reindex(world, tx, who)


def reindex(world: World, tx: Any, who: PersonId) -> None:
    """Index somebody anew, as every change of a profile does."""
    index.refresh(tx, world.rondo.context, who, now=world.now())


def button_of(world: World, reader: str, name: str) -> dict[str, Any]:
    """Return where the newest message to somebody offers to ask this person."""
    for row in reversed(world.slack.inbox(reader)):
        found = block_of(world, row["blocks"], name)
        if found:
            return {"on": row, "block_id": found}
    raise AssertionError(f"nobody offers to ask {name}")


def block_of(world: World, blocks: list[dict[str, Any]], name: str) -> str:
    """Return the block with the button to ask somebody, empty where there is none."""
    wanted = person(world, name)
    for block in blocks:
        for one in (block.get("accessory") or {}, *block.get("elements", [])):
            if one.get("action_id") == "ask:open" and one["value"].startswith(wanted):
                return str(block["block_id"])
    return ""


def open_form(world: World, seeker: str, name: str) -> dict[str, Any]:
    """Find people for the topic and choose one of them."""
    world.answer_to(seeker, f"/rondo ask {TOPIC}")
    world.slack.click("ask:open", by=seeker, **button_of(world, seeker, name))
    return dict(eventually(lambda: world.slack.modal(seeker)))


def ask(world: World, seeker: str, name: str, *, words: str = "") -> dict[str, Any]:
    """Ask somebody, and let the request arrive."""
    open_form(world, seeker, name)
    answer = world.slack.submit({"words": words}, by=seeker)
    while world.slack.modal(seeker):
        world.slack.close(by=seeker)
    world.beat()
    return dict(answer)


def asked(world: World, name: str) -> list[dict[str, Any]]:
    """Return the requests in somebody's inbox that wait for their answer."""
    return [row for row in world.slack.inbox(name) if "ask:decline" in str(row["blocks"])]


def heard(world: World, name: str, words: str) -> str:
    """Return all that reached somebody, once it says this."""

    def look() -> str:
        world.beat()
        said = words_of(world.slack.inbox(name))
        return said if words in said else ""

    return str(eventually(look))


def rows_with(world: World, *ids: str) -> dict[str, int]:
    """Return in how many rows all of these stand together, by table."""
    found = {}
    with world.rondo.database.read() as tx:
        for table in tables.metadata.sorted_tables:
            row: Any = literal("")
            for column in table.columns:
                row = row.op("||")(func.coalesce(cast(column, Text), ""))
            holding = select(func.count()).select_from(table)
            for one in ids:
                holding = holding.where(row.contains(one))
            found[table.name] = tx.scalar(holding) or 0
    return {name: number for name, number in found.items() if number}


def letters_naming(world: World, *who: PersonId) -> list[str]:
    """Return the keys of letters that are for, or name, all of these people."""
    with world.rondo.database.read() as tx:
        ledger = tx.execute(select(tables.letters.c.id, tables.letters.c.key, tables.letters.c.payload)).all()
        readers: dict[int, set[str]] = {}
        for row in tx.execute(select(tables.letter_people)):
            readers.setdefault(row.letter, set()).add(str(row.person))
    named = {row.key: (json.dumps(row.payload), readers.get(row.id, set())) for row in ledger}
    return [key for key, (said, to) in named.items() if all(one in to or one in said for one in who)]


def test_a_yes_brings_both_into_one_conversation_and_the_seeker_does_nothing_more(office: World) -> None:
    ask(office, SEEKER, HELPER, words="Wie fange ich\nan? <!channel>")
    (request,) = asked(office, HELPER)
    said = words_of(request)
    assert f"<@{office.slack.person(SEEKER).id}> fragt dich zu *{TOPIC}*" in said
    assert "> Wie fange ich an? &lt;!channel&gt;" in said
    office.slack.click("ask:accept", by=HELPER, on=request)
    eventually(lambda: "öffne ein Gespräch" in words_of(office.slack.inbox(HELPER)))
    assert asked(office, HELPER) == []
    office.beat()
    (talk,) = [row for row in office.slack.inbox(SEEKER) if row["kind"] == "mpim"]
    assert "hilft gern" in words_of(talk)
    assert "Wie fange ich an?" in words_of(talk)
    assert talk in office.slack.inbox(HELPER)
    assert office.slack.workspace.refusals == []


def test_a_no_leaves_no_trace_of_who_said_it(office: World) -> None:
    ask(office, SEEKER, HELPER, words="Geheimes")
    seeker, helper = person(office, SEEKER), person(office, HELPER)
    with office.rondo.database.read() as tx:
        (request,) = requests.of_seeker(tx, seeker)
    assert rows_with(office, helper, request.id)
    office.slack.click("ask:decline", by=HELPER, on=asked(office, HELPER)[0])
    eventually(lambda: "ich habe Bescheid gesagt" in words_of(office.slack.inbox(HELPER)))
    assert asked(office, HELPER) == []
    note = heard(office, SEEKER, "klappt es gerade leider nicht")
    told = office.slack.inbox(SEEKER)[-1]
    assert office.slack.person(HELPER).id not in str(told["blocks"])
    assert helper not in str(told["blocks"])
    assert all(office.slack.person(name).id in note for name in (OTHER, THIRD))
    for together in ((helper, request.id), (helper, seeker), (helper, TOPIC, "Geheimes"), ("Geheimes",)):
        assert rows_with(office, *together) == {}
    about = rows_with(office, helper, TOPIC)
    assert all(table == "profile_facts" or table.startswith("search_") for table in about), about
    assert letters_naming(office, seeker, helper) == []
    assert letters_naming(office, helper) == []
    assert set(rows_with(office, request.id)) == {"letters"}


def test_somebody_from_the_note_is_asked_and_after_their_no_it_names_nobody_either(office: World) -> None:
    ask(office, SEEKER, HELPER)
    office.slack.click("ask:decline", by=HELPER)
    heard(office, SEEKER, "klappt es gerade leider nicht")
    office.slack.click("ask:open", by=SEEKER, **button_of(office, SEEKER, OTHER))
    form = eventually(lambda: office.slack.modal(SEEKER))
    assert TOPIC in str(form)
    office.slack.submit({}, by=SEEKER)
    office.beat()
    assert letters_naming(office, person(office, SEEKER), person(office, OTHER)) != []
    office.slack.click("ask:decline", by=OTHER)
    eventually(lambda: "ich habe Bescheid gesagt" in words_of(office.slack.inbox(OTHER)))
    office.beat()
    assert letters_naming(office, person(office, SEEKER), person(office, OTHER)) == []


def test_handing_on_asks_somebody_else_and_the_seeker_hears_whom(office: World) -> None:
    ask(office, SEEKER, HELPER, words="Nur kurz")
    office.slack.click("ask:hand_on", by=HELPER, on=asked(office, HELPER)[0])
    eventually(lambda: office.slack.modal(HELPER))
    office.slack.submit({"person": [office.slack.person(OTHER).id]}, by=HELPER)
    eventually(lambda: "Danke, ich habe" in words_of(office.slack.inbox(HELPER)))
    assert asked(office, HELPER) == []
    office.beat()
    (request,) = asked(office, OTHER)
    assert "Nur kurz" in words_of(request)
    moved = heard(office, SEEKER, "weitergereicht")
    assert f"<@{office.slack.person(OTHER).id}>" in moved
    assert letters_naming(office, person(office, HELPER)) == []
    office.slack.click("ask:decline", by=OTHER, on=request)
    heard(office, SEEKER, "klappt es gerade leider nicht")
    assert letters_naming(office, person(office, OTHER)) == []


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("Greta", "nimmt gerade keine Anfragen an"),
        (SEEKER, "kommt die Frage"),
        (HELPER, "bist ja du selbst"),
        (THIRD, "nimmt gerade keine Anfragen an"),
    ],
)
def test_a_request_goes_on_only_to_whom_may_be_asked(office: World, chosen: str, said: str) -> None:
    list_person(office, THIRD, most_per_week=0)
    ask(office, SEEKER, HELPER)
    office.slack.click("ask:hand_on", by=HELPER)
    eventually(lambda: office.slack.modal(HELPER))
    refused = office.slack.submit({"person": [office.slack.person(chosen).id]}, by=HELPER)
    assert said in str(refused["errors"]["person"])
    with office.rondo.database.read() as tx:
        assert len(requests.of_seeker(tx, person(office, SEEKER))) == 1


def test_silence_counts_as_a_no_after_five_working_days(office: World) -> None:
    ask(office, SEEKER, HELPER)
    office.advance_to("fri 18:00")
    assert "klappt es gerade leider nicht" not in words_of(office.slack.inbox(SEEKER))
    office.advance_to("tue 18:00")
    assert "klappt es gerade leider nicht" in words_of(office.slack.inbox(SEEKER))
    assert letters_naming(office, person(office, HELPER), person(office, SEEKER)) == []
    stale = asked(office, HELPER)[0]
    office.slack.click("ask:accept", by=HELPER, on=stale)
    eventually(lambda: "ist erledigt" in words_of(office.slack.inbox(HELPER)))
    assert [row for row in office.slack.inbox(SEEKER) if row["kind"] == "mpim" and TOPIC in words_of(row)] == []


def test_the_weekly_limit_of_the_one_who_is_asked_holds(office: World) -> None:
    list_person(office, HELPER, most_per_week=1)
    open_form(office, "Greta", HELPER)
    ask(office, SEEKER, HELPER)
    refused = office.slack.submit({}, by="Greta")
    assert "nimmt gerade keine Anfragen an" in str(refused["errors"]["topic"])
    office.slack.click("ask:decline", by=HELPER)
    eventually(lambda: asked(office, HELPER) == [])
    assert office.slack.person(HELPER).id not in office.answer_to("Greta", f"/rondo ask {TOPIC}")
    office.advance(days=9)
    assert office.slack.person(HELPER).id in office.answer_to("Greta", f"/rondo ask {TOPIC}")


def test_many_who_ask_at_the_same_moment_do_not_pass_the_limit(office: World) -> None:
    list_person(office, HELPER, most_per_week=2)
    context, helper, now = office.rondo.context, person(office, HELPER), office.now()
    names = (SEEKER, OTHER, THIRD, "David", "Elif", "Florian", "Greta", "Hanna")
    seekers = [whoever(context, office.slack.person(name).id, now=now) for name in names]

    def try_it() -> str:
        seeker = seekers.pop()
        try:
            asking.ask(context, seeker, helper, TOPIC, key=f"test:{seeker.id}", now=now)
        except UserError as refused:
            return refused.key
        return "asked"

    assert sorted(race(len(names), try_it)) == [*["ask.closed"] * 6, "asked", "asked"]
    office.beat()
    assert len(asked(office, HELPER)) == 2


@pytest.mark.parametrize(
    "listing",
    [
        {"listed": False},
        {"contactable": False},
        {"paused_until": date(2027, 1, 1)},
        {"availability": "away"},
        {"most_per_week": 0},
    ],
)
def test_whoever_takes_no_requests_is_not_offered_and_cannot_be_asked(office: World, listing: dict[str, Any]) -> None:
    open_form(office, SEEKER, HELPER)
    list_person(office, HELPER, **listing)
    refused = office.slack.submit({}, by=SEEKER)
    assert "nimmt gerade keine Anfragen an" in str(refused["errors"]["topic"])
    office.slack.close(by=SEEKER)
    shown = office.answer_to(SEEKER, f"/rondo ask {TOPIC}")
    assert office.slack.person(HELPER).id not in shown
    assert office.slack.person(OTHER).id in shown


def test_a_second_press_and_a_second_device_change_nothing(office: World) -> None:
    ask(office, SEEKER, HELPER)
    (request,) = asked(office, HELPER)
    office.slack.click("ask:accept", by=HELPER, on=request)
    eventually(lambda: "öffne ein Gespräch" in words_of(office.slack.inbox(HELPER)))
    late = office.slack.click("ask:decline", by=HELPER, on=request)
    assert late["ok"] is False
    office.beat()
    office.beat()
    talks = [row for row in office.slack.inbox(SEEKER) if "hilft gern" in words_of(row)]
    assert len(talks) == 1
    assert "klappt es gerade" not in words_of(office.slack.inbox(SEEKER))


def test_the_same_person_is_not_asked_twice_and_three_wait_at_most(office: World) -> None:
    list_person(office, "Greta")
    ask(office, SEEKER, HELPER)
    assert "schon gefragt" in str(ask(office, SEEKER, HELPER)["errors"])
    ask(office, SEEKER, OTHER)
    ask(office, SEEKER, THIRD)
    assert "Drei deiner Anfragen" in str(ask(office, SEEKER, "Greta")["errors"])
    assert asked(office, "Greta") == []
    assert len(asked(office, HELPER)) == 1
    office.slack.click("ask:decline", by=HELPER)
    eventually(lambda: asked(office, HELPER) == [])
    assert ask(office, SEEKER, "Greta")["ok"]
    assert len(asked(office, "Greta")) == 1


def test_nobody_finds_themselves_and_without_a_topic_nothing_is_sought(office: World) -> None:
    shown = office.answer_to(HELPER, f"/rondo ask {TOPIC}")
    assert office.slack.person(HELPER).id not in shown
    assert office.slack.person(OTHER).id in shown
    assert "Worum geht es denn?" in office.answer_to(HELPER, "/rondo ask")
    assert "niemanden, der Anfragen annimmt" in office.answer_to(HELPER, "/rondo frage Atlantistauchen")


def test_the_menu_of_a_message_leads_to_people_who_can_help(office: World) -> None:
    secret = f"Hat wer Ahnung von {TOPIC}? <https://example.org/geheim|Der Link> ist tot, und das seit vorgestern Abend"
    office.slack.say(secret, by=OTHER, channel="kaffeerunde")
    message = office.slack.channel_messages("kaffeerunde")[-1]
    assert office.slack.shortcut("ask_about", by=SEEKER, on=message)["ok"]
    form = eventually(lambda: office.slack.modal(SEEKER))
    offered = form["state"]["values"]["topic"]["topic"]["value"]
    assert offered.startswith(f"Hat wer Ahnung von {TOPIC}? Der Link")
    assert len(offered) <= 60
    office.slack.submit({"topic": TOPIC}, by=SEEKER)
    found = eventually(lambda: office.slack.modal(SEEKER))
    assert office.slack.person(HELPER).id in str(found["blocks"])
    office.slack.click("ask:open", by=SEEKER, on="modal", block_id=block_of(office, found["blocks"], HELPER))
    eventually(lambda: (office.slack.modal(SEEKER) or {}).get("callback_id") == "ask")
    office.slack.submit({}, by=SEEKER)
    office.beat()
    assert len(asked(office, HELPER)) == 1
    assert rows_with(office, "vorgestern") == {}
    assert office.slack.workspace.refusals == []


def test_guests_ask_nobody(office: World) -> None:
    guest = next(one for one in office.slack.workspace.people.values() if one.is_guest and not one.deleted)
    assert "Als Gast" in office.answer_to(guest.id, f"/rondo ask {TOPIC}")


def test_where_there_is_no_directory_nothing_of_it_is_there(world: World) -> None:
    assert "/rondo ask" not in world.answer_to(SEEKER, f"/rondo ask {TOPIC}")
    assert "/rondo ask" not in world.answer_to(SEEKER, "/rondo help")
    assert world.slack.shortcut("ask_about", by=SEEKER, on=None)["error"] == "unknown_shortcut"
    assert world.slack.workspace.installation.shortcuts == {}


def test_the_help_names_it_where_there_is_one(office: World) -> None:
    assert "/rondo ask" in office.answer_to(SEEKER, "/rondo help")
