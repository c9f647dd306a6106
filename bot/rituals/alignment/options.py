"""What a manager may say about an alignment round."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from bot.figures import ENOUGH, SPREAD, Limits
from bot.rituals.base import Options, Placeholders, Survey, Text, Touches, Unfit

ON_DOUBT: Literal["skip", "resend"] = "skip"
SlackId = Annotated[str, Field(pattern=r"^[UW][A-Z0-9]{6,14}$")]
READ = "who reports to whom is read, so that nobody sorts the texts of their own people"
DEPARTMENTS = "people's departments are read and kept for it"
FROM = "from how many answers on something is told"


def as_people(value: Any) -> Any:
    """Return one person, or several, as those who are kept."""
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


class AlignmentOptions(Options):
    """What a manager may say about an alignment round."""

    goal: Annotated[str, Field(min_length=1), Touches("data", "what people are asked about")]
    """The id of the goal that it asks about."""
    facilitator: Annotated[SlackId, Touches("data", READ)]
    """Who reads the texts without names and groups them into readings (a Slack id); nobody's line manager here."""
    leads: Annotated[tuple[SlackId, ...], BeforeValidator(as_people), Touches("people")] = ()
    """Who predicts how many mean the goal as it is written (Slack ids); without them there is no perception gap.
    Not the facilitator, who knows the texts by then."""
    min_answers: Annotated[int, Field(ge=ENOUGH), Touches("data", FROM)] = ENOUGH
    """From how many texts on they are grouped; it can be raised, not lowered."""
    min_spread: Annotated[int, Field(ge=SPREAD), Touches("data", FROM)] = SPREAD
    """From how many choices on it is told how they are spread; it can be raised, not lowered."""
    results: Annotated[Literal["channel", "members"], Touches("data", "who reads the result")] = "channel"
    """Who reads the result: the ritual's channel, or each member alone."""
    decide: Annotated[bool, Touches("data", "what was decided is stored and posted")] = True
    """Whether the next round opens only once somebody said what was decided after this one."""
    compare_departments: Annotated[bool, Touches("data", DEPARTMENTS)] = False
    """Whether departments are compared where each has enough answers."""
    ask: Annotated[Text, Placeholders(("title",))] | None = None
    """The first sentences of the question what the goal is; without it Rondo's own. It must not give the goal away."""

    @model_validator(mode="after")
    def _estimates_blind(self) -> AlignmentOptions:
        if self.facilitator in self.leads:
            raise Unfit("alignment.leads", id=self.facilitator)
        return self

    @property
    def limits(self) -> Limits:
        """From how many answers on something is told."""
        return Limits(self.min_answers, max(self.min_answers, self.min_spread))

    @property
    def profile(self) -> tuple[str, ...]:
        """The fields of profiles that are read for it."""
        return ("manager", "department") if self.compare_departments else ("manager",)

    @property
    def survey(self) -> Survey:
        """How its answers are treated."""
        return Survey(
            is_anonymous=True,
            named=frozenset({"predict", "readings"}),
            goals=(self.goal,),
            people=(*self.leads, self.facilitator),
            needs_decision=self.decide,
        )
