"""What one person's entry says, cut to whoever looks."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import datetime

from bot.directory.audience import shown
from bot.errors import UserError
from bot.model import Directory, Level, Person, PersonId, Profile
from bot.service.context import Context
from bot.service.directory.entries import directory_of, may_change
from bot.service.people import insist_eligible
from bot.store import profiles
from bot.store.db import Tx


def card_of(context: Context, subject: Person | PersonId, *, looking: Level, now: datetime) -> Profile | None:
    """Return what an audience may see of somebody; None where that is nothing, whatever the reason."""
    directory = directory_of(context)
    with context.database.read() as tx:
        profile = profiles.of_person(tx, subject.id if isinstance(subject, Person) else subject)
        seen = shown(profile, looking, directory, now) if profile is not None else None
        return next(iter(without_hidden(tx, [seen], looking, directory, now)), None) if seen is not None else None


def without_hidden(
    tx: Tx, seen: Sequence[Profile], looking: Level, directory: Directory, now: datetime
) -> list[Profile]:
    """Return what an audience may see of people without the deputies and stand-ins it may not see: nobody appears in
    the directory because somebody else named them."""
    named = {other for one in seen for other in _named(one)}
    if not named or looking == "self":
        return list(seen)
    known = profiles.of_people(tx, sorted(named))
    hidden = {one for one in named if one not in known or shown(known[one], looking, directory, now) is None}
    return [_unnamed(one, hidden) for one in seen]


def own_profile(context: Context, someone: Person, *, now: datetime, whose: PersonId | None = None) -> Profile:
    """Return all of somebody's own entry, or of one they look after. Raises UserError for guests and for others'."""
    directory_of(context)
    insist_eligible(someone)
    with context.database.read() as tx:
        profile = profiles.of_person(tx, whose or someone.id)
    if profile is None or not may_change(profile, someone.id):
        raise UserError("profile.not_yours")
    return profile


def kept_entries(context: Context, someone: Person) -> list[Profile]:
    """Return the entries of people without a Slack account that somebody looks after, by name."""
    directory_of(context)
    with context.database.read() as tx:
        kept = profiles.of_people(tx, profiles.kept_by(tx, someone.id)).values()
    return sorted((one for one in kept if not one.slack_id), key=lambda one: (one.name.casefold(), one.person))


def _named(profile: Profile) -> set[PersonId]:
    others = [profile.listing.substitute, *(fact.other for fact in profile.facts)]
    return {one for one in others if one is not None}


def _unnamed(profile: Profile, hidden: Container[PersonId]) -> Profile:
    listing = profile.listing
    return replace(
        profile,
        listing=replace(listing, substitute=None) if listing.substitute in hidden else listing,
        facts=tuple(replace(fact, other=None) if fact.other in hidden else fact for fact in profile.facts),
    )
