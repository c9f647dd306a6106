"""What a real workspace does to a bot: people nobody can see, channels that come and go, doubts without end."""

from __future__ import annotations

from collections import Counter

from bot.model import ChannelId
from bot.sandbox.people import People
from bot.sandbox.workspace import APP_USER
from bot.service.workspace import reconcile
from bot.store import channels
from tests.integration.conftest import MakeWorld
from tests.world import COFFEE, POST, World, eventually, words_of


def test_a_member_whom_slack_shows_to_nobody_does_not_stop_the_round(world: World) -> None:
    stranger = world.slack.add_person("Fremde Person", is_hidden=True)
    world.slack.join("kaffeerunde", by=stranger.id)
    reconcile(world.rondo.context, world.now())
    world.advance_to("mon 09:01")
    assert len(world.introductions()) == 18


def _channel_id(world: World) -> ChannelId:
    with world.rondo.database.read() as tx:
        known = channels.by_name(tx, "kaffeerunde")
    assert known is not None
    return known.id


def test_a_channel_made_anew_under_its_old_name_is_the_one_that_counts(world: World) -> None:
    old = _channel_id(world)
    people = People(world.slack.workspace)
    people.delete_channel(old)
    people.create_channel("kaffeerunde", by=world.slack.person("Anna").id, members=[APP_USER])
    reconcile(world.rondo.context, world.now())
    assert _channel_id(world) != old


def test_rondo_reads_a_channel_as_soon_as_it_is_invited(make_world: MakeWorld) -> None:
    world = make_world(rituals=COFFEE.replace("channel: kaffeerunde", "channel: leute-hamburg"))
    world.skip_to("mon 09:00")
    world.beat()
    assert world.introductions() == []
    People(world.slack.workspace).invite(APP_USER, world.slack.workspace.channel("leute-hamburg").id)

    def invited() -> bool:
        with world.rondo.database.read() as tx:
            known = channels.by_name(tx, "leute-hamburg")
            return bool(known and known.is_member and channels.member_ids(tx, known.id))

    eventually(invited)
    world.beat()
    assert world.introductions()


def test_a_doubt_without_end_ends(make_world: MakeWorld) -> None:
    world = make_world(look_up=False)
    world.fault({"kind": "lost_reply", "method": "chat.postMessage", "times": 40})
    world.advance_to("mon 09:00")
    for _ in range(12):
        world.advance(seconds=75)
    rows = Counter(frozenset(row["members"]) for row in world.introductions())
    assert max(rows.values()) <= 2


def test_a_ritual_without_its_channel_says_so_once_and_the_others_go_on(make_world: MakeWorld) -> None:
    world = make_world(rituals=COFFEE.replace("channel: kaffeerunde", "channel: gibtsnicht") + POST)
    world.advance_to("mon 09:31")
    assert world.runs("kaffee") == []
    assert len(world.runs("montagsfrage")) == 1
    assert "gibtsnicht" in world.rondo.context.complaints["kaffee"]


def test_on_a_break_the_next_dates_are_those_after_it(world: World) -> None:
    world.answer_to("Bernd", "/rondo pause 24.12.")
    assert "Kaffeerunde · Mo. 23. Nov." not in world.answer_to("Bernd", "/rondo next").replace("*", "")
    world.answer_to("Bernd", "/rondo leave")
    assert "Nach deiner Pause" in world.answer_to("Bernd", "/rondo join")


def test_an_error_delivered_twice_is_told_once(world: World) -> None:
    world.fault({"kind": "duplicate_event", "times": 1})
    world.answer_to("Bernd", "/rondo join tee")
    world.answer_to("Bernd", "/rondo help")
    said = [words_of(one) for one in world.slack.inbox("Bernd") if one.get("ephemeral")]
    assert len([one for one in said if "gibt es nicht" in one]) == 1
