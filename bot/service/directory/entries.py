"""Whose entry is meant: somebody's own, or that of somebody without a Slack account whom they look after."""

from __future__ import annotations

from bot.errors import UserError
from bot.model import Directory, Person, PersonId, Profile
from bot.service.context import Context
from bot.service.people import insist_eligible
from bot.store import people, profiles
from bot.store.db import Tx


def directory_of(context: Context) -> Directory:
    """Return the catalogue. Raises UserError where the company has no directory."""
    directory = context.config().directory
    if directory is None:
        raise UserError("directory.off")
    return directory


def entry(
    tx: Tx, someone: Person, whose: PersonId | None = None, *, to_leave: bool = False, lock: bool = True
) -> Profile:
    """Return the whole entry that somebody may change; with `lock` held until the end of the transaction.

    Raises UserError for an entry that is neither theirs nor theirs to keep, and for guests, unless they want to delete
    what they left behind (`to_leave`).
    """
    if not to_leave or whose not in (None, someone.id):
        insist_eligible(someone)
    wanted = whose or someone.id
    profile = profiles.of_person(tx, wanted, lock=lock)
    if profile is None or not may_change(profile, someone.id):
        raise UserError("profile.not_yours")
    if not (profile.is_eligible or to_leave):
        raise UserError("guest")
    return profile


def may_change(profile: Profile, who: PersonId) -> bool:
    """Return whether somebody may change an entry: their own, or that of whom they keep who has no Slack account."""
    return profile.person == who or (profile.listing.keeper == who and not profile.slack_id)


def colleague(tx: Tx, slack_id: str, *, but: PersonId) -> PersonId:
    """Return the person who is to stand in for somebody. Raises UserError for whoever cannot."""
    found = people.by_slack_id(tx, slack_id)
    if found is None or not found.is_eligible or found.id == but:
        raise UserError("profile.deputy")
    return found.id
