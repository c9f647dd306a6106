"""Channels that other companies read: a ritual pauses there and asks its owner, unless the file allows it."""

from __future__ import annotations

import pytest

from bot.sandbox import company
from bot.sandbox.people import People
from bot.service.checkup import _check_channels
from bot.service.workspace import refresh_channels
from bot.store import channels, people
from bot.store.surfaces import level_of_channel
from tests.integration.conftest import MakeWorld
from tests.world import COFFEE, POST, World, eventually, words_of

HEAD = COFFEE.partition("commands:")[0] + "rituals:\n"
TWICE = HEAD + POST.replace("days: [mon]", "days: [mon, thu]") + "    owner: OWNER\n"
SAID = {"de": ("pausiert", "eine andere Firma"), "en": ("is on pause", "another company")}


def _file(world: World, text: str) -> None:
    world.file.write_text(text.replace("OWNER", _id("Anna")), encoding="utf-8")
    world.beat()


def _id(name: str) -> str:
    people = company.load(created=0).people.values()
    return next(one.id for one in people if one.real_name.startswith(name))


def _with_owner(make_world: MakeWorld, text: str, owner: str = "Anna") -> World:
    return make_world(rituals=text.replace("OWNER", _id(owner)))


def _is_shared(world: World, name: str, shared: bool = True) -> None:
    """Wait until Rondo has heard of it."""

    def seen() -> bool:
        with world.rondo.database.read() as tx:
            known = channels.by_name(tx, name)
            return known is not None and known.is_shared is shared

    eventually(seen)


def _told(world: World, name: str = "Anna", language: str = "de") -> list[str]:
    said = [words_of(row) for row in world.slack.inbox(name)]
    return [one for one in said if all(part in one for part in SAID[language])]


def _comes(world: World, name: str, language: str) -> list[str]:
    """Let what is on its way arrive, and return what the owner was told of it."""
    known = len(_told(world, name, language))

    def told() -> list[str]:
        world.beat()
        said = _told(world, name, language)
        return said if len(said) > known else []

    return eventually(told) if not known else _told(world, name, language)


def _posts(world: World, channel: str = "montagsrunde") -> list[str]:
    return [row["text"] for row in world.slack.channel_messages(channel) if row["bot"]]


@pytest.mark.parametrize(("owner", "language"), [("Anna", "de"), ("Oliver", "en")])
def test_a_ritual_pauses_while_another_company_reads_its_channel_and_its_owner_hears_once(
    make_world: MakeWorld, owner: str, language: str
) -> None:
    world = _with_owner(make_world, TWICE, owner)
    world.slack.share("montagsrunde")
    _is_shared(world, "montagsrunde")
    (said,) = _comes(world, owner, language)
    assert "allow_external: true" in said
    assert "#montagsrunde" in said.replace("<", "").replace(">", "")
    world.advance_to("fri 12:00")
    assert _posts(world) == []
    assert [(run.state, run.reason) for run in world.runs("montagsfrage")] == [("missed", "channel_shared")] * 2
    assert len(_told(world, owner, language)) == 1
    assert len([row for row in world.slack.inbox(owner) if row["bot"]]) == 1

    world.slack.unshare("montagsrunde")
    _is_shared(world, "montagsrunde", shared=False)
    world.advance_to("mon 12:00")
    assert len(_posts(world)) == 1

    world.slack.share("montagsrunde")
    _is_shared(world, "montagsrunde")
    world.advance_to("thu 12:00")
    assert len(_posts(world)) == 1
    assert len(_comes(world, owner, language)) == 2


def test_on_the_same_day_it_goes_on_as_soon_as_the_sharing_ends(make_world: MakeWorld) -> None:
    world = _with_owner(make_world, TWICE)
    world.slack.share("montagsrunde", pending=True)  # Slack tells of an invitation only when the channels are read
    refresh_channels(world.rondo.context, now=world.now())
    world.advance_to("mon 10:00")
    assert _posts(world) == []
    world.slack.unshare("montagsrunde")
    _is_shared(world, "montagsrunde", shared=False)
    world.advance(minutes=1)
    assert len(_posts(world)) == 1


def test_where_the_file_allows_it_the_ritual_speaks_to_another_company_too(make_world: MakeWorld) -> None:
    world = _with_owner(make_world, TWICE)
    world.slack.share("montagsrunde")
    _is_shared(world, "montagsrunde")
    _file(world, TWICE + "    allow_external: true\n")
    world.advance_to("mon 12:00")
    assert len(_posts(world)) == 1


def test_a_letter_that_is_about_to_leave_is_dropped_when_the_channel_becomes_shared(make_world: MakeWorld) -> None:
    world = _with_owner(make_world, TWICE)
    world.skip_to("mon 09:31")
    world.rondo.tick(world.now())
    world.slack.share("montagsrunde")
    _is_shared(world, "montagsrunde")
    world.rondo.deliver(world.now())
    (run,) = world.runs("montagsfrage")
    assert [(one.state, one.outcome) for one in world.letters(run)] == [("dead", "overheard")]
    assert _posts(world) == []


def test_an_open_round_waits_with_its_wrap_up_and_its_people_hear_the_rest(make_world: MakeWorld) -> None:
    world = make_world()
    world.advance_to("mon 12:00")
    assert len(world.introductions()) == 18
    world.slack.share("kaffeerunde")
    _is_shared(world, "kaffeerunde")
    world.advance_to("sun 12:00")
    (run,) = world.runs("kaffee")
    assert run.state == "open"
    assert any("/ask/" in one.key and one.state == "sent" for one in world.letters(run))
    assert _posts(world, "kaffeerunde") == []
    world.slack.unshare("kaffeerunde")
    _is_shared(world, "kaffeerunde", shared=False)
    world.advance(minutes=1)
    assert world.runs("kaffee")[0].state == "closed"
    assert len(_posts(world, "kaffeerunde")) == 1


def test_an_open_round_ends_without_the_channel_once_the_file_has_moved_it_elsewhere(make_world: MakeWorld) -> None:
    world = make_world()
    world.advance_to("mon 12:00")
    world.slack.share("kaffeerunde")
    _is_shared(world, "kaffeerunde")
    world.advance_to("sat 12:00")
    assert world.runs("kaffee")[0].state == "open"
    _file(world, COFFEE.replace("channel: kaffeerunde", "channel: montagsrunde"))
    world.advance(minutes=1)
    assert world.runs("kaffee")[0].state == "closed"
    assert _posts(world, "kaffeerunde") == []


def test_guests_pause_nothing_but_the_channel_counts_as_partners(make_world: MakeWorld) -> None:
    world = _with_owner(make_world, TWICE)
    assert _level(world) == "colleagues"
    guest = world.slack.add_person("Gisela Gast", is_restricted=True)
    People(world.slack.workspace).invite(guest.id, "montagsrunde")
    eventually(lambda: _level(world) == "partners")
    world.advance_to("mon 12:00")
    assert len(_posts(world)) == 1
    assert _told(world) == []


def test_people_of_another_company_are_never_part_of_a_round(make_world: MakeWorld) -> None:
    text = COFFEE + "    allow_external: true\n"
    world = make_world(rituals=text)
    world.slack.share("kaffeerunde")
    other = world.slack.add_person("Petra Partner", team="T0OTHERCO")
    world.slack.join("kaffeerunde", by=other.id)
    _is_shared(world, "kaffeerunde")
    eventually(lambda: _is_guest(world, other.id))
    world.advance_to("mon 12:00")
    assert len(world.introductions()) == 18
    assert not any(other.id in row["members"] for row in world.introductions())


def test_the_doctor_names_a_channel_that_another_company_reads(make_world: MakeWorld) -> None:
    world = _with_owner(make_world, TWICE)
    world.slack.share("montagsrunde")
    found = {one.what: one for one in _check_channels(world.rondo.context)}
    assert found["channel #montagsrunde"].is_warning
    assert "allow_external" in found["channel #montagsrunde"].mend


def _level(world: World) -> str:
    with world.rondo.database.read() as tx:
        known = channels.by_name(tx, "montagsrunde")
        assert known is not None
        return level_of_channel(tx, known)


def _is_guest(world: World, slack_id: str) -> bool:
    with world.rondo.database.read() as tx:
        known = people.by_slack_id(tx, slack_id)
        return known is not None and known.is_guest
