"""Which of several corrections of a line helps: the one with which YAML's parser gets furthest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

import yaml

Edit = tuple[int, int, str]
"""A stretch of the source, and what stands there instead."""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ENTRY = re.compile(r"^(?: {0,4}- *\w+ *:|\w)", re.MULTILINE)
WINDOW = 6000
"""Characters around a mistake that are read again with each correction."""
TRIES = 14
LONGEST_LINE = 1000


def best(source: str, edits: Iterable[Edit], *, failed: int) -> Edit | None:
    """Return the first edit after which the parser gets furthest, or None if none helps."""
    chosen: Edit | None = None
    least = len(source) - failed
    for edit in islice(edits, TRIES):
        if source[edit[0] : edit[1]] == edit[2]:
            continue
        left = _left(source, edit)
        if left == 0:
            return edit
        if left < least:
            chosen, least = edit, left
    return chosen


def is_long(source: str, index: int) -> bool:
    """Say whether a line is too long to try corrections on it."""
    return line_end(source, index) - source.rfind("\n", 0, index) > LONGEST_LINE


def line_end(source: str, index: int) -> int:
    """Return where the line of a character ends."""
    end = source.find("\n", index)
    return len(source) if end < 0 else end


def _left(source: str, edit: Edit) -> int:
    """Return how many characters the parser does not reach after an edit; 0 if it reads to the end of the entry."""
    start = max((match.start() for match in ENTRY.finditer(source, max(0, edit[0] - WINDOW), edit[0] + 1)), default=0)
    following = ENTRY.search(source, edit[1] + 1)
    end = following.start() if following else len(source)
    if end - start > WINDOW:
        return len(source)
    text = source[start : edit[0]] + edit[2] + source[edit[1] : end]
    try:
        for _ in yaml.parse(text, Loader=LOADER):
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return len(source) - end + len(text) - (mark.index if mark else 0) + 1
    except (yaml.YAMLError, ValueError, OverflowError):
        return len(source)
    return 0
