"""What Slack's profiles say of people who are listed: their name and title, and the company's own fields.

Name and title come with the nightly list of people and with events. Slack tells of no change of a field of the
company's own, and reading one costs a call for each person: whoever is listed is read once a week, newcomers at once, a
few at a time, after what rituals need. What somebody wrote themselves is never overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.directory.audience import allowed
from bot.directory.values import expiry, taken_over
from bot.errors import DeliveryError
from bot.model import NAME, Directory, Field, Person, Profile, ProfileFact, SlackUser
from bot.service.context import Context
from bot.service.directory.door import tending
from bot.service.directory.index import refresh, refresh_many
from bot.store import people, profiles, runs
from bot.store.db import Tx

log = structlog.get_logger()
ROLE = "role"
MARK = "directory:"
"""Before the key of a field: the mark that says that Slack's profiles have it. No ritual's id has a colon."""
WEEK = timedelta(days=7)
LATER = timedelta(seconds=30)


def take_over(tx: Tx, context: Context, users: Sequence[SlackUser], *, now: datetime) -> None:
    """Take over what Slack says of people, and of those who are listed also what the directory shows."""
    if context.config().directory is None:
        people.upsert_many(tx, users, now=now)
        return
    known = people.ids_by_slack(tx, (user.slack_id for user in users))
    listed = {one.slack_id: one for one in profiles.of_people(tx, known.values()).values() if one.listing.listed}
    people.upsert_many(tx, users, now=now)
    changed = []
    for user in users:
        profile = listed.get(user.slack_id)
        if profile is None:
            continue
        is_eligible = not (user.is_bot or user.is_guest or user.is_deactivated)
        is_changed = is_eligible and take_standard(tx, context, profile, user, now=now)
        if is_changed or is_eligible != profile.is_eligible or user.timezone != profile.timezone:
            changed.append(profile.person)
    refresh_many(tx, context, changed, now=now)


def take_standard(tx: Tx, context: Context, profile: Profile, user: SlackUser, *, now: datetime) -> bool:
    """Keep somebody's name as Slack has it, and their title where they wrote no role; return whether that changed it.

    The caller has them indexed anew.
    """
    directory = context.config().directory
    told = {NAME: user.name, ROLE: user.title}
    fields = directory.fields if directory is not None else {}
    return any([_take(tx, profile, fields[key], said, now) for key, said in told.items() if key in fields])


def find_fields(context: Context, *, now: datetime) -> None:
    """Find out which fields of the catalogue Slack's profiles have. Raises DeliveryError."""
    directory = context.config().directory
    wanted = _labelled(directory) if directory is not None else {}
    told = context.slack.profile_fields() if wanted else {}
    by_label = {one.label.strip().casefold(): key for key, one in reversed(list(told.items())) if not one.names_people}
    found = {key: next((by_label[word] for word in words if word in by_label), "") for key, words in wanted.items()}
    context.reading.own = {key: slack for key, slack in found.items() if slack}
    with context.database.read() as tx:
        marked = fields_of_slack(tx)
    if marked == set(context.reading.own):
        return
    with tending(context) as tx:
        for key in marked - set(context.reading.own):
            runs.drop_mark(tx, MARK + key)
        for key in set(context.reading.own) - marked:
            runs.set_mark(tx, MARK + key, now)


def fields_of_slack(tx: Tx) -> frozenset[str]:
    """Return the fields of the catalogue that Slack's profiles have, so that Slack is their updater."""
    return frozenset(name.removeprefix(MARK) for name in runs.marks(tx) if name.startswith(MARK))


def read_listed(context: Context, now: datetime, *, most: int) -> int:
    """Read the own fields of listed people whose turn it is; return how many were read.

    Nothing while rituals wait for profiles, or Slack asked for patience.
    """
    reading = context.reading
    is_held = reading.not_before is not None and now < reading.not_before
    if context.config().directory is None or not reading.own or reading.waiting or is_held or most <= 0:
        return 0
    with context.database.read() as tx:
        due = people.by_ids(tx, profiles.unread_since(tx, now - WEEK, most=most))
    for number, someone in enumerate(due.values()):
        try:
            _read(context, someone, now)
        except DeliveryError as error:
            reading.not_before = now + (timedelta(seconds=error.retry_after) if error.retry_after else LATER)
            return number
    return len(due)


def _read(context: Context, someone: Person, now: datetime) -> None:
    try:
        told = context.slack.profile(someone.slack_id) if someone.is_eligible else {}
    except DeliveryError as error:
        if not error.permanent:
            raise
        log.info("a profile cannot be read", action="profile_unknown", outcome=error.outcome)
        told = None
    directory = context.config().directory
    with tending(context) as tx:
        profile = profiles.of_person(tx, someone.id, lock=True)
        profiles.note_read(tx, someone.id, now)
        if profile is None or directory is None or told is None or not (profile.listing.listed and profile.is_eligible):
            return
        fields = {key: slack for key, slack in context.reading.own.items() if key in directory.fields}
        if any([_take(tx, profile, directory.fields[key], told.get(slack, ""), now) for key, slack in fields.items()]):
            refresh(tx, context, someone.id, now=now)


def _labelled(directory: Directory) -> dict[str, tuple[str, ...]]:
    return {key: field.slack for key, field in directory.fields.items() if field.slack and key != NAME}


def _take(tx: Tx, profile: Profile, field: Field, told: str, now: datetime) -> bool:
    """Keep what Slack says of one field, unless its owner wrote something; return whether other words stand there now.

    Where Slack says nothing, what came from Slack goes, and what the operator's table said stays. An audience that was
    chosen holds for what comes after it.
    """
    standing = [one for one in profile.facts if one.field == field.key]
    if any(one.source in ("self", "intro") for one in standing):
        return False
    values = taken_over(field, told)
    if not values and not any(one.source == "slack" for one in standing):
        return False
    if field.key == NAME and not values:
        return False
    if field.key == ROLE and any(one.source == "import" for one in standing):
        return False
    if [one.value for one in standing] == values and all(one.source == "slack" for one in standing):
        _still_holds(tx, profile, field, standing, now)
        return False
    audience = allowed(field, standing[0].audience if standing else field.default)
    facts = [ProfileFact(field.key, value, audience, "slack", now, expiry(field, now)) for value in values]
    profiles.replace_values(tx, profile.person, field.key, facts)
    return True


def _still_holds(tx: Tx, profile: Profile, field: Field, standing: Sequence[ProfileFact], now: datetime) -> None:
    """Note once a week that Slack goes on saying so; the numbers of the values stay, buttons may carry them."""
    if field.lifetime is not None and any(one.confirmed_at <= now - WEEK for one in standing):
        profiles.confirm(tx, profile.person, [one.id for one in standing], now=now, lifetime=field.lifetime)
