"""Reading a file as far as it goes: for a line that cannot be read its correction stands in, and reading goes on."""

from __future__ import annotations

import re

from bot.config import misreadings
from bot.config.document import Document
from bot.config.mends import edited
from bot.config.nodes import Builder, Refused
from bot.errors import Correction

MAX_BYTES = 64 * 1024
ROUNDS = 8
"""Lines that are stood in for in one reading."""
EFFORT = 60_000
"""Characters read over all rounds; a large file gets fewer of them."""
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u2060\ud800-\udfff\ufeff\ufffe\uffff]")
"""What must not stand in the file itself; in a text in double quotes it may be written as an escape."""
HARD_SPACES = (
    re.compile(r"^([ \t]*(?:- )?[\u00a0\u2000-\u200a\u202f\u3000][\s\u00a0]*)(?:- ?)?[\w-]+[ \u00a0]*:", re.MULTILINE),
    re.compile(r"^ *(?:- )?\w+:([\u00a0\u2000-\u200a\u202f\u3000][ \u00a0]*)\S", re.MULTILINE),
)
"""Blanks that are none for YAML, before a key and behind its colon."""
BULLET = re.compile(r"^ *([*•·–—‣▪]) *(?=(?:id|kind) *:)", re.MULTILINE)
"""What a word processor makes of the dash before a ritual."""


def read(source: str) -> Document:
    """Return the file as plain values; problems stand in `said`, and where it could not be read the value is None."""
    document = Document(normal(source))
    said = document.said
    for _ in range(max(1, min(ROUNDS, EFFORT // (len(source) + 1)))):
        try:
            _build(document)
            break
        except Refused as refused:
            said = [*said, *document.said, (refused.place, refused.said, refused.fix)]
            following = _stood_in(document.source, refused.fix)
            document = Document(following or document.source)
            if following is None:
                break
    else:
        document.value = None
    document.said = [*said, *document.said]
    return document


def normal(source: str) -> str:
    """Return the source without byte order mark, its lines ended by line feeds."""
    return source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _stood_in(source: str, fix: Correction | None) -> str | None:
    """Return the source with the correction in it, if all lines keep their numbers."""
    if fix is None or len(fix.lines) > fix.removes:
        return None
    empty = ("",) * (fix.removes - len(fix.lines))
    return Correction(fix.line, fix.removes, fix.lines + empty).applied(source)


def _build(document: Document) -> None:
    """Fill the document from its source. Raises Refused where it cannot be read."""
    source = document.source
    if len(source.encode("utf-8", "replace")) > MAX_BYTES:
        raise Refused(document.place(()), misreadings.too_big(MAX_BYTES // 1024))
    if unseen := UNSEEN.search(source):
        start = source.rfind("\n", 0, unseen.start()) + 1
        end = document.line_end(unseen.start())
        fix = edited(source, start, end, UNSEEN.sub("", source[start:end]))
        raise Refused(document.at(unseen.start()), misreadings.unprintable(unseen.group()), fix)
    if bullet := BULLET.search(source):
        fix = edited(source, bullet.start(1), bullet.end(1), "-")
        raise Refused(document.at(bullet.start(1)), misreadings.bullet(bullet[1]), fix)
    for pattern in HARD_SPACES:
        if hard := pattern.search(source):
            fix = edited(source, hard.start(1), hard.end(1), re.sub(r"[^\S\n]", " ", hard[1]))
            raise Refused(document.at(hard.start(1)), misreadings.hard_space(), fix)
    document.value = Builder(document).build()
