"""Introductions in a whole company: asked alone, agreed to in a preview, posted for all to read, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model import UNLISTED, Listing, PersonId, Profile, ProfileFact
from bot.service.directory.search import find
from bot.service.workspace import reconcile
from bot.store import people, profiles
from tests.integration.conftest import MakeWorld
from tests.world import World, eventually, words_of

RITUALS = """
version: 1
defaults: {language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"]}
rituals:
  - id: vorstellung
    kind: intro
    title: {de: Vorstellungsrunde, en: Introductions}
    channel: montagsrunde
    schedule: {every: week, days: [mon], at: "09:00"}
    join: channel
"""
WITH_DIRECTORY = RITUALS.replace("rituals:", "directory: {}\nrituals:")
ASKED = ("Magst du dich", "Would you like to introduce")
POST = ("Darf ich vorstellen?", "May I introduce")
SAID = {"what": "Ich halte die <Server> am Laufen.", "topics": "Linux, Kaffee", "fun": "Kanus"}


def speak(world: World, locale: str) -> World:
    """Let everybody speak one language, so that who is drawn does not matter."""
    for one in world.slack.workspace.people.values():
        one.locale = locale
    reconcile(world.rondo.context, world.now())
    return world


def asked(world: World) -> list[str]:
    """Return who was asked so far, by name, in the order of the questions."""
    rows = [row for row in world.slack.workspace.journal.log if any(one in row["text"] for one in ASKED)]
    everybody = world.slack.workspace.people
    found = [everybody[who] for row in rows if row["kind"] == "im" for who in row["members"] if who in everybody]
    return list(dict.fromkeys(one.real_name for one in found if not one.is_bot))


def questions_to(world: World, name: str) -> int:
    """Return how often somebody was asked."""
    rows = [row for row in world.slack.workspace.journal.log if any(one in row["text"] for one in ASKED)]
    return sum(world.slack.person(name).id in row["members"] for row in rows if row["kind"] == "im")


def posts(world: World) -> list[str]:
    """Return the texts of the posts in the channel."""
    shown = [words_of(one) for one in world.slack.channel_messages("montagsrunde")]
    return [one for one in shown if any(mark in one for mark in POST)]


def press(world: World, name: str, choice: str) -> str:
    """Press a button of the question, and return the private reply."""
    before = len(world.slack.inbox(name))
    assert world.slack.click(f"ritual:intro:{choice}", by=name)["ok"]
    return words_of(eventually(lambda: world.slack.inbox(name)[before:])[-1])


def open_form(world: World, name: str) -> Any:
    """Press yes, and return the form."""
    before = world.slack.modal(name)
    assert world.slack.click("ritual:intro:yes", by=name, on="message")["ok"]

    def opened() -> Any:
        page = world.slack.modal(name)
        return page if page and (before is None or page["id"] != before["id"]) else None

    return eventually(opened)


def preview(world: World, name: str, **said: Any) -> str:
    """Fill in the form, and return the page that follows."""
    open_form(world, name)
    assert world.slack.submit({**SAID, **said}, by=name)["ok"]
    return words_of(world.slack.modal(name))


def agree(world: World, name: str, **said: Any) -> str:
    """Fill in the form, agree to the preview, and return the page that follows."""
    preview(world, name, **said)
    assert world.slack.submit(by=name)["ok"]
    page = words_of(world.slack.modal(name))
    world.slack.close(by=name)
    return page


def mention(world: World, name: str) -> str:
    return f"<@{world.slack.person(name).id}>"


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


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    """Give a world in which two are asked on Mondays and introduced on Thursdays."""
    return speak(make_world(rituals=RITUALS), "de-DE")


def test_somebody_says_yes_sees_the_post_and_stands_in_it(world: World) -> None:
    world.advance_to("mon 09:01")
    first, second = asked(world)
    question = words_of(world.slack.inbox(first)[-1])
    assert "Do. 26. Nov., 09:00" in question
    assert "#montagsrunde" in question
    shown = preview(world, first)
    assert mention(world, first) in shown
    assert "&lt;Server&gt;" in shown
    assert "*Fragt mich zu:* Linux und Kaffee" in shown
    world.slack.submit(by=first)
    assert "Danke" in words_of(world.slack.modal(first))
    assert posts(world) == []
    world.advance_to("thu 09:01")
    (post,) = posts(world)
    for line in ("&lt;Server&gt; am Laufen.", "*Fragt mich zu:* Linux und Kaffee", "*Worüber ich gern rede:* Kanus"):
        assert line in post
        assert line in shown
    assert mention(world, first) in post
    assert mention(world, second) not in post
    assert "steht jetzt in #montagsrunde" in words_of(world.slack.inbox(first))
    assert "vorbei" in words_of(world.slack.inbox(second))
    assert world.slack.workspace.refusals == []


def test_in_english(make_world: MakeWorld) -> None:
    world = make_world(rituals=RITUALS.replace("language: de", "language: en"))
    speak(world, "en-GB")
    world.advance_to("mon 09:01")
    first, second = asked(world)
    assert "Would you like to introduce yourself" in words_of(world.slack.inbox(first))
    assert "*Ask me about:* Linux and Kaffee" in preview(world, first)
    world.slack.submit(by=first)
    assert "how nice" in words_of(world.slack.modal(first))
    assert "half a year" in press(world, second, "no")
    world.advance_to("thu 09:01")
    (post,) = posts(world)
    assert "May I introduce" in post
    assert "*I like to talk about:* Kanus" in post
    assert world.slack.workspace.refusals == []


def test_the_post_and_its_preview_speak_the_language_of_the_channel(world: World) -> None:
    speak(world, "en-GB")
    world.advance_to("mon 09:01")
    shown = preview(world, asked(world)[0])
    assert "This is how you appear" in shown
    assert "*Fragt mich zu:*" in shown


def test_a_preview_that_was_not_agreed_to_is_no_yes(world: World) -> None:
    world.advance_to("mon 09:01")
    preview(world, asked(world)[0])
    world.slack.close(by=asked(world)[0])
    world.advance_to("fri 09:00")
    assert posts(world) == []


def test_without_a_yes_nothing_is_posted_and_nobody_reads_who_did_not_want_to(world: World) -> None:
    world.advance_to("mon 09:01")
    first, second = asked(world)
    assert "Die nächste Runde lasse ich dich aus" in press(world, first, "later")
    assert "halbes Jahr" in press(world, second, "no")
    world.advance_to("fri 09:00")
    assert posts(world) == []
    others = [row for row in world.slack.workspace.journal.log if row["members"] and row["kind"] == "channel"]
    assert others == []


def test_half_way_the_next_ones_are_asked_for_those_who_said_nothing_or_no(world: World) -> None:
    world.advance_to("mon 09:01")
    first, second = asked(world)
    press(world, first, "no")
    world.advance_to("tue 15:59")
    assert asked(world) == [first, second]
    world.advance_to("tue 16:01")
    assert len(asked(world)) == 4
    third = asked(world)[2]
    agree(world, third)
    agree(world, second)
    world.advance_to("thu 09:01")
    (post,) = posts(world)
    assert mention(world, second) in post
    assert mention(world, third) in post
    assert mention(world, first) not in post


def test_with_as_many_yes_as_are_wanted_nobody_else_is_asked(world: World) -> None:
    world.advance_to("mon 09:01")
    for name in asked(world):
        agree(world, name)
    world.advance_to("wed 18:00")
    assert len(asked(world)) == 2


def test_until_the_post_a_yes_can_be_changed_postponed_and_said_again(world: World) -> None:
    world.advance_to("mon 09:01")
    name = asked(world)[0]
    agree(world, name)
    form = open_form(world, name)
    assert "Ich halte die <Server> am Laufen." in str(form)
    world.slack.submit({"what": "Etwas ganz anderes."}, by=name)
    world.slack.submit(by=name)
    world.slack.close(by=name)
    press(world, name, "later")
    assert "Danke" in agree(world, name, what="Zum Schluss doch.")
    world.advance_to("thu 09:01")
    (post,) = posts(world)
    assert "Zum Schluss doch." in post
    assert "Etwas ganz anderes" not in post


def test_whoever_postpones_is_asked_again_after_a_run_without_them(world: World) -> None:
    world.advance_to("mon 09:01")
    name = asked(world)[0]
    press(world, name, "later")
    world.advance_to("fri 09:00")
    world.advance_to("fri 09:00")
    assert questions_to(world, name) == 1
    for _ in range(5):
        world.advance_to("fri 09:00")
    assert questions_to(world, name) > 1


def test_what_is_empty_is_asked_for_again(world: World) -> None:
    world.advance_to("mon 09:01")
    name = asked(world)[0]
    open_form(world, name)
    world.slack.submit({**SAID, "what": "\u200b \u200b"}, by=name)
    assert "fehlt noch" in words_of(world.slack.modal(name))
    world.slack.submit({**SAID}, by=name)
    assert "So erscheinst du" in words_of(world.slack.modal(name))
    assert world.slack.workspace.refusals == []


def test_a_double_click_says_it_once(world: World) -> None:
    world.advance_to("mon 09:01")
    name = asked(world)[0]
    open_form(world, name)
    open_form(world, name)
    agree(world, name)
    agree(world, name)
    world.advance_to("thu 09:01")
    (post,) = posts(world)
    assert post.count("&lt;Server&gt;") == 1


def test_a_restart_in_the_middle_forgets_nothing(world: World) -> None:
    world.advance_to("mon 09:01")
    first, second = asked(world)
    preview(world, first)
    world.restart()
    world.slack.until(lambda: world.slack.connected() > 0)
    assert world.slack.submit(by=first)["ok"]
    world.slack.close(by=first)
    world.advance_to("wed 09:00")
    world.restart()
    world.slack.until(lambda: world.slack.connected() > 0)
    agree(world, second)
    world.advance_to("thu 09:01")
    (post,) = posts(world)
    assert mention(world, first) in post
    assert mention(world, second) in post


@pytest.mark.parametrize("way", ["pause", "leave", "deactivate", "leave channel"])
def test_a_yes_goes_with_whoever_goes_before_the_post(world: World, way: str) -> None:
    world.advance_to("mon 09:01")
    first, second = asked(world)
    agree(world, first)
    agree(world, second)
    if way == "deactivate":
        world.slack.deactivate(first)
    elif way == "leave channel":
        world.slack.leave("montagsrunde", by=first)
    else:
        world.answer_to(first, "/rondo pause 2w" if way == "pause" else "/rondo leave vorstellung")
    world.slack.settle()
    world.advance_to("thu 09:01")
    (post,) = posts(world)
    assert mention(world, first) not in post
    assert mention(world, second) in post


def test_whoever_left_the_ritual_reads_that_a_yes_does_not_count(world: World) -> None:
    world.advance_to("mon 09:01")
    name = asked(world)[0]
    world.answer_to(name, "/rondo leave vorstellung")
    assert "/rondo join vorstellung" in press(world, name, "yes")


def test_a_holiday_moves_the_question_and_with_it_the_post(make_world: MakeWorld) -> None:
    rituals = RITUALS.replace("join: channel", "join: channel\n    if_holiday: next-workday")
    rituals = rituals.replace("rituals:", "calendars: {zu: [2026-11-23, 2026-11-26]}\nrituals:")
    world = speak(make_world(rituals=rituals), "de-DE")
    assert asked(world) == []
    world.advance_to("tue 09:01")
    assert [one.nominal_date.isoformat() for one in world.runs("vorstellung")] == ["2026-11-23"]
    name = asked(world)[0]
    agree(world, name)
    world.advance_to("fri 10:00")
    assert posts(world) == []
    world.advance_to("mon 08:59")
    assert len(posts(world)) == 0
    world.advance_to("mon 09:01")
    assert len(posts(world)) == 1


def test_newcomers_are_asked_before_the_others(world: World) -> None:
    world.advance_to("mon 09:01")
    world.advance_to("fri 09:00")
    channel = next(one for one in world.slack.workspace.conversations.values() if one.name == "montagsrunde")
    everybody = world.slack.workspace.people.values()
    able = (one for one in everybody if not (one.is_bot or one.deleted or one.is_guest or one.is_hidden))
    new = [one for one in able if one.id not in channel.members][:2]
    for one in new:
        world.slack.join("montagsrunde", by=one.id)
    world.slack.settle()
    before = len(asked(world))
    world.advance_to("mon 09:01")
    assert set(asked(world)[before:]) == {one.real_name for one in new}


# ---------------------------------------------------------------- the directory


def told(world: World, who: str, *, listing: Listing = UNLISTED, **values: Any) -> None:
    """Put values into somebody's profile."""
    someone = person(world, who)
    with world.rondo.database.begin() as tx:
        profiles.set_listing(tx, someone, listing)
        for key, (value, audience) in values.items():
            profiles.replace_values(tx, someone, key, [ProfileFact(key, value, audience, "self", world.now())])


def found(world: World, query: str) -> list[PersonId]:
    """Return whom colleagues find."""
    hits = find(world.rondo.context, query, looking="colleagues", now=world.now()).hits
    return [one.profile.person for one in hits]


def test_the_form_is_half_filled_from_the_directory(make_world: MakeWorld) -> None:
    world = speak(make_world(rituals=WITH_DIRECTORY), "de-DE")
    world.advance_to("mon 09:01")
    name = asked(world)[0]
    told(world, name, what_i_do=("Ich webe Netze", "colleagues"), fun_fact=("Nur für mich", "self"))
    form = str(open_form(world, name))
    assert "Ich webe Netze" in form
    assert "Nur für mich" not in form
    assert "stammt aus deinem Profil" in form


def test_with_a_guest_in_the_channel_only_what_guests_may_see_is_filled_in(make_world: MakeWorld) -> None:
    world = speak(make_world(rituals=WITH_DIRECTORY), "de-DE")
    guest = next(one for one in world.slack.workspace.people.values() if one.is_guest and not one.deleted)
    world.slack.change(guest.id)
    channel = next(one for one in world.slack.workspace.conversations.values() if one.name == "montagsrunde")
    if guest.id not in channel.members:
        world.slack.workspace.conversations[channel.id].members.append(guest.id)
    speak(world, "de-DE")
    world.advance_to("mon 09:01")
    name = asked(world)[0]
    told(world, name, what_i_do=("Ich webe Netze", "colleagues"), ask_me_about=("Linux", "partners"))
    form = str(open_form(world, name))
    assert "Ich webe Netze" not in form
    assert "Linux" in form
    assert "auch Gäste" in words_of(world.slack.inbox(name))


def test_only_who_ticked_it_has_it_in_the_directory_and_nobody_is_listed(make_world: MakeWorld) -> None:
    world = speak(make_world(rituals=WITH_DIRECTORY), "de-DE")
    world.advance_to("mon 09:01")
    first, second = asked(world)
    told(world, first, fun_fact=("Alt", "self"))
    agree(world, first, ticked=["yes"])
    agree(world, second)
    world.advance_to("thu 09:01")
    assert len(posts(world)) == 1
    mine = profile(world, first)
    assert mine.values("what_i_do") == ("Ich halte die <Server> am Laufen.",)
    assert mine.values("ask_me_about") == ("Linux", "Kaffee")
    assert [(one.value, one.audience, one.source) for one in mine.facts if one.field == "fun_fact"] == [
        ("Kanus", "self", "intro")
    ]
    assert not mine.listing.listed
    assert profile(world, second).facts == ()
    assert found(world, "Linux") == []


def test_who_is_listed_is_found_by_what_they_ticked_as_soon_as_it_is_posted(make_world: MakeWorld) -> None:
    world = speak(make_world(rituals=WITH_DIRECTORY), "de-DE")
    world.advance_to("mon 09:01")
    first, second = asked(world)
    for name in (first, second):
        told(world, name, listing=Listing(listed=True, expert=True), name=(name, "colleagues"))
    agree(world, first, ticked=["yes"])
    agree(world, second)
    assert found(world, "Linux") == []
    world.advance_to("thu 09:01")
    assert found(world, "Linux") == [person(world, first)]


def test_where_there_is_no_directory_there_is_no_box(world: World) -> None:
    world.advance_to("mon 09:01")
    form = open_form(world, asked(world)[0])
    assert [one["block_id"] for one in form["blocks"] if one["type"] == "input"] == ["what", "topics", "fun"]


def test_a_guest_who_comes_after_the_yes_does_not_read_it(world: World) -> None:
    world.advance_to("mon 09:01")
    first, second = asked(world)
    agree(world, first)
    guest = next(one for one in world.slack.workspace.people.values() if one.is_guest and not one.deleted)
    channel = next(one for one in world.slack.workspace.conversations.values() if one.name == "montagsrunde")
    channel.members.append(guest.id)
    reconcile(world.rondo.context, world.now())
    agree(world, second)
    world.advance_to("thu 09:01")
    (post,) = posts(world)
    assert mention(world, first) not in post
    assert mention(world, second) in post
    assert "lesen inzwischen auch" in words_of(world.slack.inbox(first))
