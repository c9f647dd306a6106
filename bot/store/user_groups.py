"""Slack's user groups that rituals name, and who is in them; of others nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select

from bot.model import PersonId, UserGroup
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import add, chunks


def replace_all(tx: Tx, groups: Mapping[UserGroup, Iterable[PersonId]]) -> None:
    """Take over these groups with their members; what else stood there goes."""
    told = {group.id: group.handle for group in groups}
    rows = tx.execute(select(t.user_groups.c.id, t.user_groups.c.handle))
    # A handle may have passed from one group to another, so what has changed goes before anything comes.
    gone = [row.id for row in rows if told.get(row.id) != row.handle]
    for some in chunks(gone):
        tx.execute(delete(t.user_groups).where(t.user_groups.c.id.in_(some)))
    add(tx, t.user_groups, [{"id": key, "handle": told[key]} for key in sorted(told)])
    for group in sorted(groups, key=lambda one: one.id):
        set_members(tx, group.id, groups[group])


def is_known(tx: Tx, group: str) -> bool:
    """Return whether a group of this id stands here."""
    return tx.scalar(select(t.user_groups.c.id).where(t.user_groups.c.id == group)) is not None


def set_members(tx: Tx, group: str, people: Iterable[PersonId]) -> None:
    """Make these people, and nobody else, the members of a group that is known."""
    table = t.group_members
    wanted = set(people)
    present = {PersonId(one) for one in tx.scalars(select(table.c.person).where(table.c.user_group == group))}
    for gone in chunks(sorted(present - wanted)):
        tx.execute(delete(table).where(table.c.user_group == group, table.c.person.in_(gone)))
    add(tx, table, [{"user_group": group, "person": person} for person in sorted(wanted - present)])


def member_ids(tx: Tx, handles: Iterable[str]) -> frozenset[PersonId]:
    """Return who is in one of the groups with these handles."""
    found: set[PersonId] = set()
    for some in chunks(handles):
        members = select(t.group_members.c.person).join(t.user_groups).where(t.user_groups.c.handle.in_(some))
        found.update(PersonId(person) for person in tx.scalars(members))
    return frozenset(found)


def of_person(tx: Tx, person: PersonId) -> frozenset[str]:
    """Return the handles of the groups somebody is in."""
    theirs = select(t.user_groups.c.handle).join(t.group_members).where(t.group_members.c.person == person)
    return frozenset(tx.scalars(theirs))
