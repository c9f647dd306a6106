"""What a round may tell: a mean, how the answers are spread, or only how many there were. bot.figures decides."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from bot.figures import Limits, counts_of, may_tell, mean_of, rounded_share, ticks_of
from bot.model import Answer, Figure, State
from bot.rituals.checkin.options import CheckinOptions
from bot.rituals.checkin.page import FILL, RATED
from bot.rituals.checkin.round import Round, asked_in
from bot.rituals.questions import Question, apart, choices_of, compared, series_of, values_of
from bot.rituals.turns import leading_to

WHOLE = ""
"""The name of the figure that is of the round as a whole: how many answered, and of how many percent. It is told if
anything is, so it also says the how manieth round about its goal it was: pages find by it which of its wordings a
question had (`bot.rituals.questions.wording`). Answers by name are kept of smaller rounds, too: their series tells."""
MEAN, COUNTS, SHARE, NUMBER = "mean", "counts", "share", "number"


def rows_of(state: State) -> tuple[Answer, ...]:
    """Return what was answered in a round, one row a person."""
    return tuple(one for one in state.answers if one.question == FILL)


def figures_of(
    options: CheckinOptions, state: State, about: Round, questions: Sequence[Question]
) -> tuple[Figure, ...]:
    """Return what is told of a round: first of it as a whole, then of each question of which something may be."""
    rows = rows_of(state)
    found = []
    if len(rows) >= options.limits.enough:
        share = rounded_share(len(rows), len(asked_in(state)))
        whole = {NUMBER: about.number} | ({} if share is None else {SHARE: share})
        found.append(_figure(state, about, WHOLE, len(rows), whole))
    for one in questions:
        values = values_of(rows, one)
        before = hanging_on(one, options, rows)
        data = told_of(one, values, anonymous=options.is_anonymous, limits=options.limits, hangs_on=before)
        if data is not None:
            series = series_of(one, number=about.number)
            about_goal = about if one.about == "goal" else Round(None, about.number)
            found.append(_figure(state, about_goal, one.id, len(values), data, series=series))
    return tuple(found)


def told_of(
    question: Question,
    values: Sequence[str],
    *,
    anonymous: bool,
    limits: Limits,
    hangs_on: Sequence[Sequence[Hashable]] = (),
) -> Mapping[str, Any] | None:
    """Return what may be told of the answers to one question: `mean`, `counts`, or nothing but their number; None
    where not even that may be. `hangs_on`: all answers to the questions that decide whether it is asked."""
    given = [compared(question, one) for one in values]
    if not may_tell(given, anonymous=anonymous, limits=limits, hangs_on=hangs_on):
        return None
    told: dict[str, Any] = {}
    if question.type in RATED:
        numbers = [float(one) for one in values]
        told[MEAN] = mean_of(numbers, anonymous=anonymous, limits=limits, hangs_on=hangs_on)
    options = [value for value, _ in choices_of(question)]
    if question.type == "multiple":
        ticked = [apart(question, one) for one in values]
        counts = ticks_of(ticked, options, anonymous=anonymous, limits=limits, hangs_on=hangs_on)
        if counts is None and anonymous:
            return None
    else:
        counts = counts_of(values, options, anonymous=anonymous, limits=limits, hangs_on=hangs_on) if options else None
    return told | ({COUNTS: counts} if counts else {})


def hanging_on(question: Question, options: CheckinOptions, rows: Sequence[Answer]) -> tuple[list[Hashable], ...]:
    """Return all answers to each question that decides whether this one is asked."""
    return tuple(
        [compared(one, value) for value in values_of(rows, one)] for one in leading_to(question, options.questions)
    )


def _figure(
    state: State, about: Round, name: str, n: int, data: Mapping[str, Any], *, series: str = ""
) -> Figure:  # fmt: skip
    goal = about.goal
    return Figure(
        run=state.run.id,
        ritual=state.ritual.id,
        on=state.run.nominal_date,
        name=name,
        n=n,
        data=data,
        series=series,
        goal=goal.id if goal else "",
        revision=goal.revision if goal else 0,
    )
