"""What belongs to somebody: all that the directory holds of them, to take along and to delete."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.i18n import language_of
from bot.model import Directory, Language, Person, PersonId, Profile, ProfileFact, Request
from bot.service.context import Context
from bot.service.directory.door import acting
from bot.service.directory.entries import directory_of, entry
from bot.service.directory.erasure import erase_entry, scrub
from bot.store import audit, inbound, profiles, requests
from bot.store.db import Tx

FORMAT = "rondo-directory-1"


def everything(context: Context, someone: Person, *, now: datetime, whose: PersonId | None = None) -> dict[str, Any]:
    """Return all that the directory holds of somebody, as it goes into a JSON file. Raises UserError for others'."""
    directory = directory_of(context)
    language = language_of(someone, context.config().language)
    with context.database.read() as tx:
        profile = entry(tx, someone, whose, to_leave=True, lock=False)
        asked = profiles.asked(tx).get(profile.person)
        return {
            "format": FORMAT,
            "made_at": now.isoformat(),
            "slack_id": profile.slack_id,
            "outside_id": profile.outside_id,
            "timezone": profile.timezone,
            "switches": _switches(tx, profile),
            "values": [_value(tx, one, directory, language) for one in profile.facts],
            "requests_of_the_last_days": requests.counts(tx, [profile.person], now=now).get(profile.person, 0),
            "last_asked_on": asked.isoformat() if asked else None,
            "named_by_others": len(profiles.naming(tx, profile.person)),
            "requests": [_asked(tx, one) for one in requests.of_seeker(tx, profile.person)],
            "requests_to_answer": [_asked(tx, one) for one in requests.to_person(tx, profile.person)],
            "looks_after": [_called(tx, one) for one in profiles.kept_by(tx, profile.person)],
        }


def delete_everything(
    context: Context, someone: Person, *, key: str, now: datetime, whose: PersonId | None = None
) -> None:
    """Delete all that the directory holds of somebody, down to the bytes in the files; may be repeated."""
    directory_of(context)
    with acting(context) as tx:
        profile = entry(tx, someone, whose, to_leave=True)
        if inbound.first_time(tx, key, now=now):
            erase_entry(tx, context, profile.person, now=now, for_good=True)
            audit.note(tx, at=now, actor=someone.id, action="profile.delete", object="all")
    scrub(context)


def _switches(tx: Tx, profile: Profile) -> dict[str, Any]:
    own = profile.listing
    return {
        "listed": own.listed,
        "expert": own.expert,
        "contactable": own.contactable,
        "most_per_week": own.most_per_week,
        "paused_until": own.paused_until.isoformat() if own.paused_until else None,
        "availability": own.availability,
        "away_until": own.away_until.isoformat() if own.away_until else None,
        "substitute": _called(tx, own.substitute),
        "keeper": _called(tx, own.keeper),
    }


def _value(tx: Tx, fact: ProfileFact, directory: Directory, language: Language) -> dict[str, Any]:
    field = directory.fields.get(fact.field)
    return {
        "field": fact.field,
        "label": field.label[language] if field else fact.field,
        "purpose": field.purpose[language] if field else "",
        "value": fact.value,
        "audience": fact.audience,
        "source": fact.source,
        "confirmed_at": fact.confirmed_at.isoformat(),
        "expires_at": fact.expires_at.isoformat() if fact.expires_at else None,
        "deputy": _called(tx, fact.other),
    }


def _asked(tx: Tx, request: Request) -> dict[str, Any]:
    return {
        "from": _called(tx, request.seeker),
        "to": _called(tx, request.person),
        "topic": request.topic,
        "words": request.words,
        "asked_at": request.asked_at.isoformat(),
    }


def _called(tx: Tx, person: PersonId | None) -> str | None:
    """Return what stands for somebody outside of this database: their Slack id, or the operator's."""
    found = profiles.heads(tx, [person]).get(person) if person else None
    return (found.slack_id or found.outside_id) if found else None
