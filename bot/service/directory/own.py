"""Somebody's own entry as they have it before them: what it says, what is missing, what goes stale, whom they keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.directory.audience import shown
from bot.directory.freshness import outlook
from bot.errors import DeliveryError, UserError
from bot.model import Level, OwnEntry, Person, PersonId, Profile
from bot.service.context import Context
from bot.service.directory.cards import kept_entries, own_profile
from bot.service.directory.edit import read_only
from bot.store import people, profiles
from bot.text import escape


def own_entry(context: Context, someone: Person, *, now: datetime, whose: PersonId | None = None) -> OwnEntry | None:
    """Return somebody's own entry, or one they look after; None for guests and where there is no directory.

    Raises UserError for an entry that is neither.
    """
    directory = context.config().directory
    if directory is None or not someone.is_eligible:
        return None
    profile = own_profile(context, someone, now=now, whose=whose)
    seen = outlook(profile, directory, now)
    named = [profile.listing.substitute, *(one.other for one in profile.facts)]
    return OwnEntry(
        directory=directory,
        profile=profile,
        missing=seen.missing,
        stale=seen.stale,
        read_only=read_only(context, profile),
        whose=whose or "",
        kept=tuple(kept_entries(context, someone)) if whose is None else (),
        deputies=tuple(slack_ids(context, [one for one in named if one]).items()),
    )


def slack_ids(context: Context, named: Iterable[str]) -> dict[str, str]:
    """Return the Slack id of each of these people who has one, by internal id."""
    wanted = [PersonId(one) for one in dict.fromkeys(named)]
    if not wanted:
        return {}
    with context.database.read() as tx:
        return {one.id: one.slack_id for one in people.by_ids(tx, wanted).values() if one.slack_id}


def called(context: Context, named: Iterable[str], *, looking: Level, now: datetime) -> dict[str, str]:
    """Return what stands for each of these people: a mention, or of whoever has no Slack account the name that an
    audience may see, if it may."""
    known = slack_ids(context, named)
    said = {person: f"<@{slack_id}>" for person, slack_id in known.items()}
    directory = context.config().directory
    others = [PersonId(one) for one in named if one not in known]
    if directory is None or not others:
        return said
    with context.database.read() as tx:
        found = profiles.of_people(tx, others)
    seen = {one.person: shown(one, looking, directory, now) for one in found.values()}
    return said | {person: escape(one.name) for person, one in seen.items() if one is not None}


def problem_of(act: Callable[[], object]) -> UserError | None:
    """Do something; return what the person can put right in what they wrote, None where it is done."""
    try:
        act()
    except UserError as problem:
        return problem
    return None


def photo_of(context: Context, profile: Profile) -> str:
    """Return where Slack shows the photo of somebody who lets it be seen here; empty where it cannot be told."""
    directory = context.config().directory
    photos = [field.key for field in directory.fields.values() if field.type == "photo"] if directory else []
    if not profile.slack_id or not any(profile.values(key) for key in photos):
        return ""
    try:
        return context.slack.user(profile.slack_id).photo
    except DeliveryError:
        return ""  # a card without a picture is a card


def person_behind(context: Context, slack_id: str) -> PersonId | None:
    """Return who has this Slack id, without asking Slack."""
    with context.database.read() as tx:
        known = people.by_slack_id(tx, slack_id)
    return known.id if known else None
