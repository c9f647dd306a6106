"""`topics:` of the directory: groups of words that mean one topic, the first of each its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from bot.config import catalogue_words as words
from bot.config.findings import Findings
from bot.config.said import Path
from bot.config.writing import as_scalar

PATH: Path = ("directory", "topics")
BETWEEN = re.compile(r"\s*[,;=|]\s*")
MOST = 20
"""Groups that a correction writes anew; nobody reads more."""


def are_groups(raw: Any, findings: Findings) -> bool:
    """Say whether the words stand in groups, after noting those that stand alone, or behind a name and a colon."""
    if raw is None or not isinstance(raw, list | dict | str):
        return True
    is_flat = isinstance(raw, list) and PATH in findings.document.flows and all(isinstance(one, str) for one in raw)
    if not isinstance(raw, list) or (is_flat and raw):
        _note(PATH, _groups(raw), findings)
        return False
    alone = [number for number, one in enumerate(raw) if isinstance(one, str | int | float | dict)]
    for number in alone:
        _note((*PATH, number), _groups(raw[number])[:1], findings)
    return not alone


def read_topics(groups: Sequence[Sequence[str]], findings: Findings) -> tuple[tuple[str, ...], ...]:
    """Return the groups, after noting empty ones, and words that stand twice."""
    lines: dict[str, int] = {}
    for number, group in enumerate(groups):
        if findings.are_many:
            break
        if not group:
            findings.add((*PATH, number), words.empty_topic())
        for place, word in enumerate(group):
            path = (*PATH, number, place)
            if len(several := _words([word])) > 1:
                _note(path, [several], findings)
            if (known := lines.get(word.casefold())) is not None:
                findings.add(path, words.topic_twice(word, known))
            lines.setdefault(word.casefold(), findings.document.place(path).line)
    return tuple(tuple(group) for group in groups)


def _note(path: Path, groups: list[list[str]], findings: Findings) -> None:
    written = [f"[{', '.join(as_scalar(word) for word in group)}]" for group in groups[:MOST]]
    better = ", ".join(written) if len(path) > len(PATH) else f"[{', '.join(written)}]"
    better = better[1:-1] if len(path) > len(PATH) + 1 else better
    place = findings.document.place(path)
    findings.add(path, words.not_topics((place.start, place.end), better if 0 < len(groups) <= MOST else ""))


def _groups(raw: Any) -> list[list[str]]:
    """Return the groups that somebody probably meant; none where nobody can tell."""
    if isinstance(raw, dict):
        return [_words((name, *(given if isinstance(given, list) else [given]))) for name, given in raw.items()]
    return [_words(raw if isinstance(raw, list) else [raw])]


def _words(given: Iterable[Any]) -> list[str]:
    """Return single words; several may stand in one text."""
    texts = [str(one) for one in given if isinstance(one, str | int | float)]
    found = (word for text in texts[:MOST] for word in BETWEEN.split(text[:400].strip()) if word)
    return list({word.casefold(): word for word in found}.values())
