"""An entry in the directory: listed with one tap, written, confirmed, kept in step with Slack, taken along, deleted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.model import Level, Person, PersonId, Profile
from bot.service.context import Context
from bot.service.directory import cards, edit, freshness, rights, switches
from bot.service.directory.coverage import coverage
from bot.service.directory.edit import SectionValue, save_section
from bot.service.directory.people_import import import_people
from bot.service.directory.switches import Switch
from bot.store import letters, people, profiles
from tests.integration.conftest import MakeWorld
from tests.world import POST, World, eventually, words_of

DIRECTORY = (
    """
version: 1
defaults: {language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"]}
rituals:
"""
    + POST
    + "directory: {}\n"
)
"""No round: months pass quickly."""


@pytest.fixture
def town(make_world: MakeWorld) -> World:
    return make_world(rituals=DIRECTORY)


@pytest.fixture
def keys() -> Iterator[str]:
    """Give a fresh inbound key for each act."""
    return (f"act-{number}" for number in range(10_000))


def context_of(world: World) -> Context:
    return world.rondo.context


def who(world: World, name: str) -> Person:
    with world.rondo.database.read() as tx:
        found = people.by_slack_id(tx, world.slack.person(name).id)
    assert found is not None
    return found


def turn(world: World, name: str, *flipped: Switch, keys: Iterator[str], on: bool = True) -> None:
    for one in flipped:
        switches.switch(context_of(world), who(world, name), one, on, key=next(keys), now=world.now())


def write(world: World, name: str, section: str, keys: Iterator[str], **said: SectionValue) -> None:
    save_section(context_of(world), who(world, name), section, said, key=next(keys), now=world.now())  # type: ignore[arg-type]


def own(world: World, name: str) -> Profile:
    return cards.own_profile(context_of(world), who(world, name), now=world.now())


def seen(world: World, name: str, looking: Level = "colleagues") -> Profile | None:
    return cards.card_of(context_of(world), who(world, name), looking=looking, now=world.now())


def said(*values: str, audience: Level = "colleagues", others: tuple[str, ...] = ()) -> SectionValue:
    return SectionValue(values, audience, others)


def questions(world: World, name: str) -> list[str]:
    return [text for one in world.slack.inbox(name) if "Kurz nachgefragt" in (text := words_of(one))]


# ---------------------------------------------------------------- switches


def test_nobody_is_listed_and_no_name_is_kept_until_somebody_lists_themselves(town: World, keys: Iterator[str]) -> None:
    town.slack.change("Anna", title="Leiterin Messe")
    assert seen(town, "Anna") is None
    assert own(town, "Anna").facts == ()
    turn(town, "Anna", "listed", keys=keys)
    card = seen(town, "Anna")
    assert card is not None
    assert card.name == town.slack.person("Anna").real_name
    assert card.values("role") == ("Leiterin Messe",)
    assert own(town, "Bernd").facts == ()


def test_unlisting_hides_everything_at_once_and_keeps_what_they_wrote(town: World, keys: Iterator[str]) -> None:
    turn(town, "Anna", "listed", "expert", "contactable", keys=keys)
    write(town, "Anna", "help", keys, ask_me_about=said("Messen"))
    turn(town, "Anna", "listed", keys=keys, on=False)
    assert seen(town, "Anna") is None
    mine = own(town, "Anna")
    assert (mine.listing.expert, mine.listing.contactable) == (True, True)
    assert mine.values("ask_me_about") == ("Messen",)


def test_the_other_switches_need_the_first_and_a_repeated_tap_does_nothing(town: World, keys: Iterator[str]) -> None:
    with pytest.raises(UserError, match=r"profile\.unlisted"):
        turn(town, "Anna", "expert", keys=keys)
    turn(town, "Anna", "listed", keys=keys)
    again = "the same tap"
    now, anna, context = town.now(), who(town, "Anna"), context_of(town)
    assert switches.switch(context, anna, "expert", True, key=again, now=now).expert
    assert switches.switch(context, anna, "expert", False, key=again, now=now).expert


def test_guests_have_no_entry_and_without_a_directory_there_is_none(town: World, keys: Iterator[str]) -> None:
    guest = town.slack.add_person("Gast Gerda", is_restricted=True)
    eventually(lambda: people_known(town, guest.id))
    with pytest.raises(UserError, match="guest"):
        switches.switch(context_of(town), whoever(town, guest.id), "listed", True, key=next(keys), now=town.now())


def test_where_there_is_no_directory_nothing_acts(world: World, keys: Iterator[str]) -> None:
    for act in (lambda: turn(world, "Anna", "listed", keys=keys), lambda: own(world, "Anna")):
        with pytest.raises(UserError, match=r"directory\.off"):
            act()
    world.advance(days=1)
    with world.rondo.database.read() as tx:
        assert profiles.listed(tx) == []


def people_known(world: World, slack_id: str) -> bool:
    with world.rondo.database.read() as tx:
        return people.by_slack_id(tx, slack_id) is not None


def whoever(world: World, slack_id: str) -> Person:
    with world.rondo.database.read() as tx:
        found = people.by_slack_id(tx, slack_id)
    assert found is not None
    return found


def test_limits_breaks_and_absences_are_checked_and_belong_to_the_person(town: World, keys: Iterator[str]) -> None:
    turn(town, "Anna", "listed", keys=keys)
    turn(town, "Bernd", "listed", keys=keys)
    today = town.now().date()
    terms = {"most_per_week": 2, "paused_until": None, "availability": "away", "away_until": today + timedelta(days=3)}

    def set_terms(**changed: object) -> bool:
        told = {"substitute_slack_id": town.slack.person("Bernd").id, **terms, **changed}
        return switches.set_terms(context_of(town), who(town, "Anna"), key=next(keys), now=town.now(), **told)  # type: ignore[arg-type]

    assert set_terms()
    card = seen(town, "Anna")
    assert card is not None
    assert (card.listing.availability, card.listing.most_per_week) == ("away", None)
    assert card.listing.substitute == who(town, "Bernd").id
    yesterday, anna = today - timedelta(days=1), town.slack.person("Anna").id
    for wrong in (
        {"most_per_week": 0},
        {"paused_until": yesterday},
        {"availability": "sick"},
        {"away_until": yesterday},
        {"substitute_slack_id": anna},
    ):
        with pytest.raises(UserError):
            set_terms(**wrong)
    assert set_terms(paused_until=today)
    assert seen(town, "Anna") is None
    town.advance(days=2)
    assert seen(town, "Anna") is not None


# ---------------------------------------------------------------- writing


def test_values_carry_their_audience_their_order_and_their_source(town: World, keys: Iterator[str]) -> None:
    turn(town, "Anna", "listed", "expert", keys=keys)
    write(
        town,
        "Anna",
        "help",
        keys,
        ask_me_about=said("Messen", "Reisekosten", "messen"),
        works_with=said("SAP", audience="self"),
    )
    card = seen(town, "Anna")
    assert card is not None
    assert card.values("ask_me_about") == ("Messen", "Reisekosten")
    assert card.values("works_with") == ()
    assert {one.source for one in own(town, "Anna").facts if one.field == "works_with"} == {"self"}


def test_a_wider_audience_than_the_catalogue_allows_becomes_a_smaller_one(town: World, keys: Iterator[str]) -> None:
    write(town, "Anna", "now", keys, projects=said("Umzug", audience="public"))
    assert [one.audience for one in own(town, "Anna").facts] == ["partners"]


def test_a_section_is_kept_whole_or_not_at_all(town: World, keys: Iterator[str]) -> None:
    with pytest.raises(UserError, match=r"profile\.long"):
        write(town, "Anna", "help", keys, ask_me_about=said("Messen"), works_with=said("x" * 61))
    with pytest.raises(UserError, match=r"profile\.unknown"):
        write(town, "Anna", "help", keys, role=said("not of this section"))
    assert own(town, "Anna").facts == ()


def test_responsibilities_name_a_deputy_whom_rondo_knows(town: World, keys: Iterator[str]) -> None:
    bernd, anna = town.slack.person("Bernd").id, town.slack.person("Anna").id
    write(town, "Anna", "now", keys, responsibilities=said("Reisekosten", "Post", others=(bernd, "")))
    assert [(one.value, one.other) for one in own(town, "Anna").facts] == [
        ("Reisekosten", who(town, "Bernd").id),
        ("Post", None),
    ]
    for wrong in (anna, "U0UNKNOWN"):
        with pytest.raises(UserError, match=r"profile\.deputy"):
            write(town, "Anna", "now", keys, responsibilities=said("Post", others=(wrong,)))


def test_a_value_that_was_only_looked_at_keeps_its_source(town: World, keys: Iterator[str]) -> None:
    town.slack.change("Anna", title="Leiterin")
    turn(town, "Anna", "listed", keys=keys)
    write(town, "Anna", "work", keys, role=said("Leiterin"), what_i_do=said("Messen planen"))
    assert {one.field: one.source for one in own(town, "Anna").facts} == {
        "name": "slack", "role": "slack", "what_i_do": "self",
    }  # fmt: skip


# ---------------------------------------------------------------- Slack


def read_fields(world: World) -> None:
    """Let the house come back often enough to read the profiles that wait."""
    world.rondo.context.reading.not_before = None
    for _ in range(3):
        world.rondo.nightly(world.now())


def test_slack_updates_its_fields_and_never_what_somebody_wrote(town: World, keys: Iterator[str]) -> None:
    town.slack.change("Anna", department="Messe", site="Bonn", title="Alt")
    turn(town, "Anna", "listed", keys=keys)
    write(town, "Anna", "work", keys, role=said("Von mir"))
    read_fields(town)
    assert {key: own(town, "Anna").values(key) for key in ("department", "site", "role")} == {
        "department": ("Messe",), "site": ("Bonn",), "role": ("Von mir",),
    }  # fmt: skip
    with pytest.raises(UserError, match=r"profile\.slack"):
        write(town, "Anna", "work", keys, department=said("Anders"))
    write(town, "Anna", "work", keys, department=said("Messe", audience="self"))
    assert "department" in edit.read_only(context_of(town), own(town, "Anna"))
    town.slack.change("Anna", department="Neu", real_name="Anna Neumann", title="Neu")
    eventually(lambda: own(town, "Anna").name == "Anna Neumann")
    town.advance(days=8)
    facts = {one.field: one for one in own(town, "Anna").facts}
    assert (facts["department"].value, facts["department"].audience) == ("Neu", "self")
    assert (facts["role"].value, facts["role"].source) == ("Von mir", "self")


def test_of_people_who_are_not_listed_no_profile_is_read(town: World, keys: Iterator[str]) -> None:
    turn(town, "Anna", "listed", keys=keys)
    town.advance(days=2)
    asked = [one for one in town.slack.workspace.calls if one["method"] == "users.profile.get"]
    assert len(asked) == 1


def test_whoever_leaves_is_hidden_at_once_and_erased_after_thirty_days(town: World, keys: Iterator[str]) -> None:
    bernd = town.slack.person("Bernd").id
    turn(town, "Anna", "listed", "expert", keys=keys)
    turn(town, "Bernd", "listed", "expert", keys=keys)
    write(town, "Anna", "now", keys, responsibilities=said("Reisekosten", others=(bernd,)))
    anna = who(town, "Anna")
    town.slack.deactivate("Anna")
    eventually(lambda: cards.card_of(context_of(town), anna, looking="colleagues", now=town.now()) is None)
    town.advance(days=1)
    card = seen(town, "Bernd")
    assert card is not None
    assert card.values("responsibilities") == ("Reisekosten",)
    town.advance(days=28)
    with town.rondo.database.read() as tx:
        left = profiles.of_person(tx, anna.id)
    assert left is not None
    assert left.facts
    town.advance(days=3)
    with town.rondo.database.read() as tx:
        left = profiles.of_person(tx, anna.id)
    assert left is not None
    assert left.facts == ()
    assert not left.listing.listed


# ---------------------------------------------------------------- freshness


def nights(world: World, number: int) -> None:
    """Let so many nights pass, one after the other."""
    for _ in range(number):
        world.advance(days=1)


def let_end(world: World, name: str, *, days: float) -> None:
    """Let the time of somebody's projects end so many days from now; they are shown for a quarter of a year."""
    ids = [one.id for one in own(world, name).facts if one.field == "projects"]
    with world.rondo.database.begin() as tx:
        profiles.postpone(tx, ids, world.now() + timedelta(days=days))


def projects(world: World, name: str) -> tuple[str, ...]:
    """Return the projects that colleagues see of somebody."""
    card = seen(world, name)
    assert card is not None
    return card.values("projects")


def test_it_asks_first_then_hides_and_deletes_last(town: World, keys: Iterator[str]) -> None:
    turn(town, "Anna", "listed", keys=keys)
    write(town, "Anna", "now", keys, projects=said("Umzug", "Messe"))
    let_end(town, "Anna", days=20)
    nights(town, 4)
    assert questions(town, "Anna") == []
    nights(town, 5)
    (asked,) = questions(town, "Anna")
    assert all(one in asked for one in ("Umzug", "Messe", "Alles stimmt noch"))
    nights(town, 10)
    assert projects(town, "Anna") == ("Umzug", "Messe")
    umzug = next(one.id for one in own(town, "Anna").facts if one.value == "Umzug")
    freshness.confirm(context_of(town), who(town, "Anna"), [umzug], key=next(keys), now=town.now())
    nights(town, 7)
    assert projects(town, "Anna") == ("Umzug",)
    assert own(town, "Anna").values("projects") == ("Umzug", "Messe")
    freshness.drop(context_of(town), who(town, "Anna"), [umzug], key=next(keys), now=town.now())
    let_end(town, "Anna", days=-91)
    nights(town, 1)
    assert own(town, "Anna").values("projects") == ()
    assert len(questions(town, "Anna")) == 1


def test_more_than_eight_wait_for_the_next_question_and_stay_until_then(town: World, keys: Iterator[str]) -> None:
    turn(town, "Anna", "listed", keys=keys)
    write(town, "Anna", "now", keys, projects=said(*(f"Vorhaben {number}" for number in range(10, 20))))
    let_end(town, "Anna", days=3)
    nights(town, 4)
    (asked,) = questions(town, "Anna")
    assert asked.count("Vorhaben") == 8
    nights(town, 16)
    assert projects(town, "Anna") == ("Vorhaben 18", "Vorhaben 19")


def test_confirming_somebody_elses_values_changes_nothing(town: World, keys: Iterator[str]) -> None:
    turn(town, "Anna", "listed", keys=keys)
    write(town, "Anna", "now", keys, projects=said("Umzug"))
    ids = [one.id for one in own(town, "Anna").facts]
    assert freshness.confirm(context_of(town), who(town, "Bernd"), ids, key=next(keys), now=town.now()) == 0
    assert freshness.drop(context_of(town), who(town, "Bernd"), ids, key=next(keys), now=town.now()) == 0
    assert own(town, "Anna").values("projects") == ("Umzug",)
    assert freshness.confirm(context_of(town), who(town, "Anna"), None, key=next(keys), now=town.now()) == len(ids)


def test_whoever_takes_a_break_is_not_asked_and_nothing_is_hidden_meanwhile(town: World, keys: Iterator[str]) -> None:
    turn(town, "Anna", "listed", keys=keys)
    write(town, "Anna", "now", keys, projects=said("Umzug"))
    let_end(town, "Anna", days=2)
    with town.rondo.database.begin() as tx:
        people.pause(tx, who(town, "Anna").id, (town.now() + timedelta(days=6)).date())
    nights(town, 6)
    assert questions(town, "Anna") == []
    assert projects(town, "Anna") == ("Umzug",)
    nights(town, 4)
    assert len(questions(town, "Anna")) == 1


# ---------------------------------------------------------------- the operator's table


def test_a_table_brings_entries_with_and_without_a_slack_account(town: World, keys: Iterator[str]) -> None:
    anna, bernd = town.slack.person("Anna").id, town.slack.person("Bernd").id
    source = (
        "id,name,role,ask_me_about,responsibilities,listed,expert,keeper,timezone\n"
        f"{anna},Anna A.,Leitung,SAP; Excel,,ja,ja,,\n"
        f"post,Poststelle,,Pakete,Post|{bernd},ja,ja,{bernd},Europe/Berlin\n"
        f"{bernd},Bernd B.,Lager,,Lager|post,,,,\n"
        f"U0STRANGER,Neu,,,,,,,\nx,X,,,Y|nobody,,,,\n"
    )
    done = import_people(context_of(town), source, now=town.now())
    assert (done.people, done.listed) == (4, 2)
    assert [(one.line, one.why.key) for one in done.faults] == [(6, "people.row.deputy")]
    assert seen(town, "Bernd") is None
    card = seen(town, "Anna")
    assert card is not None
    assert card.values("ask_me_about") == ("SAP", "Excel")
    (post,) = cards.kept_entries(context_of(town), who(town, "Bernd"))
    assert (post.name, post.timezone, post.values("ask_me_about")) == ("Poststelle", "Europe/Berlin", ("Pakete",))


def test_the_keeper_edits_and_switches_the_entry_and_nobody_else(town: World, keys: Iterator[str]) -> None:
    bernd = town.slack.person("Bernd").id
    import_people(context_of(town), f"id,name,listed,keeper\npost,Poststelle,ja,{bernd}\n", now=town.now())
    (post,) = cards.kept_entries(context_of(town), who(town, "Bernd"))
    said_so = {"name": said("Post und Pakete"), "role": said("Im Keller")}
    context, now = context_of(town), town.now()
    save_section(context, who(town, "Bernd"), "work", said_so, key=next(keys), now=now, whose=post.person)
    card = cards.card_of(context, post.person, looking="colleagues", now=now)
    assert card is not None
    assert (card.name, card.values("role")) == ("Post und Pakete", ("Im Keller",))
    with pytest.raises(UserError, match=r"profile\.not_yours"):
        save_section(context, who(town, "Anna"), "work", said_so, key=next(keys), now=now, whose=post.person)
    with pytest.raises(UserError, match=r"profile\.not_yours"):
        save_section(context, who(town, "Anna"), "work", said_so, key=next(keys), now=now, whose=who(town, "Bernd").id)
    switches.switch(context, who(town, "Bernd"), "listed", False, key=next(keys), now=now, whose=post.person)
    assert cards.card_of(context, post.person, looking="colleagues", now=now) is None
    rights.delete_everything(context, who(town, "Bernd"), key=next(keys), now=now, whose=post.person)
    assert cards.kept_entries(context, who(town, "Bernd")) == []
    assert profile_of(town, post.person) is None


def profile_of(world: World, person: PersonId) -> Profile | None:
    with world.rondo.database.read() as tx:
        return profiles.of_person(tx, person)


def test_a_table_never_decides_for_whoever_said_a_word(town: World, keys: Iterator[str]) -> None:
    anna = town.slack.person("Anna").id
    table = f"id,name,role,listed\n{anna},Aus der Tabelle,Tabelle,{{}}\n"
    context = context_of(town)
    turn(town, "Anna", "listed", keys=keys)
    write(town, "Anna", "work", keys, role=said("Von mir"))
    import_people(context, table.format("nein"), now=town.now())
    mine = own(town, "Anna")
    assert (mine.listing.listed, mine.values("role")) == (True, ("Von mir",))
    assert mine.name == town.slack.person("Anna").real_name
    turn(town, "Anna", "listed", keys=keys, on=False)
    import_people(context, table.format("ja"), now=town.now())
    assert not own(town, "Anna").listing.listed
    rights.delete_everything(context, who(town, "Anna"), key=next(keys), now=town.now())
    import_people(context, table.format("ja"), now=town.now())
    assert own(town, "Anna").facts == ()
    assert not own(town, "Anna").listing.listed


def test_another_table_replaces_what_the_first_one_said(town: World) -> None:
    anna = town.slack.person("Anna").id
    context = context_of(town)
    import_people(context, f"id,name,role,site\n{anna},Anna,Alt,Bonn\n", now=town.now())
    assert import_people(context, f"id,name,role\n{anna},Anna,Neu\n", now=town.now(), dry=True).people == 1
    assert own(town, "Anna").values("role") == ("Alt",)
    import_people(context, f"id,name,role,site\n{anna},Anna,Neu,-\n", now=town.now())
    assert {one.field: one.value for one in own(town, "Anna").facts} == {"name": "Anna", "role": "Neu"}


# ---------------------------------------------------------------- rights and figures


def test_everything_can_be_taken_along_and_is_json(town: World, keys: Iterator[str]) -> None:
    turn(town, "Anna", "listed", keys=keys)
    write(town, "Anna", "now", keys, responsibilities=said("Post", others=(town.slack.person("Bernd").id,)))
    told = json.loads(json.dumps(rights.everything(context_of(town), who(town, "Anna"), now=town.now())))
    assert told["switches"]["listed"] is True
    (post,) = (one for one in told["values"] if one["field"] == "responsibilities")
    assert (post["value"], post["audience"], post["source"], post["deputy"]) == (
        "Post", "colleagues", "self", town.slack.person("Bernd").id,
    )  # fmt: skip
    assert post["purpose"]
    assert rights.everything(context_of(town), who(town, "Bernd"), now=town.now())["named_by_others"] == 1


def test_deleting_takes_entry_questions_and_mentions(town: World, keys: Iterator[str]) -> None:
    anna = town.slack.person("Anna").id
    turn(town, "Anna", "listed", keys=keys)
    turn(town, "Bernd", "listed", keys=keys)
    write(town, "Anna", "now", keys, projects=said("Quittenkompott"))
    write(town, "Bernd", "now", keys, responsibilities=said("Post", others=(anna,)))
    let_end(town, "Anna", days=3)
    nights(town, 3)
    assert questions(town, "Anna")
    rights.delete_everything(context_of(town), who(town, "Anna"), key=next(keys), now=town.now())
    assert own(town, "Anna").facts == ()
    assert [one.other for one in own(town, "Bernd").facts if one.field == "responsibilities"] == [None]
    with town.rondo.database.read() as tx:
        told = letters.of_person(tx, who(town, "Anna").id, since=town.now() - timedelta(days=100))
        assert not any("Quittenkompott" in json.dumps(one.payload) for one in told)
        (question,) = (one for one in told if one.key.startswith("notice/fact/") and one.key.endswith("post"))
    assert (question.state, question.payload) == ("sent", {"text": ""})


def test_figures_need_five(town: World, keys: Iterator[str]) -> None:
    rows = [f"x{number},Person {number},SAP{'; Rar' if number < 4 else ''},ja,ja" for number in range(6)]
    import_people(context_of(town), "id,name,ask_me_about,listed,expert\n" + "\n".join(rows) + "\n", now=town.now())
    found = coverage(context_of(town), town.now())
    assert [(one.name, one.people) for one in found.topics] == [("SAP", 6), ("Rar", None)]
    assert (found.listed, found.stale) == (6, 0)
