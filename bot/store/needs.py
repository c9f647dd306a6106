"""What people need of each other: one row a person and run, and the letters that only say that there is something.

The keys of these letters hold the row's random id and no person.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, delete, or_, select, update

from bot.model import Need, PersonId
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.goal_tables import needs
from bot.store.requests import empty

PREFIX = "need/"
"""What the keys of all letters about needs begin with."""
_need = needs.c


def new_id() -> str:
    """Return an id that tells nothing."""
    return uuid.uuid4().hex


def add(tx: Tx, need: Need, *, on: date) -> None:
    """Write down what somebody needs; `on` is the nominal date of the round."""
    row = {
        "id": need.id, "run": need.run, "ritual": need.ritual, "person": need.person, "other": need.other,
        "words": need.words, "state": need.state, "reply": need.reply, "on_date": on,
    }  # fmt: skip
    tx.execute(needs.insert().values(row))


def get(tx: Tx, need_id: str, *, lock: bool = False) -> Need | None:
    """Return one of them; with `lock` nobody else changes it until this transaction ends."""
    found = select(needs).where(_need.id == need_id)
    return _first(tx, found.with_for_update() if lock else found)


def of_run(tx: Tx, run_id: str, person: PersonId) -> Need | None:
    """Return what somebody said in a round that they need; nobody else changes it until this transaction ends."""
    return _first(tx, select(needs).where(_need.run == run_id, _need.person == person).with_for_update())


def to_person(tx: Tx, person: PersonId, *, waiting: bool = False, limit: int | None = None) -> tuple[Need, ...]:
    """Return what others need of somebody, newest rounds first; `waiting`: only what has no answer."""
    found = select(needs).where(_need.other == person)
    return _listed(tx, found.where(_need.state != "answered") if waiting else found, limit)


def of_person(tx: Tx, person: PersonId, *, limit: int | None = None) -> tuple[Need, ...]:
    """Return what somebody needs of others, answered or not, newest rounds first."""
    return _listed(tx, select(needs).where(_need.person == person), limit)


def reword(tx: Tx, need_id: str, words: str) -> None:
    """Put other words in the place of those that nobody answered yet; nobody has seen these."""
    tx.execute(update(needs).where(_need.id == need_id).values(words=words, state="open"))


def see(tx: Tx, need_id: str) -> bool:
    """Note that it was looked at; no time is kept. True for the first time."""
    unseen = update(needs).where(_need.id == need_id, _need.state == "open")
    return tx.execute(unseen.values(state="seen")).rowcount == 1


def answer(tx: Tx, need_id: str, reply: str) -> bool:
    """Keep the answer; True for the first one."""
    unanswered = update(needs).where(_need.id == need_id, _need.state != "answered")
    return tx.execute(unanswered.values(state="answered", reply=reply)).rowcount == 1


def remove(tx: Tx, need_id: str) -> None:
    """Delete what somebody does not need any more."""
    tx.execute(delete(needs).where(_need.id == need_id))


def forget_before(tx: Tx, before: date, *, now: datetime) -> int:
    """Delete the needs of rounds before a day and empty their letters; return how many."""
    return _forget(tx, select(_need.id).where(_need.on_date < before), now)


def forget_person(tx: Tx, person: PersonId, *, now: datetime) -> int:
    """Delete what somebody needs of others and others of them, and empty the letters about it; return how many."""
    return _forget(tx, select(_need.id).where(or_(_need.person == person, _need.other == person)), now)


def forget_own(tx: Tx, person: PersonId, *, now: datetime) -> int:
    """Delete what somebody needs of others, and empty the letters about it; return how many."""
    return _forget(tx, select(_need.id).where(_need.person == person), now)


def _forget(tx: Tx, wanted: Select[Any], now: datetime) -> int:
    ids = list(tx.scalars(wanted.with_for_update()))
    for need_id in ids:
        named = t.letters.c.key.startswith(f"{PREFIX}{need_id}/", autoescape=True)
        empty(tx, select(t.letters.c.id).where(named), now=now)
        remove(tx, need_id)
    return len(ids)


def _first(tx: Tx, found: Select[Any]) -> Need | None:
    row = tx.execute(found).first()
    return None if row is None else _of(row)


def _listed(tx: Tx, found: Select[Any], limit: int | None) -> tuple[Need, ...]:
    rows = tx.execute(found.order_by(_need.on_date.desc(), _need.run.desc(), _need.id).limit(limit))
    return tuple(_of(row) for row in rows)


def _of(row: Row[Any]) -> Need:
    return Need(
        run=row.run,
        ritual=row.ritual,
        person=PersonId(row.person),
        other=PersonId(row.other),
        words=row.words,
        id=row.id,
        state=row.state,
        reply=row.reply,
    )
