"""Who may see what: the one place that decides it, for every list, card, index, suggestion, figure and post.

A value is shown to an audience that is at least as privileged as the one its owner chose. Whoever looks counts as
`colleagues`, `partners` or `public`, and a conversation counts as its least privileged member, so that nothing said in
it reaches further than meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from bot.model import LEVELS, NAME, Directory, Field, Level, Listing, Person, Profile, ProfileFact

SEEN_BY: tuple[Level, ...] = ("colleagues", "partners", "public")
"""The audiences that look at somebody else, each with an index and a vocabulary of its own."""


def reaches(audience: Level, looking: Level) -> bool:
    """Return whether a value meant for `audience` may be seen by somebody who counts as `looking`."""
    return LEVELS.index(audience) >= LEVELS.index(looking)


def least(levels: Iterable[Level]) -> Level:
    """Return the least privileged of several; of none it is `public`: nobody knows who listens."""
    return max(levels, key=LEVELS.index, default="public")


def level_of(someone: Person) -> Level:
    """Return what somebody counts as when they look: guests are partners, bots and people who left see the public."""
    if someone.is_bot or someone.is_deactivated:
        return "public"
    return "partners" if someone.is_guest else "colleagues"


def level_in(members: Iterable[Person], *, is_shared: bool) -> Level:
    """Return what a conversation counts as: its least privileged member; shared with another company: partners."""
    people = [one for one in members if not one.is_bot]
    told: list[Level] = [level_of(one) for one in people]
    return least([*told, "partners"] if is_shared else told) if told or is_shared else "public"


def shown(profile: Profile, looking: Level, directory: Directory, now: datetime) -> Profile | None:
    """Return what an audience may see of somebody, None where that is nothing: unlisted, paused, left, no name.

    Whoever is not findable as an expert has no expertise here; whoever is not contactable no contact ways; values
    whose time is over, and those of fields that the catalogue no longer has or allows, are gone.
    """
    if looking == "self":
        return profile
    listing = profile.listing
    if not listing.listed or not profile.is_eligible or is_paused(profile, now):
        return None
    facts = tuple(one for one in profile.facts if _may_see(one, looking, listing, directory, now))
    if not any(one.field == NAME for one in facts):
        return None
    return replace(profile, facts=facts, listing=_told(listing, profile, now))


def is_paused(profile: Profile, now: datetime) -> bool:
    """Return whether today nobody is to find them."""
    until = profile.listing.paused_until
    return until is not None and today_of(profile, now) <= until


def today_of(profile: Profile, now: datetime) -> date:
    """Return the date where they are; UTC where nobody knows."""
    return now.astimezone(ZoneInfo(profile.timezone or "UTC")).date()


def allowed(field: Field, wanted: Level) -> Level:
    """Return the audience that a value gets: the wanted one if the catalogue allows it, else the next smaller one."""
    return _allowed(field.audiences, wanted)


@cache
def _allowed(audiences: tuple[Level, ...], wanted: Level) -> Level:
    smaller = [one for one in audiences if LEVELS.index(one) <= LEVELS.index(wanted)]
    return max(smaller, key=LEVELS.index, default="self")


def _may_see(fact: ProfileFact, looking: Level, listing: Listing, directory: Directory, now: datetime) -> bool:
    field = directory.fields.get(fact.field)
    if field is None or not reaches(allowed(field, fact.audience), looking):
        return False
    if fact.expires_at is not None and fact.expires_at <= now:
        return False
    if field.is_expertise and not listing.expert:
        return False
    return listing.contactable or field.type != "contact"


def _told(listing: Listing, profile: Profile, now: datetime) -> Listing:
    """Return the part of the switches that others see: the state while it holds; no limits, no pauses, no keeper."""
    over = listing.away_until is not None and listing.away_until < today_of(profile, now)
    return Listing(
        listed=True,
        expert=listing.expert,
        contactable=listing.contactable,
        availability="available" if over else listing.availability,
        away_until=None if over else listing.away_until,
        substitute=None if over else listing.substitute,
    )
