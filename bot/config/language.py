"""The language of a file that may be too broken to be read."""

from __future__ import annotations

import re

from bot.model import Language

NAMED = re.compile(r"\blanguage:[ \t]*['\"]?(de|en)\b")
TOP = re.compile(r"[^\s#]")


def file_language(source: str) -> Language:
    """Return the language that `defaults` names, looked for line by line; German where none can be found."""
    within = False
    for line in source.splitlines():
        if TOP.match(line):
            within = line.startswith("defaults:")
        said = NAMED.search(line.partition(" #")[0]) if within else None
        if said:
            return "en" if said[1] == "en" else "de"
    return "de"
