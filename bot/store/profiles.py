"""What the directory holds of people: switches, values, and entries of people without a Slack account.

Whoever writes here has the person indexed anew in the same transaction (service.directory.index).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Literal

from sqlalchemy import Column, bindparam, delete, insert, select, update

from bot.model import LEVELS, UNLISTED, Listing, PersonId, Profile, ProfileFact
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import add, chunks, put

_SWITCHES = (
    "listed", "expert", "contactable", "most_per_week", "paused_until", "availability", "away_until", "substitute",
    "keeper",
)  # fmt: skip


def of_people(tx: Tx, ids: Iterable[PersonId]) -> dict[PersonId, Profile]:
    """Return the whole profile of those who are known, also of whoever never said a word."""
    found: dict[PersonId, Profile] = {}
    for some in chunks(ids):
        found |= heads(tx, some)
        told: dict[str, list[ProfileFact]] = {}
        for person, *fact in tx.execute(_facts(), {"some": some}).all():
            told.setdefault(person, []).append(_fact(fact))
        for person, values in told.items():
            found[PersonId(person)] = replace(found[PersonId(person)], facts=tuple(values))
    return found


def heads(tx: Tx, ids: Iterable[PersonId]) -> dict[PersonId, Profile]:
    """Return who people are and their switches, without what stands in their entries."""
    found = (_profile(row) for some in chunks(ids) for row in tx.execute(_among(), {"some": some}).all())
    return {one.person: one for one in found}


def of_person(tx: Tx, person: PersonId, *, lock: bool = False) -> Profile | None:
    """Return the whole profile of one person; with `lock` nobody else changes it until this transaction ends."""
    if lock:
        tx.execute(select(t.people.c.id).where(t.people.c.id == person).with_for_update())
    return of_people(tx, [person]).get(person)


def set_listing(tx: Tx, person: PersonId, listing: Listing) -> None:
    """Keep the switches in place of the earlier ones."""
    set_listings(tx, {person: listing})


def set_listings(tx: Tx, listings: Mapping[PersonId, Listing]) -> None:
    """Keep the switches of several people in place of the earlier ones."""
    rows = [{"person": one, **{name: getattr(own, name) for name in _SWITCHES}} for one, own in listings.items()]
    put(tx, t.listings, rows)


def replace_values(tx: Tx, person: PersonId, field: str, facts: Sequence[ProfileFact]) -> None:
    """Keep the values of one field, in their order, in place of all earlier ones."""
    table = t.profile_facts
    tx.execute(delete(table).where(table.c.person == person, table.c.field == field))
    rows = [{"person": person, "position": position, **_row(fact)} for position, fact in enumerate(facts)]
    if rows:
        tx.execute(insert(table), rows)


def confirm(tx: Tx, person: PersonId, facts: Iterable[int], *, now: datetime, lifetime: timedelta | None) -> None:
    """Note that these values of a person still hold; ids of somebody else's change nothing."""
    table = t.profile_facts
    until = None if lifetime is None else now + lifetime
    mine = update(table).where(table.c.person == person, table.c.id.in_(list(facts)))
    tx.execute(mine.values(confirmed_at=now, expires_at=until))


def remove_values(tx: Tx, person: PersonId, facts: Iterable[int]) -> None:
    """Delete these values of a person; ids of somebody else's change nothing."""
    table = t.profile_facts
    tx.execute(delete(table).where(table.c.person == person, table.c.id.in_(list(facts))))


def remove(tx: Tx, person: PersonId) -> None:
    """Delete everything that the directory holds of a person; somebody without a Slack account goes as a whole."""
    for table in (t.profile_facts, t.listings):
        tx.execute(delete(table).where(table.c.person == person))
    outside = select(t.outside_ids.c.person).where(t.outside_ids.c.person == person)
    tx.execute(delete(t.people).where(t.people.c.id.in_(outside)))


def listed(tx: Tx) -> list[PersonId]:
    """Return everybody who is listed, paused or not, ordered by id."""
    found = select(t.listings.c.person).where(t.listings.c.listed.is_(True)).order_by(t.listings.c.person)
    return [PersonId(one) for one in tx.scalars(found)]


def expiring(tx: Tx, *, before: datetime) -> dict[PersonId, list[ProfileFact]]:
    """Return the values whose time is over before an instant, by person."""
    own = t.profile_facts.c
    found: dict[PersonId, list[ProfileFact]] = {}
    over = select(own.person, *_fact_columns()).where(own.expires_at < before).order_by(own.person, own.id)
    for person, *fact in tx.execute(over):
        found.setdefault(PersonId(person), []).append(_fact(fact))
    return found


def enrol_outside(tx: Tx, outside_ids: Iterable[str], *, now: datetime) -> dict[str, PersonId]:
    """Return the person behind each id of the operator's table, new ones included: people without a Slack account."""
    wanted = list(dict.fromkeys(outside_ids))
    known = by_outside_ids(tx, wanted)
    new = {name: PersonId(f"p{uuid.uuid4().hex}") for name in wanted if name not in known}
    facts = {"locale": "", "timezone": "", "is_bot": False, "is_guest": False, "is_deactivated": False, "seen": now}
    add(tx, t.people, [{"id": person, **facts} for person in new.values()])
    add(tx, t.outside_ids, [{"person": person, "outside_id": name} for name, person in new.items()])
    return {**known, **new}


def by_outside_ids(tx: Tx, outside_ids: Iterable[str]) -> dict[str, PersonId]:
    """Return the people without a Slack account whom the operator's table calls so."""
    table, found = t.outside_ids.c, dict[str, PersonId]()
    for some in chunks(outside_ids):
        rows = tx.execute(select(table.outside_id, table.person).where(table.outside_id.in_(some)))
        found.update((row.outside_id, PersonId(row.person)) for row in rows)
    return found


def experts(tx: Tx) -> list[PersonId]:
    """Return who has a Slack account and may be found as an expert; what of it is shown is decided elsewhere."""
    table = t.listings.c
    found = select(table.person).join(t.slack_ids, t.slack_ids.c.person == table.person)
    found = found.where(table.listed.is_(True), table.expert.is_(True)).order_by(table.person)
    return [PersonId(one) for one in tx.scalars(found)]


def kept_by(tx: Tx, keeper: PersonId) -> list[PersonId]:
    """Return whose entries somebody looks after."""
    found = select(t.listings.c.person).where(t.listings.c.keeper == keeper).order_by(t.listings.c.person)
    return [PersonId(one) for one in tx.scalars(found)]


def asked_on(tx: Tx, person: PersonId, on: date) -> None:
    """Note when somebody was last asked whether what stands there still holds."""
    tx.execute(update(t.listings).where(t.listings.c.person == person).values(asked_on=on))


def asked(tx: Tx) -> dict[PersonId, date]:
    """Return when people were last asked."""
    rows = tx.execute(select(t.listings.c.person, t.listings.c.asked_on).where(t.listings.c.asked_on.is_not(None)))
    return {PersonId(row.person): row.asked_on for row in rows}


def note_read(tx: Tx, person: PersonId, at: datetime | None) -> None:
    """Note when somebody's own fields of their Slack profile were last read; None: they are to be read next."""
    tx.execute(update(t.listings).where(t.listings.c.person == person).values(read_at=at))


def unread_since(tx: Tx, since: datetime, *, most: int) -> list[PersonId]:
    """Return listed people whose Slack profile was not read since an instant, those who wait longest first."""
    table = t.listings.c
    due = select(table.person).where(table.listed.is_(True), (table.read_at.is_(None)) | (table.read_at < since))
    return [PersonId(one) for one in tx.scalars(due.order_by(table.read_at.nulls_first(), table.person).limit(most))]


def gone(tx: Tx) -> dict[PersonId, date | None]:
    """Return who left the company and still has an entry, with the day on which that was noticed."""
    own, person = t.listings.c, t.people.c
    telling = select(t.profile_facts.c.person).where(t.profile_facts.c.person == person.id).exists()
    left = (
        select(person.id, own.gone_on)
        .outerjoin(t.listings, own.person == person.id)
        .where(person.is_deactivated.is_(True), own.person.is_not(None) | telling)
    )
    return {PersonId(row.id): row.gone_on for row in tx.execute(left.order_by(person.id))}


def note_gone(tx: Tx, ids: Iterable[PersonId], on: date) -> None:
    """Note on which day it was noticed that people had left."""
    put(tx, t.listings, [{"person": person, "gone_on": on} for person in ids])


def note_back(tx: Tx) -> None:
    """Forget that people had left who are back."""
    here = select(t.people.c.id).where(t.people.c.is_deactivated.is_(False))
    back = t.listings.c.gone_on.is_not(None) & t.listings.c.person.in_(here)
    tx.execute(update(t.listings).where(back).values(gone_on=None))


def postpone(tx: Tx, facts: Iterable[int], until: datetime) -> None:
    """Let values hold until an instant."""
    for some in chunks(facts):
        tx.execute(update(t.profile_facts).where(t.profile_facts.c.id.in_(some)).values(expires_at=until))


def note_said(tx: Tx, person: PersonId, said: Literal["own", "deleted"]) -> None:
    """Note that somebody decided about their entry themselves, so that no table of the operator's does any more."""
    put(tx, t.listings, [{"person": person, "said": said}])


def said(tx: Tx, ids: Iterable[PersonId]) -> dict[PersonId, str]:
    """Return who of these people decided about their entry themselves: "own", or "deleted"."""
    table, found = t.listings.c, dict[PersonId, str]()
    for some in chunks(ids):
        rows = tx.execute(select(table.person, table.said).where(table.person.in_(some), table.said != ""))
        found.update((PersonId(row.person), row.said) for row in rows)
    return found


def replace_many(tx: Tx, changed: Mapping[PersonId, Mapping[str, Sequence[ProfileFact]]]) -> None:
    """Keep the values of fields of many people, in place of all earlier ones, in a few statements."""
    table = t.profile_facts
    by_field: dict[str, list[PersonId]] = {}
    for person, fields in changed.items():
        for name in fields:
            by_field.setdefault(name, []).append(person)
    for name, them in by_field.items():
        for some in chunks(them):
            tx.execute(delete(table).where(table.c.person.in_(some), table.c.field == name))
    add(tx, table, (
        {"person": person, "position": position, **_row(fact)}
        for person, fields in changed.items() for facts in fields.values() for position, fact in enumerate(facts)
    ))  # fmt: skip


def naming(tx: Tx, person: PersonId) -> list[PersonId]:
    """Return who named somebody as their deputy or to stand in for them."""
    deputies = select(t.profile_facts.c.person).where(t.profile_facts.c.other == person)
    standing_in = select(t.listings.c.person).where(t.listings.c.substitute == person)
    return sorted({PersonId(one) for one in (*tx.scalars(deputies), *tx.scalars(standing_in))})


def unname(tx: Tx, person: PersonId) -> None:
    """Take somebody out of the entries of others, where they stand in or look after."""
    tx.execute(update(t.profile_facts).where(t.profile_facts.c.other == person).values(other=None))
    for column in (t.listings.c.substitute, t.listings.c.keeper):
        tx.execute(update(t.listings).where(column == person).values({column.name: None}))


@cache
def _among() -> Any:
    """Return the statement, built once: it runs for each search."""
    return _heads().where(t.people.c.id.in_(bindparam("some", expanding=True)))


@cache
def _facts() -> Any:
    """Return the statement, built once: the person, then what `_fact` takes."""
    own = t.profile_facts.c
    found = select(own.person, *_fact_columns()).where(own.person.in_(bindparam("some", expanding=True)))
    return found.order_by(own.field, own.position, own.id)


def _fact_columns() -> list[Column[Any]]:
    names = ("field", "value", "audience", "source", "confirmed_at", "expires_at", "other", "id")
    return [t.profile_facts.c[name] for name in names]


def _heads() -> Any:
    person, own = t.people.c, t.listings.c
    return (
        select(
            person.id, t.slack_ids.c.slack_id, t.outside_ids.c.outside_id, person.timezone, person.is_bot,
            person.is_guest, person.is_deactivated, *(own[name] for name in _SWITCHES),
        )
        .outerjoin(t.slack_ids, t.slack_ids.c.person == person.id)
        .outerjoin(t.outside_ids, t.outside_ids.c.person == person.id)
        .outerjoin(t.listings, own.person == person.id)
    )  # fmt: skip


def _profile(row: Sequence[Any]) -> Profile:
    person, slack_id, outside_id, timezone, is_bot, is_guest, is_gone, *switches = tuple[Any, ...](row)
    return Profile(
        person=PersonId(person),
        slack_id=slack_id or "",
        outside_id=outside_id or "",
        timezone=timezone,
        is_eligible=not (is_bot or is_guest or is_gone),
        listing=UNLISTED if switches[0] is None else Listing(*switches),
    )


def _fact(row: Sequence[Any]) -> ProfileFact:
    field, value, audience, source, confirmed_at, expires_at, other, number = row
    level = LEVELS[audience]
    return ProfileFact(
        field, value, level, source, confirmed_at, expires_at, PersonId(other) if other else None, number
    )


def _row(fact: ProfileFact) -> dict[str, Any]:
    return {
        "field": fact.field,
        "value": fact.value,
        "other": fact.other,
        "audience": LEVELS.index(fact.audience),
        "source": fact.source,
        "confirmed_at": fact.confirmed_at,
        "expires_at": fact.expires_at,
    }
