"""Reminders of rounds that closed: to whom they went tells who had not answered, so they go some time after the round.

Not at once: what takes their buttons away follows them, and for a week they count in what people got unasked. The step
that reminds is called `remind` in every kind, and stands in the keys of its letters (`run/remind/...`).
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select, update

from bot.store import tables as t
from bot.store.db import Tx
from bot.store.erasure import EMPTY
from bot.store.letter_bundles import carriers
from bot.store.statements import chunks

STEP = "remind"
_letter = t.letters.c
_SETTLED = ("sent", "dead")


def forget(tx: Tx, run_id: str) -> int:
    """Delete a closed run's reminders, and what changed them later; return how many letters were touched.

    One that arrived in one message with letters of others stays for their sake, as a message that says nothing and
    belongs to nothing. What has not left yet is left for the next time.
    """
    keys = list(tx.scalars(_reminding(run_id)))
    changes = [row for some in chunks(keys) for row in tx.execute(_following(some))]
    waiting = {row.after for row in changes if row.state not in _SETTLED}
    gone = [key for key in keys if key not in waiting] + [row.key for row in changes if row.after not in waiting]
    shared = carriers(tx, gone) | _riding(tx, gone)
    for key in shared:
        _detach(tx, key)
    for some in chunks(key for key in gone if key not in shared):
        tx.execute(delete(t.letters).where(_letter.key.in_(some)))
    return len(gone)


def closed_before(tx: Tx, before: datetime) -> list[str]:
    """Return the runs that closed before an instant and still have reminders."""
    closed = select(t.runs.c.id).where(t.runs.c.state == "closed", t.runs.c.closed_at < before)
    reminding = _letter.key.startswith(t.runs.c.id + f"/{STEP}/") & _letter.state.in_(_SETTLED)
    found = closed.where(select(_letter.id).where(_letter.run == t.runs.c.id, reminding).exists())
    return list(tx.scalars(found.order_by(t.runs.c.id)))


def _reminding(run_id: str) -> Select[Any]:
    mine = _letter.key.startswith(f"{run_id}/{STEP}/", autoescape=True)
    return select(_letter.key).where(_letter.run == run_id, mine, _letter.state.in_(_SETTLED))


def _following(keys: list[str]) -> Select[Any]:
    return select(_letter.key, _letter.after, _letter.state).where(_letter.after.in_(keys))


def _riding(tx: Tx, keys: list[str]) -> frozenset[str]:
    """Return those of these letters that another one carries."""
    found: set[str] = set()
    for some in chunks(keys):
        found.update(tx.scalars(select(_letter.key).where(_letter.key.in_(some), _letter.bundle.is_not(None))))
    return frozenset(found)


def _detach(tx: Tx, key: str) -> None:
    name = f"gone/{uuid.uuid4().hex}"
    tx.execute(update(t.letters).where(_letter.key == key).values(key=name, run=None, payload=EMPTY))
    for column in (_letter.bundle, _letter.after):
        tx.execute(update(t.letters).where(column == key).values({column.name: name}))
