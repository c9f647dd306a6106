"""Versions of the rituals file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.model.ids import PersonId

Origin = Literal["file", "upload", "address", "rollback"]
VersionState = Literal["proposed", "live", "past", "discarded"]


@dataclass(frozen=True)
class Version:
    """One text of the rituals file that was live or that somebody proposed; at most one is live."""

    id: int
    fingerprint: str
    """SHA-256 of the source in hexadecimal digits."""
    source: str
    origin: Origin
    state: VersionState
    proposed_at: datetime
    proposed_by: PersonId | None = None
    approved_by: PersonId | None = None
    live_at: datetime | None = None
    """When it last became live."""
