"""What was told of the last round of a ritual, and what was written in it, for those who may read it.

Figures are those that passed the thresholds when the round was told. Texts are for whoever takes part: of a round by
name with their names, of an anonymous one without any, in random order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.errors import UserError
from bot.figures import FLOOR, Limits
from bot.model import Figure, GoalWording, Kept, Person, Ritual, Run
from bot.rituals.questions import Question
from bot.service.context import Context
from bot.service.goals.export import figures_csv
from bot.service.goals.permission import Permission, permission_of
from bot.service.goals.surveys import as_asked, is_anonymous, limits_of, number_of, questions_of, survey_of, surveys
from bot.store import ballots, goals, kept, letters, runs, told
from bot.store.db import Tx
from bot.store.halts import RECALL

RESULTS = "results"
"""The step at which a round is told before its close."""


@dataclass(frozen=True)
class Results:
    """The last round that was told."""

    ritual: Ritual
    run: Run
    questions: Mapping[str, Question]
    figures: tuple[Figure, ...]
    """Of this round."""
    earlier: tuple[Figure, ...]
    """Of earlier rounds, oldest first."""
    about: GoalWording | None
    """The goal that the round asked about, in the words that held then."""
    is_anonymous: bool
    takes_part: bool
    """Only who does reads texts."""
    looks_after: bool
    named: tuple[Kept, ...] = ()
    released: tuple[tuple[str, str], ...] = ()
    """Question and answer, in random order."""
    number: int = 1
    """The how manieth round about its goal: by it wordings take turns."""
    limits: Limits = FLOOR
    """From how many answers on something of it was told."""


def readable(tx: Tx, allowed: Permission) -> tuple[Ritual, ...]:
    """Return the rituals of which somebody may read what was told, and of which something was."""
    mine = [one for one in surveys(allowed.context) if allowed.takes_part(one) or allowed.looks_after(one)]
    return tuple(one for one in mine if _last_told(tx, one) is not None)


def results(context: Context, someone: Person, ritual_id: str) -> Results:
    """Return the last round that was told of a ritual. Raises UserError for others' rituals."""
    with context.database.read() as tx:
        allowed = permission_of(tx, context, someone)
        ritual = context.ritual(ritual_id)
        if ritual is None or survey_of(context, ritual) is None:
            raise UserError("answer.unknown")
        takes_part, looks_after = allowed.takes_part(ritual), allowed.looks_after(ritual)
        if not (takes_part or looks_after):
            raise UserError("roles.not_allowed")
        run = _last_told(tx, ritual)
        if run is None:
            raise UserError("goals.results.none")
        asked = as_asked(context, run) or ritual
        hidden = is_anonymous(context, asked)
        every = told.of_ritual(tx, ritual.id)
        figures = tuple(one for one in every if one.run == run.id)
        questions, named = questions_of(asked), () if hidden else kept.of_run(tx, run.id)
        return Results(
            ritual=ritual,
            run=run,
            questions=questions,
            figures=figures,
            about=_about(tx, figures, [one for one in named if _is_about_goal(questions, one)]),
            earlier=tuple(one for one in every if (one.on, one.run) < (run.nominal_date, run.id)),
            is_anonymous=hidden,
            takes_part=takes_part,
            looks_after=looks_after,
            named=named if takes_part else (),
            released=ballots.released(tx, run.id) if takes_part and hidden else (),
            number=number_of(figures),
            limits=limits_of(asked),
        )


def _is_about_goal(questions: Mapping[str, Question], one: Kept) -> bool:
    question = questions.get(one.question)
    return question is not None and question.about == "goal"


def _about(tx: Tx, figures: Iterable[Figure], named: Iterable[Kept]) -> GoalWording | None:
    """Return the wording of the goal that the figures of a round, or else its answers, hang on."""
    given: tuple[Figure | Kept, ...] = (*figures, *named)
    meant = next(((one.goal, one.revision) for one in given if one.goal), None)
    if meant is None:
        return None
    return next((one for one in goals.history(tx, meant[0]) if one.revision == meant[1]), None)


def figures_file(context: Context, someone: Person, ritual_id: str) -> tuple[str, bytes]:
    """Return the figures that were told of a ritual as a table, with its name, for who looks after it.

    Raises UserError for everybody else.
    """
    with context.database.read() as tx:
        allowed = permission_of(tx, context, someone)
        ritual = context.ritual(ritual_id)
        if ritual is None or not allowed.looks_after(ritual):
            raise UserError("roles.not_allowed")
        return f"rondo-{ritual.id}.csv", figures_csv(tx, ritual).encode("utf-8-sig")


def _last_told(tx: Tx, ritual: Ritual) -> Run | None:
    """Return the newest round that is told, and was not taken back: it closed, or its results were sent."""
    for run in runs.of_ritual(tx, ritual.id):
        if run.is_eve or run.is_on_demand or run.state not in ("open", "closed"):
            continue
        keys = letters.keys_of_run(tx, run.id)
        is_told = run.state == "closed" or any(key.startswith(f"{run.id}/{RESULTS}/") for key in keys)
        if is_told and not any(key.startswith(f"{run.id}/{RECALL}/") for key in keys):
            return run
    return None
