"""Which sentence fits an error of the YAML parser."""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml

from bot.config import misreadings
from bot.config.misreadings import Said

KEY_AND_TEXT = re.compile(r"\s*(- +)*[^\s:#][^:#]*:[ \t]+\S")
KEY_WITHOUT_SPACE = re.compile(r"\s*(- +)*[A-Za-z_]+:[^\s/]")


def explain(error: yaml.MarkedYAMLError, source: str) -> tuple[int, Said]:
    """Return where the mistake stands (an index into the source) and what to say about it."""
    mark = error.problem_mark or error.context_mark
    index = min(mark.index, len(source)) if mark else 0
    begin = min(error.context_mark.index, len(source)) if error.context_mark else index
    context, problem = error.context or "", error.problem or ""
    for pattern, say in RULES:
        if re.search(pattern, f"{context}|{problem}"):
            return say(source, begin, index)
    return index, misreadings.unreadable(problem)


def _tab(source: str, begin: int, index: int) -> tuple[int, Said]:
    return index, misreadings.tab(indents=not _before(source, index).strip())


def _start(source: str, begin: int, index: int) -> tuple[int, Said]:
    return index, misreadings.bad_start(source[index : index + 1])


def _star(source: str, begin: int, index: int) -> tuple[int, Said]:
    return begin, misreadings.bad_start(source[begin : begin + 1])


def _quote(source: str, begin: int, index: int) -> tuple[int, Said]:
    return begin, misreadings.open_quote(source[begin : begin + 1])


def _escape(source: str, begin: int, index: int) -> tuple[int, Said]:
    return index, misreadings.escape(source[index : index + 1])


def _question(source: str, begin: int, index: int) -> tuple[int, Said]:
    return index, misreadings.question_in_brackets()


def _bracket(source: str, begin: int, index: int) -> tuple[int, Said]:
    where = begin if source[begin : begin + 1] in ("[", "{") else index
    return where, misreadings.open_bracket()


def _colon(source: str, begin: int, index: int) -> tuple[int, Said]:
    if KEY_AND_TEXT.match(_before(source, index)):
        return index, misreadings.colon_in_text()
    above = source[:index].rstrip("\n").rsplit("\n", 2)[-2:-1]
    if above and KEY_WITHOUT_SPACE.match(above[0]):
        start = source[:index].rfind("\n")
        where = source.rfind("\n", 0, start) + 1 + above[0].index(":")
        return where, misreadings.no_space_after_colon()
    return _indentation(source, begin, index)


def _scalar(source: str, begin: int, index: int) -> tuple[int, Said]:
    before = _before(source, index).rstrip()
    if before.endswith(("'", '"')):
        return index, misreadings.after_quote(before[-1])
    if before.endswith(("}", "]")):
        return index, misreadings.after_bracket()
    return _indentation(source, begin, index)


def _indentation(source: str, begin: int, index: int) -> tuple[int, Said]:
    before = _before(source, index)
    return index - len(before.lstrip()), misreadings.indentation()


def _dash(source: str, begin: int, index: int) -> tuple[int, Said]:
    return index, misreadings.dash_in_line()


def _no_colon(source: str, begin: int, index: int) -> tuple[int, Said]:
    line = source[begin:].split("\n", 1)[0]
    if KEY_WITHOUT_SPACE.match(line):
        return begin + line.index(":"), misreadings.no_space_after_colon()
    return begin, misreadings.no_colon()


def _block_text(source: str, begin: int, index: int) -> tuple[int, Said]:
    return index, misreadings.block_text(source[begin : begin + 1])


def _before(source: str, index: int) -> str:
    """Return what stands before a character in its line."""
    return source[source.rfind("\n", 0, index) + 1 : index]


RULES: tuple[tuple[str, Callable[[str, int, int], tuple[int, Said]]], ...] = (
    (r"found character '\\t'", _tab),
    (r"found character .* cannot start", _start),
    (r"scanning an (alias|anchor)", _star),
    (r"quoted scalar\|found (unexpected end|unexpected document)", _quote),
    (r"unknown escape|expected escape sequence", _escape),
    (r"but got '\?'", _question),
    (r"parsing a flow", _bracket),
    (r"sequence entries are not allowed", _dash),
    (r"mapping values are not allowed", _colon),
    (r"could not find expected ':'", _no_colon),
    (r"<block end>, but found '<scalar>'", _scalar),
    (r"<block end>, but found '(<block|\?|-)", _indentation),
    (r"expected (chomping|indentation)|expected a comment or a line break", _block_text),
    (r"expected the node content", _start),
)
"""The first pattern that fits `context|problem` of the parser's error."""
