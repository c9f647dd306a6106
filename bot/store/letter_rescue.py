"""What an engine of many processes asks of the ledger beside whose turn it is: letters in doubt, and letters that were
handed over and came to nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from bot.model import StoredLetter
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.letter_rows import load
from bot.store.letter_turns import COLUMNS, LATE, Turn, due_now
from bot.store.statements import chunks

_letter = t.letters.c


def may_go(tx: Tx, keys: Collection[str], *, now: datetime) -> list[int]:
    """Return the numbers of those letters that may go now and that nobody has in hand."""
    found: list[int] = []
    for some in chunks(keys):
        wanted = due_now(_letter.id).where(_letter.key.in_(some), _letter.handed_at.is_(None))
        found += tx.scalars(wanted, {"now": now, "late": now - LATE})
    return found


def hand_doubtful(tx: Tx, *, now: datetime, older_than: timedelta, again: timedelta, limit: int) -> list[Turn]:
    """Hand over letters in doubt, once they are `older_than`, and then every `again` as long as they are.

    Of two processes that do so at once one gets a letter.
    """
    asked = or_(_letter.handed_at.is_(None), _letter.handed_at <= _letter.claimed_at, _letter.handed_at <= now - again)
    doubtful = select(_letter.id).where(_letter.state == "sending", _letter.claimed_at <= now - older_than, asked)
    ordered = doubtful.order_by(_letter.claimed_at, _letter.id).limit(limit)
    mine = list(tx.scalars(ordered.with_for_update(skip_locked=True)))
    if not mine:
        return []
    change = update(t.letters).where(_letter.id.in_(mine)).values(turn=_letter.turn + 1, handed_at=now)
    return [Turn(*row) for row in tx.execute(change.returning(*COLUMNS))]


def doubtful(tx: Tx, letter_id: int, *, now: datetime, older_than: timedelta) -> StoredLetter | None:
    """Return this letter if it is in doubt for so long."""
    wanted = select(t.letters).where(
        _letter.id == letter_id, _letter.state == "sending", _letter.claimed_at <= now - older_than
    )
    return next(iter(load(tx, wanted)), None)


def handed_before(tx: Tx, instant: datetime) -> list[Turn]:
    """Return letters that are due though they were handed over that long ago, with the turn they had."""
    waiting = select(*COLUMNS).where(_letter.state == "due", _letter.handed_at <= instant).order_by(_letter.id)
    return [Turn(*row) for row in tx.execute(waiting)]


def put_back(tx: Tx, letter_ids: Collection[int], *, not_before: datetime | None = None) -> None:
    """Let letters that are still due be handed over anew, not before that instant.

    With one they count as tried: by then it may be evening where their people are, and they get another moment first.
    """
    values: dict[str, Any] = {"handed_at": None}
    if not_before is not None:
        values |= {"not_before": not_before, "attempts": _letter.attempts + 1}
    for some in chunks(letter_ids):
        tx.execute(update(t.letters).where(_letter.id.in_(some), _letter.state == "due").values(values))
