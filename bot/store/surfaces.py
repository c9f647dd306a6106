"""Who listens in a channel: the audience of a conversation is that of its least privileged member."""

from __future__ import annotations

from bot.directory.audience import level_in
from bot.model import Channel, Level, Person, PersonId
from bot.store import channels
from bot.store.db import Tx


def level_of_channel(tx: Tx, channel: Channel) -> Level:
    """Return what a channel counts as: that of its least privileged member.

    Where other companies read along, and where nobody knows who is in it, it counts as `partners`. People who left and
    bots read nothing.
    """
    sorts = channels.listeners(tx, channel.id)
    people = [Person(PersonId(""), "", is_guest=is_guest) for is_guest in sorts]
    return level_in(people, is_shared=channel.is_shared or not people)
