"""What a preview of a check-in takes for granted: a goal with a measure, and two earlier rounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.model import Figure, Goal, GoalValue, Measure, State
from bot.rituals.checkin.figures import MEAN
from bot.rituals.checkin.options import CheckinOptions
from bot.rituals.questions import series_of

GOAL = Goal(
    id="example",
    text={
        "de": "Anfragen aus dem Vertrieb beantworten wir innerhalb eines Arbeitstags.",
        "en": "We answer questions from sales within one working day.",
    },
    why={
        "de": "Angebote gehen verloren, weil Antworten zu spät kommen.",
        "en": "Offers are lost because answers come too late.",
    },
    customer={"de": "der Vertrieb", "en": "the sales team"},
    sign={
        "de": "Niemand fragt mehr ein zweites Mal nach.",
        "en": "Nobody asks a second time any more.",
    },
    measure=Measure(
        name={"de": "Dauer bis zur Antwort", "en": "Time to an answer"},
        start=28,
        target=8,
        unit={"de": "Stunden", "en": "hours"},
    ),
)
WEEKS = 2


def example(options: CheckinOptions, state: State) -> State:
    """Return the state with a goal in it, where it has none, and with what was told before."""
    if state.goals:
        return state
    on = state.run.nominal_date
    before = [on - timedelta(weeks=number * WEEKS) for number in (2, 1)]
    values = (GoalValue(GOAL.id, before[0], 25), GoalValue(GOAL.id, before[1], 19))
    figures = tuple(
        Figure(
            run=f"{state.ritual.id}@{day}",
            ritual=state.ritual.id,
            on=day,
            name=one.id,
            n=8,
            data={MEAN: mean},
            series=series_of(one),
            goal=GOAL.id,
            revision=GOAL.revision,
        )
        for day, mean in zip(before, (5.4, 6.1), strict=True)
        for one in options.questions
        if one.type == "scale"
    )
    return replace(state, goals=(GOAL,), goal_values=values, figures=figures)
