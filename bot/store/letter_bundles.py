"""Letters that arrive as one message: the host is sent, the others ride with it and share its fate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, Update, bindparam, or_, select, update

from bot.model import PersonId, StoredLetter
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.halts import RECALL
from bot.store.letter_rows import load
from bot.store.statements import chunks

_letter = t.letters.c


def settle_riders(tx: Tx, host_id: int, values: dict[str, Any]) -> None:
    """Let the letters that ride with this one share what became of it."""
    statement = _settling_riders(tuple(values))
    tx.execute(statement, {"host": host_id, **{f"new_{name}": value for name, value in values.items()}})


def bundle_of(tx: Tx, letter: StoredLetter) -> list[StoredLetter]:
    """Return all letters that arrive as one message with this one, the host first; only itself if it stands alone."""
    host = letter.bundle or letter.key
    together = select(t.letters).where(or_(_letter.key == host, _letter.bundle == host))
    return load(tx, together.order_by(_letter.bundle.is_not(None), _letter.id))


def carriers(tx: Tx, keys: Iterable[str]) -> frozenset[str]:
    """Return those of these letters that carry others."""
    found: set[str] = set()
    for some in chunks(keys):
        found.update(tx.scalars(select(_letter.bundle).distinct().where(_letter.bundle.in_(some))))
    return frozenset(found)


def is_deleted(tx: Tx, keys: Iterable[str]) -> bool:
    """Return whether each of these letters was to be deleted by a letter that is settled."""
    wanted = set(keys)
    deleted: set[str] = set()
    for some in chunks(wanted):
        settled = select(_letter.after).where(_letter.op == "delete", _letter.after.in_(some))
        deleted.update(tx.scalars(settled.where(_letter.state.in_(("sent", "dead")))))
    return wanted <= deleted


def is_recalled(tx: Tx, key: str) -> bool:
    """Return whether this letter is to be taken back."""
    change = select(_letter.id).where(_letter.after == key, _letter.key.contains(f"/{RECALL}/", autoescape=True))
    return tx.execute(change.where(_letter.state != "dead").limit(1)).first() is not None


def hold(tx: Tx, keys: Iterable[str]) -> None:
    """Let nobody else change these letters, or the ones that carry them, until this transaction ends."""
    for some in chunks(keys):
        carrying = select(_letter.bundle).where(_letter.key.in_(some), _letter.bundle.is_not(None))
        wanted = select(_letter.id).where(_letter.key.in_({*some, *tx.scalars(carrying)}))
        # Carriers first, as they are settled: nobody then waits for somebody who waits for them.
        tx.execute(wanted.order_by(_letter.bundle.is_not(None), _letter.id).with_for_update()).all()


def hold_run(tx: Tx, run_id: str) -> None:
    """Let nobody else claim or change what a run has not sent, or what carries it, until this transaction ends."""
    own = (_letter.run == run_id) & (_letter.state == "due")
    hold(tx, tx.scalars(select(_letter.key).where(own)).all())


def on_the_way(tx: Tx, keys: Iterable[str]) -> frozenset[str]:
    """Return those of these letters that somebody is sending, or that have left."""
    found: set[str] = set()
    for some in chunks(keys):
        gone = select(_letter.key).where(_letter.key.in_(some), _letter.state.in_(("sending", "sent")))
        found.update(tx.scalars(gone))
    return frozenset(found)


def waiting_for(tx: Tx, person: PersonId) -> list[StoredLetter]:
    """Return the unsolicited letters to this person that have not left, as a person alone gets them, in order."""
    theirs = select(t.letter_people.c.letter).where(t.letter_people.c.person == person)
    waiting = select(t.letters).where(
        _letter.id.in_(theirs), _letter.unsolicited, _letter.state == "due", _letter.run.is_not(None)
    )
    found = load(tx, waiting.order_by(_letter.id).with_for_update())
    return [one for one in found if len(one.people) == 1]


def waiting_alone(tx: Tx) -> list[StoredLetter]:
    """Return all unsolicited letters of runs to one person alone that have not left, in order."""
    waiting = select(t.letters).where(_letter.unsolicited, _letter.state == "due", _letter.run.is_not(None))
    return [one for one in load(tx, waiting.order_by(_letter.id)) if len(one.people) == 1]


def waiting_of_run(tx: Tx, run_id: str) -> list[StoredLetter]:
    """Return a run's letters to several people that have not left; nobody else takes them meanwhile."""
    waiting = select(t.letters).where(_letter.run == run_id, _letter.state == "due")
    return [one for one in load(tx, waiting.order_by(_letter.id).with_for_update()) if len(one.people) > 1]


def hand_over(tx: Tx, old: str, *, to: StoredLetter, payload: Mapping[str, Any], not_before: datetime) -> None:
    """Let a letter that rode with the old host carry what is left of it, and the others ride with that one."""
    tx.execute(update(t.letters).where(_letter.bundle == old, _letter.id != to.id).values(bundle=to.key))
    carries = {"bundle": None, "payload": dict(payload), "not_before": not_before}
    tx.execute(update(t.letters).where(_letter.id == to.id).values(carries))


def stepped_out(tx: Tx, letter: StoredLetter) -> frozenset[PersonId]:
    """Return those of a letter's people who left its ritual."""
    found = tx.scalars(_left(), {"run": letter.run, "some": list(letter.people)}) if letter.run else ()
    return frozenset(PersonId(one) for one in found)


@cache
def _left() -> Select[Any]:
    """Return the statement, built once: it runs for each letter to several people."""
    stance = t.participation.c
    ritual = select(t.runs.c.ritual).where(t.runs.c.id == bindparam("run")).scalar_subquery()
    theirs = stance.person.in_(bindparam("some", expanding=True))
    return select(stance.person).where(stance.ritual == ritual, stance.stance == "left", theirs)


@cache
def _settling_riders(names: tuple[str, ...]) -> Update:
    """Return the statement, built once: it runs for each letter."""
    host = select(t.letters.c.key).where(_letter.id == bindparam("host")).scalar_subquery()
    settled: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return update(t.letters).where(_letter.bundle == host, _letter.state == "due").values(settled)
