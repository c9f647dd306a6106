"""The kinds of ritual that are installed: Rondo's own, and those of other packages (entry points `rondo.rituals`)."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import entry_points

from bot.rituals.base import Kind
from bot.rituals.registry import kinds

GROUP = "rondo.rituals"


def installed_kinds() -> Mapping[str, Kind]:
    """Return all kinds by name."""
    return kinds(entry.load() for entry in entry_points(group=GROUP))
