"""The goals that there are: those of the rituals file, those set with /rondo goals, and which of them somebody sees.

Nobody writes revisions: each wording of a goal of the file is recorded when the file begins to hold, and other words
than the newest ones are the next revision. A goal that is not in the file any more asks nobody; its wordings stay.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.model import Goal, Person, PersonId, Ritual
from bot.service.audience import is_for_people, takes_part
from bot.service.context import Context
from bot.service.roles import standing_of
from bot.store import goals, versions
from bot.store.db import Tx


def record(tx: Tx, context: Context, *, now: datetime) -> None:
    """Write down how the goals of the file are worded, where that is news.

    A process that still goes by an older file than the one that is live leaves that to the others.
    """
    config = context.config()
    if not config.goals:
        return
    live = versions.live(tx)
    if live is not None and live.fingerprint != config.fingerprint:
        return
    for goal in config.goals:
        goals.revise(tx, goal.id, goal.wording, now=now)


def of_file(tx: Tx, context: Context) -> tuple[Goal, ...]:
    """Return the goals of the file that holds, in its order, each in its revision."""
    written = context.config().goals
    revisions = goals.revisions_of(tx, (one.id for one in written))
    return tuple(replace(one, revision=revisions.get(one.id, 1)) for one in written)


def get(tx: Tx, context: Context, goal_id: str) -> Goal | None:
    """Return a goal, wherever it was set."""
    return next((one for one in of_file(tx, context) if one.id == goal_id), None) or goals.get(tx, goal_id)


def asked_about(
    tx: Tx, context: Context, ritual: Ritual, *, on: date, person: PersonId | None = None
) -> tuple[Goal, ...]:
    """Return the goals that a round of a ritual asks about, those that hold on a day.

    First those that its options name, in that order, then those that were set for it with /rondo goals, then the
    personal ones of `person`.
    """
    kind = context.kinds.get(ritual.kind)
    survey = kind.survey(ritual.options) if kind is not None else None
    if survey is None:
        return ()
    written = {one.id: one for one in of_file(tx, context)} if survey.goals else {}
    named = [written[goal_id] for goal_id in dict.fromkeys(survey.goals) if goal_id in written]
    own = goals.personal_of(tx, person) if person is not None else ()
    return tuple(one for one in (*named, *goals.of_ritual(tx, ritual.id), *own) if one.is_live(on))


def visible_to(tx: Tx, context: Context, someone: Person, *, on: date) -> tuple[Goal, ...]:
    """Return the goals that somebody may see, those that hold on a day or are still to come.

    What stands in the file is for everybody in the company: where goals collide, both sides must be able to read it.
    A goal set for a ritual is for whoever takes part in it or looks after it, one of the whole company for everybody.
    A personal one is for its owner, unless it is shared. Guests and those who left see none.
    """
    if not someone.is_eligible:
        return ()
    mine = goals.personal_of(tx, someone.id)
    found = [*of_file(tx, context), *_of_rituals(tx, context, someone), *mine]
    found += (one for one in goals.shared(tx) if one.person != someone.id)
    return tuple(one for one in found if one.ends is None or on <= one.ends)


def _of_rituals(tx: Tx, context: Context, someone: Person) -> list[Goal]:
    """Return the goals set for rituals that concern somebody; those of rituals that are gone ask nobody any more."""
    rituals = {one.id: one for one in context.config().rituals}
    found = [one for one in goals.of_rituals(tx) if one.ritual in rituals]
    if not found:
        return []
    standing = standing_of(tx, context.config(), someone)
    if standing.is_manager:
        return found
    wanted = {one.ritual for one in found if one.scope != "company"}
    near = {name for name in wanted if name in standing.owns or _is_in(tx, context, rituals[name], someone)}
    return [one for one in found if one.scope == "company" or one.ritual in near]


def _is_in(tx: Tx, context: Context, ritual: Ritual, someone: Person) -> bool:
    kind = context.kinds.get(ritual.kind)
    return kind is not None and is_for_people(ritual, kind) and takes_part(tx, ritual, someone)
