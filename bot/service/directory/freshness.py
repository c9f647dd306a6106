"""What stands in an entry stays true: its owner says that it still holds, or that it goes, with one tap each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.directory.freshness import Freshness, outlook
from bot.model import Directory, Person, Profile, ProfileFact
from bot.service.context import Context
from bot.service.directory.door import acting
from bot.service.directory.entries import directory_of, entry
from bot.service.directory.index import refresh
from bot.store import inbound, profiles
from bot.store.db import Tx

__all__ = ["Freshness", "confirm", "drop", "outlook"]


def confirm(context: Context, someone: Person, facts: Sequence[int] | None, *, key: str, now: datetime) -> int:
    """Note that values still hold, all of somebody's own with None; return how many that were.

    Values of somebody else's entry are passed over, unless they look after it. Raises UserError for guests.
    """
    directory = directory_of(context)
    done = 0
    with acting(context) as tx:
        own = entry(tx, someone)
        if not inbound.first_time(tx, key, now=now):
            return 0
        for profile in _mine(tx, own):
            meant = [one for one in profile.facts if (profile is own if facts is None else one.id in facts)]
            _renew(tx, directory, profile, meant, now)
            if meant:
                refresh(tx, context, profile.person, now=now)
            done += len(meant)
    return done


def drop(context: Context, someone: Person, facts: Sequence[int], *, key: str, now: datetime) -> int:
    """Delete values that no longer hold; return how many were there. The same people may as with `confirm`."""
    directory_of(context)
    done = 0
    with acting(context) as tx:
        own = entry(tx, someone)
        if not inbound.first_time(tx, key, now=now):
            return 0
        for profile in _mine(tx, own):
            meant = [one.id for one in profile.facts if one.id in facts]
            profiles.remove_values(tx, profile.person, meant)
            if meant:
                refresh(tx, context, profile.person, now=now)
            done += len(meant)
    return done


def _mine(tx: Tx, own: Profile) -> list[Profile]:
    """Return somebody's own entry, and those without a Slack account that they look after."""
    kept = profiles.of_people(tx, profiles.kept_by(tx, own.person)).values()
    return [own, *(one for one in kept if not one.slack_id)]


def _renew(tx: Tx, directory: Directory, profile: Profile, facts: Iterable[ProfileFact], now: datetime) -> None:
    by_field: dict[str, list[int]] = {}
    for one in facts:
        by_field.setdefault(one.field, []).append(one.id)
    for name, ids in by_field.items():
        field = directory.fields.get(name)
        if field is not None:
            profiles.confirm(tx, profile.person, ids, now=now, lifetime=field.lifetime)
