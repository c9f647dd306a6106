"""What people decide for themselves about being brought together with others."""

from __future__ import annotations

from dataclasses import dataclass

SPOKEN = {
    "de": "Deutsch", "en": "English", "fr": "Français", "es": "Español", "it": "Italiano", "pt": "Português",
    "nl": "Nederlands", "pl": "Polski", "cs": "Čeština", "tr": "Türkçe", "uk": "Українська", "ru": "Русский",
    "ar": "العربية", "fa": "فارسی", "hi": "हिन्दी", "zh": "中文", "ja": "日本語", "ko": "한국어",
}  # fmt: skip
"""Languages that may be named, as ISO 639-1 codes, each in its own words."""
WEEKS = (1, 2, 3, 4, 6, 8, 12)
"""How seldom somebody may wish to meet somebody."""
MOST_AVOIDED = 50


@dataclass(frozen=True)
class Wishes:
    """What somebody wants of being brought together with others; theirs alone, and told to nobody."""

    every_weeks: int = 1
    """To meet somebody at most every so many weeks, over all rituals."""
    on_demand: bool = False
    """Whether colleagues who type /rondo meet may be brought together with them."""
    languages: tuple[str, ...] = ()
    """What they speak, as ISO 639-1 codes; empty: nothing said."""
    shows_photo: bool = False
    """Whether whom they meet sees the photo of their Slack profile."""
    status_counts: bool = False
    """Whether a dated Slack status such as "vacation until" is looked at when a round is matched; never kept."""


NO_WISHES = Wishes()
"""Those of somebody who never said any."""


@dataclass(frozen=True)
class OwnWishes:
    """Somebody's own settings; `avoided` are Slack ids."""

    wishes: Wishes
    avoided: tuple[str, ...]
