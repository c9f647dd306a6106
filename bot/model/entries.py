"""What somebody sees of their own entry in the directory."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.directory import Directory, Field, Profile, ProfileFact


@dataclass(frozen=True)
class OwnEntry:
    """An entry as its owner, or its keeper, has it before them; nobody else."""

    directory: Directory
    profile: Profile
    missing: tuple[Field, ...] = ()
    """Fields that say nothing yet."""
    stale: tuple[ProfileFact, ...] = ()
    """Values whose time is over or nearly so."""
    read_only: frozenset[str] = frozenset()
    """Fields whose values only Slack changes."""
    kept: tuple[Profile, ...] = ()
    """Entries of people without a Slack account whom they look after."""
    whose: str = ""
    """Whose entry it is, where somebody else looks after it; empty for one's own."""
    deputies: tuple[tuple[str, str], ...] = ()
    """(internal id, Slack id) of those who stand in for them."""

    @property
    def is_blank(self) -> bool:
        """Whether they never said a word here."""
        return not self.profile.facts and not self.profile.listing.listed

    def slack_id_of(self, person: str | None) -> str:
        """Return the Slack id of somebody who stands in, empty where there is nobody."""
        return dict(self.deputies).get(person or "", "")
