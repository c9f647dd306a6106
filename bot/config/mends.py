"""From what should change to the lines that should stand in the file instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.config.said import Mend, Path
from bot.config.writing import quoted
from bot.errors import Correction

if TYPE_CHECKING:
    from bot.config.document import Document

MARGIN = 40
"""A correction of more lines than these is none that anybody reads."""
DIRECTORY: Path = ("directory",)
COMMA_AFTER = re.compile(r"[ \t]*,[ \t]*")
COMMA_BEFORE = re.compile(r"[ \t]*,[ \t]*\Z")


def correct(document: Document, path: Path, mend: Mend, *, needle: str = "") -> Correction | None:
    """Return the correction of what stands at a path; with a needle, of that piece of the text only."""
    if mend.do == "edit":
        return edited(document.source, *mend.span, mend.text)
    if mend.do == "drop":
        return _dropped(document, path)
    if mend.do == "add":
        return _added(document, path, mend.text)
    if mend.do == "dash" and path in document.flows:
        start, end = document.place(path).start, document.extent(path).end
        return edited(document.source, start, end, f"[{document.source[start:end].rstrip()}]")
    if mend.do == "dash":
        names = document.names(path)
        return moved(document, (*path, names[0]), (*path, names[-1]), dash="- ") if names else None
    if mend.do == "key":
        place = document.place(path, key=True)
        return edited(document.source, place.start, place.end, mend.text)
    if needle:
        return _piece(document, path, needle, mend.text)
    return _revalued(document, path, mend)


def moved(document: Document, first: Path, last: Path, *, dash: str = "") -> Correction | None:
    """Return the lines from one entry to another two blanks further right."""
    source = document.source
    start = source.rfind("\n", 0, document.extent(first).start) + 1
    end = document.line_end(len(source[: document.extent(last).end].rstrip()))
    column = document.extent(first).column - 1
    lines = [f"  {line}" if line.strip() else line for line in source[start:end].split("\n")]
    lines[0] = f"{lines[0][:column]}{dash or '  '}{lines[0][column + 2 :]}"
    return edited(source, start, end, "\n".join(lines))


def edited(source: str, start: int, end: int, text: str) -> Correction | None:
    """Return the lines around a stretch of the source, with other words in its place."""
    first = source.rfind("\n", 0, start) + 1
    last = source.find("\n", end)
    last = len(source) if last < 0 else last
    removes = source.count("\n", first, last) + 1
    lines = (source[first:start] + text + source[end:last]).split("\n")
    if removes > MARGIN or len(lines) > MARGIN:
        return None
    return Correction(source.count("\n", 0, first) + 1, removes, tuple(line.rstrip() for line in lines))


def _piece(document: Document, path: Path, needle: str, text: str) -> Correction | None:
    place = document.find(path, needle)
    start, end = place.start, place.start + len(needle)
    source = document.source
    if source[start:end] != needle:
        return None
    while not text and start and source[start - 1] in " ,":
        start -= 1
    return edited(source, start, end, text)


def _revalued(document: Document, path: Path, mend: Mend) -> Correction | None:
    """Put other words in place of a value, which may be empty, a text of many lines, or entries of its own."""
    source, place = document.source, document.place(path)
    known = next(path[:end] for end in range(len(path), -1, -1) if path[:end] in document.values or end == 0)
    key = document.keys.get(known)
    text = _beside(document, known, mend.text)
    if key is None:
        end = len(source[: place.end].rstrip())
        return edited(source, place.start, end, quoted(source[place.start : end]) if mend.do == "quote" else text)
    colon = source.find(":", key.end) + 1
    is_below = "\n" in source[colon : place.start] or place.start <= key.start
    start = colon if is_below else place.start
    end = max(start, len(source[: max(place.end, colon)].rstrip(" \n")))
    if mend.do == "quote":
        text = quoted(source[place.start : end])
    if not is_below:
        return edited(source, start, end, text)
    separator = "" if text.startswith("\n") or not text else " "
    return edited(source, start, end, separator + _shifted(text, key.column - 1))


def _beside(document: Document, path: Path, text: str) -> str:
    """Return several entries for one of a list without brackets of their own."""
    if not path or not isinstance(path[-1], int) or not text.startswith("["):
        return text
    dash = "\n" + " " * max(document.place(path).column - 3, 0) + "- "
    return text[1:-1] if path[:-1] in document.flows else text[1:-1].replace(", ", dash)


def _shifted(text: str, spaces: int) -> str:
    return text.replace("\n", "\n" + " " * spaces)


def _dropped(document: Document, path: Path) -> Correction | None:
    """Remove an entry; if nothing else stands beside it, what it stands in goes too.

    The directory stays, be it empty: without its key there would be none.
    """
    if path and isinstance(path[-1], int) and path not in document.values:
        path = path[:-1]  # a single word stands for a list of one
    while len(path) > 1 and document.size(path[:-1]) == 1:
        path = path[:-1]
        if path == DIRECTORY:
            return _revalued(document, path, Mend("value", "{}"))
    if not path:
        return None
    place = document.extent(path)
    in_brackets = path[:-1] in document.flows
    return removed(document.source, place.start, place.end, in_brackets=in_brackets, whole=isinstance(path[-1], int))


def removed(source: str, start: int, end: int, *, in_brackets: bool, whole: bool = False) -> Correction | None:
    """Return the lines without an entry; `whole`: also without the dash before it."""
    if in_brackets:
        return _removed_in_brackets(source, start, end)
    first = source.rfind("\n", 0, start) + 1
    end = max(start, len(source[:end].rstrip()))
    line_end = source.find("\n", end)
    line_end = len(source) if line_end < 0 else line_end
    before = source[first:start].strip()
    removes = source.count("\n", first, line_end) + 1
    if removes > MARGIN:
        return None
    if not before or (whole and before == "-"):
        return Correction(source.count("\n", 0, first) + 1, removes)
    follower = re.compile(r"\n(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*").match(source, line_end)
    return edited(source, start, follower.end(), "") if follower else None


def _removed_in_brackets(source: str, start: int, end: int) -> Correction | None:
    if comma := COMMA_AFTER.match(source, end):
        return edited(source, start, comma.end(), "")
    line = source.rfind("\n", 0, start) + 1
    line = max(line, start - 80)
    before = COMMA_BEFORE.search(source[line:start])
    return edited(source, line + before.start() if before else start, end, "")


def _added(document: Document, path: Path, entry: str) -> Correction | None:
    """Write one more entry behind the first one of a mapping."""
    while path and not document.names(path):
        path = path[:-1]
    source, place = document.source, document.place(path)
    names = document.names(path)
    if path in document.flows:
        return edited(source, place.start, place.start + 1, "{" + entry + (", " if names else ""))
    if not names:
        return None
    first = document.extent((*path, names[0]))
    if entry.startswith("version:"):
        return Correction(first.line, 0, (entry,))
    end = len(source[: first.end].rstrip())
    number = source.count("\n", 0, end) + 2
    indent = " " * (first.column - 1)
    return Correction(number, 0, tuple(f"{indent}{line}" for line in entry.split("\n")))
