"""Meet a colleague: bring people together in pairs, nudge half way, ask whether they met, sum up."""

from __future__ import annotations

from typing import Annotated

from bot.rituals.base import Options, Placeholders, Text


class PairingOptions(Options):
    """What a manager may say about a pairing round."""

    intro: Annotated[Text, Placeholders(("people", "title"))] | None = None
    """The first sentences of the introduction; without it Rondo's own words stand there."""
    questions: tuple[Text, ...] = ()
    """Own opening questions; without them Rondo takes one of its own collection."""
    nudge: bool = True
    """Whether a friendly reminder goes out half way."""
    wrap_up: bool = True
    """Whether the channel reads a short wrap-up when the round closes."""
