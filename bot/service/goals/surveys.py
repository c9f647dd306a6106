"""Rituals that ask people, and how they asked in a round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from bot.figures import FLOOR, Limits
from bot.model import Figure, Ritual, Run
from bot.rituals.base import Survey
from bot.rituals.questions import Question
from bot.service.context import Context
from bot.service.definitions import thaw

NUMBER = "number"
"""What a figure of a whole round calls the how manieth round about its goal it was."""


def surveys(context: Context) -> tuple[Ritual, ...]:
    """Return the rituals of the file that ask people, in its order."""
    return tuple(one for one in context.config().rituals if survey_of(context, one) is not None)


def survey_of(context: Context, ritual: Ritual) -> Survey | None:
    """Return how a ritual asks, None where it does not."""
    kind = context.kinds.get(ritual.kind)
    return kind.survey(ritual.options) if kind is not None else None


def is_anonymous(context: Context, ritual: Ritual) -> bool:
    """Return whether nothing that somebody answers in a ritual keeps their name."""
    survey = survey_of(context, ritual)
    return survey is not None and survey.is_anonymous


def as_asked(context: Context, run: Run) -> Ritual | None:
    """Return the ritual as it was when a round opened; None where this Rondo does not understand it any more."""
    try:
        return thaw(run.definition, context.kinds, None)
    except (KeyError, ValidationError):
        return None


def questions_of(ritual: Ritual | None) -> Mapping[str, Question]:
    """Return the questions of a ritual by their ids."""
    options = ritual.options if ritual is not None else None
    found = getattr(options, "every_question", None) or getattr(options, "questions", None) or ()
    return {one.id: one for one in found if isinstance(one, Question)}


def limits_of(ritual: Ritual | None) -> Limits:
    """Return from how many answers on a ritual tells something; see bot.figures."""
    found = getattr(ritual.options, "limits", None) if ritual is not None else None
    return found if isinstance(found, Limits) else FLOOR


def number_of(figures: Iterable[Figure]) -> int:
    """Return the how manieth round about its goal one was, as the figure of the whole says it; else the first."""
    said = (one.data.get(NUMBER) for one in figures if not one.name and not one.group)
    return next((one for one in said if isinstance(one, int)), 1)
