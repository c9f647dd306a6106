"""Goals that were set with /rondo goals, how every goal was worded, and where its measure stood.

Goals of the rituals file stand in the file; of them the wordings and the values are here, under their id. A revision is
one wording of a goal, counted from 1; the newest one holds.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, select, update

from bot.model import Goal, GoalValue, GoalWording, Measure, PersonId
from bot.store import goal_tables as t
from bot.store.db import Tx
from bot.store.statements import add_first, chunks
from bot.store.statements import put as put_rows

PREFIX = "g_"
"""How the ids of goals begin that were set with /rondo goals; no id in a file has an underscore."""
Wording = Mapping[str, Mapping[str, str]]
_goal, _revision, _value = t.goals.c, t.goal_revisions.c, t.goal_values.c


def revise(tx: Tx, goal_id: str, wording: Wording, *, now: datetime) -> int:
    """Record a wording that differs from the newest one; return the revision that it has.

    Words of an earlier revision that come back make a new one: in between the goal meant something else.
    """
    written = _plain(wording)
    while True:
        newest = _newest(tx, goal_id)
        if newest is not None and newest.wording == written:
            return int(newest.revision)
        number = 1 if newest is None else int(newest.revision) + 1
        row = {"goal": goal_id, "revision": number, "wording": written, "live_at": now}
        if add_first(tx, t.goal_revisions, row):
            return number


def revisions_of(tx: Tx, ids: Iterable[str]) -> dict[str, int]:
    """Return the newest revision of each of these goals that has one."""
    found: dict[str, int] = {}
    for some in chunks(ids):
        newest = select(_revision.goal, func.max(_revision.revision)).where(_revision.goal.in_(some))
        found.update((goal, int(number)) for goal, number in tx.execute(newest.group_by(_revision.goal)))
    return found


def history(tx: Tx, goal_id: str) -> tuple[GoalWording, ...]:
    """Return every wording that a goal had, the first one first."""
    rows = tx.execute(select(t.goal_revisions).where(_revision.goal == goal_id).order_by(_revision.revision))
    return tuple(GoalWording(row.revision, row.wording, row.live_at) for row in rows)


def put(tx: Tx, goal: Goal, *, now: datetime) -> Goal:
    """Keep a goal in place of an earlier one with its id, or under a new id; return it with both numbers."""
    goal = replace(goal, id=goal.id or f"{PREFIX}{uuid.uuid4().hex}", in_file=False)
    row = {
        "id": goal.id,
        "scope": goal.scope,
        "ritual": goal.ritual,
        "person": goal.person,
        "why": dict(goal.why),
        "owners": list(goal.owners),
        "measure": _packed(goal.measure),
        "starts": goal.starts,
        "ends": goal.ends,
        "is_shared": goal.is_shared,
    }
    put_rows(tx, t.goals, [row])
    return replace(goal, revision=revise(tx, goal.id, goal.wording, now=now))


def get(tx: Tx, goal_id: str) -> Goal | None:
    """Return a goal that was set with /rondo goals."""
    return next(iter(_listed(tx, _goal.id == goal_id)), None)


def of_ritual(tx: Tx, ritual: str) -> tuple[Goal, ...]:
    """Return the goals that were set for a ritual, in the order in which they were."""
    return _listed(tx, (_goal.ritual == ritual) & (_goal.scope != "personal"))


def of_rituals(tx: Tx) -> tuple[Goal, ...]:
    """Return the goals that were set for any ritual, in the order in which they were."""
    return _listed(tx, _goal.scope != "personal")


def personal_of(tx: Tx, person: PersonId) -> tuple[Goal, ...]:
    """Return somebody's personal goals, shared or not, in the order in which they were set."""
    return _listed(tx, (_goal.person == person) & (_goal.scope == "personal"))


def shared(tx: Tx) -> tuple[Goal, ...]:
    """Return the personal goals that their owners share, in the order in which they were set."""
    return _listed(tx, _goal.is_shared.is_(True) & (_goal.scope == "personal") & _goal.person.is_not(None))


def remove(tx: Tx, goal_id: str) -> bool:
    """Delete a goal with all its wordings and values; False where it was not set with /rondo goals, or is gone."""
    if tx.execute(delete(t.goals).where(_goal.id == goal_id)).rowcount != 1:
        return False
    tx.execute(delete(t.goal_revisions).where(_revision.goal == goal_id))
    tx.execute(delete(t.goal_values).where(_value.goal == goal_id))
    return True


def remove_personal(tx: Tx, person: PersonId) -> int:
    """Delete all personal goals of somebody; return how many."""
    theirs = select(_goal.id).where(_goal.person == person, _goal.scope == "personal")
    return sum(remove(tx, goal_id) for goal_id in tx.scalars(theirs).all())


def unname(tx: Tx, person: PersonId) -> None:
    """Forget that somebody set the goals that they set for rituals; these belong to the rituals and stay."""
    tx.execute(update(t.goals).where(_goal.person == person, _goal.scope != "personal").values(person=None))


def set_value(tx: Tx, value: GoalValue) -> None:
    """Note where a goal's measure stood on a day, in place of what was said of that day before."""
    put_rows(tx, t.goal_values, [{"goal": value.goal, "on_date": value.on, "value": value.value}])


def values(tx: Tx, ids: Iterable[str]) -> tuple[GoalValue, ...]:
    """Return how the measures of these goals developed, oldest first."""
    found: list[GoalValue] = []
    for some in chunks(ids):
        rows = tx.execute(select(t.goal_values).where(_value.goal.in_(some)))
        found += (GoalValue(row.goal, row.on_date, row.value) for row in rows)
    return tuple(sorted(found, key=lambda one: (one.on, one.goal)))


def _newest(tx: Tx, goal_id: str) -> Row[Any] | None:
    mine = select(t.goal_revisions).where(_revision.goal == goal_id)
    return tx.execute(mine.order_by(_revision.revision.desc()).limit(1)).first()


def _plain(wording: Wording) -> dict[str, dict[str, str]]:
    return {part: dict(words) for part, words in wording.items()}


def _listed(tx: Tx, condition: ColumnElement[bool]) -> tuple[Goal, ...]:
    return tuple(_made(row) for row in tx.execute(_with_words().where(condition)))


def _with_words() -> Select[Any]:
    """Return the statement for goals with their newest wording, in the order in which they were set."""
    newest = select(_revision.goal, func.max(_revision.revision).label("revision")).group_by(_revision.goal).subquery()
    first = t.goal_revisions.alias("first")
    return (
        select(t.goals, _revision.revision, _revision.wording)
        .join(newest, newest.c.goal == _goal.id)
        .join(t.goal_revisions, (_revision.goal == _goal.id) & (_revision.revision == newest.c.revision))
        .join(first, (first.c.goal == _goal.id) & (first.c.revision == 1))
        .order_by(first.c.live_at, _goal.id)
    )


def _made(row: Row[Any]) -> Goal:
    return Goal(
        id=row.id,
        text=row.wording["text"],
        revision=row.revision,
        scope=row.scope,
        why=row.why,
        customer=row.wording["customer"],
        sign=row.wording["sign"],
        owners=tuple(row.owners),
        starts=row.starts,
        ends=row.ends,
        measure=_unpacked(row.measure),
        person=PersonId(row.person) if row.person else None,
        ritual=row.ritual,
        is_shared=row.is_shared,
    )


def _packed(measure: Measure | None) -> dict[str, Any] | None:
    if measure is None:
        return None
    return {
        "name": dict(measure.name), "start": measure.start, "target": measure.target, "unit": dict(measure.unit),
    }  # fmt: skip


def _unpacked(written: Mapping[str, Any] | None) -> Measure | None:
    if written is None:
        return None
    return Measure(written["name"], float(written["start"]), float(written["target"]), written["unit"])
