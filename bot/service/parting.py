"""Take one letter out of the message in which it would arrive with others; the others go on without it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.blocks import Say
from bot.i18n import language_of
from bot.model import PersonId, StoredLetter
from bot.service.bundle import Part, parts_of, payload_of
from bot.service.context import Context
from bot.store import backlog, letters, people
from bot.store.backlog import Entry
from bot.store.db import Tx


def take_back(tx: Tx, context: Context, key: str, *, outcome: str, now: datetime) -> None:
    """Give a letter up for this reason, and only it; one that is on its way stays as it is."""
    letter = _waiting(tx, key)
    if letter is None:
        return
    _leave(tx, context, letter)
    letters.dead(tx, letter.id, now=now, outcome=outcome)


def set_apart(tx: Tx, context: Context, key: str) -> None:
    """Let a due letter that shares a message with others be one by itself, at the same moment."""
    letter = _waiting(tx, key)
    if letter is None:
        return
    own = _leave(tx, context, letter)
    if own is not None:
        backlog.set_alone(tx, letter.id, payload_of([own], voice(tx, context, letter.people)))


def bury(tx: Tx, context: Context, entries: Sequence[Entry], outcome: str, *, now: datetime) -> None:
    """Give letters up; what shares a message with others is taken out of it, what is on its way stays as it is."""
    if not entries:
        return
    letters.hold(tx, [one.key for one in entries])  # before looking, so that none is claimed and none rides along then
    waiting = {one.key: one for one in backlog.waiting(tx)}
    shared = {one.bundle for one in waiting.values() if one.bundle}
    found = [waiting[one.key] for one in entries if one.key in waiting]
    apart = {one.key for one in found if one.bundle or one.key in shared}
    for key in (one.key for one in found if one.key in apart):
        take_back(tx, context, key, outcome=outcome, now=now)
    backlog.bury(tx, [one.id for one in found if one.key not in apart], outcome=outcome, now=now)
    letters.bury_orphans(tx, now=now)


def voice(tx: Tx, context: Context, receivers: Sequence[PersonId]) -> Say:
    """Return what speaks the language of the one person a bundle is for."""
    found = people.by_ids(tx, receivers)
    default = context.config().language
    language = next((language_of(found[one], default) for one in receivers if one in found), default)
    return context.catalogues[language].say


def _waiting(tx: Tx, key: str) -> StoredLetter | None:
    """Return a letter that waits, and hold it with the one that carries it; None where its message is on its way."""
    letters.hold(tx, [key])
    letter = letters.by_key(tx, key)
    if letter is None or letter.state != "due" or letters.on_the_way(tx, [letter.bundle] if letter.bundle else []):
        return None
    return letter


def _leave(tx: Tx, context: Context, letter: StoredLetter) -> Part | None:
    """Let the others of a bundle go on without this letter; return what it says, None where it stands alone."""
    host, *riders = together = letters.bundle_of(tx, letter)
    parts = parts_of(host.payload)
    if not riders or len(parts) != len(together):
        return None
    place = next(number for number, one in enumerate(together) if one.id == letter.id)
    rest = [part for number, part in enumerate(parts) if number != place]
    said = payload_of(rest, voice(tx, context, letter.people))
    if letter.id == host.id:
        letters.hand_over(tx, host.key, to=riders[0], payload=said, not_before=host.not_before)
    else:
        letters.rewrite(tx, {host.id: (said, host.not_before)})
    return parts[place]
