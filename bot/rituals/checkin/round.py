"""What a round is about, and what the ritual remembers of it: which goal, the how manieth time, who wants to be left.

What is remembered of people goes with the round, and tells nobody anything before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.model import Fact, FollowUp, Goal, PersonId, State
from bot.rituals.base import OPEN
from bot.rituals.checkin.options import SHIPPED, CheckinOptions
from bot.rituals.questions import MOST_EVERY, Question
from bot.rituals.turns import due
from bot.schedule import reminder
from bot.text import placeholders

ROUND, COUNT, SKIP, LATER = "round", "count", "skip", "later"
"""Facts: by run, what it is about; by goal, how often and when it was asked about; by `run/person`, who does not want
this round, and who wants to be asked on another day."""
REMIND, RESULTS, AGAIN = "remind", "results", "again-"
"""Steps; of the last the day stands behind, and perhaps a minute."""
NO_GOAL = "-"
WORDS = ("text", "why", "customer", "sign")
MOST_TIMES = 2
"""How often somebody may say "not today" in a round."""


@dataclass(frozen=True)
class Round:
    """What a round is about; its goal is frozen in the words in which the round opened."""

    goal: Goal | None
    number: int
    """The how manieth about this goal, from 1."""
    is_new: bool = False
    """Whether the goal has another wording than the last time."""
    is_told: bool = False
    """Whether the results are out, so that answers are late."""
    data: dict[str, Any] = field(default_factory=dict)


def begun(options: CheckinOptions, state: State) -> Round | None:
    """Return what a round that opens is about; None where no goal holds and nothing is asked without one.

    A round in which no question would be due is not one: the next that asks something takes its place.
    """
    counts = {one.subject: one.data for one in state.facts if one.name == COUNT}
    goals = _in_order(options, state)
    goal = min(goals, key=lambda one: int(counts.get(one.id, {}).get("seq", 0)), default=None)
    before = counts.get(goal.id if goal else NO_GOAL, {})
    is_new = goal is not None and bool(before) and before.get("revision") != goal.revision
    first = int(before.get("number", 0)) + 1
    rounds = (Round(goal, number, is_new=is_new) for number in range(first, first + MOST_EVERY))
    return next((one for one in rounds if questions_of(options, one, mine=True)), None)


def round_of(state: State) -> Round | None:
    """Return what an open round is about, as it was when it opened."""
    data = next((one.data for one in state.facts if one.name == ROUND and one.subject == state.run.id), None)
    if data is None:
        return None
    words = data.get("goal")
    goal = None
    if words:
        goal = Goal(id=words["id"], revision=words["revision"], **{one: words[one] for one in WORDS})
    return Round(goal, data["number"], data["is_new"], data["is_told"], dict(data))


def questions_of(options: CheckinOptions, about: Round, *, mine: bool) -> tuple[Question, ...]:
    """Return what a round asks, conditions aside; `mine`: also what is asked about personal goals."""
    return tuple(
        one
        for one in options.questions
        if due(one, number=about.number, is_new=about.is_new)
        and (mine or one.about == "goal")
        and (about.goal is not None or not _needs_goal(options, one))
    )


def opening(state: State, about: Round) -> Iterator[Fact]:
    """Yield what an opening remembers, and forget what is over."""
    now = state.now.isoformat()
    for one in state.facts:
        if one.name in (ROUND, SKIP, LATER) and str(one.data["until"]) <= now:  # of a run that was taken back
            yield Fact(one.name, one.subject, {})
    goal = about.goal
    frozen = None
    if goal is not None:
        frozen = {"id": goal.id, "revision": goal.revision, **{one: dict(getattr(goal, one)) for one in WORDS}}
    yield Fact(
        ROUND,
        state.run.id,
        {"goal": frozen, "number": about.number, "is_new": about.is_new, "is_told": False, "until": _until(state)},
    )
    seq = 1 + max((int(one.data.get("seq", 0)) for one in state.facts if one.name == COUNT), default=0)
    count = {"number": about.number, "revision": goal.revision if goal else 0, "seq": seq}
    yield Fact(COUNT, goal.id if goal else NO_GOAL, count)


def told(state: State, about: Round) -> Fact:
    """Return that the results are out."""
    return Fact(ROUND, state.run.id, {**about.data, "is_told": True})


def closing(state: State) -> Iterator[Fact]:
    """Yield that nothing is remembered of a run and its people."""
    for one in state.facts:
        is_of_run = one.subject == state.run.id or one.subject.startswith(f"{state.run.id}/")
        if one.name in (ROUND, SKIP, LATER) and is_of_run:
            yield Fact(one.name, one.subject, {})


def not_this_round(state: State, person: PersonId) -> tuple[Fact, ...]:
    """Return that somebody is left alone until the next round."""
    subject = f"{state.run.id}/{person}"
    return Fact(SKIP, subject, {"until": _until(state)}), Fact(LATER, subject, {})


def not_today(state: State, person: PersonId, *, on: str, times: int) -> Fact:
    """Return that somebody is asked again on a day."""
    return Fact(LATER, f"{state.run.id}/{person}", {"on": on, "times": times, "until": _until(state)})


def again_on(day: date, due: datetime, *, now: datetime) -> FollowUp:
    """Return when those are asked who want to be asked on a day; `due`: when that day's hour first strikes anywhere.

    Where it has struck already, the step of that day may be over: another one comes with the next minute.
    """
    if due > now:
        return FollowUp(f"{AGAIN}{day.isoformat()}", due)
    soon = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return FollowUp(f"{AGAIN}{day.isoformat()}-{soon:%H%M}", soon)


def day_of(step: str) -> date:
    """Return the day that a step of `again_on` is for."""
    return date.fromisoformat(step.removeprefix(AGAIN)[: len("2026-11-24")])


def asked_again(state: State, day: date) -> frozenset[PersonId]:
    """Return who was asked again on a day already, as far as the letters tell."""
    before = f"{state.run.id}/{AGAIN}{day.isoformat()}"
    return frozenset(PersonId(one.split("/")[-2]) for one in state.letters if one.startswith(before))


def answered(state: State, person: PersonId) -> Iterator[Fact]:
    """Yield that whoever answered does not want to be left alone any more."""
    for one in state.facts:
        if one.name in (SKIP, LATER) and one.subject == f"{state.run.id}/{person}":
            yield Fact(one.name, one.subject, {})


def of_person(state: State, name: str, person: PersonId) -> dict[str, Any]:
    """Return what is remembered of somebody in this run; empty where nothing is."""
    subject = f"{state.run.id}/{person}"
    return next((dict(one.data) for one in state.facts if (one.name, one.subject) == (name, subject)), {})


def all_of(state: State, name: str) -> dict[PersonId, dict[str, Any]]:
    """Return what is remembered of everybody in this run."""
    run = f"{state.run.id}/"
    found = (one for one in state.facts if one.name == name and one.subject.startswith(run))
    return {PersonId(one.subject[len(run) :]): dict(one.data) for one in found}


def asked_in(state: State) -> list[PersonId]:
    """Return who was asked when the run opened, as far as the letters tell; whoever came later waits for the next."""
    before, after = f"{state.run.id}/{OPEN}/", "/post"
    keys = sorted(key for key in state.letters if key.startswith(before) and key.endswith(after))
    return [PersonId(key[len(before) : -len(after)]) for key in keys]


def silent(state: State) -> Iterator[PersonId]:
    """Yield who was asked, has not answered, takes part today and did not say that they want to be left alone."""
    there = {one.id for one in state.members}
    skipping = all_of(state, SKIP)
    for person in asked_in(state):
        if person in there and person not in state.answered and person not in skipping:
            yield person


def results_at(options: CheckinOptions, state: State) -> datetime:
    """Return when the results are told: at the close, or so many working days before it."""
    closes = state.run.closes_at
    assert closes is not None, "a check-in has an end: Kind.close_after"
    if not options.late_days:
        return closes
    return reminder(state.run.opened_at, closes, options.late_days, state.ritual.rule)


def _in_order(options: CheckinOptions, state: State) -> list[Goal]:
    """Return the goals that hold today: first as the file names them, then the others."""
    place = {one: at for at, one in enumerate(options.goals)}
    team: Iterable[Goal] = (one for one in state.goals if one.scope != "personal")
    live = [one for one in team if one.is_live(state.run.nominal_date)]
    return sorted(live, key=lambda one: (place.get(one.id, len(place)), one.id))


def _needs_goal(options: CheckinOptions, question: Question) -> bool:
    """Return whether a question makes no sense without a goal: Rondo's own, and those that name it."""
    if question.about == "mine":
        return False
    named = {name for one in question.wordings for text in one.values() for name in placeholders(text)}
    return options.questions == SHIPPED or question.blind or bool(named & {"goal", "customer"})


def _until(state: State) -> str:
    return (state.run.closes_at or state.now).isoformat()
