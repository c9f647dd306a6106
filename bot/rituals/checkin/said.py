"""Pieces of sentences that the pages and letters of a check-in share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from bot.model import LANGUAGES, State, Words
from bot.text import escape

NAMES = "abcdefghijklmnopqrstuvwxyz"


def placed(state: State) -> dict[str, Any]:
    """Return what a sentence about a run is filled with: its name, and until when it takes answers."""
    end = state.run.closes_at or state.run.opened_at
    when = end.astimezone(ZoneInfo(state.ritual.rule.timezone))
    return {"title": Words(own=state.ritual.title), "id": state.ritual.id, "when": when}


def joined(lines: Sequence[Words]) -> Words:
    """Return several sentences below each other: at most 26, and a ritual has twelve questions (MOST_QUESTIONS)."""
    names = NAMES[: len(lines)]
    template = "\n".join(f"{{{name}}}" for name in names)
    return Words(own=dict.fromkeys(LANGUAGES, template), params=dict(zip(names, lines, strict=True)))


def in_both(text: Mapping[str, str]) -> Words:
    """Return words that people wrote, by language, to be shown letter by letter."""
    return Words(own={language: f"{{{language}}}" for language in LANGUAGES}, params=dict(text))


def fitted(text: str, most: int) -> str:
    """Return a text cut such that Slack counts at most so many characters of it: some signs count several times."""
    counts = accumulate(len(escape(sign)) for sign in text)
    room = sum(1 for count in counts if count < most)
    return text if len(escape(text)) <= most else f"{text[:room].rstrip()}…"
