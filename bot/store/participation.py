"""What people said about taking part in a ritual."""

from __future__ import annotations

from sqlalchemy import select

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


def of_person(tx: Tx, person: PersonId) -> dict[str, Stance]:
    """Return what somebody said, by ritual."""
    table = t.participation
    rows = tx.execute(select(table.c.ritual, table.c.stance).where(table.c.person == person))
    return {row.ritual: row.stance for row in rows}
