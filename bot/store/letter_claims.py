"""How a letter moves: due -> sending -> sent or dead, and back to due for another attempt.

Every step is one conditional update, so any number of processes may try; those who come late change nothing. Which
letters may move at all is decided in `letter_turns`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, bindparam, delete, func, or_, select, update

from bot.model import ChannelId, PersonId, StoredLetter
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.letter_bundles import settle_riders
from bot.store.letter_rows import load
from bot.store.letter_turns import LATE, before, due_now

_letter = t.letters.c
URGENT = 1
"""Letters of this priority or a lower one answer somebody who pressed a button; they never wait behind a round."""


def claim_next(
    tx: Tx,
    *,
    now: datetime,
    blocked: Collection[str] = (),
    reserved: Collection[str] = (),
    busy: Collection[str] = (),
) -> StoredLetter | None:
    """Take the next letter for sending; nobody else gets it.

    Order: priority, `not_before`, id. `blocked` names the ops that have to wait, `reserved` those that only letters
    of priority URGENT may use, `busy` the channels that get no post now. Letters that stand in a bundle go with the
    one that carries them; unsolicited ones that are LATE wait for another moment; what a halt holds waits for its end.
    """
    statement = _first_due(tuple(sorted(blocked)), tuple(sorted(reserved)), bool(busy))
    channels = {"busy": sorted(busy)} if busy else {}
    letter_id = tx.scalar(statement, {"now": now, "late": now - LATE, **channels})
    return None if letter_id is None else _take(tx, letter_id, now)


def claim(tx: Tx, letter_id: int, *, now: datetime) -> StoredLetter | None:
    """Take this letter for sending, if it may go now; nobody else gets it."""
    found = tx.scalar(_if_due(), {"now": now, "late": now - LATE, "letter": letter_id})
    return None if found is None else _take(tx, letter_id, now)


def in_doubt(tx: Tx, *, now: datetime, older_than: timedelta) -> list[StoredLetter]:
    """Return letters somebody claimed so long ago that they may have died over it, oldest first."""
    doubtful = select(t.letters).where(_letter.state == "sending", _letter.claimed_at <= now - older_than)
    return load(tx, doubtful.order_by(_letter.claimed_at, _letter.id))


def sent(
    tx: Tx,
    letter_id: int,
    *,
    now: datetime,
    channel: ChannelId | None = None,
    slack_ts: str | None = None,
    outcome: str = "ok",
    people: Collection[PersonId] | None = None,
) -> bool:
    """Settle a letter that has arrived; False when it was settled before.

    `people` strikes off the letter whom it did not reach, so that a conversation is remembered for those in it.
    """
    settled: dict[str, Any] = {"state": "sent", "settled_at": now, "outcome": outcome}
    if channel is not None:
        settled["channel"] = channel
    if slack_ts is not None:
        settled["slack_ts"] = slack_ts
    values = {f"new_{name}": value for name, value in settled.items()}
    if tx.execute(_settling(tuple(settled)), {"letter": letter_id, **values}).rowcount != 1:
        return False
    if people is not None:
        place = t.letter_people.c
        tx.execute(delete(t.letter_people).where(place.letter == letter_id, place.person.not_in(sorted(people))))
    settle_riders(tx, letter_id, settled)
    return True


def retry(tx: Tx, letter_id: int, *, not_before: datetime, outcome: str, claimed_at: datetime | None = None) -> bool:
    """Put a claimed letter back for another attempt; with `claimed_at` only while that claim still stands."""
    again = {"state": "due", "not_before": not_before, "claimed_at": None, "outcome": outcome, "handed_at": None}
    if not _change(tx, _claimed(letter_id, claimed_at), again):
        return False
    settle_riders(tx, letter_id, {"not_before": not_before})
    return True


def dead(tx: Tx, letter_id: int, *, now: datetime, outcome: str, claimed_at: datetime | None = None) -> bool:
    """Give a letter up, claimed or not; with `claimed_at` only while that claim still stands."""
    condition = _claimed(letter_id, claimed_at)
    if claimed_at is None:
        condition = (_letter.id == letter_id) & _letter.state.in_(("due", "sending"))
    settled = {"state": "dead", "settled_at": now, "outcome": outcome}
    if not _change(tx, condition, settled):
        return False
    settle_riders(tx, letter_id, settled)
    return True


def bury_orphans(tx: Tx, *, now: datetime) -> int:
    """Give up due letters whose predecessor is dead or missing, and those that follow them; return how many."""
    living = select(before.c.id).where(before.c.key == _letter.after, before.c.state != "dead").exists()
    orphaned = (_letter.state == "due") & _letter.after.is_not(None) & ~living
    buried = {"state": "dead", "settled_at": now, "outcome": "predecessor_dead"}
    # Whoever rides with a letter that is dead goes with it.
    host = t.letters.alias("host")
    lost = select(host.c.id).where(host.c.key == _letter.bundle, host.c.state == "dead").exists()
    stranded = update(t.letters).where(_letter.state == "due", _letter.bundle.is_not(None), lost).values(buried)
    total = tx.execute(stranded).rowcount
    while count := tx.execute(update(t.letters).where(orphaned).values(buried)).rowcount:
        total += count + tx.execute(stranded).rowcount
    return total


# These run for each letter and are built once; parameters named like a column would be taken for its value.


@cache
def _first_due(blocked: tuple[str, ...], reserved: tuple[str, ...], some_busy: bool) -> Select[Any]:
    found = due_now(_letter.id)
    if blocked:
        found = found.where(_letter.op.not_in(blocked))
    if reserved:
        found = found.where(or_(_letter.op.not_in(reserved), _letter.priority <= URGENT))
    if some_busy:
        # What follows a letter that was sent goes to its channel, and that one has it written down.
        channel = func.coalesce(_letter.channel, before.c.channel, "")
        found = found.where(or_(_letter.op != "post", channel.not_in(bindparam("busy", expanding=True))))
    found = found.order_by(_letter.priority, _letter.not_before, _letter.id).limit(1)
    # PostgreSQL passes over letters that others are taking; on SQLite the transaction holds the only write lock.
    return found.with_for_update(of=t.letters, skip_locked=True)


@cache
def _if_due() -> Select[Any]:
    return due_now(_letter.id).where(_letter.id == bindparam("letter")).with_for_update(of=t.letters, skip_locked=True)


@cache
def _claiming() -> Update:
    claimed = {"state": "sending", "claimed_at": bindparam("now"), "attempts": _letter.attempts + 1}
    return update(t.letters).where(_letter.id == bindparam("letter"), _letter.state == "due").values(claimed)


@cache
def _settling(names: tuple[str, ...]) -> Update:
    settled: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return update(t.letters).where(_letter.id == bindparam("letter"), _letter.state != "sent").values(settled)


@cache
def _of_id() -> Select[Any]:
    return select(t.letters).where(_letter.id == bindparam("letter"))


def _take(tx: Tx, letter_id: int, now: datetime) -> StoredLetter | None:
    if tx.execute(_claiming(), {"letter": letter_id, "now": now}).rowcount != 1:
        return None
    return load(tx, _of_id(), {"letter": letter_id})[0]


def _claimed(letter_id: int, claimed_at: datetime | None) -> ColumnElement[bool]:
    condition = (_letter.id == letter_id) & (_letter.state == "sending")
    return condition if claimed_at is None else condition & (_letter.claimed_at == claimed_at)


def _change(tx: Tx, condition: ColumnElement[bool], values: dict[str, Any]) -> bool:
    return tx.execute(update(t.letters).where(condition).values(values)).rowcount == 1
