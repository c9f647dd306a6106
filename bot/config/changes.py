"""What differs between two rituals files (a first, short reading)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.config.loader import Config
from bot.model import Language


@dataclass(frozen=True)
class Change:
    """One difference."""

    ritual: str
    key: str
    touches: Literal["text", "time", "people", "data"]
    line: int

    def said(self, language: Language) -> str:
        """Return the change as a sentence."""
        word = "geändert" if language == "de" else "changed"
        return f"{self.ritual}: {self.key} {word}"


def compare(old: Config, new: Config, kinds: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what differs."""
    before, after = ({one.id: one for one in config.rituals} for config in (old, new))
    found = [Change(name, "ritual", "people", 1) for name in sorted(before.keys() ^ after.keys())]
    for name in sorted(before.keys() & after.keys()):
        one, other = before[name], after[name]
        found += [Change(name, "channel", "data", 1)] if one.channel != other.channel else []
        found += [Change(name, "schedule", "time", 1)] if one.rule != other.rule else []
        found += [Change(name, "title", "text", 1)] if one.title != other.title else []
    if old.managers != new.managers:
        found.append(Change("", "managers", "people", 1))
    return tuple(found)


def renamed(old: Config, new: Config) -> Mapping[str, str]:
    """Return old ids and the new ones that seem to be the same rituals."""
    gone = [one for one in old.rituals if one.id not in {other.id for other in new.rituals}]
    come = [one for one in new.rituals if one.id not in {other.id for other in old.rituals}]
    return {a.id: b.id for a in gone for b in come if (a.kind, a.channel, a.title) == (b.kind, b.channel, b.title)}
