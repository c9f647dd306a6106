"""What a round wrote to some people only, beside its opening, its results and its close: reminders, the question once
more on a day that somebody wished, what follows from what they answered. To whom it went tells who had not answered,
who put it off or passed; so it goes some time after the round.

Not at once: what takes the buttons away follows it, and for a week it counts in what people got unasked. The step
stands in the keys of letters (`run/remind/...`).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, or_, select, update

from bot.store import tables as t
from bot.store.db import Tx
from bot.store.erasure import EMPTY
from bot.store.halts import RECALL
from bot.store.letter_bundles import carriers
from bot.store.statements import chunks

KEPT = ("open", "results", "close", "decided", RECALL)
"""Steps whose letters everybody got who took part, or everybody in a channel."""
_letter = t.letters.c
_SETTLED = ("sent", "dead")


def forget(tx: Tx, run_id: str) -> int:
    """Delete what a closed run wrote to some people only, and what changed that later; return how many letters were
    touched.

    One that arrived in one message with letters of others stays for their sake, as a message that says nothing and
    belongs to nothing. What has not left yet is left for the next time.
    """
    keys = list(tx.scalars(_to_some(run_id)))
    changes = [row for some in chunks(keys) for row in tx.execute(_following(some))]
    waiting = {row.after for row in changes if row.state not in _SETTLED}
    changed = [row.key for row in changes if row.op != "post" and row.after not in waiting]
    gone = list(dict.fromkeys([*(key for key in keys if key not in waiting), *changed]))
    shared = carriers(tx, gone) | _riding(tx, gone)
    for key in shared:
        _detach(tx, key)
    for some in chunks(key for key in gone if key not in shared):
        tx.execute(delete(t.letters).where(_letter.key.in_(some)))
    return len(gone)


def closed_before(tx: Tx, before: datetime, *, apart: Collection[str] = ()) -> list[str]:
    """Return the runs that closed before an instant and still have such letters; `apart`: not of these rituals."""
    run = t.runs.c
    closed = select(run.id).where(run.state == "closed", run.closed_at < before, run.ritual.not_in(apart))
    alone = _letter.key.startswith(run.id + "/") & _letter.state.in_(_SETTLED)
    kept = or_(*(_letter.key.startswith(run.id + f"/{step}/") for step in KEPT))
    found = closed.where(select(_letter.id).where(_letter.run == run.id, alone, ~kept).exists())
    return list(tx.scalars(found.order_by(t.runs.c.id)))


def _to_some(run_id: str) -> Select[Any]:
    mine = _letter.key.startswith(f"{run_id}/", autoescape=True)
    kept = or_(*(_letter.key.startswith(f"{run_id}/{step}/", autoescape=True) for step in KEPT))
    return select(_letter.key).where(_letter.run == run_id, mine, ~kept, _letter.state.in_(_SETTLED))


def _following(keys: list[str]) -> Select[Any]:
    return select(_letter.key, _letter.after, _letter.state, _letter.op).where(_letter.after.in_(keys))


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
