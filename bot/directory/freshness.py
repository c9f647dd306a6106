"""What is missing in a profile, and what goes stale: asked about first, hidden then, deleted last. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.model import Directory, Field, Profile, ProfileFact

ASKED_BEFORE = timedelta(days=14)
"""How long before the end of its time somebody is asked about a value."""
BETWEEN = timedelta(days=30)
"""From one question to the next."""
MOST_ASKED = 8
"""Values in one question."""
DELETED_AFTER = timedelta(days=90)
"""After the end of its time a value is kept so long, hidden, in case somebody says that it holds."""


@dataclass(frozen=True)
class Freshness:
    """What its owner may want to look at; told to nobody else."""

    missing: tuple[Field, ...]
    """Fields that say nothing, in the order of the catalogue."""
    stale: tuple[ProfileFact, ...]
    """Values whose time is over or ends soon, the oldest first."""


def outlook(profile: Profile, directory: Directory, now: datetime) -> Freshness:
    """Return what is missing in a profile, and what goes stale. A photo is never missed."""
    said = {one.field for one in profile.facts}
    missing = (one for one in directory.fields.values() if one.key not in said and one.type != "photo")
    return Freshness(tuple(missing), stale(profile, directory, now))


def stale(profile: Profile, directory: Directory, now: datetime) -> tuple[ProfileFact, ...]:
    """Return the values whose time is over or ends within two weeks, those whose time ends first in front."""
    ends = [
        (one.expires_at, one.id, one)
        for one in profile.facts
        if one.field in directory.fields and one.expires_at is not None and one.expires_at <= now + ASKED_BEFORE
    ]
    return tuple(one for _, _, one in sorted(ends, key=lambda end: end[:2]))


def may_ask_again(asked_on: date | None, today: date) -> bool:
    """Return whether the last question is long enough ago."""
    return asked_on is None or today - asked_on >= BETWEEN


def was_asked(fact: ProfileFact, asked_on: date | None) -> bool:
    """Return whether the last question that reached its person had this value in it; one without an end needs none."""
    return fact.expires_at is None or (asked_on is not None and asked_on >= (fact.expires_at - ASKED_BEFORE).date())


def kept_until(now: datetime, *, asks_next: bool) -> datetime:
    """Return until when a value stays that ends before anybody was asked about it.

    `asks_next`: it had no place in the question of today, so that it waits for the next one.
    """
    return now + ASKED_BEFORE + (BETWEEN if asks_next else timedelta(days=1))
