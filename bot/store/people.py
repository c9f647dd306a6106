"""People: who is in the workspace, in what language they read, and until when they pause."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, select, update

from bot.model import NO_WISHES, Language, Person, PersonId, SlackUser, Wishes
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import add, chunks, put

PROFILE = ("department", "site", "level")
"""Fields of Slack's profiles that may be kept, each only while a ritual needs it."""
MANAGER = "manager"
"""The field that names a person; it is kept in a table of its own."""
_FROM_SLACK = ("locale", "timezone", "is_bot", "is_guest", "is_deactivated")


def upsert(tx: Tx, user: SlackUser, *, now: datetime) -> Person:
    """Take over what Slack says of one person, known or new, and return them."""
    upsert_many(tx, [user], now=now)
    person = by_slack_id(tx, user.slack_id)
    assert person is not None
    return person


def upsert_many(tx: Tx, users: Iterable[SlackUser], *, now: datetime) -> None:
    """Take over what Slack says of many people in a few statements; the last word on each counts."""
    told = {user.slack_id: user for user in users}
    known = _by_slack_ids(tx, told)
    changed = [
        {"person": person.id, **_facts(told[slack_id])}
        for slack_id, person in known.items()
        if _facts(person) != _facts(told[slack_id])
    ]
    if changed:
        values: dict[str, Any] = {name: bindparam(name) for name in _FROM_SLACK}
        tx.execute(update(t.people).where(t.people.c.id == bindparam("person")).values(values), changed)
    for ids in chunks(person.id for person in known.values()):
        tx.execute(update(t.people).where(t.people.c.id.in_(ids)).values(seen=now))
    _keep_photos(tx, {person.id: told[slack_id].photo for slack_id, person in known.items()})
    # In one order everywhere, so that two processes never wait for each other.
    _add(tx, [told[slack_id] for slack_id in sorted(told.keys() - known.keys())], now=now)


def _keep_photos(tx: Tx, told: Mapping[PersonId, str]) -> None:
    """Keep the address of the photo of those who show it, and of nobody else."""
    table = t.preferences.c
    showing = tx.execute(select(table.person, table.photo).where(table.shows_photo.is_(True)))
    changed = [row.person for row in showing if told.get(PersonId(row.person), row.photo) != row.photo]
    for person in changed:
        tx.execute(update(t.preferences).where(table.person == person).values(photo=told[PersonId(person)]))


def by_slack_id(tx: Tx, slack_id: str) -> Person | None:
    """Return the person with this Slack id."""
    return _by_slack_ids(tx, [slack_id]).get(slack_id)


def ids_by_slack(tx: Tx, slack_ids: Iterable[str]) -> dict[str, PersonId]:
    """Return the internal id of each Slack id that is known."""
    known: dict[str, PersonId] = {}
    for some in chunks(slack_ids):
        known.update((slack_id, PersonId(person)) for slack_id, person in tx.execute(_mapped(), {"some": some}))
    return known


def by_ids(tx: Tx, ids: Iterable[PersonId]) -> dict[PersonId, Person]:
    """Return those of the people who are known, by id."""
    found: dict[PersonId, Person] = {}
    for some in chunks(ids):
        for row in tx.execute(_among(), {"some": some}):
            person = _person(row)
            found[person.id] = person
    return found


def everyone(tx: Tx) -> list[Person]:
    """Return all people, ordered by id."""
    return [_person(row) for row in tx.execute(_select().order_by(t.people.c.id))]


def enrol(tx: Tx, ids: Mapping[str, PersonId], *, now: datetime) -> None:
    """Write down people by Slack id under ids that the caller chose, so that a run can be repeated exactly."""
    add(tx, t.people, [{"id": person, "seen": now, **_facts(SlackUser(slack_id))} for slack_id, person in ids.items()])
    add(tx, t.slack_ids, [{"person": person, "slack_id": slack_id} for slack_id, person in ids.items()])


def deactivate(tx: Tx, slack_ids: Iterable[str]) -> None:
    """Note that these people have left the workspace."""
    for some in chunks(slack_ids):
        leaving = select(t.slack_ids.c.person).where(t.slack_ids.c.slack_id.in_(some))
        tx.execute(update(t.people).where(t.people.c.id.in_(leaving)).values(is_deactivated=True))


def mark_missing_deactivated(tx: Tx, seen_slack_ids: set[str]) -> int:
    """Note that everybody whom Slack no longer lists has left; return how many that were."""
    active = select(t.slack_ids.c.slack_id).join(t.people).where(t.people.c.is_deactivated.is_(False))
    missing = set(tx.scalars(active)) - seen_slack_ids
    deactivate(tx, missing)
    return len(missing)


def eligible_ids(tx: Tx) -> frozenset[PersonId]:
    """Return everybody whom rituals may involve."""
    table = t.people.c
    found = select(table.id).where(table.is_bot.is_(False), table.is_guest.is_(False), table.is_deactivated.is_(False))
    return frozenset(PersonId(person) for person in tx.scalars(found))


def on_demand(tx: Tx) -> frozenset[PersonId]:
    """Return who may be brought together with a colleague at any time."""
    found = tx.scalars(select(t.preferences.c.person).where(t.preferences.c.on_demand.is_(True)))
    return frozenset(PersonId(one) for one in found)


def departments(tx: Tx) -> frozenset[str]:
    """Return the departments that somebody has."""
    return frozenset(tx.scalars(select(t.people.c.department).distinct().where(t.people.c.department != "")))


def in_departments(tx: Tx, names: Iterable[str]) -> frozenset[PersonId]:
    """Return who is in one of these departments; capitals do not count."""
    wanted = {name.casefold() for name in names}  # in Python: SQLite folds ASCII only
    found: set[PersonId] = set()
    for some in chunks(name for name in sorted(departments(tx)) if name.casefold() in wanted):
        found.update(PersonId(one) for one in tx.scalars(select(t.people.c.id).where(t.people.c.department.in_(some))))
    return frozenset(found)


def set_profile(tx: Tx, person: PersonId, fields: Mapping[str, str]) -> None:
    """Keep fields of somebody's profile."""
    assert set(fields) <= set(PROFILE)
    if fields:
        tx.execute(update(t.people).where(t.people.c.id == person).values(**fields))


def forget_profiles(tx: Tx, *, but: Iterable[str], of: Iterable[PersonId]) -> None:
    """Empty every field of everybody's profile, but for these fields of these people."""
    fields, spared = set(but), set(of)
    for name in PROFILE:
        column = t.people.c[name]
        filled = {PersonId(one) for one in tx.scalars(select(t.people.c.id).where(column != ""))}
        for some in chunks(sorted(filled - spared if name in fields else filled)):
            tx.execute(update(t.people).where(t.people.c.id.in_(some)).values({name: ""}))
    known = {PersonId(one) for one in tx.scalars(select(t.managers.c.person))}
    for some in chunks(sorted(known - spared if MANAGER in fields else known)):
        tx.execute(delete(t.managers).where(t.managers.c.person.in_(some)))


def set_language(tx: Tx, person: PersonId, language: Language | None) -> None:
    """Keep a person's own choice of language; None follows Slack again."""
    put(tx, t.preferences, [{"person": person, "language": language}])


def set_wishes(tx: Tx, person: PersonId, wishes: Wishes) -> None:
    """Keep what somebody decided about being brought together."""
    row = {**asdict(wishes), "languages": " ".join(wishes.languages)}
    put(tx, t.preferences, [{"person": person, **row}])
    if not wishes.shows_photo:
        tx.execute(update(t.preferences).where(t.preferences.c.person == person).values(photo=""))


def set_manager(tx: Tx, person: PersonId, manager: PersonId | None) -> None:
    """Keep whom somebody reports to; None: nobody knows."""
    if manager is None or manager == person:
        tx.execute(delete(t.managers).where(t.managers.c.person == person))
    else:
        put(tx, t.managers, [{"person": person, "manager": manager}])


def set_timezones(tx: Tx, zones: Mapping[PersonId, str]) -> None:
    """Keep where people are of whom Slack does not say it."""
    if zones:
        there = update(t.people).where(t.people.c.id == bindparam("person")).values(timezone=bindparam("zone"))
        tx.execute(there, [{"person": person, "zone": zone} for person, zone in zones.items()])


def pause(tx: Tx, person: PersonId, until: date) -> None:
    """Leave a person in peace until the end of a day in their own time zone."""
    put(tx, t.preferences, [{"person": person, "paused_until": until}])


def resume(tx: Tx, person: PersonId) -> None:
    """End a person's pause."""
    tx.execute(update(t.preferences).where(t.preferences.c.person == person).values(paused_until=None))


@cache
def _among() -> Select[Any]:
    """Return the statement, built once: it runs for each letter."""
    return _select().where(t.people.c.id.in_(bindparam("some", expanding=True)))


@cache
def _mapped() -> Select[Any]:
    """Return the statement, built once: it runs for each channel every night."""
    table = t.slack_ids.c
    return select(table.slack_id, table.person).where(table.slack_id.in_(bindparam("some", expanding=True)))


def _select() -> Select[Any]:
    """Return the statement whose columns are those of Person, then the wishes but for the photo's address."""
    own, person = t.preferences.c, t.people.c
    return (
        select(
            person.id, t.slack_ids.c.slack_id, *(person[name] for name in _FROM_SLACK), own.language, own.paused_until,
            *(person[name] for name in PROFILE), t.managers.c.manager, own.photo,
            own.every_weeks, own.on_demand, own.languages, own.shows_photo, own.status_counts,
        )
        .join(t.slack_ids, t.slack_ids.c.person == person.id)
        .outerjoin(t.preferences, own.person == person.id)
        .outerjoin(t.managers, t.managers.c.person == person.id)
    )  # fmt: skip


def _person(row: Row[Any]) -> Person:
    # By position: a hundred thousand of them are read before a large round, and names take twice as long.
    *facts, photo, every_weeks, on_demand, languages, shows_photo, status_counts = tuple[Any, ...](row)
    wishes = NO_WISHES
    if every_weeks is not None:
        wishes = Wishes(every_weeks, on_demand, tuple(languages.split()), shows_photo, status_counts)
    return Person(*[*facts, photo or "", wishes])


def _by_slack_ids(tx: Tx, slack_ids: Iterable[str]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for some in chunks(slack_ids):
        for row in tx.execute(_select().where(t.slack_ids.c.slack_id.in_(some))):
            found[row.slack_id] = _person(row)
    return found


def _facts(of: SlackUser | Person) -> dict[str, Any]:
    return {name: getattr(of, name) for name in _FROM_SLACK}


def _add(tx: Tx, users: Sequence[SlackUser], *, now: datetime) -> None:
    if not users:
        return
    new = {user.slack_id: f"p{uuid.uuid4().hex}" for user in users}
    add(tx, t.people, [{"id": new[user.slack_id], "seen": now, **_facts(user)} for user in users])
    add(tx, t.slack_ids, [{"person": person, "slack_id": slack_id} for slack_id, person in new.items()])
    # Another process may have met the same people a moment earlier; then theirs stay and ours go.
    for some in chunks(new.values()):
        mapped = select(t.slack_ids.c.person).where(t.slack_ids.c.person.in_(some))
        tx.execute(delete(t.people).where(t.people.c.id.in_(some), t.people.c.id.not_in(mapped)))
