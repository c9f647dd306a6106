"""What may not be seen is in no index, no vocabulary, no answer, no suggestion and no count: each value under each eye.

The documents and the vocabularies are all that is found, suggested, counted and ordered from; so they are read word by
word, and the search is asked for a part of the words. The normal run looks at every value of 1,000 people for each
audience; `make laws` at a million of them and more.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import pytest
from sqlalchemy import insert, select

from bot.directory.audience import SEEN_BY
from bot.directory.catalogue import SHIPPED
from bot.directory.indexing import class_of
from bot.model import LEVELS, Level, Profile
from bot.service.context import Context
from bot.service.directory import search
from bot.service.directory.coverage import coverage
from bot.service.directory.index import refresh_many
from bot.store import profiles, search_tables
from bot.store import tables as t
from bot.store.db import Database
from tests.directory.company import NOW
from tests.directory.filling import open_company
from tests.directory.secrets import Secret, people

AT_ONCE = 1_000
ASKED = 120
"""Values for which the search is asked, for each audience."""


@pytest.mark.parametrize("number", [1_000, pytest.param(25_000, marks=[pytest.mark.slow, pytest.mark.timeout(1800)])])
def test_nothing_is_found_suggested_or_counted_that_an_audience_may_not_see(database: Database, number: int) -> None:
    context = open_company(database, [])
    everybody = list(people(number, seed=number))
    _move_in(context, [profile for profile, _ in everybody])
    secrets = [secret for _, told in everybody for secret in told]

    for level in SEEN_BY:
        with database.read() as tx:
            rows = list(
                tx.execute(select(search_tables.documents[level].c.person, search_tables.documents[level].c.words))
            )
            lexicon = "\n".join(tx.scalars(select(search_tables.words[level].c.word)))
        _read(level, {row.person: row.words for row in rows}, everybody)
        _look_up(level, lexicon, secrets)
        _ask(context, level, Random(7).sample(secrets, ASKED))
    assert len(secrets) * len(SEEN_BY) > 35 * number, "cases"
    said = repr(coverage(context, NOW))
    assert not any(secret.word in said for secret in secrets if "colleagues" not in secret.seen_by)


def _read(level: Level, documents: dict[str, str], everybody: Iterable[tuple[Profile, list[Secret]]]) -> None:
    """Hold every document against what that audience may see: nothing more, and of what is searched nothing less."""
    for profile, told in everybody:
        document = documents.get(profile.person, "")
        for secret in told:
            is_sought = bool(class_of(SHIPPED.fields[secret.fact.field]))
            assert (secret.word in document) == (level in secret.seen_by and is_sought), (level, secret)


def _look_up(level: Level, lexicon: str, secrets: Iterable[Secret]) -> None:
    known = {one[1:] for one in lexicon.split("\n")}
    for secret in secrets:
        if level not in secret.seen_by:
            assert secret.word not in known, (level, secret)


def _ask(context: Context, level: Level, secrets: Iterable[Secret]) -> None:
    """Ask for words as they are and with a slip in them."""
    for secret in secrets:
        is_sought = bool(class_of(SHIPPED.fields[secret.fact.field])) and level in secret.seen_by
        exact = search.find(context, secret.word, looking=level, now=NOW)
        shown = any(secret.word in _said(hit) for hit in exact.hits)
        assert shown or not is_sought, (level, secret)
        assert not shown or level in secret.seen_by, (level, secret)
        slip = secret.word[:4] + secret.word[5:]
        near = search.find(context, slip, looking=level, now=NOW)
        typed = search.suggest_topics(context, secret.word[:6], looking=level)
        if level not in secret.seen_by:
            assert secret.word not in "".join([*exact.nearest, *near.nearest, *typed])
            assert not any(secret.word in _said(hit) for hit in near.hits)


def _said(hit: search.Hit) -> str:
    return " ".join([*(fact.value for fact in hit.profile.facts), *(why.value for why in hit.why)])


def _move_in(context: Context, everybody: list[Profile]) -> None:
    for start in range(0, len(everybody), AT_ONCE):
        some = everybody[start : start + AT_ONCE]
        with context.database.begin() as tx:
            tx.execute(insert(t.people), [_person(one) for one in some])
            tx.execute(insert(t.slack_ids), [{"person": one.person, "slack_id": one.slack_id} for one in some])
            for one in some:
                profiles.set_listing(tx, one.person, one.listing)
            tx.execute(insert(t.profile_facts), [row for one in some for row in _facts(one)])
            refresh_many(tx, context, [one.person for one in some], now=NOW)


def _person(one: Profile) -> dict[str, object]:
    flags = {"is_bot": False, "is_guest": False, "is_deactivated": not one.is_eligible}
    return {"id": one.person, "locale": "", "timezone": one.timezone, "seen": NOW, **flags}


def _facts(one: Profile) -> list[dict[str, object]]:
    return [
        {
            "person": one.person, "field": fact.field, "position": place, "value": fact.value, "source": fact.source,
            "audience": LEVELS.index(fact.audience), "confirmed_at": fact.confirmed_at, "expires_at": fact.expires_at,
        }
        for place, fact in enumerate(one.facts)
    ]  # fmt: skip
