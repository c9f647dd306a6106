"""What the steps of a round are called."""

from __future__ import annotations

from bot.model import Words

ROUND = ("open", "nudge", "ask", "close", "depart", "arrive", "eve", "step_in", "remind")
SURVEY = ("again", "results", "group", "nudge_group", "pick")
HOUSE = ("notice", "decided", "need")
STEPS = frozenset((*ROUND, *SURVEY, *HOUSE))
"""Steps of Rondo's own kinds, and what the house says besides; what stands behind a dash is a day."""


def step_words(step: str) -> Words:
    """Return what a step is called, or an answer to one; a kind from outside may have steps that no catalogue knows."""
    if ":" in step:
        return Words("step.answer")
    name = step.partition("-")[0]
    return Words(f"step.{name}") if name in STEPS else Words(own={"de": step, "en": step})
