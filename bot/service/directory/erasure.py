"""Erasing what the directory holds of somebody: entry, index, requests, and what letters repeat of it."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.errors import StoreError
from bot.model import UNLISTED, PersonId
from bot.service.context import Context
from bot.service.directory import missed
from bot.service.directory.door import tending
from bot.service.directory.index import refresh, refresh_many
from bot.store import audit, erasure, missed_topics, profiles, requests, scrubbing
from bot.store.db import Tx

log = structlog.get_logger()


def erase_entry(tx: Tx, context: Context, person: PersonId, *, now: datetime, for_good: bool = False) -> None:
    """Delete somebody's entry, their rows in the index, and the words of it in letters; call `scrub` after the commit.

    `for_good`: they wish it themselves, so that no table of the operator's brings it back.

    Where others named them as deputy, nobody stands in from now on. Somebody without a Slack account goes as a whole.
    """
    profile = profiles.of_person(tx, person, lock=True)
    if profile is None:
        return
    naming = profiles.naming(tx, person)
    profiles.unname(tx, person)
    profiles.set_listing(tx, person, UNLISTED)
    refresh(tx, context, person, now=now)
    kinds = {name for name, kind in context.kinds.items() if kind.reads_profiles}
    values = [*(one.value for one in profile.facts), profile.outside_id]
    erasure.erase_words(tx, person, values, name=profile.name, kinds=kinds, now=now)
    missed_topics.erase(tx, missed.words_of(values))
    audit.forget(tx, person, "profile.edit")
    requests.withdraw(tx, person, values=values, now=now)
    profiles.remove(tx, person)
    if for_good and profile.slack_id:
        profiles.note_said(tx, person, "deleted")
    refresh_many(tx, context, [one for one in naming if one != person], now=now)
    scrubbing.note(tx, now)


def scrub(context: Context, *, at_night: bool = False) -> bool:
    """Leave no byte of what was erased in the files.

    The night does it again: for what could not be done at day, and for a request of somebody else that had to wait.
    """
    with context.database.read() as tx:
        noted = scrubbing.due(tx)
    if noted is None:
        return True
    try:
        done = scrubbing.scrub(context.database, at_night=at_night)
    except StoreError as error:
        log.warning("the files could not be scrubbed yet", action="scrub_failed", why=str(error))
        return False
    if done and at_night:
        with tending(context) as tx:
            scrubbing.done(tx, noted)
    return done
