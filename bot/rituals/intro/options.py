"""What a manager may say about introductions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bot.rituals.base import Options, Placeholders, Text, Touches

ON_DOUBT: Literal["skip", "resend"] = "skip"


class IntroOptions(Options):
    """What a manager may say about introductions."""

    people: Annotated[int, Field(ge=1, le=5), Touches("people")] = 2
    """How many people are introduced at a time."""
    newcomer: Annotated[int, Field(ge=1, le=365), Touches("people")] = 30
    """For how many days somebody who has joined counts as new, and is asked before the others."""
    ask: Annotated[Text, Placeholders(("title", "channel"))] | None = None
    """The first sentences of the question whether somebody wants to be introduced; without it Rondo's own."""
    intro: Annotated[Text, Placeholders(("people", "title"))] | None = None
    """The first sentences of the post in the channel; without it Rondo's own."""
