"""The directory as people meet it in Slack: they list themselves, are found, and take everything back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.model import PersonId, Profile
from bot.service.directory import index
from bot.service.directory.people_import import import_people
from bot.service.directory.tending import tend
from bot.store import people, profiles
from tests.integration.conftest import MakeWorld
from tests.integration.test_home import home_of
from tests.world import COFFEE, World, eventually, words_of

LISTED = COFFEE + "directory: {}\n"
BERND, ANNA, DAVID, GUEST = "Bernd", "Anna", "David", "Samira"


@pytest.fixture
def listed(make_world: MakeWorld) -> World:
    """Give a world with a directory."""
    return make_world(rituals=LISTED)


def person(world: World, name: str) -> PersonId:
    with world.rondo.database.read() as tx:
        found = people.by_slack_id(tx, world.slack.person(name).id)
    assert found is not None
    return found.id


def profile(world: World, name: str) -> Profile:
    with world.rondo.database.read() as tx:
        found = profiles.of_person(tx, person(world, name))
    assert found is not None
    return found


def at_home(world: World, name: str, *, having: str) -> str:
    world.slack.open_home(by=name)
    return home_of(world, name, having=having)


def press(world: World, name: str, action: str, *, having: str, **chosen: Any) -> str:
    """Press a button of the Home and return the Home once it says so."""
    world.slack.click(action, by=name, on="home", **chosen)
    return home_of(world, name, having=having)


def list_me(world: World, name: str) -> None:
    """Turn on all three switches."""
    german = world.slack.person(name).locale.startswith("de")
    at_home(world, name, having="Ins Verzeichnis" if german else "List me")
    press(world, name, "me:on:listed", having="Jeder Schalter" if german else "Each switch")
    for switch in ("expert", "contactable"):
        world.slack.click(f"me:on:{switch}", by=name, on="home")
        eventually(lambda switch=switch: getattr(profile(world, name).listing, switch))  # type: ignore[misc]


def open_part(world: World, name: str, part: str) -> dict[str, Any]:
    world.slack.click("me:edit", by=name, on="home", block_id=f"me-{part}-part")
    found: dict[str, Any] = eventually(lambda: world.slack.modal(name))
    return found


def topic(text: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": text, "emoji": True}, "value": text}


def help_with(world: World, name: str, *topics: str) -> None:
    """Write what somebody helps with."""
    open_part(world, name, "help")
    assert world.slack.submit({"v:ask_me_about": [topic(one) for one in topics]}, by=name)["ok"]
    eventually(lambda: set(profile(world, name).values("ask_me_about")) == set(topics))


def test_whoever_lists_themselves_and_writes_a_topic_is_found_in_one_command_and_one_press(listed: World) -> None:
    assert "niemanden" in listed.answer_to(ANNA, "/find Reisekosten")
    list_me(listed, BERND)
    help_with(listed, BERND, "Reisekosten")
    shown = listed.answer_to(ANNA, "/find Wer kennt sich mit Reisekosten aus?")
    bernd = listed.slack.person(BERND)
    assert f"<@{bernd.id}>" in shown
    assert "Fragt mich zu: *Reisekosten*" in shown
    answer = listed.slack.inbox(ANNA)[-1]
    urls = [one.get("url") for block in answer["blocks"] for one in block.get("elements", [])]
    assert f"slack://user?team={listed.slack.workspace.team['id']}&id={bernd.id}" in urls
    assert answer["ephemeral"]
    assert listed.slack.workspace.refusals == []


def test_an_english_colleague_is_found_and_answered_in_english(listed: World) -> None:
    list_me(listed, DAVID)
    help_with(listed, DAVID, "Kubernetes")
    shown = listed.answer_to("Grace", "/rondo find who knows about kubernets?")
    assert "I found *one person*" in shown
    assert "Ask me about: *Kubernetes*" in shown
    assert "there now" not in shown
    assert "Uhr (London)" in listed.answer_to(ANNA, "/find Kubernetes")


def test_switching_off_takes_effect_at_once_and_what_was_written_stays(listed: World) -> None:
    list_me(listed, BERND)
    help_with(listed, BERND, "Reisekosten")
    assert "eine Person" in listed.answer_to(ANNA, "/find Reisekosten")
    press(listed, BERND, "me:off:expert", having="Einschalten")
    eventually(lambda: not profile(listed, BERND).listing.expert)
    assert "niemanden" in listed.answer_to(ANNA, "/find Reisekosten")
    assert "eine Person" in listed.answer_to(ANNA, "/find Hoffstetter")
    press(listed, BERND, "me:off:listed", having="Was du geschrieben hast, ist noch da")
    assert "niemanden" in listed.answer_to(ANNA, "/find Hoffstetter")
    assert "keine Karte" in listed.answer_to(ANNA, "/rondo card @bernd.hoffstetter")
    assert profile(listed, BERND).values("ask_me_about") == ("Reisekosten",)


def test_a_card_shows_what_its_owner_chose_in_the_readers_language(listed: World) -> None:
    list_me(listed, BERND)
    help_with(listed, BERND, "Reisekosten")
    open_part(listed, BERND, "contact")
    listed.slack.submit({"v:contact": "bernd@firma.example\nZimmer 3.12"}, by=BERND)
    eventually(lambda: profile(listed, BERND).values("contact"))
    shown = listed.answer_to(ANNA, "/rondo card @bernd.hoffstetter")
    assert "<mailto:bernd@firma.example|bernd@firma.example>" in shown
    assert "Zimmer 3.12" in shown
    english = listed.answer_to(DAVID, f"/rondo card <@{listed.slack.person(BERND).id}|bernd>")
    assert "*How to reach me*" in english
    assert "keine Karte" in listed.answer_to(ANNA, "/rondo card Niemand Unbekannt")
    assert "Wessen Karte" in listed.answer_to(ANNA, "/rondo card")


def test_a_guest_sees_what_is_for_partners_and_nothing_else(listed: World) -> None:
    list_me(listed, BERND)
    open_part(listed, BERND, "help")
    listed.slack.submit(
        {"v:ask_me_about": [topic("Reisekosten")], "v:works_with": [topic("Excel")], "a:works_with": "partners"},
        by=BERND,
    )
    eventually(lambda: profile(listed, BERND).values("works_with"))
    assert "niemanden" in listed.answer_to(GUEST, "/find Excel")  # the name is for colleagues
    open_part(listed, BERND, "work")
    listed.slack.submit({"a:name": "partners"}, by=BERND)
    eventually(lambda: {one.audience for one in profile(listed, BERND).facts if one.field == "name"} == {"partners"})
    assert "Ich arbeite mit: *Excel*" in listed.answer_to(GUEST, "/find Excel")
    assert "niemanden" in listed.answer_to(GUEST, "/find Reisekosten")
    card = listed.answer_to(GUEST, "/rondo card @bernd.hoffstetter")
    assert "Excel" in card
    assert "Reisekosten" not in card
    listed.slack.open_home(by=GUEST)
    assert "me:on:listed" not in str(eventually(lambda: listed.slack.home(GUEST)))


def test_view_as_shows_what_each_audience_sees(listed: World) -> None:
    list_me(listed, BERND)
    help_with(listed, BERND, "Reisekosten")
    listed.slack.click("me:seen", by=BERND, on="home")
    shown = words_of(eventually(lambda: listed.slack.modal(BERND)))
    colleagues, rest = shown.split("Gäste und Partner", 1)
    assert "Reisekosten" in colleagues
    assert "Reisekosten" not in rest


def test_the_search_form_of_the_home_finds_without_a_command(listed: World) -> None:
    list_me(listed, BERND)
    help_with(listed, BERND, "Reisekosten")
    at_home(listed, ANNA, having="Wer kann helfen?")
    listed.slack.click("home:find", by=ANNA, on="home")
    eventually(lambda: listed.slack.modal(ANNA))
    listed.slack.submit({"query": "Reisekosten"}, by=ANNA)
    assert "Fragt mich zu" in words_of(eventually(lambda: listed.slack.modal(ANNA)))
    listed.slack.click("card:open", by=ANNA, on="modal")
    card = eventually(lambda: _titled(listed, ANNA, "Karte"))
    assert listed.slack.person(BERND).id in words_of(card)
    assert listed.slack.workspace.refusals == []


def _titled(world: World, name: str, title: str) -> Any:
    shown = world.slack.modal(name)
    return shown if shown and shown["title"]["text"] == title else None


def test_what_comes_close_is_offered_where_nobody_is_found(listed: World) -> None:
    list_me(listed, BERND)
    help_with(listed, BERND, "Reisekostenabrechnung")
    shown = listed.answer_to(ANNA, "/find Reiseplanung")
    assert "niemanden" in shown or "Reisekostenabrechnung" in shown
    if "niemanden" in shown and "in der Nähe" in shown:
        listed.slack.click("find:again:0", by=ANNA, on="message")
        eventually(lambda: "eine Person" in words_of(listed.slack.inbox(ANNA)[-1]))


def test_topics_are_offered_while_one_types_and_a_new_one_may_be_added(listed: World) -> None:
    list_me(listed, BERND)
    help_with(listed, BERND, "Reisekosten")
    list_me(listed, ANNA)
    open_part(listed, ANNA, "help")
    offered = listed.slack.suggest("topics", "Reise", by=ANNA, block_id="v:ask_me_about")["options"]
    assert "Reisekosten" in [one["value"] for one in offered]
    assert offered[-1]["text"]["text"] == "neu: Reise"
    listed.slack.submit({"v:ask_me_about": [offered[0], offered[-1]]}, by=ANNA)
    eventually(lambda: set(profile(listed, ANNA).values("ask_me_about")) >= {"Reise"})


def test_responsibilities_have_deputies_and_mistakes_stand_at_their_field(listed: World) -> None:
    list_me(listed, ANNA)  # whoever is not in the directory is not named in it either
    list_me(listed, BERND)
    open_part(listed, BERND, "now")
    bernd, anna = listed.slack.person(BERND), listed.slack.person(ANNA)
    rows = {"r:responsibilities:0": "Prüfstand", "d:responsibilities:0": bernd.id, "v:projects": "Umzug\nNeues Lager"}
    refused = listed.slack.submit(rows, by=BERND)
    assert set(refused["errors"]) == {"r:responsibilities:0"}
    assert listed.slack.submit(rows | {"d:responsibilities:0": anna.id}, by=BERND)["ok"]
    eventually(lambda: profile(listed, BERND).values("projects") == ("Umzug", "Neues Lager"))
    shown = listed.answer_to(DAVID, "/rondo card @bernd.hoffstetter")
    assert f"Prüfstand · stand-in: <@{anna.id}>" in shown


def test_a_field_of_slack_is_shown_and_changed_there(listed: World) -> None:
    list_me(listed, BERND)
    shown = words_of(open_part(listed, BERND, "work"))
    assert "*Name*: Bernd Hoffstetter\nDas kommt aus deinem Slack-Profil" in shown


def test_terms_are_kept_and_a_day_that_is_over_is_refused(listed: World) -> None:
    list_me(listed, ANNA)
    list_me(listed, BERND)
    listed.slack.click("me:terms", by=BERND, on="home")
    eventually(lambda: listed.slack.modal(BERND))
    refused = listed.slack.submit({"pause": "2026-11-01"}, by=BERND)
    assert set(refused["errors"]) == {"pause"}
    wanted = {"pause": None, "limit": "2", "state": "away", "until": "2026-11-30"}
    listed.slack.submit(wanted | {"substitute": listed.slack.person(ANNA).id}, by=BERND)
    home_of(listed, BERND, having="höchstens 2 Anfragen in der Woche")
    assert profile(listed, BERND).listing.paused_until is None
    shown = listed.answer_to(DAVID, "/rondo card @bernd.hoffstetter")
    assert f"away until Monday, 30 November · stand-in: <@{listed.slack.person(ANNA).id}>" in shown


def test_everything_may_be_taken_along_and_deleted(listed: World) -> None:
    list_me(listed, BERND)
    help_with(listed, BERND, "Reisekosten")
    listed.slack.click("me:download", by=BERND, on="home")
    shared = eventually(lambda: [one for one in listed.slack.workspace.files.values() if one.shared_in])
    told = json.loads(shared[0].content)
    assert "Reisekosten" in str(told)
    (place,) = shared[0].shared_in
    assert listed.slack.person(BERND).id in listed.slack.workspace.conversations[place].members
    eventually(lambda: "Nachrichten" in words_of(listed.slack.modal(BERND) or {}))
    listed.slack.close(by=BERND)
    press(listed, BERND, "me:delete", having="entscheidest nur du")
    assert profile(listed, BERND).facts == ()
    assert "niemanden" in listed.answer_to(ANNA, "/find Reisekosten")
    assert listed.slack.workspace.refusals == []


def test_my_entry_by_command_has_the_same_switches(listed: World) -> None:
    assert "niemand" in listed.answer_to(BERND, "/rondo me").lower()
    listed.slack.click("me:on:listed", by=BERND, on="message")
    eventually(lambda: "Du stehst im Verzeichnis" in words_of(listed.slack.inbox(BERND)[-1]))
    assert "guest" not in listed.answer_to(GUEST, "/rondo me")


def test_a_keeper_writes_the_entry_of_somebody_without_an_account(listed: World) -> None:
    context, now = listed.rondo.context, listed.now()
    with listed.rondo.database.begin() as tx:
        (outside,) = profiles.enrol_outside(tx, ["post-1"], now=now).values()
        kept = profiles.of_person(tx, outside)
        assert kept is not None
        profiles.set_listing(tx, outside, replace(kept.listing, keeper=person(listed, BERND)))
        index.refresh(tx, context, outside, now=now)
    at_home(listed, BERND, having="um die du dich kümmerst")
    listed.slack.click("me:keep", by=BERND, on="home")
    eventually(lambda: _titled(listed, BERND, "Ein Eintrag für andere"))
    listed.slack.click("me:edit", by=BERND, on="modal", block_id="me-work-part")
    eventually(lambda: _titled(listed, BERND, "Meine Arbeit"))
    listed.slack.submit({"v:name": "Mina Post", "v:role": "Poststelle"}, by=BERND)
    eventually(lambda: "Poststelle" in words_of(listed.slack.modal(BERND) or {}))
    listed.slack.click("me:on:listed", by=BERND, on="modal")
    eventually(lambda: "Ausschalten" in words_of(listed.slack.modal(BERND) or {}))
    listed.slack.close(by=BERND)
    shown = listed.answer_to(ANNA, "/find Poststelle")
    assert "*Mina Post*\nPoststelle" in shown
    assert listed.slack.workspace.refusals == []


def test_a_stand_in_without_an_account_is_named_to_whoever_may_know_them(listed: World) -> None:
    table = (
        "id,name,listed,expert,responsibilities,name:audience,responsibilities:audience\n"
        "post-1,Mina Post,ja,ja,,,\n"
        f"{listed.slack.person(DAVID).id},David Okafor,ja,ja,Pakete|post-1,partners,partners\n"
    )
    assert import_people(listed.rondo.context, table, now=listed.now()).listed == 2
    assert "Pakete · Vertretung: Mina Post" in listed.answer_to(ANNA, "/rondo card David Okafor")
    shown = listed.answer_to(GUEST, "/rondo card David Okafor")
    assert "Pakete" in shown
    assert "Vertretung" not in shown


def test_what_grows_old_is_confirmed_by_one_press(listed: World) -> None:
    list_me(listed, BERND)
    open_part(listed, BERND, "now")
    listed.slack.submit({"v:projects": "Umzug"}, by=BERND)
    eventually(lambda: profile(listed, BERND).values("projects"))
    listed.skip_to("mon 10:00")
    listed.slack.workspace.clock.advance(80 * 86_400)
    at_home(listed, BERND, having="Stimmt das noch?")
    before = profile(listed, BERND)
    world_says = press(listed, BERND, "fact:confirm", having="Woran ich gerade bin")
    eventually(lambda: "Stimmt das noch?" not in words_of(listed.slack.home(BERND) or {}))
    assert world_says
    assert profile(listed, BERND).facts != before.facts


def test_the_question_whether_values_hold_shrinks_with_each_press(listed: World) -> None:
    list_me(listed, BERND)
    open_part(listed, BERND, "now")
    listed.slack.submit({"v:projects": "Umzug\nNeues Lager"}, by=BERND)
    eventually(lambda: len(profile(listed, BERND).values("projects")) == 2)
    with listed.rondo.database.begin() as tx:
        ids = [one.id for one in profile(listed, BERND).facts if one.field == "projects"]
        profiles.postpone(tx, ids, listed.now() + timedelta(days=5))
    tend(listed.rondo.context, listed.now())
    listed.advance(days=1)
    asked = eventually(lambda: [one for one in listed.slack.inbox(BERND) if "fact:confirm" in str(one["blocks"])])
    listed.slack.click("fact:confirm", by=BERND, on=asked[-1], block_id=f"fact~{ids[0]}")
    eventually(lambda: f"fact~{ids[0]}" not in str(listed.slack.inbox(BERND)))
    assert f"fact~{ids[1]}" in str(listed.slack.inbox(BERND))
    listed.slack.click("fact:drop", by=BERND, on=asked[-1], block_id=f"fact~{ids[1]}")
    eventually(lambda: "Ist weg." in words_of(listed.slack.inbox(BERND)))
    assert profile(listed, BERND).values("projects") == ("Umzug",)
    assert listed.slack.workspace.refusals == []


def test_without_a_directory_nothing_of_it_is_there(world: World) -> None:
    assert "/rondo find" not in world.answer_to(BERND, "/rondo help")
    assert "kenne ich nicht" in world.answer_to(BERND, "/rondo find Reisekosten")
    assert "Verzeichnis" not in at_home(world, BERND, having="Meine Rituale")


def test_managers_see_figures_of_topics_and_nobody_else_does(make_world: MakeWorld) -> None:
    slack_id = make_world().slack.person(ANNA).id
    world = make_world(rituals=LISTED.replace("commands:", f"managers: {{people: [{slack_id}]}}\ncommands:"))
    list_me(world, BERND)
    help_with(world, BERND, "Reisekosten")
    shown = world.answer_to(ANNA, "/rondo coverage")
    assert "Reisekosten: weniger als 5" in shown
    assert "Bernd" not in shown
    assert "Reisekosten" not in world.answer_to(BERND, "/rondo coverage")
    assert "/rondo coverage" in world.answer_to(ANNA, "/rondo help")


def test_with_one_the_help_tells_of_it(listed: World) -> None:
    shown = listed.answer_to(BERND, "/rondo help")
    assert all(f"/rondo {verb}" in shown for verb in ("find", "card", "me"))
    assert "/rondo coverage" not in shown
