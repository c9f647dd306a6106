"""What is declared for one key of rituals.yaml."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rituals.base import Touched


@dataclass(frozen=True)
class Key:
    """One key: its class, its description, and the reason for the class where it is not plain."""

    touches: Touched
    de: str
    en: str
    why: str = ""

    @property
    def description(self) -> str:
        """Return what an editor shows."""
        return f"{self.de}\n\n{self.en}"
