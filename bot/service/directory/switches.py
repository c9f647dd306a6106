"""The three switches and what goes with them: one tap each, its owner's alone, no history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal

from bot.directory.audience import today_of
from bot.errors import UserError
from bot.model import NAME, Availability, Listing, Person, PersonId, Profile, SlackUser
from bot.service.context import Context
from bot.service.directory.door import acting
from bot.service.directory.entries import colleague, directory_of, entry
from bot.service.directory.index import refresh
from bot.service.directory.sync import take_standard
from bot.service.people import insist_eligible
from bot.store import inbound, profiles

Switch = Literal["listed", "expert", "contactable"]
SWITCHES: tuple[Switch, ...] = ("listed", "expert", "contactable")
AVAILABILITIES: tuple[Availability, ...] = ("available", "limited", "away")
MOST_PER_WEEK = 50
LONGEST_BREAK = timedelta(days=366)


def switch(
    context: Context, someone: Person, name: Switch, on: bool, *, key: str, now: datetime, whose: PersonId | None = None
) -> Listing:
    """Turn one switch and return all of them as they stand then; a repeated delivery changes nothing.

    Whoever lists themselves for the first time brings their name, and their title as role where they wrote none, from
    Slack. Raises UserError, and DeliveryError where Slack does not say the name.
    """
    directory_of(context)
    insist_eligible(someone)
    if name not in SWITCHES:
        raise UserError("profile.unknown")
    told = _introduced(context, someone) if name == "listed" and on and whose is None else None
    with acting(context) as tx:
        profile = entry(tx, someone, whose)
        if not inbound.first_time(tx, key, now=now):
            return profile.listing
        if name != "listed" and on and not profile.listing.listed:
            raise UserError("profile.unlisted")
        listing = _turned(profile.listing, name, on)
        profiles.set_listing(tx, profile.person, listing)
        profiles.note_said(tx, profile.person, "own")
        if told is not None:
            take_standard(tx, context, profile, told, now=now)
        if name == "listed" and on:
            profiles.note_read(tx, profile.person, None)
        refresh(tx, context, profile.person, now=now)
    return listing


def set_terms(
    context: Context, someone: Person, *, most_per_week: int | None, paused_until: date | None,
    availability: Availability, away_until: date | None, substitute_slack_id: str | None, key: str, now: datetime,
    whose: PersonId | None = None,
) -> bool:  # fmt: skip
    """Keep how much somebody takes on, their break, and whether one reaches them; False for a repeated delivery.

    Nothing is written down of when or how often this changes. Raises UserError.
    """
    directory_of(context)
    with acting(context) as tx:
        profile = entry(tx, someone, whose)
        if not inbound.first_time(tx, key, now=now):
            return False
        _check(profile, most_per_week, paused_until, availability, away_until, now)
        is_away = availability != "available"
        stands_in = colleague(tx, substitute_slack_id, but=profile.person) if is_away and substitute_slack_id else None
        listing = replace(
            profile.listing,
            most_per_week=most_per_week,
            paused_until=paused_until,
            availability=availability,
            away_until=away_until if is_away else None,
            substitute=stands_in,
        )
        profiles.set_listing(tx, profile.person, listing)
        profiles.note_said(tx, profile.person, "own")
        refresh(tx, context, profile.person, now=now)
    return True


def _turned(listing: Listing, name: Switch, on: bool) -> Listing:
    if name == "listed":
        return replace(listing, listed=on)
    return replace(listing, expert=on) if name == "expert" else replace(listing, contactable=on)


def _check(
    profile: Profile,
    most: int | None,
    paused: date | None,
    availability: Availability,
    away: date | None,
    now: datetime,
) -> None:
    today = today_of(profile, now)
    if most is not None and not 1 <= most <= MOST_PER_WEEK:
        raise UserError("profile.most_per_week", n=MOST_PER_WEEK)
    if availability not in AVAILABILITIES:
        raise UserError("profile.unknown")
    for day in (paused, away if availability != "available" else None):
        if day is not None and not today <= day <= today + LONGEST_BREAK:
            raise UserError("profile.day")


def _introduced(context: Context, someone: Person) -> SlackUser | None:
    """Return what Slack calls somebody who has no name here yet; asked before the transaction, it takes its time."""
    with context.database.read() as tx:
        known = profiles.of_person(tx, someone.id)
    return context.slack.user(someone.slack_id) if known is None or not known.values(NAME) else None
