"""Languages in people's words: "Deutsch", "German" and "de" are one."""

from __future__ import annotations

from bot.model import SPOKEN

_NAMES = {
    "de": ("german", "allemand"), "en": ("englisch", "anglais"), "fr": ("französisch", "franzoesisch", "french"),
    "es": ("spanisch", "spanish"), "it": ("italienisch", "italian"), "pt": ("portugiesisch", "portuguese"),
    "nl": ("niederländisch", "niederlaendisch", "holländisch", "dutch"), "pl": ("polnisch", "polish"),
    "cs": ("tschechisch", "czech"), "tr": ("türkisch", "tuerkisch", "turkish"), "uk": ("ukrainisch", "ukrainian"),
    "ru": ("russisch", "russian"), "ar": ("arabisch", "arabic"), "fa": ("persisch", "farsi", "persian"),
    "hi": ("hindi",), "zh": ("chinesisch", "mandarin", "chinese"), "ja": ("japanisch", "japanese"),
    "ko": ("koreanisch", "korean"),
}  # fmt: skip
"""What each is called in German and English; its own word stands in SPOKEN."""


def code_of(said: str) -> str:
    """Return the ISO 639-1 code of a language where it is known, else what was said."""
    wanted = said.casefold()
    for code, own in SPOKEN.items():
        if wanted in (code, own.casefold(), *_NAMES.get(code, ())):
            return code
    return said
