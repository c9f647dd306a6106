"""Setting goals with /rondo goals, a personal one or one for a ritual; changing, sharing, ending, measuring them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.errors import UserError
from bot.model import LANGUAGES, LONGEST_GOAL, LONGEST_MEASURE, LONGEST_UNIT, Goal, GoalValue, Measure, Person
from bot.schedule import zone_of
from bot.service.context import Context
from bot.service.directory.erasure import scrub
from bot.service.goals import catalogue
from bot.service.goals.door import acting
from bot.service.goals.permission import Permission, permission_of
from bot.store import audit, goals, inbound, scrubbing
from bot.store.db import Tx
from bot.text import clean

LARGEST = 1e15
"""No measure is larger; a number up to here is exact."""
MOST = 100
"""Goals that stand for one ritual, or for one person, at a time."""


@dataclass(frozen=True)
class Written:
    """What a form says of a goal, as it was typed; `ritual`: for which one, empty for a personal goal."""

    text: str
    why: str = ""
    customer: str = ""
    sign: str = ""
    starts: date | None = None
    ends: date | None = None
    measure: str = ""
    start: str = ""
    target: str = ""
    unit: str = ""
    ritual: str = ""


def today_of(context: Context, someone: Person, now: datetime) -> date:
    """Return what day it is for somebody."""
    return now.astimezone(zone_of(someone, context.config().timezone)).date()


def set_goal(context: Context, someone: Person, written: Written, *, key: str, now: datetime) -> Goal | None:
    """Keep a new goal; None for a repeated delivery. Raises UserError with the `field` that is wrong."""
    with acting(context) as tx:
        allowed = permission_of(tx, context, someone)
        ritual = context.ritual(written.ritual) if written.ritual else None
        if written.ritual and (ritual is None or not allowed.may_set_for(ritual)):
            raise UserError("roles.not_allowed", field="ritual")
        today = today_of(context, allowed.someone, now)
        made = _read(written, Goal(id="", text={}, scope="personal" if ritual is None else "team"), today)
        made = replace(made, person=someone.id, ritual=written.ritual)
        beside = goals.personal_of(tx, someone.id) if ritual is None else goals.of_ritual(tx, written.ritual)
        if len(beside) >= MOST:
            raise UserError("goals.many", field="text", n=MOST)
        if not inbound.first_time(tx, key, now=now):
            return None
        kept = goals.put(tx, made, now=now)
        audit.note(tx, at=now, actor=someone.id, action="goal.set", object=kept.id)
    return kept


def edit_goal(
    context: Context, someone: Person, goal_id: str, written: Written, *, key: str, now: datetime
) -> Goal | None:
    """Keep what somebody changed; other words than before are a new revision. Raises UserError, like `set_goal`."""

    def changed(goal: Goal, today: date) -> Goal:
        return _read(written, goal, today)

    return _change(context, someone, goal_id, changed, "goal.edit", key=key, now=now)


def end_goal(context: Context, someone: Person, goal_id: str, *, key: str, now: datetime) -> Goal | None:
    """Let a goal end with this day; it stays to be read."""
    return _change(
        context, someone, goal_id, lambda goal, today: replace(goal, ends=today), "goal.end", key=key, now=now
    )


def share_goal(
    context: Context, someone: Person, goal_id: str, is_shared: bool, *, key: str, now: datetime
) -> Goal | None:
    """Let colleagues see a personal goal, or no longer. Raises UserError for any other goal."""

    def changed(goal: Goal, today: date) -> Goal:
        _insist_personal(goal)
        return replace(goal, is_shared=is_shared)

    return _change(context, someone, goal_id, changed, "goal.share" if is_shared else "goal.unshare", key=key, now=now)


def remove_goal(context: Context, someone: Person, goal_id: str, *, key: str, now: datetime) -> None:
    """Delete a personal goal with all its wordings and values, down to the bytes in the files."""
    with acting(context) as tx:
        goal = changeable(tx, permission_of(tx, context, someone), goal_id)
        _insist_personal(goal)
        if inbound.first_time(tx, key, now=now) and goals.remove(tx, goal.id):
            scrubbing.note(tx, now)
            audit.note(tx, at=now, actor=someone.id, action="goal.remove", object=goal.id)
    scrub(context)


def enter_value(context: Context, someone: Person, goal_id: str, raw: str, *, key: str, now: datetime) -> None:
    """Keep where the measure of a goal stands today, in place of what was said today before. Raises UserError."""
    with acting(context) as tx:
        allowed = permission_of(tx, context, someone)
        goal = visible(tx, allowed, goal_id, today_of(context, allowed.someone, now))
        if not allowed.may_measure(goal):
            raise UserError("roles.not_allowed", field="value")
        value = number_of(raw, "value")
        if value is None:
            raise UserError("goals.wrong.number", field="value")
        if inbound.first_time(tx, key, now=now):
            goals.set_value(tx, GoalValue(goal.id, today_of(context, allowed.someone, now), value))
            audit.note(tx, at=now, actor=someone.id, action="goal.value", object=goal.id)


def visible(tx: Tx, allowed: Permission, goal_id: str, today: date) -> Goal:
    """Return a goal that somebody may see; their own and those they look after also when they are over.

    Raises UserError for every other one, and for one that is gone.
    """
    context, someone = allowed.context, allowed.someone
    found = next((one for one in catalogue.visible_to(tx, context, someone, on=today) if one.id == goal_id), None)
    if found is None:
        found = catalogue.get(tx, context, goal_id)
        if found is None or not (found.in_file or allowed.may_change(found)):
            raise UserError("goals.gone")
    return found


def changeable(tx: Tx, allowed: Permission, goal_id: str) -> Goal:
    """Return a goal that somebody may change. Raises UserError."""
    goal = catalogue.get(tx, allowed.context, goal_id)
    if goal is None or not allowed.may_change(goal):
        raise UserError("goals.gone" if goal is None or goal.scope == "personal" else "roles.not_allowed")
    return goal


def number_of(raw: str, field: str) -> float | None:
    """Return a number as somebody types it, with a point or a comma; None for nothing. Raises UserError."""
    typed = raw.strip().replace(" ", "").replace(",", ".")
    if not typed:
        return None
    try:
        value = float(typed)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise UserError("goals.wrong.number", field=field)
    return value


def _change(
    context: Context, someone: Person, goal_id: str, changed: Callable[[Goal, date], Goal], action: str, *, key: str,
    now: datetime,
) -> Goal | None:  # fmt: skip
    with acting(context) as tx:
        allowed = permission_of(tx, context, someone)
        made = changed(changeable(tx, allowed, goal_id), today_of(context, allowed.someone, now))
        if not inbound.first_time(tx, key, now=now):
            return None
        kept = goals.put(tx, made, now=now)
        audit.note(tx, at=now, actor=someone.id, action=action, object=goal_id)
    return kept


def _insist_personal(goal: Goal) -> None:
    if goal.scope != "personal":
        raise UserError("roles.not_allowed")


def _read(written: Written, goal: Goal, today: date) -> Goal:
    """Return the goal with what was written. Raises UserError with the `field` that is wrong."""
    text = _line(written.text, LONGEST_GOAL)
    if not text:
        raise UserError("goals.wrong.empty", field="text")
    starts, ends = written.starts, written.ends
    if ends is not None and ((starts is not None and ends < starts) or (ends < today and ends != goal.ends)):
        raise UserError("goals.wrong.ends", field="ends")
    return replace(
        goal,
        text=_both(text),
        why=_both(_line(written.why, LONGEST_GOAL)),
        customer=_both(_line(written.customer, LONGEST_GOAL)),
        sign=_both(_line(written.sign, LONGEST_GOAL)),
        starts=starts,
        ends=ends,
        measure=_measure(written),
    )


def _line(raw: str, most: int) -> str:
    return " ".join(clean(raw, limit=2 * most).split())[:most].rstrip()


def _both(text: str) -> dict[str, str]:
    """Return a text for both languages; none where there is no text."""
    return dict.fromkeys(LANGUAGES, text) if text else {}


def _measure(written: Written) -> Measure | None:
    """Return what the goal is measured by: nothing, or a name with start and target that differ. Raises UserError."""
    name = _line(written.measure, LONGEST_MEASURE)
    start, target = number_of(written.start, "start"), number_of(written.target, "target")
    unit = _line(written.unit, LONGEST_UNIT)
    if not (name or unit) and start is None and target is None:
        return None
    if not name:
        raise UserError("goals.wrong.measure", field="measure")
    if start is None:
        raise UserError("goals.wrong.start", field="start")
    if target is None:
        raise UserError("goals.wrong.target", field="target")
    if start == target:
        raise UserError("goals.wrong.same", field="target")
    return Measure(_both(name), start, target, _both(unit))
