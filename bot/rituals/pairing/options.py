"""What a manager may say about a pairing round."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from bot.matching import LARGEST, Wish
from bot.rituals.base import Options, Placeholders, Text, Touches

ON_DOUBT: Literal["skip", "resend"] = "resend"
SlackId = Annotated[str, Field(pattern=r"^[UW][A-Z0-9]{6,14}$")]
READ = "fields of people's Slack profiles are read and kept for it"


def as_words(value: Any) -> Any:
    """Return a single word as one of several."""
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


def as_groups(value: Any) -> Any:
    """Return lists as the tuples that are kept; a list of people alone is one group of them."""
    if not isinstance(value, list):
        return value
    if value and all(isinstance(one, str) for one in value):
        return (tuple(value),)
    return tuple(tuple(one) if isinstance(one, list) else one for one in value)


class PairingOptions(Options):
    """What a manager may say about a pairing round."""

    size: Annotated[int, Field(ge=2, le=LARGEST), Touches("people")] = 2
    """How many people meet; where the number does not divide, some groups are one larger or smaller."""
    mix: Annotated[
        tuple[Literal["department", "site", "level", "same department", "same site", "same level"], ...],
        BeforeValidator(as_words),
        Touches("data", READ),
    ] = ()
    """What people of one group should not have in common, or with `same` should; the first before the second; never
    at the cost of a repeat."""
    min_overlap: Annotated[Literal["1 hour", "2 hours", "3 hours", "4 hours"] | None, Touches("people")] = None
    """Working hours (09:00 to 17:00 by each person's clock) that people of one group share, wherever that can be."""
    never: Annotated[
        tuple[Literal["manager", "same department", "same site", "same level"], ...],
        BeforeValidator(as_words),
        Touches("data", READ),
    ] = ()
    """Who never meets here: people who report to each other, or who have something in common."""
    keep_apart: Annotated[tuple[tuple[SlackId, ...], ...], BeforeValidator(as_groups), Touches("people")] = ()
    """Lists of people (Slack ids) of whom no two meet here."""
    intro: Annotated[Text, Placeholders(("people", "title"))] | None = None
    """The first sentences of the introduction; without it Rondo's own words stand there."""
    reminder: Annotated[Text, Placeholders(("title",))] | None = None
    """The words of the reminder half way; without them Rondo's own stand there."""
    did_you_meet: Annotated[Text, Placeholders(("title",))] | None = None
    """The question whether people met; without it Rondo's own stands there. The buttons stay as they are."""
    summary: Annotated[Text, Placeholders(("title",))] | None = None
    """A sentence of the ritual's own in the wrap-up, before the figures."""
    questions: tuple[Text, ...] = ()
    """Own opening questions; without them Rondo takes one of its own collection."""
    offer_skip: Annotated[bool, Touches("time")] = True
    """Whether people are asked the working day before if they want to skip the round."""
    wrap_up: Annotated[bool, Touches("data", "what a channel gets to read of the rounds")] = True
    """Whether the channel reads a short wrap-up when the round closes; without a channel there is none."""

    @property
    def wishes(self) -> tuple[Wish, ...]:
        """What groups should differ in or share."""
        return tuple(Wish.read(one) for one in self.mix)

    @property
    def apart(self) -> tuple[str, ...]:
        """The fields of which people with the same value never meet."""
        return tuple(one.removeprefix("same ") for one in self.never if one != "manager")

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of profiles that matching compares."""
        return tuple(dict.fromkeys([*(wish.attribute for wish in self.wishes), *self.apart]))

    @property
    def profile(self) -> tuple[str, ...]:
        """The fields of profiles that are read for it: where any is, also who reports to whom."""
        return (*self.fields, "manager") if self.fields or "manager" in self.never else ()

    @property
    def overlap_minutes(self) -> int:
        """The least overlap of working hours, in minutes a day."""
        return int(self.min_overlap.split()[0]) * 60 if self.min_overlap else 0
