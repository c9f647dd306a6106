"""The words of each audience as this process knows them: a piece of memory, begun anew at every start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from bot.directory.vocabulary import Vocabulary
from bot.model import Level, PersonId

MOST_ASKED = 100_000
"""Questions in vain that are remembered."""
EVERY = timedelta(seconds=30)
"""How long nobody looks whether an audience's words have changed."""


@dataclass
class _Known:
    vocabulary: Vocabulary
    version: int
    looked_at: datetime | None

    def holds(self, now: datetime | None) -> bool:
        """Return whether somebody looked a moment ago."""
        return now is not None and self.looked_at is not None and timedelta(0) <= now - self.looked_at < EVERY


@dataclass
class Lexicons:
    """Vocabularies, and who has asked in vain: that alone keeps one person from counting twice, and is never stored."""

    _known: dict[Level, _Known] = field(default_factory=dict)
    _asked: set[tuple[PersonId, str]] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def of(
        self, audience: Level, *, now: datetime | None, version: Callable[[], int], load: Callable[[], Vocabulary]
    ) -> Vocabulary:
        """Return the words of an audience, read anew where they have changed; without a `now` it looks at once."""
        with self._lock:
            known = self._known.get(audience)
            if known is not None and known.holds(now):
                return known.vocabulary
            found = version()
            if known is None or known.version != found:
                known = _Known(load(), found, now)
            known.looked_at = now or known.looked_at
            self._known[audience] = known
            return known.vocabulary

    def is_first(self, asker: PersonId, topic: str) -> bool:
        """Return whether somebody misses a topic for the first time, as far as this process remembers."""
        with self._lock:
            if len(self._asked) >= MOST_ASKED:
                self._asked.clear()
            if (asker, topic) in self._asked:
                return False
            self._asked.add((asker, topic))
            return True
