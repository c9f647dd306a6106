"""Whether a letter may still go: its people are there and take part, and a change hits nobody else's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.directory.audience import reaches
from bot.model import Person, PersonId, StoredLetter
from bot.schedule import is_paused
from bot.store import channels, letters
from bot.store.db import Tx
from bot.store.surfaces import level_of_channel
from bot.text import people_in

MESSAGES = frozenset({"post", "update"})
CHANGES = frozenset({"update", "delete"})
PARTS = "parts"
RECALLED = "recalled"
SURFACE = "surface"
"""In the payload of a letter to a channel: `{"level": …, "external": …}`, the audience that it was written for (empty:
nothing in it is from the directory), and whether people of another company may read it."""


def named(letter: StoredLetter) -> set[PersonId]:
    """Return whom a letter mentions."""
    return {PersonId(one) for one in people_in(letter.payload)}


def why_gone(tx: Tx, letter: StoredLetter, before: StoredLetter | None, *, now: datetime) -> str | None:
    """Return why the letter has lost its purpose: what it would change is others' too, or it was taken back or dropped.

    The latter concerns a letter that was in doubt when its run was taken back, or when what waited was dropped, and
    that never arrived.
    """
    if before is not None and _stays_bundled(tx, letter, before):
        return "bundled"
    if letter.attempts > 1 and letter.expires_at is not None and letter.expires_at <= now:
        return "too_old"
    if letter.op == "post" and letter.attempts > 1 and letters.is_recalled(tx, letter.key):
        return None if letters.carriers(tx, [letter.key]) else RECALLED
    return None


def why_unfit(
    letter: StoredLetter, known: Mapping[PersonId, Person], left: frozenset[PersonId], now: datetime
) -> str | None:
    """Return why the letter must not go: too few of its people are still there, take part, or are on no break."""
    if not letter.people or letter.op in CHANGES:
        return None
    here = [known[one] for one in letter.people if one in known and known[one].is_eligible]
    if not here:
        return "user_gone"
    needed = min(2, len(letter.people))
    if len(here) < needed:
        return "nobody_left"
    if letter.run is None:
        return None  # a break is one from rituals; what the house has to say to somebody still reaches them
    here = [one for one in here if one.id not in left]
    if len(here) < needed:
        return "left"
    return "paused" if len([one for one in here if not is_paused(one, now)]) < needed else None


def why_overheard(tx: Tx, letter: StoredLetter) -> str | None:
    """Return why the letter must not go into its channel: since it was written, others have come who read along."""
    meant = letter.payload.get(SURFACE)
    if letter.op not in MESSAGES or letter.channel is None or (meant is None and letter.op == "update"):
        return None
    channel = channels.by_id(tx, letter.channel)
    if channel is None:
        return None  # a conversation of people whom the letter names
    meant = meant or {}
    if channel.is_shared and not meant.get("external"):
        return "overheard"
    level = meant.get("level")
    return "overheard" if level and not reaches(level, level_of_channel(tx, channel)) else None


def _stays_bundled(tx: Tx, letter: StoredLetter, before: StoredLetter) -> bool:
    """Return whether a change would hit other letters too, since they arrived as one message with the changed one.

    Only when all of a bundle is deleted, its message goes: with the last of them. A change that names the parts that
    stay (`parts`) was made for the whole message.
    """
    if letter.op not in CHANGES or PARTS in letter.payload:
        return False
    others = [one.key for one in letters.bundle_of(tx, before) if one.key != before.key]
    return bool(others) and not (letter.op == "delete" and letters.is_deleted(tx, others))
