"""What a kind that counts answers may look at, besides what every kind does.

In an anonymous round nobody's id stands beside an answer: each state that is read has made-up ids of its own, which
are written nowhere, so that nothing a kind keeps can join two states, or an answer to a person. Answers come in the
order of their tokens, which is as good as by chance. Only who presses sees their own, with their own id.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from bot.model import Answer, Kept, Person, PersonId, State
from bot.rituals.base import Kind, Survey
from bot.service.context import Context
from bot.service.goals import catalogue
from bot.store import ballots, goals, kept, people, told
from bot.store.db import Tx

MOST_KEPT = 60
"""Earlier answers of somebody that a press looks back on."""
DEPARTMENT = "department"


def informed(tx: Tx, context: Context, state: State, kind: Kind, *, is_press: bool = False) -> State:
    """Add to a state what a survey looks at: everybody's answers, and what was told of earlier rounds.

    `is_press`: somebody waits for it, and is told nothing of departments.
    """
    survey = kind.survey(state.ritual.options)
    if survey is None:
        return state
    given, authors = _answers(tx, state, survey)
    compares = not is_press and DEPARTMENT in kind.profile(state.ritual.options)
    return replace(
        _acquainted(tx, context, state, survey),
        answers=given,
        answered=frozenset(authors) if not survey.is_anonymous else ballots.voters(tx, state.run.id),
        departments=_departments(tx, state, authors) if compares else {},
        figures=tuple(one for one in told.of_ritual(tx, state.ritual.id) if one.run != state.run.id),
        kept=kept.of_run(tx, state.run.id),
    )


def informed_of(tx: Tx, context: Context, state: State, kind: Kind, someone: Person) -> State:
    """Add to the state of a press what a survey looks at: only what this person said, now and in earlier rounds.

    A year of figures would take longer to read than all the rest.
    """
    survey = kind.survey(state.ritual.options)
    if survey is None:
        return state
    given, has_answered = state.answers, bool(state.answers)
    if survey.is_anonymous:
        mine = ballots.of_person(tx, state.run.id, someone.id)
        given += tuple(Answer(state.run.id, name, someone.id, value) for name, value in mine.items())
        has_answered = bool(mine)
    return replace(
        _acquainted(tx, context, state, survey, person=someone.id),
        answers=given,
        answered=frozenset({someone.id}) if has_answered else frozenset(),
        kept=_earlier(tx, state, survey, someone.id),
    )


def _acquainted(tx: Tx, context: Context, state: State, survey: Survey, *, person: PersonId | None = None) -> State:
    """Add what concerns nobody's answers: the goals that held when the round began, and whom the options name.

    `person`: whose personal goals it asks about, too.
    """
    asked = catalogue.asked_about(tx, context, state.ritual, on=state.run.nominal_date, person=person)
    named = people.ids_by_slack(tx, survey.people) if survey.people else {}
    missing = set(named.values()) - state.people.keys()
    known = people.by_ids(tx, missing) if missing else {}
    return replace(
        state,
        goals=asked,
        goal_values=goals.values(tx, [one.id for one in asked]) if asked else (),
        named=named,
        people={**state.people, **known},
    )


def _answers(tx: Tx, state: State, survey: Survey) -> tuple[tuple[Answer, ...], Mapping[PersonId, PersonId]]:
    """Return all answers, and who is behind each of the ids that stand at them."""
    given = state.answers
    if not survey.is_anonymous:
        return given, {one.person: one.person for one in given}
    counted = ballots.of_run(tx, state.run.id)
    made_up = {token: _nobody() for token in {one.token for one in counted}}
    given += tuple(Answer(state.run.id, one.question, made_up[one.token], one.value) for one in counted)
    tokens = ballots.tokens(tx, state.run.id, ballots.voters(tx, state.run.id))
    return given, {made_up[token]: person for person, token in tokens.items() if token in made_up}


def _nobody() -> PersonId:
    """Return an id that looks like everybody's and belongs to nobody."""
    return PersonId(f"p{uuid.uuid4().hex}")


def _departments(tx: Tx, state: State, authors: Mapping[PersonId, PersonId]) -> dict[PersonId, str]:
    """Return the department behind each id at an answer, of those who have one."""
    known = dict(state.people)
    known.update(people.by_ids(tx, _unknown(authors.values(), known)))
    every = ((shown, known[one].department if one in known else "") for shown, one in authors.items())
    return {shown: department for shown, department in every if department}


def _unknown(wanted: Collection[PersonId], known: Mapping[PersonId, Any]) -> list[PersonId]:
    return [one for one in wanted if one not in known]


def _earlier(tx: Tx, state: State, survey: Survey, person: PersonId) -> tuple[Kept, ...]:
    """Return what somebody answered by name in earlier rounds; an anonymous series shows nothing of before it was."""
    found = kept.of_person(tx, person, ritual=state.ritual.id, limit=MOST_KEPT)
    asked = survey.named if survey.is_anonymous else None
    return tuple(one for one in found if one.run != state.run.id and (asked is None or one.question in asked))
