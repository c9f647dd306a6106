"""What the directory does every night: ask what still holds, hide what is over, delete what was hidden long ago."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

import structlog

from bot.directory.freshness import ASKED_BEFORE, DELETED_AFTER, kept_until, was_asked
from bot.model import PersonId, ProfileFact
from bot.service.context import Context
from bot.service.directory.door import tending
from bot.service.directory.erasure import scrub
from bot.service.directory.index import refresh_due, refresh_many
from bot.service.directory.leaving import erase_gone
from bot.service.directory.questions import ask_all, question_key
from bot.store import letters, profiles
from bot.store.db import Tx

log = structlog.get_logger()
SOON = timedelta(days=2)
"""A night that did not take place still leaves one before a value is hidden unasked."""
NIGHT = (3, 6)
"""Hours of the UTC day in which nobody minds that tables are written anew."""
BATCH = 500


def tend(context: Context, now: datetime) -> None:
    """Tend the directory; each step may be repeated in the same night and does nothing then."""
    refresh_due(context, now)
    erased = erase_gone(context, now)
    directory = context.config().directory
    at_night = NIGHT[0] <= now.hour < NIGHT[1]
    if directory is None:
        scrub(context, at_night=at_night)
        return
    dropped = _hold_or_drop(context, now)
    asked = ask_all(context, directory, now)
    scrub(context, at_night=at_night)
    log.info("the directory is tended", action="directory_tended", asked=asked, dropped=dropped, erased=erased)


def _hold_or_drop(context: Context, now: datetime) -> int:
    """Let values stay that nobody was asked about, and delete those that were hidden long ago; return how many."""
    with context.database.read() as tx:
        ending = profiles.expiring(tx, before=now + SOON)
        listed = set(profiles.listed(tx)) & ending.keys()
        unasked = {fact.id: one for one, facts in _unasked(tx, listed, ending).items() for fact in facts}
    every = [(one, fact) for one, facts in ending.items() for fact in facts if fact.expires_at is not None]
    held = [(one, fact.id) for one, fact in every if fact.id in unasked and _is_shown(fact, now)]
    over = [(one, fact.id) for one, fact in every if fact.id not in unasked and _is_over(fact, now)]
    for start in range(0, max(len(held), len(over)), BATCH):
        some, gone = held[start : start + BATCH], over[start : start + BATCH]
        with tending(context) as tx:
            profiles.postpone(tx, [fact for _, fact in some], kept_until(now, asks_next=False))
            for person, fact in gone:
                profiles.remove_values(tx, person, [fact])
            refresh_many(tx, context, sorted({one for one, _ in (*some, *gone)}), now=now)
    return len(over)


def _unasked(
    tx: Tx, listed: Iterable[PersonId], ending: Mapping[PersonId, Sequence[ProfileFact]]
) -> dict[PersonId, list[ProfileFact]]:
    """Return the values of listed people about which no question has reached anybody."""
    asked = profiles.asked(tx)
    told = {one: on for one in listed if (on := asked.get(one)) is not None and _arrived(tx, one, on)}
    return {one: [fact for fact in ending[one] if not was_asked(fact, told.get(one))] for one in listed}


def _arrived(tx: Tx, person: PersonId, on: date) -> bool:
    letter = letters.by_key(tx, f"{question_key(person, on)}/post")
    return letter is not None and letter.state == "sent"


def _is_shown(fact: ProfileFact, now: datetime) -> bool:
    """Return whether a value is shown, or was until not long ago: Rondo may have stood still."""
    return fact.expires_at is not None and fact.expires_at > now - ASKED_BEFORE


def _is_over(fact: ProfileFact, now: datetime) -> bool:
    return fact.expires_at is not None and fact.expires_at <= now - DELETED_AFTER
