"""What a channel counts as, on both databases: its least privileged member."""

from __future__ import annotations

import pytest

from bot.model import Channel, ChannelId, Level, SlackUser
from bot.store import channels, people
from bot.store.db import Database
from bot.store.surfaces import level_of_channel
from tests.store.cast import NOW

ROOM = Channel(ChannelId("C1"), "general")
STAFF, GUEST = SlackUser("U1"), SlackUser("U2", is_guest=True)
BOT, LEFT = SlackUser("U3", is_bot=True), SlackUser("U4", is_deactivated=True)


@pytest.mark.parametrize(
    ("members", "is_shared", "level"),
    [
        ((STAFF,), False, "colleagues"),
        ((STAFF, BOT, LEFT), False, "colleagues"),
        ((STAFF, GUEST), False, "partners"),
        ((STAFF,), True, "partners"),
        ((STAFF, GUEST), True, "partners"),
        ((BOT,), False, "partners"),
        ((), False, "partners"),
        ((), True, "partners"),
    ],
)
def test_a_channel_counts_as_its_least_privileged_member(
    database: Database, members: tuple[SlackUser, ...], is_shared: bool, level: Level
) -> None:
    room = Channel(ROOM.id, ROOM.name, is_shared=is_shared)
    with database.begin() as tx:
        channels.put(tx, room)
        people.upsert_many(tx, members, now=NOW)
        known = people.ids_by_slack(tx, [one.slack_id for one in members])
        channels.set_members(tx, room.id, known.values())
        assert channels.by_id(tx, room.id) == room
        assert level_of_channel(tx, room) == level


def test_a_channel_that_nobody_knows_counts_as_partners(database: Database) -> None:
    with database.read() as tx:
        assert level_of_channel(tx, Channel(ChannelId("C404"), "unknown")) == "partners"
