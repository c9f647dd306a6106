"""Introductions: who was brought together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.model.ids import PersonId


@dataclass(frozen=True)
class Introduction:
    """People brought together in one run, and whether they say they met."""

    id: str
    run: str
    ritual: str
    people: tuple[PersonId, ...]
    on: date
    question: str = ""
    """The opening question they got, so that nobody gets it again soon."""
    met: bool | None = None
    """None until the round closes, or when nobody said."""
    heard: bool = False
    """Whether somebody of them said something, if only that a date is set; False until the round closes."""
