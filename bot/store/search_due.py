"""Whose documents no longer tell what holds: a pause or a value has ended, or they came or left."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select

from bot.model import PersonId
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.search_tables import documents

_ZONES = timedelta(hours=15)
"""A day ends at most so long before or after it does in UTC."""


def people(tx: Tx, *, since: datetime, now: datetime) -> list[PersonId]:
    """Return who is to be indexed anew, ordered by id."""
    listed, pause = t.listings.c, t.listings.c.paused_until
    first, last = (since - _ZONES).date() - timedelta(days=1), (now + _ZONES).date()
    ended = select(listed.person).where(listed.listed.is_(True), pause >= first, pause <= last)
    table = t.profile_facts.c
    over = select(table.person).where(table.expires_at > since, table.expires_at <= now)
    found = {*tx.scalars(ended), *tx.scalars(over)}
    for document in documents.values():
        left = select(document.c.person).join(t.people, t.people.c.id == document.c.person).where(~_works_here())
        unlisted = select(document.c.person).where(
            ~exists().where(listed.person == document.c.person, listed.listed.is_(True))
        )
        found.update(*(tx.scalars(one) for one in (left, unlisted)))
    widest = documents["colleagues"].c
    missing = (
        select(listed.person).join(t.people, t.people.c.id == listed.person)
        .where(listed.listed.is_(True), _works_here(), ~exists().where(widest.person == listed.person))
    )  # fmt: skip
    found.update(tx.scalars(missing))
    return sorted(PersonId(one) for one in found)


def _works_here() -> ColumnElement[bool]:
    person = t.people.c
    return person.is_bot.is_(False) & person.is_guest.is_(False) & person.is_deactivated.is_(False)
