"""What a manager may say about a check-in, and the questions it asks where the manager names none."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from bot.figures import ENOUGH, SPREAD, Limits
from bot.rituals.base import Options, Placeholders, Survey, Text, Touches, Unfit
from bot.rituals.questions import Question, Questions, Slug

ON_DOUBT: Literal["skip", "resend"] = "skip"
NEED = "need"
"""The answer that is not one of the page: what somebody needs, and from whom."""
USUAL = "1 workday"
NAMELESS = ("text", "number", "scale", "single", "multiple")
"""Types of which something can be told without names."""
Late = Literal["none", "1 workday", "2 workdays", "3 workdays"]

SHIPPED = (
    Question(
        id="own-words",
        type="text",
        ask={
            "de": "Ohne nachzusehen: Was ist das Ziel, in deinen Worten?",
            "en": "Without looking it up: what is the goal, in your own words?",
        },
        hint={
            "de": "Ein Satz genügt. Den Wortlaut siehst du gleich nach dem Absenden.",
            "en": "One sentence is enough. You will see how it is worded right after you send this.",
        },
        every=3,
        blind=True,
    ),
    Question(
        id="contribution",
        type="text",
        ask={"de": "Was ist dein nächster Beitrag dazu?", "en": "What is your next contribution to it?"},
    ),
    Question(
        id="confidence",
        type="scale",
        scale="confidence-0-10",
        ask={
            "de": "Wie zuversichtlich bist du, dass wir das Ziel erreichen?",
            "en": "How confident are you that we will reach the goal?",
        },
    ),
    Question(
        id="customer",
        type="text",
        ask={
            "de": "Für wen wir das tun: {customer}. Was ist dort seit dem letzten Mal besser geworden?",
            "en": "Whom we do it for: {customer}. What has got better for them since last time?",
        },
        one_of=(
            {
                "de": "Für wen wir das tun: {customer}. Was würden wir dort heute über unsere Arbeit hören?",
                "en": "Whom we do it for: {customer}. What would they say about our work today?",
            },
            {
                "de": "Für wen wir das tun: {customer}. Wo hakt es dort noch?",
                "en": "Whom we do it for: {customer}. What still gives them trouble?",
            },
        ),
    ),
)
"""Reference: a check-in of less than 90 seconds has four questions at most; see docs/goals.md."""


class CheckinOptions(Options):
    """What a manager may say about a check-in."""

    goals: Annotated[tuple[Slug, ...], Field(max_length=20), Touches("data", "what people are asked about")] = ()
    """Ids of goals of this file; of several, each round asks about one in turn. Goals set for the ritual with
    /rondo goals come on top."""
    questions: Annotated[Questions, Touches("data", "what people are asked, and what is stored of it")] = SHIPPED
    """What is asked; without it four questions of Rondo's own."""
    visibility: Annotated[Literal["named", "group"], Touches("data", "who may see what people answered")] = "named"
    """Who sees answers: everybody who takes part, with names; or nobody, and only figures are told."""
    late: Annotated[Late | None, Touches("time")] = None
    """How long answers are still taken after the results, and marked as late; only with names. Else one working day."""
    results: Annotated[Literal["channel", "members"] | None, Touches("data", "who reads the figures")] = None
    """Where the figures are told: in the channel, or to each member alone."""
    min_answers: Annotated[int, Field(ge=ENOUGH, le=500), Touches("data", "from how many answers on")] = ENOUGH
    """From how many answers on a mean is told."""
    min_spread: Annotated[int, Field(ge=SPREAD, le=500), Touches("data", "from how many answers on")] = SPREAD
    """From how many answers on it is told how they are spread."""
    needs: Annotated[bool | None, Touches("data", "people may write what they need from others")] = None
    """Whether the form asks what somebody needs, and from whom; only with names, and then it does. A need is brought
    to somebody at once and by name, so it would tell when its author answered."""
    decide: Annotated[bool, Touches("data", "what was decided is stored and posted")] = True
    """Whether those in charge are asked what they decided after each round."""
    goals_by: Annotated[Literal["owners", "members"], Touches("people")] = "owners"
    """Who may set goals for it with /rondo goals."""
    ask: Annotated[Text, Placeholders(("title", "when"))] | None = None
    """The first sentence of the message that asks; without it Rondo's own."""
    intro: Annotated[Text, Placeholders(("title",))] | None = None
    """The first sentences of the results; without them Rondo's own."""

    @model_validator(mode="after")
    def _takes_late_answers_with_names_only(self) -> CheckinOptions:
        if self.is_anonymous and self.late not in (None, "none"):
            raise Unfit("checkin.late")
        return self

    @model_validator(mode="after")
    def _asks_without_names_what_can_be_told_without(self) -> CheckinOptions:
        if not self.is_anonymous:
            return self
        if self.needs:
            raise Unfit("checkin.needs")
        for one in self.questions:
            if one.type not in NAMELESS:
                raise Unfit("checkin.type", id=one.id, type=one.type, possible=", ".join(NAMELESS))
            if one.about == "mine":
                raise Unfit("checkin.mine", id=one.id)
        return self

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody ever learns who answered what."""
        return self.visibility == "group"

    @property
    def asks_needs(self) -> bool:
        """Whether the form asks what somebody needs."""
        return self.needs is not False and not self.is_anonymous

    @property
    def fewest(self) -> int:
        """From how many people on it asks: of fewer nothing could ever be told (bot.figures.is_safe takes one more
        than ENOUGH). Rounds by name are for those who take part, however few."""
        return max(self.limits.enough, ENOUGH + 1) if self.is_anonymous else 1

    @property
    def late_days(self) -> int:
        """Working days before the close at which the results are told, 0 where that is at the close."""
        return 0 if self.is_anonymous or self.late == "none" else int((self.late or USUAL).partition(" ")[0])

    @property
    def limits(self) -> Limits:
        """From how many answers on something is told."""
        return Limits(self.min_answers, max(self.min_answers, self.min_spread))


def survey(options: CheckinOptions) -> Survey:
    """Return how answers are treated."""
    return Survey(
        is_anonymous=options.is_anonymous,
        goals=options.goals,
        needs_decision=options.is_anonymous and options.decide,
    )
