"""What belongs to somebody: all that Rondo holds of them about goals, to take along and to delete.

Of an anonymous round there is nothing to take along: nothing says which answer was whose.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.model import Answer, Goal, Kept, Need, Person, PersonId, Run
from bot.service.context import Context
from bot.service.directory.erasure import scrub
from bot.service.goals.door import acting
from bot.service.goals.permission import permission_of
from bot.service.goals.surveys import as_asked, survey_of
from bot.store import answers, audit, ballots, facts, goals, inbound, kept, needs, people, runs, scrubbing
from bot.store.db import Tx

FORMAT = "rondo-goals-1"
EVERYTHING = 100_000
"""Answers by name of one person; nobody has as many."""
ACTIONS = ("goal.set", "goal.edit", "goal.end", "goal.share", "goal.unshare", "goal.remove", "goal.value")


def everything(context: Context, someone: Person, *, now: datetime) -> dict[str, Any]:
    """Return all that is held of somebody about goals, as it goes into a JSON file. Raises UserError."""
    with context.database.read() as tx:
        someone = permission_of(tx, context, someone).someone
        set_for_rituals = [one for one in goals.of_rituals(tx) if one.person == someone.id]
        return {
            "format": FORMAT,
            "made_at": now.isoformat(),
            "slack_id": someone.slack_id,
            "personal_goals": [_goal(tx, one) for one in goals.personal_of(tx, someone.id)],
            "goals_set_for_rituals": [_goal(tx, one) for one in set_for_rituals],
            "answers": [_answer(one) for one in kept.of_person(tx, someone.id, limit=EVERYTHING)],
            "answers_of_open_rounds": [_given(one) for one in _open_answers(tx, context, someone.id)],
            "needs": [_need(tx, one) for one in (*needs.of_person(tx, someone.id), *needs.to_person(tx, someone.id))],
        }


def delete_everything(context: Context, someone: Person, *, key: str, now: datetime) -> None:
    """Delete somebody's answers by name, personal goals and needs, down to the bytes in the files; may be repeated.

    What they said in an open anonymous round goes, too; of a closed one nobody knows what it was. Goals that they set
    for a ritual belong to it and stay, without their name; so does what they answered to a need of somebody else.
    """
    with acting(context) as tx:
        someone = permission_of(tx, context, someone).someone
        if inbound.first_time(tx, key, now=now):
            erase(tx, context, someone.id, now=now)
            audit.note(tx, at=now, actor=someone.id, action="goals.delete", object="all")
    scrub(context)


def erase(tx: Tx, context: Context, person: PersonId, *, now: datetime) -> None:
    """Delete what is held of somebody about goals; call `scrub` after the commit."""
    for run in _open_rounds(tx, context):
        answers.withdraw(tx, run.id, person)
        facts.forget_people(tx, run.ritual, run.id, person=person)
    ballots.forget_person(tx, person)
    kept.forget_person(tx, person)
    goals.remove_personal(tx, person)
    goals.unname(tx, person)
    needs.forget_own(tx, person, now=now)
    for action in ACTIONS:
        audit.forget(tx, person, action)
    scrubbing.note(tx, now)


def _open_rounds(tx: Tx, context: Context) -> list[Run]:
    """Return the open rounds that count answers; of one without names only what carries a name all the same stands
    where answers do."""
    asked = ((run, as_asked(context, run)) for run in runs.open_runs(tx))
    return [run for run, ritual in asked if ritual is not None and survey_of(context, ritual) is not None]


def _open_answers(tx: Tx, context: Context, person: PersonId) -> list[Answer]:
    return [one for run in _open_rounds(tx, context) for one in answers.of_person(tx, run.id, person)]


def _given(one: Answer) -> dict[str, Any]:
    return {"round": one.run, "question": one.question, "answer": one.value}


def _goal(tx: Tx, goal: Goal) -> dict[str, Any]:
    measure = goal.measure
    return {
        "id": goal.id,
        "ritual": goal.ritual or None,
        "is_shared": goal.is_shared,
        "starts": _day(goal.starts),
        "ends": _day(goal.ends),
        "why": dict(goal.why),
        "measure": None if measure is None else {
            "name": dict(measure.name), "start": measure.start, "target": measure.target, "unit": dict(measure.unit),
        },
        "values": [{"on": one.on.isoformat(), "value": one.value} for one in goals.values(tx, [goal.id])],
        "revisions": [
            {"revision": one.revision, "since": one.live_at.isoformat(), **one.wording}
            for one in goals.history(tx, goal.id)
        ],
    }  # fmt: skip


def _answer(one: Kept) -> dict[str, Any]:
    return {
        "round": one.run,
        "ritual": one.ritual,
        "on": one.on.isoformat(),
        "question": one.question,
        "goal": one.goal or None,
        "revision": one.revision or None,
        "answer": one.value,
        "is_late": one.is_late,
    }


def _need(tx: Tx, one: Need) -> dict[str, Any]:
    known = people.by_ids(tx, [one.person, one.other])
    called = {person: known[person].slack_id if person in known else None for person in (one.person, one.other)}
    return {
        "round": one.run,
        "ritual": one.ritual,
        "from": called[one.person],
        "to": called[one.other],
        "words": one.words,
        "state": one.state,
        "reply": one.reply,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
