"""The ledger of letters: every letter ever committed, with its state.

A letter is `due`, then `sending` for whoever claimed it, then `sent` or `dead`. This file writes letters down and
reads them; `letter_claims` moves them from state to state, `letter_counts` measures the whole, `letter_budget` knows
what people get that they did not ask for, `letter_bundles` which letters arrive as one, `letter_turns` which may go
now. Callers use all from here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import Select, bindparam, case, func, select

from bot.model import ChannelId, Op, PersonId, StoredLetter
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.letter_budget import any_late, hosts, late, lock_budget, move, of_person, rewrite, taken, waiting_until
from bot.store.letter_bundles import (
    bundle_of,
    carriers,
    hand_over,
    hold,
    hold_run,
    is_deleted,
    is_recalled,
    on_the_way,
    stepped_out,
    waiting_alone,
    waiting_for,
    waiting_of_run,
)
from bot.store.letter_claims import URGENT, bury_orphans, claim, claim_next, dead, in_doubt, retry, sent
from bot.store.letter_counts import (
    at_place,
    counts,
    due_count,
    ledger,
    next_due_at,
    oldest_claim_at,
    retried,
    stuck,
)
from bot.store.letter_rows import load
from bot.store.letter_turns import Turn, followers, hand, is_stopped, ready
from bot.store.statements import add, chunks

__all__ = [
    "URGENT",
    "Draft",
    "Turn",
    "add_many",
    "any_late",
    "arrived_of_run",
    "at_place",
    "bundle_of",
    "bury_orphans",
    "by_key",
    "carriers",
    "claim",
    "claim_next",
    "counts",
    "dead",
    "due_count",
    "followers",
    "hand",
    "hand_over",
    "hold",
    "hold_run",
    "hosts",
    "in_doubt",
    "is_deleted",
    "is_recalled",
    "is_stopped",
    "keys_of_run",
    "late",
    "ledger",
    "lock_budget",
    "move",
    "next_due_at",
    "of_person",
    "of_run",
    "oldest_claim_at",
    "on_the_way",
    "predecessor",
    "ready",
    "reopen_conversation",
    "retried",
    "retry",
    "rewrite",
    "sent",
    "stepped_out",
    "stuck",
    "taken",
    "waiting_alone",
    "waiting_for",
    "waiting_of_run",
    "waiting_until",
]


Payload = Mapping[str, Any] | Callable[[], Mapping[str, Any]]
"""What a letter says, or what renders it once its row is written: of a round of thousands few are in words at once."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A letter before it is written down and numbered."""

    key: str
    op: Op
    run: str | None = None
    people: tuple[PersonId, ...] = ()
    channel: ChannelId | None = None
    after: str | None = None
    in_thread: bool = False
    payload: Payload = field(default_factory=dict)
    priority: int = 5
    not_before: datetime | None = None
    """None: at once."""
    on_doubt: Literal["skip", "resend"] = "resend"
    bundle: str | None = None
    """The key of the letter that carries this one; it is never claimed by itself."""
    unsolicited: bool = False
    expires_at: datetime | None = None
    outcome: str | None = None
    """Set: it is not to be sent at all, and this is why."""


def add_many(tx: Tx, drafts: Sequence[Draft], *, now: datetime) -> list[str]:
    """Write letters down as due, in this order, and return their keys; a key that stands already is passed over."""
    wanted = {draft.key: draft for draft in reversed(drafts)}
    standing = _ids(tx, wanted)
    new = [draft for draft in drafts if draft.key not in standing and wanted[draft.key] is draft]
    add(tx, t.letters, (_row(draft, now) for draft in new))
    ids = _ids(tx, (draft.key for draft in new))
    people = (
        {"letter": ids[draft.key], "position": position, "person": person}
        for draft in new
        for position, person in enumerate(draft.people)
    )
    add(tx, t.letter_people, people)
    return [draft.key for draft in new]


def by_key(tx: Tx, key: str) -> StoredLetter | None:
    """Return one letter."""
    found = load(tx, _of_key(), {"wanted": key})
    return found[0] if found else None


def predecessor(tx: Tx, letter: StoredLetter) -> StoredLetter | None:
    """Return the letter that this one follows: the open conversation, or the message to change or to reply to.

    An `update` has no message of its own, so what follows it follows the message it changed.
    """
    passed: set[str] = set()
    after = letter.after
    while after is not None and after not in passed:
        passed.add(after)
        found = by_key(tx, after)
        if found is None or found.op != "update":
            return found
        after = found.after
    return None


def of_run(tx: Tx, run_id: str) -> list[StoredLetter]:
    """Return a run's letters in the order they were written."""
    return load(tx, select(t.letters).where(t.letters.c.run == run_id).order_by(t.letters.c.id))


def keys_of_run(tx: Tx, run_id: str) -> frozenset[str]:
    """Return the keys of a run's letters that were sent or are still to be sent."""
    living = select(t.letters.c.key).where(t.letters.c.run == run_id, t.letters.c.state != "dead")
    return frozenset(tx.scalars(living))


def arrived_of_run(tx: Tx, run_id: str) -> frozenset[str]:
    """Return the keys of a run's letters that have left, or may have."""
    gone = select(t.letters.c.key).where(t.letters.c.run == run_id, t.letters.c.state.in_(("sending", "sent")))
    return frozenset(tx.scalars(gone))


def reopen_conversation(tx: Tx, people: Collection[PersonId]) -> ChannelId | None:
    """Return the conversation that an earlier letter opened with exactly these people."""
    wanted = sorted(set(people))
    if not wanted:
        return None
    channel = tx.scalar(_conversation(), {"first": wanted[0], "wanted": wanted, "number": len(wanted)})
    return ChannelId(channel) if channel is not None else None


@cache
def _of_key() -> Select[Any]:
    """Return the statement, built once: it runs for each letter that follows another."""
    return select(t.letters).where(t.letters.c.key == bindparam("wanted"))


@cache
def _conversation() -> Select[Any]:
    letter, place = t.letters.c, t.letter_people.c
    with_first = select(place.letter).where(place.person == bindparam("first"))
    # An empty place is somebody forgotten, who may still sit in the conversation: it counts, and matches nobody.
    matching = func.sum(case((place.person.in_(bindparam("wanted", expanding=True)), 1), else_=0))
    return (
        select(letter.channel)
        .join(t.letter_people, place.letter == letter.id)
        .where(letter.id.in_(with_first), letter.op == "open", letter.state == "sent", letter.channel.is_not(None))
        .group_by(letter.id, letter.channel)
        .having(func.count() == bindparam("number"), matching == bindparam("number"))
        .order_by(letter.id.desc())
        .limit(1)
    )


def _ids(tx: Tx, keys: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in chunks(keys):
        for row in tx.execute(_numbers(), {"some": some}):
            found[row.key] = row.id
    return found


@cache
def _numbers() -> Select[Any]:
    return select(t.letters.c.key, t.letters.c.id).where(t.letters.c.key.in_(bindparam("some", expanding=True)))


def _row(draft: Draft, now: datetime) -> dict[str, Any]:
    return {
        "key": draft.key,
        "run": draft.run,
        "op": draft.op,
        "channel": draft.channel,
        "after": draft.after,
        "in_thread": draft.in_thread,
        "payload": dict(draft.payload() if callable(draft.payload) else draft.payload),
        "priority": draft.priority,
        "state": "dead" if draft.outcome else "due",
        "not_before": draft.not_before or now,
        "attempts": 0,
        "on_doubt": draft.on_doubt,
        "bundle": draft.bundle,
        "unsolicited": draft.unsolicited,
        "expires_at": draft.expires_at,
        "outcome": draft.outcome,
        "settled_at": now if draft.outcome else None,
    }
