"""Every sentence about a text in rituals.yaml: its length, its language, its braces, whom it calls."""

from __future__ import annotations

from collections.abc import Iterable

from bot.config.problems import EXAMPLES
from bot.config.said import DROP, QUOTE, Mend, Said, said, value
from bot.config.suggestions import nearest, shown
from bot.config.writing import as_scalar


def no_words(key: str) -> Said:
    return said("text.empty", "text.empty.hint", value(EXAMPLES["text"].partition(": ")[2]), key=key)


def no_text(key: str) -> Said:
    return said("text.none", "text.none.hint", QUOTE, key=key)


def unknown_language(given: str, written: Iterable[str]) -> Said:
    free = [language for language in ("en", "de") if language not in written]
    better = nearest(given, free) or next(iter(free), "")
    mend = Mend("key", better) if better else DROP
    found = said("text.language", "text.language.hint", mend, word=shown(given))
    return Said(found.key, found.hint, found.params, found.mend, below=(given,))


def too_long(key: str, text: str, limit: int) -> Said:
    cut = text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:–-") if " " in text[:limit] else text[:limit]
    mend = value(as_scalar(cut)) if "\n" not in text.strip() else None
    return said("text.long", "text.long.hint", mend, key=key, length=len(text), limit=limit, over=len(text) - limit)


def one_line(key: str, text: str) -> Said:
    return said("text.line", "text.line.hint", value(as_scalar(" ".join(text.split()))), key=key)


def unknown_placeholder(name: str, choices: Iterable[str]) -> Said:
    possible = sorted(choices)
    near = nearest(name, possible)
    hint = "placeholder.none" if not possible else "placeholder.meant" if near else "possible"
    listing = ", ".join(f"`{{{choice}}}`" for choice in possible)
    mend = Mend("value", f"{{{near}}}" if near else name)
    return said("placeholder.bad", hint, mend, name=f"{{{name}}}", near=f"{{{near}}}", choices=listing)


def broadcast(token: str) -> Said:
    return said("text.broadcast", "text.broadcast.hint", Mend("value", ""), token=token)
