"""Newcomers in a whole company: welcomed on working days from when they came; a buddy; who helps with what."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model import Listing, PersonId, ProfileFact, Wishes
from bot.sandbox.people import People
from bot.store import channels, people, profiles
from tests.integration.conftest import MakeWorld
from tests.world import World, eventually, words_of

RITUALS = """
version: 1
defaults: {language: de, timezone: Europe/Berlin, send_between: ["08:00", "18:00"]}
rituals:
  - id: ankommen
    kind: welcome
    title: {de: Ankommen, en: Finding your feet}
    channel: montagsrunde
    schedule: {every: day, at: "09:30", timezone: personal}
"""
WITH_DIRECTORY = RITUALS.replace("rituals:", "directory: {}\nrituals:")
DIGEST = """
version: 1
directory: {topics: [[Kubernetes, k8s]]}
rituals:
  - id: helfer
    kind: digest
    title: {de: Wer hilft wobei, en: Who helps}
    channel: montagsrunde
    schedule: {every: month, days: [last mon], at: "10:00"}
"""
HELLO = {"de": "Ich bin Rondo", "en": "I am Rondo"}
PROFILE = {"de": "Wer macht hier eigentlich was", "en": "Who does what around here"}
BUDDY = {"de": "jemanden, den du alles fragen kannst", "en": "somebody you can ask anything"}
LOCALES = {"de": "de-DE", "en": "en-GB"}


def person(world: World, name: str) -> PersonId:
    with world.rondo.database.read() as tx:
        found = people.by_slack_id(tx, world.slack.person(name).id)
    assert found is not None
    return found.id


def said(world: World, name: str) -> list[str]:
    return [words_of(row) for row in world.slack.inbox(name)]


def heard(world: World, name: str, words: str) -> bool:
    return any(words in one for one in said(world, name))


def hire(world: World, name: str = "Nele Neumann", language: str = "de") -> str:
    """Let somebody join the company and the channel, and wait until Rondo knows."""
    new = world.slack.add_person(name, locale=LOCALES[language], tz="Europe/Berlin")
    world.slack.join("montagsrunde", by=new.id)

    def counted() -> bool:
        with world.rondo.database.read() as tx:
            known, channel = people.by_slack_id(tx, new.id), channels.by_name(tx, "montagsrunde")
            return bool(known and channel and known.id in channels.member_ids(tx, channel.id))

    eventually(counted)
    return name


def wish(world: World, name: str, **wishes: Any) -> None:
    who = person(world, name)
    with world.rondo.database.begin() as tx:
        people.set_wishes(tx, who, Wishes(**wishes))


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_newcomer_hears_on_their_first_days_and_old_hands_do_not(make_world: MakeWorld, language: str) -> None:
    world = make_world(rituals=WITH_DIRECTORY)
    world.advance_to("mon 12:00")
    world.advance_to("tue 12:00")
    assert world.letters(world.runs("ankommen")[0]) == []
    new = hire(world, language=language)
    world.advance_to("wed 09:00")
    assert said(world, new) == []
    world.advance_to("wed 10:00")
    assert heard(world, new, HELLO[language])
    world.advance_to("fri 10:00")
    assert heard(world, new, PROFILE[language])
    assert not heard(world, new, BUDDY[language])
    world.advance_to("wed 10:00")
    assert heard(world, new, BUDDY[language])
    world.advance(days=30)
    everybody = [one.real_name for one in world.slack.workspace.people.values() if not one.is_bot]
    for words in (HELLO, PROFILE, BUDDY):
        told = [one for one in everybody for text in words.values() if heard(world, one, text)]
        assert told == [new]
        assert sum(text.count(words[language]) for text in said(world, new)) >= 1


def test_the_button_for_a_profile_opens_ones_own_entry_and_goes_when_the_run_ends(make_world: MakeWorld) -> None:
    world = make_world(rituals=WITH_DIRECTORY)
    world.advance_to("mon 12:00")
    new = hire(world)
    world.advance_to("thu 10:00")
    assert heard(world, new, PROFILE["de"])
    world.slack.click("ritual:first_profile:open", by=new)
    eventually(lambda: any("me:on:listed" in str(row["blocks"]) for row in world.slack.inbox(new)))
    world.slack.click("me:on:listed", by=new)
    eventually(lambda: _listed(world, new))
    world.advance(days=21)
    row = next(one for one in world.slack.inbox(new) if PROFILE["de"] in words_of(one))
    assert "ritual:first_profile:open" not in str(row["blocks"])


def test_without_a_directory_no_profile_is_offered(make_world: MakeWorld) -> None:
    world = make_world(rituals=RITUALS)
    world.advance_to("mon 12:00")
    new = hire(world)
    world.advance(days=14)
    assert heard(world, new, HELLO["de"])
    assert heard(world, new, BUDDY["de"])
    assert not heard(world, new, PROFILE["de"])


def test_a_buddy_and_a_newcomer_meet_in_a_conversation_of_their_own(make_world: MakeWorld) -> None:
    world = make_world(rituals=RITUALS)
    world.advance_to("mon 12:00")
    volunteer = next(one for one in _members(world) if one != "Anna Lindqvist")
    wish(world, volunteer, on_demand=True)
    new = hire(world)
    world.advance_to("tue 10:00")
    world.advance(days=8)
    assert heard(world, new, BUDDY["de"])
    world.slack.click("ritual:buddy:yes", by=new)
    eventually(lambda: heard(world, new, "gleich in einer gemeinsamen Unterhaltung"))
    world.advance(days=3)
    ids = {world.slack.person(new).id, world.slack.person(volunteer).id}
    talks = [row for row in world.slack.workspace.journal.log if ids <= set(row["members"]) and row["kind"] == "mpim"]
    assert len(talks) == 1
    assert "Fragen" in talks[0]["text"] or "somebody to ask" in talks[0]["text"]
    heard_of_it = [
        row for row in world.slack.workspace.journal.log if f"<@{world.slack.person(new).id}>" in row["text"]
    ]
    assert heard_of_it == talks
    world.slack.click("ritual:buddy:yes", by=new)
    eventually(lambda: heard(world, new, "schon mit jemandem bekannt gemacht"))
    world.advance(days=2)
    assert len([row for row in world.slack.workspace.journal.log if row["kind"] == "mpim"]) == 1


def test_without_a_volunteer_it_says_so(make_world: MakeWorld) -> None:
    world = make_world(rituals=RITUALS)
    world.advance_to("mon 12:00")
    new = hire(world)
    world.advance(days=9)
    world.slack.click("ritual:buddy:yes", by=new)
    eventually(lambda: heard(world, new, "Gerade finde ich niemanden"))
    assert [row for row in world.slack.workspace.journal.log if row["kind"] == "mpim"] == []


def test_whoever_pauses_or_leaves_gets_nothing_more(make_world: MakeWorld) -> None:
    world = make_world(rituals=RITUALS)
    world.advance_to("mon 12:00")
    paused, gone = hire(world), hire(world, "Ole Olsen")
    world.advance_to("tue 10:00")
    assert heard(world, paused, HELLO["de"])
    world.answer_to(paused, "/rondo pause 3w")
    world.answer_to(gone, "/rondo leave ankommen")
    world.advance(days=40)
    for name in (paused, gone):
        assert not heard(world, name, BUDDY["de"])


def test_whoever_was_on_a_break_at_the_first_run_is_no_newcomer_afterwards(make_world: MakeWorld) -> None:
    world = make_world(rituals=RITUALS)
    old = _members(world)[0]
    world.answer_to(old, "/rondo pause 1w")
    world.advance(days=21)
    assert not any(heard(world, old, text) for words in (HELLO, BUDDY) for text in words.values())


# ---------------------------------------------------------------- who helps with what


def help_with(world: World, name: str, *topics: str, audience: Any = "colleagues", expert: bool = True) -> None:
    who = person(world, name)
    listing = Listing(listed=True, expert=expert)
    with world.rondo.database.begin() as tx:
        profiles.set_listing(tx, who, listing)
        profiles.replace_values(tx, who, "name", [ProfileFact("name", name, "partners", "slack", world.now())])
        facts = [ProfileFact("ask_me_about", one, audience, "self", world.now()) for one in topics]
        profiles.replace_values(tx, who, "ask_me_about", facts)


def posts(world: World) -> list[str]:
    return [words_of(row) for row in world.slack.channel_messages("montagsrunde") if row["bot"]]


@pytest.mark.parametrize("language", ["de", "en"])
def test_who_helps_with_what_stands_in_the_channel(make_world: MakeWorld, language: str) -> None:
    world = make_world(rituals=DIGEST + f"    language: {language}\n")
    for name, topic in (("Anna", "Excel"), ("Bernd", "k8s"), ("Carla", "<Zoll> & Co"), ("David", "Kubernetes")):
        help_with(world, name, topic)
    help_with(world, "Elif", "Heimliches", expert=False)
    world.advance_to("mon 12:00")
    world.advance_to("mon 12:00")
    (post,) = posts(world)
    assert ("Wer hilft wobei?" if language == "de" else "Who helps with what?") in post
    for name in ("Anna", "Bernd", "Carla", "David"):
        assert f"<@{world.slack.person(name).id}>" in post
    assert post.count("*Kubernetes*") == 1
    assert "&lt;Zoll&gt; &amp; Co" in post
    assert "Heimliches" not in post
    assert "/rondo me" in post
    assert "/rondo find" in post


def test_with_a_guest_in_the_channel_only_what_partners_may_see_is_posted(make_world: MakeWorld) -> None:
    world = make_world(rituals=DIGEST)
    guest = world.slack.add_person("Gisela Gast", is_restricted=True)
    People(world.slack.workspace).invite(guest.id, world.slack.workspace.channel("montagsrunde").id)
    world.slack.settle()
    for name, topic in (("Anna", "Excel"), ("Bernd", "Linux"), ("Carla", "Zoll")):
        help_with(world, name, topic, audience="partners")
    help_with(world, "David", "Heimliches")
    world.advance(days=10)
    (post,) = posts(world)
    assert "Excel" in post
    assert "Heimliches" not in post


def test_a_digest_that_is_about_to_leave_is_dropped_when_a_guest_comes(make_world: MakeWorld) -> None:
    world = make_world(rituals=DIGEST)
    for name, topic in (("Anna", "Excel"), ("Bernd", "Linux"), ("Carla", "Zoll")):
        help_with(world, name, topic)
    world.skip_to("mon 10:01")
    world.rondo.tick(world.now())
    guest = world.slack.add_person("Gisela Gast", is_restricted=True)
    People(world.slack.workspace).invite(guest.id, world.slack.workspace.channel("montagsrunde").id)
    eventually(lambda: _counts(world, guest.id))
    world.rondo.deliver(world.now())
    (run,) = world.runs("helfer")
    assert [(one.state, one.outcome) for one in world.letters(run)] == [("dead", "overheard")]
    assert posts(world) == []


def test_with_fewer_than_three_topics_nothing_is_posted(make_world: MakeWorld) -> None:
    world = make_world(rituals=DIGEST)
    help_with(world, "Anna", "Excel", "Zoll")
    world.advance(days=10)
    assert posts(world) == []
    assert [run.state for run in world.runs("helfer")] == ["closed"]


def _listed(world: World, name: str) -> bool:
    who = person(world, name)
    with world.rondo.database.read() as tx:
        found = profiles.of_person(tx, who)
    return found is not None and found.listing.listed


def _members(world: World) -> list[str]:
    channel = world.slack.workspace.channel("montagsrunde")
    there = (world.slack.workspace.people[one] for one in channel.members)
    return [one.real_name for one in there if not (one.is_bot or one.is_guest or one.deleted)]


def _counts(world: World, slack_id: str) -> bool:
    with world.rondo.database.read() as tx:
        known, channel = people.by_slack_id(tx, slack_id), channels.by_name(tx, "montagsrunde")
        return bool(known and channel and known.id in channels.member_ids(tx, channel.id))
