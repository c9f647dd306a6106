"""What a manager may say about welcoming newcomers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from bot.rituals.base import Options, Placeholders, Text, Touches

ON_DOUBT: Literal["skip", "resend"] = "skip"
Offer = Literal["nothing", "profile", "buddy"]
After = Literal[
    "0 workdays", "1 workday", "2 workdays", "3 workdays", "4 workdays", "5 workdays", "6 workdays", "7 workdays",
    "8 workdays", "9 workdays", "10 workdays", "15 workdays", "20 workdays", "30 workdays", "40 workdays",
    "60 workdays",
]  # fmt: skip
MOST = 10


class WelcomeMessage(Options):
    """One message of the first weeks."""

    after: After
    """How many working days after somebody has come; `0 workdays`: on the same day."""
    text: Annotated[Text, Placeholders(("title", "channel"))] | None = None
    """The message; without it Rondo's own words for what it offers."""
    offers: Offer = "nothing"
    """What stands below it: nothing, a first profile (only where there is a directory), or a buddy."""

    @property
    def days(self) -> int:
        """Return the working days as a number."""
        return int(self.after.partition(" ")[0])


SHIPPED = (
    WelcomeMessage(after="0 workdays"),
    WelcomeMessage(after="2 workdays", offers="profile"),
    WelcomeMessage(after="5 workdays", offers="buddy"),
)


class WelcomeOptions(Options):
    """What a manager may say about welcoming newcomers."""

    messages: Annotated[
        tuple[WelcomeMessage, ...],
        Field(min_length=1, max_length=MOST),
        Touches("people", "what newcomers get, and when; nothing more is stored or shown"),
    ] = SHIPPED
    """What newcomers get, each once; without it three messages of Rondo's own: hello, a first profile, a buddy."""


def named(messages: Sequence[WelcomeMessage]) -> dict[str, WelcomeMessage]:
    """Return the messages by a name that lasts when others come or go: the day, numbered where it has several."""
    found: dict[str, WelcomeMessage] = {}
    for one in sorted(messages, key=lambda one: one.days):
        number = sum(other.days == one.days for other in found.values())
        found[f"{one.days}-{number}" if number else str(one.days)] = one
    return found
