"""Whose profiles are still to be read: a piece of memory, begun anew at every start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.model import PersonId


@dataclass
class Reading:
    """What `profiles` works through, and for which rituals file the workspace was last read."""

    waiting: list[PersonId] = field(default_factory=list)
    """The last one is next."""
    ids: Mapping[str, str] = field(default_factory=dict)
    """Our field -> Slack's id of it."""
    own: Mapping[str, str] = field(default_factory=dict)
    """Field of the directory -> Slack's id of it."""
    not_before: datetime | None = None
    whole: bool = False
    """Whether this is the reading of everybody, so that its end is worth noting."""
    fingerprint: str = ""
    """Of the rituals file whose channels, groups and profile fields were read."""
