"""Words for what nobody is asked: the special categories of personal data (GDPR, Art. 9), in German and English."""

from __future__ import annotations

import re

BEGINNINGS = (
    "health gesundheit medical medizinisch sick illness disease diagnos krank disab behinder schwerbehind "
    "schwanger pregnan medikament medication allergi impf vaccin blutgruppe "
    "religi konfession kirch church faith glaube denomination weltanschau gewerkschaft politi partei volkszugehör "
    "ethni herkunft hautfarb racial rassi sexual sexuell homosex biometr genetic genetisch"
)
"""A word that begins like one of these names one of them."""
WITHIN = ("krankheit", "erkrankung", "behinderung", "gesundheit")
"""And one that holds one of these: German puts words together."""
WHOLE = ("union", "unions", "race", "rasse", "lgbt", "lgbtq", "queer", "hiv")
WORD = re.compile(r"[^\W\d_]+")


def sensitive(words: str) -> str:
    """Return the word in a key or a label that names a special category, empty where none does."""
    beginnings = tuple(BEGINNINGS.split())
    return next((word for word in WORD.findall(words[:400]) if _names_one(word.casefold(), beginnings)), "")


def _names_one(word: str, beginnings: tuple[str, ...]) -> bool:
    return word in WHOLE or word.startswith(beginnings) or any(one in word for one in WITHIN)
