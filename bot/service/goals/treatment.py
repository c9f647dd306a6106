"""What the house does with what people answered, and what it refuses a kind so that an answer stays its author's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from bot.errors import KindError
from bot.model import Figure, Kept, PersonId, Plan, State
from bot.rituals.base import Survey
from bot.store import answers, ballots, kept, told
from bot.store.db import Tx

_ID = re.compile(r"p[0-9a-f]{32}")
"""What ids of people look like, made-up ones too."""


def check(plan: Plan, state: State, survey: Survey | None, *, pressed: bool) -> None:
    """Hold a plan to what its survey promises people. Raises KindError.

    `pressed`: it comes of a press, so that its letters would tell when somebody answered.
    """
    wrong = _unasked(plan) if survey is None else _wrong(plan, state, survey, pressed=pressed)
    if wrong:
        raise KindError(f"{state.ritual.kind}: {wrong}")


def carry(tx: Tx, plan: Plan, state: State, survey: Survey | None) -> None:
    """Write answers, what is kept of them, and what is told; call it before the run closes."""
    for one in plan.answers:
        if survey is not None and _is_secret(survey, one.question):
            ballots.cast(tx, state.run.id, one.person, {one.question: one.value})
        else:
            answers.put(tx, one)
    kept.put_many(tx, plan.kept)
    told.put_many(tx, plan.figures)
    ballots.release(tx, state.run.id, plan.released)


def _unasked(plan: Plan) -> str:
    """Return what is wrong with the plan of a kind that counts no answers, if something is."""
    is_survey = plan.kept or plan.figures or plan.released
    return "it is no survey, so nothing of what people answer is kept or told" if is_survey else ""


def _wrong(plan: Plan, state: State, survey: Survey, *, pressed: bool) -> str:
    """Return what is wrong with a plan, if something is."""
    run = state.run.id
    told_of: tuple[Kept | Figure, ...] = (*plan.kept, *plan.figures)
    if any((one.run, one.ritual) != (run, state.ritual.id) for one in told_of):
        return f"an answer or a figure is not of run {run}"
    if any(one.run != run for one in plan.answers):
        return f"an answer does not belong to run {run}"
    if plan.released and not (plan.closes and survey.is_anonymous):
        return f"run {run} releases answers, which only an anonymous one does, when it closes"
    known = state.people.keys() | {one.id for one in state.members}
    if known & _ids_in(one.data for one in plan.figures):
        return f"a figure of run {run} names somebody"
    return _traced(plan, state, survey, pressed=pressed) if survey.is_anonymous else ""


def _traced(plan: Plan, state: State, survey: Survey, *, pressed: bool) -> str:
    """Return by what of a plan an answer of an anonymous round could be traced to its author, if by something."""
    if any(_is_secret(survey, one.question) for one in plan.kept):
        return f"an anonymous answer of run {state.run.id} is kept with a name"
    if pressed and plan.letters and any(_is_secret(survey, one.question) for one in plan.answers):
        return f"a letter of run {state.run.id} would tell for ever when somebody answered"
    nobodies = {one.person for one in state.answers if _is_secret(survey, one.question)} - state.people.keys()
    written = (
        *((one.person, one.question, one.value) for one in plan.answers),
        *((one.subject, one.data) for one in plan.facts),
        *(one.data for one in plan.figures),
        *plan.released,
    )
    return f"what stands for an author in run {state.run.id} is written down" if nobodies & _ids_in(written) else ""


def _ids_in(written: Iterable[object]) -> set[PersonId]:
    return {PersonId(one) for one in _ID.findall(json.dumps(list(written), default=str))}


def _is_secret(survey: Survey, question: str) -> bool:
    return survey.is_anonymous and question not in survey.named
