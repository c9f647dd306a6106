"""What people said about taking part in a ritual."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, select

from bot.model import PersonId, Stance
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import put as put_rows


def put(tx: Tx, person: PersonId, ritual: str, stance: Stance) -> None:
    """Keep what somebody said about a ritual."""
    put_rows(tx, t.participation, [{"person": person, "ritual": ritual, "stance": stance}])


def stances(tx: Tx, ritual: str) -> dict[PersonId, Stance]:
    """Return what everybody said about a ritual."""
    table = t.participation
    rows = tx.execute(select(table.c.person, table.c.stance).where(table.c.ritual == ritual))
    return {PersonId(row.person): row.stance for row in rows}


def skip(tx: Tx, person: PersonId, ritual: str, on: date) -> None:
    """Leave somebody out of one round; of a ritual they skip one at a time."""
    put_rows(tx, t.skips, [{"person": person, "ritual": ritual, "on_date": on}])


def unskip(tx: Tx, person: PersonId) -> int:
    """Let somebody be part of every round again; return of how many they were to be left out."""
    return tx.execute(delete(t.skips).where(t.skips.c.person == person)).rowcount


def skipping(tx: Tx, ritual: str, on: date) -> frozenset[PersonId]:
    """Return who does not want to be part of the round of this date."""
    found = select(t.skips.c.person).where(t.skips.c.ritual == ritual, t.skips.c.on_date == on)
    return frozenset(PersonId(one) for one in tx.scalars(found))


def skips_of(tx: Tx, person: PersonId) -> dict[str, date]:
    """Return which round of which ritual somebody leaves out."""
    rows = tx.execute(select(t.skips.c.ritual, t.skips.c.on_date).where(t.skips.c.person == person))
    return {row.ritual: row.on_date for row in rows}


def forget_skips(tx: Tx, *, before: date) -> None:
    """Forget the skips of rounds before a date."""
    tx.execute(delete(t.skips).where(t.skips.c.on_date < before))


def of_person(tx: Tx, person: PersonId) -> dict[str, Stance]:
    """Return what somebody said, by ritual."""
    table = t.participation
    rows = tx.execute(select(table.c.ritual, table.c.stance).where(table.c.person == person))
    return {row.ritual: row.stance for row in rows}
