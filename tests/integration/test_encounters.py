"""Meeting somebody on demand, and one's own wishes: from the Home, by command, and nobody else's business."""

from __future__ import annotations

import re
from typing import Any

from bot.model import PersonId, Wishes
from bot.store import avoided, people
from tests.integration.conftest import MakeWorld
from tests.integration.test_home import home_of
from tests.world import COFFEE, World, eventually, words_of


def person(world: World, name: str) -> PersonId:
    with world.rondo.database.read() as tx:
        found = people.by_slack_id(tx, world.slack.person(name).id)
    assert found is not None
    return found.id


def wish(world: World, name: str, **wishes: Any) -> None:
    with world.rondo.database.begin() as tx:
        people.set_wishes(tx, person(world, name), Wishes(**wishes))


def test_two_who_said_yes_to_that_meet_by_a_command_and_only_once_a_week(make_world: MakeWorld) -> None:
    world = make_world(rituals=COFFEE.replace("[mon]", "[fri]"))
    world.advance_to("tue 10:00")
    assert "niemand da" in world.answer_to("Anna", "/rondo meet")
    wish(world, "Bernd", on_demand=True)
    before = len(world.introductions())
    assert "bekannt" in world.answer_to("Anna", "/rondo meet")
    world.beat()
    assert len(world.introductions()) == before + 1
    assert "Diese Woche lernst du schon" in world.answer_to("Anna", "/rondo meet")
    assert world.slack.workspace.refusals == []


def test_the_form_keeps_what_it_is_told_and_shows_it_again(world: World) -> None:
    world.slack.open_home(by="Bernd")
    home_of(world, "Bernd", having="Begegnungen")
    world.slack.click("home:wishes", by="Bernd", on="home")
    eventually(lambda: world.slack.modal("Bernd"))
    anna = world.slack.person("Anna").id
    world.slack.submit({"weeks": "3", "languages": ["de", "en"], "boxes": ["on_demand"], "avoid": [anna]}, by="Bernd")
    with world.rondo.database.read() as tx:
        someone = people.by_ids(tx, [person(world, "Bernd")])[person(world, "Bernd")]
        assert someone.wishes == Wishes(every_weeks=3, on_demand=True, languages=("de", "en"))
        assert avoided.of_person(tx, someone.id) == {person(world, "Anna")}
    world.slack.click("home:wishes", by="Bernd", on="home")
    shown = str(eventually(lambda: world.slack.modal("Bernd")))
    assert anna in shown
    assert "alle 3 Wochen" in words_of(shown) or "alle 3 Wochen" in shown


def test_whoever_avoids_somebody_never_meets_them_and_nobody_is_told(make_world: MakeWorld) -> None:
    world = make_world()
    with world.rondo.database.begin() as tx:
        others = [one.id for one in people.everyone(tx) if one.is_eligible]
        bernd, anna = person(world, "Bernd"), person(world, "Anna")
        avoided.replace_of(tx, bernd, [one for one in others if one != anna])
    world.advance_to("mon 09:01")
    together = [set(one["members"]) for one in world.introductions()]
    mine = [one for one in together if world.slack.person("Bernd").id in one]
    assert mine == [] or all(world.slack.person("Anna").id in one for one in mine)


ROOM = COFFEE.replace("send_between:", "notification_budget: {day: 3, week: 9}, send_between:").replace(
    "offer_skip: false", "offer_skip: true"
)


def test_the_day_before_people_may_skip_one_round_and_are_in_the_next(make_world: MakeWorld) -> None:
    world = make_world(rituals=ROOM)
    world.advance_to("fri 09:01")
    asked = [one for one in world.slack.inbox("Bernd") if "auslassen" in words_of(one)]
    assert len(asked) == 1
    assert re.search(r"^Am \w+, \d+\. \w+, kommt die nächste Runde", words_of(asked[0]), re.MULTILINE)
    assert "Du bekommst das, weil du bei „Kaffeerunde“ mitmachst." in words_of(asked[0])
    world.slack.click("skip", by="Bernd")
    eventually(lambda: "lässt du" in words_of(world.slack.inbox("Bernd")))
    before = len(world.introductions())
    world.advance_to("mon 09:01")
    bernd = world.slack.person("Bernd").id
    assert all(bernd not in one["members"] for one in world.introductions()[before:])
    world.advance_to("fri 12:00")
    before = len(world.introductions())
    world.advance_to("mon 09:01")
    assert any(bernd in one["members"] for one in world.introductions()[before:])


def test_skipping_by_command_is_undone_by_resume(world: World) -> None:
    assert "lässt du" in world.answer_to("Bernd", "/rondo skip kaffee")
    assert world.answer_to("Bernd", "/rondo next").count("diese Runde lässt du aus") == 1
    assert "zurück" in world.answer_to("Bernd", "/rondo resume")
    world.advance_to("mon 09:01")
    bernd = world.slack.person("Bernd").id
    assert any(bernd in one["members"] for one in world.introductions())


def test_whoever_joins_in_mid_round_is_offered_a_match_in_it(make_world: MakeWorld) -> None:
    world = make_world(rituals=COFFEE.replace("join: channel", "join: opt-in"))
    names = ["Anna", "Bernd"]
    for name in names:
        world.answer_to(name, "/rondo join kaffee")
    world.advance_to("mon 09:01")
    assert len(world.introductions()) == 1
    newcomer = "Carla"
    world.answer_to(newcomer, "/rondo join kaffee")
    world.beat()
    assert "läuft schon" in words_of(world.slack.inbox(newcomer))
    world.slack.click("ritual:match:yes", by=newcomer)
    eventually(lambda: "Gesellschaft" in words_of(world.slack.inbox(newcomer)))
    world.advance_to("tue 09:00")  # one a day: whom the newcomer joins had theirs on Monday
    mine = world.slack.person(newcomer).id
    assert any(mine in row["members"] for row in world.slack.workspace.journal.log if row["kind"] == "mpim")
    assert world.slack.workspace.refusals == []


def test_whoever_joins_by_the_channel_is_offered_a_match_in_the_round_too(world: World) -> None:
    people = world.slack.workspace.people.values()
    members = next(one for one in world.slack.workspace.conversations.values() if one.name == "kaffeerunde").members
    outsider = next(
        one
        for one in people
        if one.id not in members and not (one.is_bot or one.deleted or one.is_guest or one.is_hidden)
    )
    world.advance_to("mon 09:01")
    world.slack.join("kaffeerunde", by=outsider.id)

    def has_heard() -> bool:
        world.beat()
        return "läuft schon" in words_of(world.slack.inbox(outsider.id))

    eventually(has_heard)


def test_a_sentence_for_the_channel_stands_in_the_wrap_up_with_its_author_only(world: World) -> None:
    world.advance_to("mon 09:01")
    world.advance_to("thu 16:00")
    world.slack.click("ritual:met:yes", by="Bernd")
    world.slack.click("ritual:share:write", by="Bernd")
    eventually(lambda: world.slack.modal("Bernd"))
    world.slack.submit({"said": "Wir haben <!channel> über\nKaffee geredet."}, by="Bernd")
    world.advance_to("fri 10:00")
    wrap_up = words_of(world.slack.channel_messages("kaffeerunde")[-1])
    assert "über Kaffee geredet." in wrap_up
    assert "<!channel>" not in wrap_up


def test_an_entry_for_any_calendar_is_shared_with_both(world: World) -> None:
    world.advance_to("mon 09:01")
    action = next(
        element["action_id"]
        for one in world.slack.inbox("Bernd")
        for block in one.get("blocks", [])
        for element in block.get("elements", [])
        if str(element.get("action_id", "")).startswith("ritual:ics:")
    )
    world.slack.click(action, by="Bernd")
    shared = eventually(lambda: [one for one in world.slack.workspace.files.values() if one.shared_in])
    assert shared[0].content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert world.slack.workspace.refusals == []


def test_a_dated_status_counts_as_a_break_only_for_whoever_wishes_so(world: World) -> None:
    bernd, anna = (world.slack.person(name).id for name in ("Bernd", "Anna"))
    for who in (bernd, anna):
        away = world.slack.workspace.people[who]
        away.status_text, away.status_expiration = "Urlaub", int(world.moment("fri 18:00").timestamp()) + 7 * 86_400
    wish(world, "Bernd", status_counts=True)
    world.advance_to("mon 09:01")
    members = {who for one in world.introductions() for who in one["members"]}
    assert bernd not in members
    assert anna in members


def test_a_manager_sees_the_groups_beforehand_and_just_those_are_sent(make_world: MakeWorld) -> None:
    slack_id = make_world().slack.person("Anna").id
    world = make_world(rituals=COFFEE.replace("commands:", f"managers: {{people: [{slack_id}]}}\ncommands:"))
    world.slack.command("/rondo preview kaffee", by="Anna")
    eventually(lambda: "als Direktnachricht geschickt" in words_of(world.slack.inbox("Anna")), within=20)
    world.advance(minutes=2)
    shown = eventually(
        lambda: [one for one in world.slack.inbox("Anna") if "So sähe die nächste Runde" in words_of(one)]
    )
    told = [set(re.findall(r"<@(U\w+)>", block["text"]["text"])) for block in shown[0]["blocks"] if "text" in block]
    told = [one for one in told if one]
    everybody = set().union(*told)
    sent = [everybody & set(group["members"]) for group in world.introductions() if group["kind"] == "mpim"]
    assert len(sent) == 18
    assert sorted(map(sorted, sent)) == sorted(map(sorted, told))
