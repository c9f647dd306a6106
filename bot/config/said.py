"""A sentence about a mistake, before anybody says it: its key in the catalogue, its values, and how to mend the file.

The words stand in `locales/<language>/LC_MESSAGES/config.po`, read only when there is a problem to tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from bot.i18n.catalogue import Catalogue
from bot.model import LANGUAGES, Language, Words

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mend:
    """What to do to the file, in terms of what stands there; `mends` turns it into lines.

    `value`, `key`: the text stands instead. `quote`: the value goes into quotes. `drop`: the entry goes.
    `add`: the text becomes one more entry of the mapping. `edit`: the text stands instead of `span`.
    `dash`: the entries become the first one of a list.
    """

    do: Literal["value", "key", "quote", "drop", "add", "edit", "dash"]
    text: str = ""
    span: tuple[int, int] = (0, 0)


DROP = Mend("drop")
QUOTE = Mend("quote")


@dataclass(frozen=True)
class Said:
    """What is wrong (`key`), how to mend it (`hint`), the values of both, and the mend itself."""

    key: str
    hint: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    mend: Mend | None = None
    below: Path = ()
    """Where in the value the mistake stands, if not at its beginning."""

    def mended(self, mend: Mend | None) -> Said:
        """Return the same sentence with another mend."""
        return replace(self, mend=mend)

    def spoken(self, language: Language) -> tuple[str, str]:
        """Return what is wrong and how to mend it."""
        return _spoken(language, self.key, self.params), _spoken(language, self.hint, self.params)


def said(key: str, hint: str = "", mend: Mend | None = None, /, **params: Any) -> Said:
    """Return a sentence by its keys and values."""
    return Said(key, hint, params, mend)


def value(text: str) -> Mend | None:
    """Return the mend that puts a text in place of a value, if there is one."""
    return Mend("value", text) if text else None


def _spoken(language: Language, key: str, params: Mapping[str, Any]) -> str:
    return catalogues()[language].say(Words(key, params), plain=True) if key else ""


@cache
def catalogues() -> Mapping[Language, Catalogue]:
    """Return the words for mistakes, read once per process and only where there is a mistake."""
    return {language: Catalogue(language, "config") for language in LANGUAGES}
