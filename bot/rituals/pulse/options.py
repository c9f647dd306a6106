"""What a manager may say about a pulse: questions whose answers can be compared, and the mirror."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from bot.figures import ENOUGH, SPREAD, Limits
from bot.rituals.base import Options, Placeholders, Text, Touches, Unfit
from bot.rituals.pulse.mirror import SIDES, Mirror, name_of
from bot.rituals.pulse.offered import OFFERED
from bot.rituals.questions import Question, as_questions
from bot.text import placeholders

ON_DOUBT: Literal["skip", "resend"] = "skip"
COMPARABLE = ("scale", "single", "multiple", "number", "text")
"""Types of questions that a pulse asks."""
SERIES = "pulse.plan.series"
"""What `rondo plan` says besides where questions change."""
LIMIT = "from how many answers on figures of people are kept and told"
MOST = 1_000
"""Answers that somebody may demand at most before anything is told."""


def as_comparable(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """Return questions that are put to everybody in the same words each time. Raises Unfit."""
    for one in questions:
        if one.type not in COMPARABLE:
            raise Unfit("pulse.question_type", id=one.id, type=one.type, possible=", ".join(COMPARABLE))
        if one.if_ is not None or one.one_of or one.every != 1 or one.about != "goal" or one.blind:
            raise Unfit("pulse.question_same", id=one.id)
        if any(placeholders(text) for text in one.ask.values()):
            raise Unfit("pulse.question_braces", id=one.id)
    return as_questions(questions) if questions else ()


class PulseOptions(Options):
    """What a manager may say about a pulse."""

    questions: Annotated[
        tuple[Question, ...],
        AfterValidator(as_comparable),
        Touches("data", "other words are another question: a new series begins", note=SERIES),
    ] = OFFERED
    """What everybody is asked; without it whether they have what they need for excellent work, what is missing most,
    and what would help. Other words, another scale or other options begin a new series. Beside a mirror it may be
    empty."""
    mirror: Annotated[
        Mirror | None,
        Touches("data", "departments are compared; other words are another question", note=SERIES),
    ] = None
    """A team says how its internal customers see it, and they say how they do; both are told side by side."""
    min_answers: Annotated[int, Field(ge=ENOUGH, le=MOST), Touches("data", LIMIT)] = ENOUGH
    """From how many answers on something is told; it can be raised, not lowered."""
    min_spread: Annotated[int, Field(ge=SPREAD, le=MOST), Touches("data", LIMIT)] = SPREAD
    """From how many answers on it is told how they are spread, and never from fewer than `min_answers`; it can be
    raised, not lowered."""
    results: Annotated[Literal["channel", "members"], Touches("data", "who reads the results")] = "channel"
    """Who reads the results: the ritual's channel, or everybody who was asked, alone."""
    decide: Annotated[bool, Touches("data", "what was decided is kept, and told")] = True
    """Whether those in charge say what they decided, before the next round opens."""
    ask: Annotated[Text, Placeholders(("title",))] | None = None
    """The first sentence of the question whether somebody wants to answer; without it Rondo's own."""

    @model_validator(mode="after")
    def _asks_something(self) -> PulseOptions:
        if not self.questions and self.mirror is None:
            raise Unfit("pulse.nothing")
        mirrored = {name_of(side, one.id) for one in self.mirror.questions for side in SIDES} if self.mirror else set()
        if twice := sorted(mirrored & {one.id for one in self.questions}):
            raise Unfit("question.twice", id=twice[0])
        return self

    @property
    def limits(self) -> Limits:
        """From how many answers on something is told."""
        return Limits(self.min_answers, max(self.min_answers, self.min_spread))

    @property
    def fewest(self) -> int:
        """How many people it takes so that anything could be told of them: with ENOUGH answers nothing ever is, as one
        more must stand apart from them (bot.figures.is_safe)."""
        return max(self.min_answers, ENOUGH + 1)

    @property
    def every_question(self) -> tuple[Question, ...]:
        """All that anybody is asked, both sides of the mirror with their departments spelled out: for pages that show
        what came of it."""
        mirror = self.mirror
        sides = (mirror.spelled(one, side) for one in mirror.questions for side in SIDES) if mirror else ()
        return (*self.questions, *sides)
