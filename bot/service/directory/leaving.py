"""Who has left the company: hidden at once, their responsibilities with the deputy, erased after thirty days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.directory.audience import allowed, reaches
from bot.directory.catalogue import MOST_VALUES
from bot.directory.freshness import ASKED_BEFORE
from bot.model import Directory, Field, PersonId, Profile, ProfileFact
from bot.service.context import Context
from bot.service.directory.door import tending
from bot.service.directory.erasure import erase_entry
from bot.service.directory.index import refresh_many
from bot.store import profiles
from bot.store.db import Tx

KEPT = timedelta(days=30)
"""How long the entry of somebody who has left is kept, hidden, in case they are back."""


def hide_gone(tx: Tx, context: Context, *, now: datetime) -> None:
    """Take everybody out of the index who has left, and hand what they are responsible for to their deputies."""
    directory = context.config().directory
    if directory is None:
        return
    profiles.note_back(tx)
    fresh = [person for person, on in profiles.gone(tx).items() if on is None]
    if not fresh:
        return
    profiles.note_gone(tx, fresh, now.date())
    heirs = _hand_over(tx, directory, profiles.of_people(tx, fresh).values(), now)
    refresh_many(tx, context, [*fresh, *heirs], now=now)


def erase_gone(context: Context, now: datetime) -> int:
    """Erase the entries of those who left thirty days ago; return how many, each in a transaction of its own."""
    with context.database.read() as tx:
        due = [one for one, on in profiles.gone(tx).items() if on is not None and now.date() - on >= KEPT]
    for person in due:
        with tending(context) as tx:
            erase_entry(tx, context, person, now=now)
    return len(due)


def _hand_over(tx: Tx, directory: Directory, leaving: Iterable[Profile], now: datetime) -> list[PersonId]:
    """Give each responsibility to its deputy, if one finds them as an expert; they are asked soon whether it holds."""
    given: dict[PersonId, list[ProfileFact]] = {}
    for profile in leaving:
        for fact in profile.facts:
            field = directory.fields.get(fact.field)
            if field is None or fact.other is None or not _was_shown(profile, fact, field, now):
                continue  # what nobody saw stays with whoever wrote it, and nobody gets to show more than they chose
            taken = replace(fact, other=None, source="import", confirmed_at=now, expires_at=now + ASKED_BEFORE)
            given.setdefault(fact.other, []).append(replace(taken, audience="colleagues"))
    heirs = []
    for person, facts in given.items():
        heir = profiles.of_person(tx, person, lock=True)
        if heir is not None and heir.is_eligible and heir.listing.listed and heir.listing.expert:
            _add(tx, heir, facts)
            heirs.append(person)
    return heirs


def _was_shown(profile: Profile, fact: ProfileFact, field: Field, now: datetime) -> bool:
    """Return whether colleagues saw a value until its person left."""
    over = fact.expires_at is not None and fact.expires_at <= now
    findable = profile.listing.listed and profile.listing.expert
    return findable and not over and reaches(allowed(field, fact.audience), "colleagues")


def _add(tx: Tx, heir: Profile, facts: Iterable[ProfileFact]) -> None:
    for key in dict.fromkeys(one.field for one in facts):
        own = [one for one in heir.facts if one.field == key]
        known = {one.value.casefold() for one in own}
        new = [one for one in facts if one.field == key and one.value.casefold() not in known]
        profiles.replace_values(tx, heir.person, key, [*own, *new][:MOST_VALUES])
