"""The mirror: a team says how its internal customers see it, its customers say how they do; both answer in one round.

Who is asked which side depends on the department, once, when they answer: the two sides are questions of their own
from then on, so that nothing has to be known of anybody when they are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from bot.model import SCALES
from bot.rituals.base import Options, Placeholders, Text, Unfit
from bot.rituals.questions import LONGEST_ASK, Question, series_of

Side = Literal["team", "customers"]
SIDES: tuple[Side, ...] = ("team", "customers")
MOST_MIRRORED = 5


def as_names(value: Any) -> Any:
    """Return one department, or a list of them, as several."""
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


Department = Annotated[str, Field(min_length=1, max_length=60)]
Departments = Annotated[tuple[Department, ...], BeforeValidator(as_names), Field(min_length=1, max_length=10)]


class MirrorQuestion(Options):
    """One thing that a team and its internal customers are both asked, each in words of their own."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,30}$")]
    """What its answers are remembered by; never change it while you want to compare them."""
    team: Annotated[Text, Placeholders(("team", "customers"))]
    """What the team is asked: how it thinks that its customers see it."""
    customers: Annotated[Text, Placeholders(("team", "customers"))]
    """What the customers are asked: how they do see it."""
    scale: str = "agreement-1-5"
    """The scale on which both answer."""

    @model_validator(mode="after")
    def _can_be_asked(self) -> MirrorQuestion:
        if self.scale not in SCALES:
            raise Unfit("pulse.mirror_scale", id=self.id, given=self.scale, possible=", ".join(SCALES))
        longest = max((*self.team.values(), *self.customers.values()), key=len)
        if len(longest) > LONGEST_ASK:
            raise Unfit("pulse.mirror_long", id=self.id, most=LONGEST_ASK, length=len(longest))
        return self

    def asks(self, side: Side) -> Question:
        """Return what one side is asked."""
        words = self.team if side == "team" else self.customers
        return Question(id=name_of(side, self.id), type="scale", scale=self.scale, ask=words)


OFFERED_MIRROR = (
    MirrorQuestion(
        id="supply",
        team={
            "de": "Unsere internen Kunden bekommen von uns, was sie brauchen.",
            "en": "Our internal customers get what they need from us.",
        },
        customers={"de": "Ich bekomme von {team}, was ich brauche.", "en": "I get what I need from {team}."},
    ),
)
"""What both are asked where rituals.yaml does not say; see offered.py for why it stands here."""


class Mirror(Options):
    """A team says how its internal customers see it, and they say how they do."""

    team: Departments
    """The departments that are the team, as Slack's profiles say."""
    customers: Departments
    """The departments that are its internal customers."""
    questions: Annotated[tuple[MirrorQuestion, ...], Field(min_length=1, max_length=MOST_MIRRORED)] = OFFERED_MIRROR
    """What both are asked; without it whether the customers get what they need."""

    @model_validator(mode="after")
    def _has_two_sides(self) -> Mirror:
        if both := sorted(_folded(self.team) & _folded(self.customers)):
            raise Unfit("pulse.mirror_both", department=both[0])
        if len({one.id for one in self.questions}) < len(self.questions):
            raise Unfit("pulse.mirror_twice")
        return self

    def side_of(self, department: str) -> Side | None:
        """Return which side somebody is on; capitals do not count."""
        name = department.strip().casefold()
        if not name:
            return None
        return "team" if name in _folded(self.team) else "customers" if name in _folded(self.customers) else None

    def spelled(self, one: MirrorQuestion, side: Side) -> Question:
        """Return what one side is asked, with the departments in the place of the braces."""
        names = {f"{{{other}}}": self.departments(other) for other in SIDES}
        question = one.asks(side)
        words = dict(question.ask)
        for brace, name in names.items():
            words = {language: text.replace(brace, name) for language, text in words.items()}
        return question.model_copy(update={"ask": words})

    def departments(self, side: Side) -> str:
        """Return the departments of one side."""
        return ", ".join(self.team if side == "team" else self.customers)

    @property
    def params(self) -> Mapping[str, Any]:
        """What stands in the braces of its questions."""
        return {"team": list(self.team), "customers": list(self.customers)}

    def series_of(self, one: MirrorQuestion) -> str:
        """Return what stands for both wordings and for who is asked: another team begins a new series, too."""
        people = " | ".join(", ".join(sorted(_folded(some))) for some in (self.team, self.customers))
        words = {language: f"{one.team[language]} | {one.customers[language]} | {people}" for language in one.team}
        return series_of(one.asks("team").model_copy(update={"ask": words}))


def name_of(side: Side, question: str) -> str:
    """Return the id by which one side's answers are read; a question for all cannot have it (options.py)."""
    return f"{side}-{question}"


def _folded(departments: Iterable[str]) -> set[str]:
    return {one.strip().casefold() for one in departments}
