"""Sentences that are not yet in a language, and the messages made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.model.ids import PersonId


@dataclass(frozen=True)
class Mention:
    """A person inside a text; becomes a Slack mention only when the letter leaves."""

    person: PersonId


@dataclass(frozen=True)
class Place:
    """A time zone inside a text; read as its city."""

    zone: str


@dataclass(frozen=True)
class ShortDate:
    """A day inside a text, as short as it can be said; a day of its own reads with its weekday."""

    on: date
    has_year: bool = False


@dataclass(frozen=True)
class Link:
    """An address of our own making inside a text, and what is read in its place. Nothing from people stands in it
    unless it is percent-encoded."""

    url: str
    words: Words


@dataclass(frozen=True)
class Words:
    """A sentence that is not yet in a language: a catalogue key, or a manager's own text per language.

    `params` fill the named placeholders. A count named `n` chooses the plural form; a float is said with the comma or
    the point of the language, to two places.
    """

    key: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    own: Mapping[str, str] | None = None
    """Text from rituals.yaml by language; wins over `key`."""


Block = dict[str, Any]
"""A Block Kit block. Until it is rendered its texts may be `Words`."""


@dataclass(frozen=True)
class Message:
    """What a letter says: one plain sentence for notifications and screen readers, and blocks."""

    text: Words
    blocks: tuple[Block, ...] = ()
