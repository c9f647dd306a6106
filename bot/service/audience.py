"""Whom a ritual is for, from the database: everybody whom one part of an audience names, minus whom it excludes.

Nothing here asks Slack; `workspace` and `profiles` keep what audiences need. Who joined takes part whether or not the
audience names them: an audience says whom a ritual is meant for, and `opt-in` restricts nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.config.needs import DEPARTMENT
from bot.errors import KindError
from bot.model import Audience, Person, PersonId, Ritual, Stance
from bot.rituals.base import Kind
from bot.schedule import is_paused
from bot.store import channels, participation, people, runs, user_groups
from bot.store.db import Tx

READ = "profile:"
"""Before the name of a field: the mark of when everybody's was last read. No ritual's id has a colon."""


@dataclass(frozen=True)
class Places:
    """Where one person is: what an audience may name them by."""

    slack_id: str
    channels: frozenset[str]
    user_groups: frozenset[str]
    department: str


def is_for_people(ritual: Ritual, kind: Kind) -> bool:
    """Return whether a ritual has people who take part, rather than a channel only that it speaks to."""
    return kind.has_members or not ritual.channel


def willing(tx: Tx, ritual: Ritual) -> frozenset[PersonId]:
    """Return who takes part, breaks aside: who joined, and with `join: channel` all it is for who did not leave."""
    stances = participation.stances(tx, ritual.id)
    joined = frozenset(person for person, stance in stances.items() if stance == "joined")
    if ritual.join == "opt-in":
        return joined
    return joined | {person for person in resolve(tx, ritual.whom) if stances.get(person) != "left"}


def resolve(tx: Tx, audience: Audience) -> frozenset[PersonId]:
    """Return everybody whom an audience names, whoever they are; deactivated people and guests included."""
    named = frozenset().union(*_named(tx, audience))
    return named - resolve(tx, audience.without) if audience.without is not None else named


def places_of(tx: Tx, someone: Person) -> Places:
    """Return where a person is."""
    mine = channels.of_person(tx, someone.id)
    names = {one.name for key in mine if (one := channels.by_id(tx, key)) is not None}
    known = channels.named(tx, names)
    return Places(
        slack_id=someone.slack_id,
        channels=frozenset(name for name in names if known[name].id in mine),
        user_groups=user_groups.of_person(tx, someone.id),
        department=someone.department.casefold(),
    )


def is_named(audience: Audience, places: Places) -> bool:
    """Return whether an audience names somebody who is there; the same as `resolve`, for one person."""
    named = (
        places.slack_id in audience.people
        or not places.channels.isdisjoint(audience.channels)
        or not places.user_groups.isdisjoint(audience.user_groups)
        or (places.department and places.department in {name.casefold() for name in audience.departments})
    )
    return bool(named) and not (audience.without is not None and is_named(audience.without, places))


def takes_part(tx: Tx, ritual: Ritual, someone: Person) -> bool:
    """Return whether the ritual counts this person in, breaks aside."""
    return is_counted(ritual, someone, places_of(tx, someone), participation.of_person(tx, someone.id).get(ritual.id))


def is_counted(ritual: Ritual, someone: Person, places: Places, stance: Stance | None) -> bool:
    """Return whether the ritual counts in a person who is there and said so; the same as `willing`, for one person."""
    audience = ritual.whom if ritual.join == "channel" else Audience()
    return someone.is_eligible and (stance == "joined" or (stance != "left" and is_named(audience, places)))


def insist_known(tx: Tx, ritual: Ritual) -> None:
    """Raise KindError while the departments that an audience names have never been read."""
    if not is_known(tx, ritual):
        said = "the departments are still being read from Slack; it begins once they are known"
        raise KindError(said, key="owner.reading")


def is_known(tx: Tx, ritual: Ritual) -> bool:
    """Return whether all that the ritual's audience names was read at least once."""
    audience: Audience | None = ritual.whom
    while audience is not None:
        if audience.departments and runs.mark(tx, READ + DEPARTMENT) is None:
            return False
        audience = audience.without
    return True


def _named(tx: Tx, audience: Audience) -> Iterator[frozenset[PersonId]]:
    for channel in channels.named(tx, audience.channels).values():
        yield channels.member_ids(tx, channel.id)
    yield user_groups.member_ids(tx, audience.user_groups)
    if audience.departments:
        yield people.in_departments(tx, audience.departments)
    yield frozenset(people.ids_by_slack(tx, audience.people).values())


def everyone(tx: Tx, ritual: Ritual) -> tuple[Person, ...]:
    """Return who takes part, breaks aside, ordered by id."""
    known = people.by_ids(tx, willing(tx, ritual)).values()
    return tuple(sorted((one for one in known if one.is_eligible), key=lambda one: one.id))


def participants(tx: Tx, ritual: Ritual, *, now: datetime) -> tuple[Person, ...]:
    """Return who takes part now: eligible, in the audience or joined, not on a break; ordered by id."""
    return tuple(one for one in everyone(tx, ritual) if is_available(one, ritual, now))


def is_available(someone: Person, ritual: Ritual, now: datetime) -> bool:
    """Return whether a ritual may involve this person today."""
    return someone.is_eligible and not is_paused(someone, now, default_zone=ritual.rule.timezone)
