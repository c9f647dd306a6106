"""What is let in behind the keys of `directory`: a function returns the value, or refuses it with its sentence."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Literal

from bot.config import catalogue_words as words
from bot.config.admission import NEVER, Refusal
from bot.directory.catalogue import LONGEST

KEY = re.compile(r"[a-z][a-z0-9_]{0,29}\Z")
LIFETIME = re.compile(r"([0-9]{1,4}) *(day|week)s?\Z")
SHORTEST, FARTHEST = 30, 1095
"""Days that a value may hold: people are asked once a month at most, and after three years nobody knows."""
LONGEST_LABEL, LONGEST_PURPOSE = 40, 150
"""Characters; more than 150 no placeholder of a form holds."""
LONGEST_SLACK = 60
LONGEST_TOPIC = LONGEST["topics"]
RESERVED = ("id", "listed", "expert", "contactable", "keeper", "timezone", "audience")
"""Columns of the table that `rondo people import` reads, which are no fields."""
OFF = "off"
"""What drops a shipped field."""


def as_lifetime(value: Any) -> timedelta | Literal["never"]:
    """Return how long a value holds without a word, or `never`: it does not grow old."""
    if value == NEVER:
        return NEVER  # type: ignore[return-value]  # the same word
    match = LIFETIME.match(value) if isinstance(value, str) else None
    days = int(match[1]) * (7 if match[2] == "week" else 1) if match else 0
    if not SHORTEST <= days <= FARTHEST:
        raise Refusal(words.bad_lifetime, value, SHORTEST, FARTHEST)
    return timedelta(days=days)


def as_slack_label(value: Any) -> str:
    """Return what a field of Slack's profiles may be called, in the form in which labels are compared."""
    label = " ".join(value.split()) if isinstance(value, str) else ""
    if not 0 < len(label) <= LONGEST_SLACK:
        raise Refusal(words.bad_slack_label, value, LONGEST_SLACK)
    return label.casefold()


def as_topic(value: Any) -> str:
    """Return one word, or a few, for a topic."""
    topic = " ".join(value.split()) if isinstance(value, str) else ""
    if len(topic) > LONGEST_TOPIC or not any(letter.isalnum() for letter in topic):
        raise Refusal(words.bad_topic, value, LONGEST_TOPIC)
    return topic
