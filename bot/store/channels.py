"""Channels, and who is in them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, select, update

from bot.model import Channel, ChannelId, PersonId
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import add, chunks
from bot.store.statements import put as put_rows


def put(tx: Tx, channel: Channel) -> None:
    """Take over what Slack says of one channel."""
    put_many(tx, [channel])


def put_many(tx: Tx, channels: Iterable[Channel]) -> None:
    """Take over what Slack says of many channels."""
    told = {channel.id: channel for channel in channels}
    put_rows(
        tx,
        t.channels,
        [
            {
                "id": told[key].id,
                "name": told[key].name,
                "is_member": told[key].is_member,
                "is_archived": told[key].is_archived,
                "is_private": told[key].is_private,
                "is_shared": told[key].is_shared,
            }
            for key in sorted(told)
        ],
    )


def replace_all(tx: Tx, channels: Iterable[Channel]) -> None:
    """Take over a full list of what Slack shows; a channel that is not in it is gone for Rondo."""
    told = list(channels)
    put_many(tx, told)
    standing = set(tx.scalars(select(t.channels.c.id)))
    for some in chunks(standing - {channel.id for channel in told}):
        tx.execute(update(t.channels).where(t.channels.c.id.in_(some)).values(is_archived=True, is_member=False))


def by_id(tx: Tx, channel: ChannelId) -> Channel | None:
    """Return one channel."""
    row = tx.execute(select(t.channels).where(t.channels.c.id == channel)).first()
    return _channel(row) if row else None


def by_name(tx: Tx, name: str) -> Channel | None:
    """Return the channel of this name (without #); one in use comes before one that was archived."""
    named = select(t.channels).where(t.channels.c.name == name)
    row = tx.execute(named.order_by(t.channels.c.is_archived, t.channels.c.id)).first()
    return _channel(row) if row else None


def named(tx: Tx, names: Iterable[str]) -> dict[str, Channel]:
    """Return the channels of these names, as `by_name` does for one."""
    found: dict[str, Channel] = {}
    for some in chunks(names):
        rows = tx.execute(select(t.channels).where(t.channels.c.name.in_(some)))
        for one in sorted((_channel(row) for row in rows), key=lambda one: (one.is_archived, one.id)):
            found.setdefault(one.name, one)
    return found


def everything(tx: Tx) -> list[Channel]:
    """Return all channels, ordered by name."""
    return [_channel(row) for row in tx.execute(select(t.channels).order_by(t.channels.c.name, t.channels.c.id))]


def member_ids(tx: Tx, channel: ChannelId) -> frozenset[PersonId]:
    """Return who is in a channel."""
    found = tx.scalars(_members(), {"wanted": channel})
    return frozenset(PersonId(person) for person in found)


def set_members(tx: Tx, channel: ChannelId, people: Iterable[PersonId]) -> None:
    """Make these people, and nobody else, the members of a channel that is known."""
    wanted = set(people)
    present = member_ids(tx, channel)
    for gone in chunks(sorted(present - wanted)):
        tx.execute(delete(t.memberships).where(t.memberships.c.channel == channel, t.memberships.c.person.in_(gone)))
    add(tx, t.memberships, [{"channel": channel, "person": person} for person in sorted(wanted - present)])


def add_member(tx: Tx, channel: ChannelId, person: PersonId) -> None:
    """Note that somebody is in a channel that is known."""
    add(tx, t.memberships, [{"channel": channel, "person": person}])


def remove_member(tx: Tx, channel: ChannelId, person: PersonId) -> None:
    """Note that somebody left a channel."""
    tx.execute(delete(t.memberships).where(t.memberships.c.channel == channel, t.memberships.c.person == person))


def of_person(tx: Tx, person: PersonId) -> frozenset[ChannelId]:
    """Return the channels somebody is in."""
    found = tx.scalars(select(t.memberships.c.channel).where(t.memberships.c.person == person))
    return frozenset(ChannelId(channel) for channel in found)


def shared_ids(tx: Tx) -> frozenset[ChannelId]:
    """Return the channels that people of another company read."""
    found = tx.scalars(select(t.channels.c.id).where(t.channels.c.is_shared.is_(True)))
    return frozenset(ChannelId(channel) for channel in found)


def listeners(tx: Tx, channel: ChannelId) -> list[bool]:
    """Return of whoever reads along in a channel, bots and people who left aside, which sorts there are: guests or not.

    At most two values, however many members there are; none where the members are not known.
    """
    person = t.people.c
    sorts = select(person.is_guest).distinct().join(t.memberships, t.memberships.c.person == person.id)
    here = sorts.where(t.memberships.c.channel == channel, person.is_bot.is_(False), person.is_deactivated.is_(False))
    return sorted(tx.scalars(here))


@cache
def _members() -> Select[Any]:
    """Return the statement, built once: it runs for each channel every night."""
    return select(t.memberships.c.person).where(t.memberships.c.channel == bindparam("wanted"))


def _channel(row: Row[Any]) -> Channel:
    return Channel(
        id=ChannelId(row.id),
        name=row.name,
        is_member=row.is_member,
        is_archived=row.is_archived,
        is_private=row.is_private,
        is_shared=row.is_shared,
    )
