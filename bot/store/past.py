"""The past of all rituals, packed run by run: what matching reads of a year in one go.

The truth stays in `introductions`; a packed run is made of it when the run closes, and thrown away as soon as anything
of it changes (a run taken back, somebody forgotten). What is not packed is read row by row.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from sqlalchemy import delete, exists, func, select

from bot.model import Past, PastRound, PersonId, Run
from bot.model.past import packed
from bot.store import introductions
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import add, chunks, put

MANY = 10_000
"""People; above, everybody is read instead of some at a time."""


def before(tx: Tx, run: Run, *, people: Iterable[PersonId]) -> Past:
    """Return what was introduced, by any ritual, in other runs opened no later than this one, oldest first.

    It numbers these people.
    """
    earlier = select(t.runs.c.id).where(
        t.runs.c.opened_at <= run.opened_at, t.runs.c.id != run.id, t.runs.c.state != "missed"
    )
    order = list(tx.scalars(earlier.order_by(t.runs.c.opened_at, t.runs.c.id)))
    found = _packed(tx, order)
    missing = [one for one in order if one not in found]
    rows = introductions.of_runs(tx, missing)
    everybody = {person for groups in rows.values() for one in groups for person in one.people}
    known = _numbers(tx, [*people, *everybody])
    free = (tx.scalar(select(func.max(t.numbers.c.id))) or 0) + 1  # numbers for the moment, which no packed run has
    known.update(zip(sorted(everybody - known.keys()), count(free), strict=False))
    for name, groups in rows.items():
        round_ = packed(groups, known)
        if round_ is not None:
            found[name] = round_
    return Past(tuple(found[one] for one in order if one in found), known)


def pack(tx: Tx, run_id: str) -> None:
    """Pack the introductions of a run that has closed."""
    groups = introductions.of_run(tx, run_id)
    people = sorted({person for one in groups for person in one.people})
    add(tx, t.numbers, [{"person": person} for person in people])
    whole = packed(groups, _numbers(tx, people))
    if whole is not None:
        row = {"sizes": whole.sizes, "members": whole.members, "met": whole.met, "asked": whole.asked}
        put(tx, t.past_rounds, [{"run": run_id, **row, "questions": list(whole.questions)}])


def unpack(tx: Tx, run_id: str) -> None:
    """Throw the packed form of a run away, since its introductions change."""
    tx.execute(delete(t.past_rounds).where(t.past_rounds.c.run == run_id))


def unpack_of(tx: Tx, person: PersonId) -> None:
    """Throw away the packed form of every run in which somebody was introduced, and their number."""
    groups = select(t.introduction_people.c.introduction).where(t.introduction_people.c.person == person)
    theirs = select(t.introductions.c.run).where(t.introductions.c.id.in_(groups))
    tx.execute(delete(t.past_rounds).where(t.past_rounds.c.run.in_(theirs)))
    tx.execute(delete(t.numbers).where(t.numbers.c.person == person))


def unpacked(tx: Tx) -> list[str]:
    """Return the closed runs with introductions that are not packed."""
    closed = select(t.runs.c.id).outerjoin(t.past_rounds, t.past_rounds.c.run == t.runs.c.id)
    loose = closed.where(t.runs.c.state == "closed", t.past_rounds.c.run.is_(None))
    some = exists(select(1).where(t.introductions.c.run == t.runs.c.id))
    return list(tx.scalars(loose.where(some).order_by(t.runs.c.id)))


def _packed(tx: Tx, ids: Iterable[str]) -> dict[str, PastRound]:
    found: dict[str, PastRound] = {}
    table = t.past_rounds
    for some in chunks(ids):
        rows = select(table, t.runs.c.ritual, t.runs.c.nominal_date).join(t.runs).where(table.c.run.in_(some))
        for row in tx.execute(rows):
            found[row.run] = PastRound(
                run=row.run,
                ritual=row.ritual,
                on=row.nominal_date,
                sizes=row.sizes,
                members=row.members,
                met=row.met,
                asked=row.asked,
                questions=tuple(row.questions),
            )
    return found


def _numbers(tx: Tx, people: Iterable[PersonId]) -> dict[PersonId, int]:
    """Return the numbers of these people; where they are many, everybody's, which takes less time."""
    wanted, everybody = list(people), select(t.numbers.c.person, t.numbers.c.id)
    if len(wanted) > MANY:
        return {PersonId(person): number for person, number in tx.execute(everybody)}
    return {
        PersonId(person): number
        for some in chunks(wanted)
        for person, number in tx.execute(everybody.where(t.numbers.c.person.in_(some)))
    }
