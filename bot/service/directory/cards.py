"""What one person's entry says, cut to whoever looks."""

from __future__ import annotations

from datetime import datetime

from bot.directory.audience import shown
from bot.errors import UserError
from bot.model import Level, Person, PersonId, Profile
from bot.service.context import Context
from bot.service.directory.entries import directory_of, may_change
from bot.service.people import insist_eligible
from bot.store import profiles


def card_of(context: Context, subject: Person | PersonId, *, looking: Level, now: datetime) -> Profile | None:
    """Return what an audience may see of somebody; None where that is nothing, whatever the reason."""
    directory = directory_of(context)
    with context.database.read() as tx:
        profile = profiles.of_person(tx, subject.id if isinstance(subject, Person) else subject)
    return shown(profile, looking, directory, now) if profile is not None else None


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
