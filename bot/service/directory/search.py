"""Find people by what they chose to show: names, topics, whole questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.directory.audience import shown
from bot.directory.indexing import Why, reasons
from bot.directory.scale import scale_of
from bot.directory.search import Outcome, search, turn_of
from bot.directory.suggesting import nearest, suggestions
from bot.directory.terms import terms_of
from bot.directory.vocabulary import Vocabulary
from bot.errors import UserError
from bot.model import Directory, Level, PersonId, Profile
from bot.service.context import Context
from bot.service.directory import missed
from bot.service.directory.cards import without_hidden
from bot.store import profiles
from bot.store import search as store
from bot.store.db import Tx
from bot.text import clean

__all__ = ["Found", "Hit", "Why", "find", "suggest_topics"]

LONGEST = 200
"""Characters of a query that count."""


@dataclass(frozen=True)
class Hit:
    """Somebody who was found."""

    profile: Profile
    """What the asker may see of them."""
    why: tuple[Why, ...]
    """The values that answer, best first, at most three."""


@dataclass(frozen=True)
class Found:
    """The answer to a query."""

    hits: tuple[Hit, ...] = ()
    nearest: tuple[str, ...] = ()
    """Where nobody was found: topics that are close to what was sought."""


def find(
    context: Context, query: str, *, looking: Level, now: datetime, limit: int = 10, asker: PersonId | None = None
) -> Found:
    """Return who fits a query best among those whom this audience may find.

    With an `asker`, a search in vain is counted by its topic alone. Raises UserError where there is no directory.
    """
    directory = _directory(context)
    audience: Level = "colleagues" if looking == "self" else looking
    asked = clean(query, limit=LONGEST)
    with context.database.read() as tx:
        vocabulary = _vocabulary(tx, context, audience, now)
        terms = terms_of(asked, directory.topics, known=vocabulary.__contains__)
        index = store.TokenIndex(tx, audience)
        turn = turn_of(now.date())
        found = search(terms, index, vocabulary, topics=directory.topics, limit=limit, turn=turn)
        hits = _hits(tx, found, audience, directory, now, limit)
    if hits or not terms:
        return Found(tuple(hits))
    if asker is not None and audience == "colleagues":  # what guests may not see is not missing
        missed.note(context, asked, asker, now=now)
    return Found(nearest=tuple(nearest(asked, vocabulary, directory.topics)))


def suggest_topics(context: Context, typed: str, *, looking: Level, limit: int = 20) -> list[str]:
    """Return topics that begin, sound or contain as typed, from the rituals file and from what this audience sees."""
    directory = _directory(context)
    audience: Level = "colleagues" if looking == "self" else looking
    with context.database.read() as tx:
        vocabulary = _vocabulary(tx, context, audience, None)
    return suggestions(clean(typed, limit=LONGEST), vocabulary, directory.topics)[:limit]


def _directory(context: Context) -> Directory:
    directory = context.config().directory
    if directory is None:
        raise UserError("directory.off")
    return directory


def _vocabulary(tx: Tx, context: Context, audience: Level, now: datetime | None) -> Vocabulary:
    return context.lexicons.of(
        audience,
        now=now,
        version=lambda: store.version(tx, audience),
        load=lambda: Vocabulary(store.words(tx, audience), people=store.size(tx, audience)),
    )


def _hits(tx: Tx, found: Outcome, audience: Level, directory: Directory, now: datetime, limit: int) -> list[Hit]:
    """Return those who are found by what may be seen of them at this moment, whatever the index says."""
    hits: list[Hit] = []
    scales = [scale_of(term) for term in found.terms]
    people, place = [PersonId(hit.person) for hit in found.hits], 0
    while len(hits) < limit and place < len(people):
        some = people[place : place + limit - len(hits)]
        whole = profiles.of_people(tx, some)
        cut = [shown(whole[person], audience, directory, now) for person in some if person in whole]
        for seen in without_hidden(tx, [one for one in cut if one is not None], audience, directory, now):
            why = reasons(seen, scales, directory)
            if why is not None:
                hits.append(Hit(seen, why))
        place += len(some)
    return hits
