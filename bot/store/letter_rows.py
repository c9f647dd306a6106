"""Rows of the ledger made into letters: with their people, and with the channel they inherit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from bot.model import ChannelId, PersonId, StoredLetter
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import chunks


def load(tx: Tx, letters: Select[Any], values: Mapping[str, Any] | None = None) -> list[StoredLetter]:
    """Return the letters that a statement over the whole table selects, in its order; `values` are for its parameters.

    Each carries the channel it goes to: its own, or that of the nearest letter it follows.
    """
    rows = tx.execute(letters, values or {}).all()
    people = _people(tx, (row.id for row in rows))
    channels = _channels(tx, rows)
    return [_letter(row, people.get(row.id, ()), channels.get(row.key)) for row in rows]


def _people(tx: Tx, ids: Iterable[int]) -> dict[int, tuple[PersonId, ...]]:
    found: dict[int, tuple[PersonId, ...]] = {}
    for some in chunks(ids):
        for row in tx.execute(_people_of(), {"some": some}):
            found[row.letter] = (*found.get(row.letter, ()), PersonId(row.person))
    return found


@cache
def _people_of() -> Select[Any]:
    """Return the statement, built once: it runs several times for each letter."""
    table = t.letter_people
    named = select(table).where(table.c.letter.in_(bindparam("some", expanding=True)), table.c.person.is_not(None))
    return named.order_by(table.c.letter, table.c.position)


@cache
def _places_of() -> Select[Any]:
    columns = (t.letters.c.key, t.letters.c.channel, t.letters.c.after)
    return select(*columns).where(t.letters.c.key.in_(bindparam("some", expanding=True)))


def _channels(tx: Tx, rows: Sequence[Row[Any]]) -> dict[str, ChannelId]:
    seen: dict[str, tuple[str | None, str | None]] = {row.key: (row.channel, row.after) for row in rows}
    missing = _unseen(seen)
    while missing:
        # A key that is asked for and not there must not be asked for again.
        seen.update(dict.fromkeys(missing, (None, None)))
        for some in chunks(missing):
            for row in tx.execute(_places_of(), {"some": some}):
                seen[row.key] = (row.channel, row.after)
        missing = _unseen(seen)
    followed = {row.key: _follow(row.key, seen) for row in rows}
    return {key: ChannelId(channel) for key, channel in followed.items() if channel is not None}


def _unseen(seen: dict[str, tuple[str | None, str | None]]) -> list[str]:
    return [after for channel, after in seen.values() if channel is None and after is not None and after not in seen]


def _follow(key: str, seen: dict[str, tuple[str | None, str | None]]) -> str | None:
    passed: set[str] = set()
    while key not in passed:
        passed.add(key)
        channel, after = seen[key]
        if channel is not None or after is None:
            return channel
        key = after
    return None


def _letter(row: Row[Any], people: tuple[PersonId, ...], channel: ChannelId | None) -> StoredLetter:
    return StoredLetter(
        id=row.id,
        key=row.key,
        run=row.run,
        op=row.op,
        people=people,
        channel=channel,
        after=row.after,
        in_thread=row.in_thread,
        payload=row.payload,
        priority=row.priority,
        state=row.state,
        not_before=row.not_before,
        attempts=row.attempts,
        claimed_at=row.claimed_at,
        slack_ts=row.slack_ts,
        outcome=row.outcome,
        on_doubt=row.on_doubt,
        bundle=row.bundle,
        unsolicited=row.unsolicited,
        expires_at=row.expires_at,
    )
