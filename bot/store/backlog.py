"""The ledger as those in charge see it: what waits, what is in doubt, what died. Never what a letter says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select, true, update

from bot.model import LetterState, Op
from bot.store import halts
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.halts import is_exempt, is_held
from bot.store.statements import chunks

_letter = t.letters.c


@dataclass(frozen=True)
class Entry:
    """One letter in short. `people` is how many it is for; `ritual` is empty for a notice of the house."""

    id: int
    key: str
    run: str | None
    ritual: str
    op: Op
    state: LetterState
    after: str | None
    bundle: str | None
    not_before: datetime
    expires_at: datetime | None
    attempts: int
    claimed_at: datetime | None
    settled_at: datetime | None
    outcome: str | None
    run_closed_at: datetime | None
    people: int
    is_held: bool
    is_exempt: bool

    @property
    def step(self) -> str:
        """The step of the run that wrote it; for a notice which kind of notice it is."""
        own = self.key.removeprefix(f"{self.run}/" if self.run else "notice/")
        return own.partition("/")[0]


def waiting(tx: Tx) -> list[Entry]:
    """Return all letters that are due, the earliest moment first."""
    return _read(tx, _entries("due").order_by(_letter.not_before, _letter.id))


def in_doubt(tx: Tx) -> list[Entry]:
    """Return all letters that are being sent or are in doubt, the oldest claim first."""
    return _read(tx, _entries("sending").order_by(_letter.claimed_at, _letter.id))


def dead(tx: Tx, *, limit: int) -> list[Entry]:
    """Return the newest letters that died."""
    return _read(tx, _entries("dead").order_by(_letter.settled_at.desc(), _letter.id.desc()).limit(limit))


def of_ids(tx: Tx, ids: Iterable[int], *, lock: bool = False) -> list[Entry]:
    """Return these letters by id; with `lock` nobody else changes them until this transaction ends."""
    wanted = sorted(set(ids))
    if lock:
        for some in chunks(wanted):
            tx.execute(select(_letter.id).where(_letter.id.in_(some)).order_by(_letter.id).with_for_update()).all()
    return [one for some in chunks(wanted) for one in _read(tx, _entries().where(_letter.id.in_(some)))]


def of_key(tx: Tx, key: str) -> Entry | None:
    """Return one letter."""
    return next(iter(_read(tx, _entries().where(_letter.key == key))), None)


def riders(tx: Tx, key: str, *, outcome: str | None) -> list[int]:
    """Return the ids of the letters that ride with this one and shared its fate."""
    with_it = select(_letter.id).where(_letter.bundle == key, _letter.outcome.is_not_distinct_from(outcome))
    return list(tx.scalars(with_it))


def text_of(tx: Tx, letter_id: int) -> str:
    """Return the notification text of a letter; people stand in it as placeholders."""
    payload: dict[str, Any] = tx.scalar(select(_letter.payload).where(_letter.id == letter_id)) or {}
    return str(payload.get("text", ""))


def bury(tx: Tx, ids: Iterable[int], *, outcome: str, now: datetime) -> int:
    """Give up those of these letters that are still due; return how many."""
    settled = {"state": "dead", "settled_at": now, "outcome": outcome}
    return sum(
        tx.execute(update(t.letters).where(_letter.id.in_(some), _letter.state == "due").values(settled)).rowcount
        for some in chunks(ids)
    )


def expire_claimed(tx: Tx, ritual: str, *, now: datetime) -> int:
    """Let letters of a ritual, or of all, that are under way or in doubt not be sent a second time; return how many."""
    of_ritual = select(t.runs.c.id).where(t.runs.c.id == _letter.run, t.runs.c.ritual == ritual).exists()
    meant = true() if ritual == halts.ALL else of_ritual
    claimed = (_letter.state == "sending") & meant & ~halts.is_exempt()
    return tx.execute(update(t.letters).where(claimed).values(expires_at=now)).rowcount


def revive(tx: Tx, ids: Iterable[int], *, now: datetime) -> int:
    """Let letters that are due or dead be due now, as if they had never been tried; return how many."""
    past = case((_letter.expires_at <= now, None), else_=_letter.expires_at)
    fresh = {"state": "due", "not_before": now, "attempts": 0, "claimed_at": None, "settled_at": None,
             "outcome": None, "handed_at": None, "expires_at": past}  # fmt: skip
    settled = _letter.state.in_(("due", "dead"))
    return sum(
        tx.execute(update(t.letters).where(_letter.id.in_(some), settled).values(fresh)).rowcount
        for some in chunks(ids)
    )


def set_alone(tx: Tx, letter_id: int, payload: dict[str, Any]) -> None:
    """Let a letter that rode with another, or carried others, go by itself and say this."""
    tx.execute(update(t.letters).where(_letter.id == letter_id).values(bundle=None, payload=payload))


def _entries(state: LetterState | None = None) -> Select[Any]:
    place = t.letter_people.c
    people = select(func.count()).where(place.letter == _letter.id).correlate(t.letters).scalar_subquery()
    found = select(
        *(_letter[name] for name in ("id", "key", "run", "op", "state", "after", "bundle", "not_before", "expires_at",
                                     "attempts", "claimed_at", "settled_at", "outcome")),
        func.coalesce(t.runs.c.ritual, "").label("ritual"),
        t.runs.c.closed_at.label("run_closed_at"),
        people.label("people"),
        is_held().label("is_held"),
        is_exempt().label("is_exempt"),
    ).select_from(t.letters.outerjoin(t.runs, t.runs.c.id == _letter.run))  # fmt: skip
    return found if state is None else found.where(_letter.state == state)


def _read(tx: Tx, statement: Select[Any]) -> list[Entry]:
    rows = tx.execute(statement).mappings()
    return [Entry(**{**row, "is_held": bool(row["is_held"]), "is_exempt": bool(row["is_exempt"])}) for row in rows]
