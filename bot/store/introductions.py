"""Introductions: who was brought together with whom, and whether they met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, or_, select, update

from bot.model import Introduction, PersonId
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import add, chunks


def add_many(tx: Tx, introductions: Iterable[Introduction]) -> None:
    """Write introductions down; one that stands already stays as it is."""
    new = list(introductions)
    rows = [
        {
            "id": each.id,
            "run": each.run,
            "ritual": each.ritual,
            "on_date": each.on,
            "met": each.met,
            "heard": each.heard,
            "question": each.question,
        }
        for each in new
    ]
    people = [{"introduction": each.id, "person": person} for each in new for person in each.people]
    add(tx, t.introductions, rows)
    add(tx, t.introduction_people, people)


def of_run(tx: Tx, run_id: str) -> tuple[Introduction, ...]:
    """Return a run's introductions, ordered by id."""
    return _gathered(tx, [_select().where(t.introductions.c.run == run_id).order_by(t.introductions.c.id)])


def of_runs(tx: Tx, run_ids: Iterable[str]) -> dict[str, list[Introduction]]:
    """Return the introductions of these runs, by run; runs without any are not there."""
    found: dict[str, list[Introduction]] = {}
    statements = (_select().where(t.introductions.c.run.in_(some)) for some in chunks(run_ids))
    for one in _gathered(tx, statements):
        found.setdefault(one.run, []).append(one)
    return found


def of_person(tx: Tx, person: PersonId) -> tuple[Introduction, ...]:
    """Return somebody's introductions, oldest first."""
    return _gathered(tx, _narrowed(_select(), [person]))


def open_runs(tx: Tx, *, person: PersonId | None = None) -> list[str]:
    """Return the ids of the open runs that introduced somebody, or this person, oldest first."""
    source = t.runs.join(t.introductions).join(t.introduction_people)
    found = select(t.runs.c.id, t.runs.c.opened_at).select_from(source).where(t.runs.c.state == "open").distinct()
    if person is not None:
        found = found.where(t.introduction_people.c.person == person)
    return [row.id for row in tx.execute(found.order_by(t.runs.c.opened_at, t.runs.c.id))]


def dissolve(tx: Tx, ids: Iterable[str]) -> None:
    """Take introductions away that fell through: nobody was introduced."""
    for some in chunks(ids):
        tx.execute(delete(t.introductions).where(t.introductions.c.id.in_(some)))


def set_outcomes(tx: Tx, outcomes: Mapping[str, bool]) -> None:
    """Keep whether people met, by introduction."""
    if not outcomes:
        return
    statement = (
        update(t.introductions)
        .where(t.introductions.c.id == bindparam("introduction"))
        .values(met=bindparam("outcome"))
    )
    tx.execute(statement, [{"introduction": key, "outcome": met} for key, met in sorted(outcomes.items())])


def set_heard(tx: Tx, ids: Iterable[str]) -> None:
    """Keep that somebody of these introductions said something."""
    for some in chunks(ids):
        tx.execute(update(t.introductions).where(t.introductions.c.id.in_(some)).values(heard=True))


def drop_unconfirmed(tx: Tx, run_id: str) -> int:
    """Forget the introductions of a run of which nobody says that they met; return how many."""
    unmet = or_(t.introductions.c.met.is_(None), t.introductions.c.met.is_(False))
    return tx.execute(delete(t.introductions).where(t.introductions.c.run == run_id, unmet)).rowcount


def _select() -> Select[Any]:
    # An introduction whose people are all forgotten tells nothing, so the inner join may lose it.
    source = t.introductions.join(t.runs).join(t.introduction_people)
    return select(t.introductions, t.runs.c.opened_at, t.introduction_people.c.person).select_from(source)


def _narrowed(introductions: Select[Any], people: Iterable[PersonId]) -> Iterator[Select[Any]]:
    table = t.introduction_people
    for some in chunks(people):
        theirs = select(table.c.introduction).where(table.c.person.in_(some))
        yield introductions.where(t.introductions.c.id.in_(theirs))


def _gathered(tx: Tx, statements: Iterable[Select[Any]]) -> tuple[Introduction, ...]:
    rows: dict[str, Row[Any]] = {}
    people: dict[str, set[PersonId]] = {}
    for statement in statements:
        for row in tx.execute(statement):
            rows[row.id] = row
            people.setdefault(row.id, set()).add(PersonId(row.person))
    oldest_first = sorted(rows.values(), key=lambda row: (row.opened_at, row.on_date, row.id))
    return tuple(
        Introduction(
            id=row.id,
            run=row.run,
            ritual=row.ritual,
            people=tuple(sorted(people[row.id])),
            on=row.on_date,
            met=row.met,
            heard=row.heard,
            question=row.question,
        )
        for row in oldest_first
    )
