"""Keep the search's documents in step with what people chose to show: scrubbed first, then indexed, for each audience.

Whoever changes facts, switches or eligibility refreshes the person in the same transaction. What changes by itself,
the end of a pause or of a value, `refresh_due` follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from bot.directory.audience import SEEN_BY, shown
from bot.directory.indexing import class_of, indexed, seed_of
from bot.model import Directory, Level, PersonId, Profile
from bot.service.context import Context
from bot.service.directory.door import tending
from bot.store import profiles, scrubbing, search, search_due
from bot.store.db import Tx

AT_ONCE = 500
"""People of one batch."""
_CATALOGUE, _UNTIL = "catalogue", "until"
_OFF = "off"
ANALYSER = 2
"""Counted up when the same text gives other tokens than before, so that everything is indexed anew."""


def refresh(tx: Tx, context: Context, person: PersonId, *, now: datetime) -> None:
    """Index a person anew for each audience, from what that audience may see; whoever shows nothing leaves no row."""
    refresh_many(tx, context, [person], now=now)


def refresh_many(tx: Tx, context: Context, people: Iterable[PersonId], *, now: datetime) -> None:
    """Index people anew."""
    directory = context.config().directory
    wanted = list(dict.fromkeys(people))
    if directory is None or not wanted:
        return
    found = profiles.of_people(tx, wanted)
    for audience in SEEN_BY:
        entries = {one: _entry(found.get(one), audience, directory, now) for one in wanted}
        search.write(tx, audience, entries)


def reindex_all(context: Context, now: datetime) -> int:
    """Index everybody anew, batch after batch, and return how many people have a document then."""
    directory = context.config().directory
    with context.database.read() as tx:
        everyone = sorted({*profiles.listed(tx), *search.indexed(tx)})
    _refresh_in_batches(context, everyone, now)
    _note(context, _fingerprint(directory), now)
    with context.database.read() as tx:
        return len(search.indexed(tx))


def refresh_due(context: Context, now: datetime, *, every: timedelta = timedelta(0)) -> int:
    """Index anew whose pause, value or time in the company has ended, and return of how many people.

    `every`: not again before so long.
    All are, where the catalogue is not that of the documents. Cheap when nothing is due: a few look-ups.
    """
    directory = context.config().directory
    with context.database.read() as tx:
        told, until = search.mark(tx, _CATALOGUE), search.mark(tx, _UNTIL)
    if told != _fingerprint(directory):
        return reindex_all(context, now) if directory is not None else _empty(context, told, now)
    if directory is None:
        return 0
    with context.database.read() as tx:
        since = datetime.fromisoformat(until) if until else now - timedelta(days=2)
        if now - since < every:
            return 0
        due = search_due.people(tx, since=since, now=now)
    _refresh_in_batches(context, due, now)
    _note(context, told, now)
    return len(due)


def _refresh_in_batches(context: Context, people: list[PersonId], now: datetime) -> None:
    for start in range(0, len(people), AT_ONCE):
        with tending(context) as tx:
            refresh_many(tx, context, people[start : start + AT_ONCE], now=now)


def _empty(context: Context, told: str, now: datetime) -> int:
    """Delete every document of a directory that is no more."""
    if told:
        with tending(context) as tx:
            search.clear(tx)
            scrubbing.note(tx, now)
        _note(context, _fingerprint(None), now)
    return 0


def _note(context: Context, fingerprint: str, now: datetime) -> None:
    with tending(context) as tx:
        search.set_mark(tx, _CATALOGUE, fingerprint)
        search.set_mark(tx, _UNTIL, now.isoformat())


def _entry(profile: Profile | None, audience: Level, directory: Directory, now: datetime) -> search.Entry | None:
    seen = shown(profile, audience, directory, now) if profile is not None else None
    return None if seen is None else search.Entry(seed_of(seen), *indexed(seen, directory))


def _fingerprint(directory: Directory | None) -> str:
    """Return what tells two catalogues apart as far as documents depend on them; topics and labels do not count."""
    if directory is None:
        return _OFF
    told = [
        (field.key, class_of(field), field.type, field.audiences, field.is_expertise)
        for field in directory.fields.values()
    ]
    return sha256(repr((ANALYSER, told)).encode()).hexdigest()[:16]
