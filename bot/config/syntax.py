"""Which sentence fits an error of the YAML parser, and which of several corrections makes it go away."""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml

from bot.config import misreadings
from bot.config.attempts import best, is_long
from bot.config.mends import edited
from bot.config.repairs import repairs, text_below, value_end
from bot.config.said import Said
from bot.config.writing import quoted
from bot.errors import Correction

KEY_AND_TEXT = re.compile(r"\s*(- +)*[^\s:#][^:#]*:[ \t]+\S")
KEY_WITHOUT_SPACE = re.compile(r"\s*(- +)*[A-Za-z_]+:[^\s/]")
DASH_WITHOUT_SPACE = re.compile(r"\s*-[A-Za-z_]+ *:")
EQUALS = re.compile(r"\s*(- +)*[A-Za-z_]+ *=")


def explain(error: yaml.MarkedYAMLError, source: str) -> tuple[int, Said, Correction | None]:
    """Return where the mistake stands (an index into the source), what to say about it, and the correction."""
    mark = error.problem_mark or error.context_mark
    index = min(mark.index, len(source)) if mark else 0
    begin = min(error.context_mark.index, len(source)) if error.context_mark else index
    said = misreadings.unreadable()
    where = index
    for pattern, say in RULES:
        if re.search(pattern, f"{error.context or ''}|{error.problem or ''}"):
            where, said = say(source, begin, index)
            break
    edit = None if is_long(source, where) else best(source, repairs(source, where, said.key), failed=index)
    return where, said, edited(source, *edit) if edit else None


def unmarked(source: str, start: int) -> Correction | None:
    """Return the line in which a text begins with a character of YAML, with the text in quotes."""
    if is_long(source, start):
        return None
    end = value_end(source, start)
    return edited(source, start, end, quoted(source[start:end]))


def _tab(source: str, begin: int, index: int) -> tuple[int, Said]:
    if source[index : index + 1] != "\t":
        return _start(source, begin, index)
    return index, misreadings.tab(indents=not _before(source, index).strip())


def _start(source: str, begin: int, index: int) -> tuple[int, Said]:
    if source.startswith("```", index):
        return index, misreadings.fence()
    return index, misreadings.bad_start(source[index : index + 1])


def _star(source: str, begin: int, index: int) -> tuple[int, Said]:
    return begin, misreadings.bad_start(source[begin : begin + 1])


def _quote(source: str, begin: int, index: int) -> tuple[int, Said]:
    return begin, misreadings.open_quote(source[begin : begin + 1])


def _escape(source: str, begin: int, index: int) -> tuple[int, Said]:
    at = source.rfind("\\", begin, index + 1) + 1 or index
    return at, misreadings.escape(source[at : at + 1])


def _question(source: str, begin: int, index: int) -> tuple[int, Said]:
    return index, misreadings.question_in_brackets()


def _bracket(source: str, begin: int, index: int) -> tuple[int, Said]:
    where = begin if source[begin : begin + 1] in ("[", "{") else index
    line = source[: source.find("\n", where) if "\n" in source[where:] else None]
    if re.search(r"\?\s*[,}\]]", line[where:]) and not re.search(r"[\"']", line[where:]):
        return where + line[where:].index("?"), misreadings.question_in_brackets()
    return where, misreadings.open_bracket()


def _colon(source: str, begin: int, index: int) -> tuple[int, Said]:
    if KEY_AND_TEXT.match(_before(source, index)):
        return index, misreadings.colon_in_text()
    return _above(source, index) or _indentation(source, begin, index)


def _above(source: str, index: int) -> tuple[int, Said] | None:
    """Look for a mistake in the line before, which shows only now."""
    start = source.rfind("\n", 0, index)
    line_start = source.rfind("\n", 0, max(start, 0)) + 1
    return _misspelt(source, line_start) if start >= 0 else None


def _misspelt(source: str, begin: int) -> tuple[int, Said] | None:
    """Look for a colon or a dash without its space, and for an equals sign, in the line that begins there."""
    line = source[begin:].split("\n", 1)[0]
    if KEY_WITHOUT_SPACE.match(line):
        return begin + line.index(":"), misreadings.no_space_after_colon()
    if DASH_WITHOUT_SPACE.match(line):
        return begin + line.index("-"), misreadings.no_space_after_dash()
    if EQUALS.match(line):
        return begin + line.index("="), misreadings.equals()
    return None


def _scalar(source: str, begin: int, index: int) -> tuple[int, Said]:
    before = _before(source, index).rstrip()
    if before.endswith(("'", '"')):
        return index, misreadings.after_quote(before[-1])
    if before.endswith(("}", "]")):
        return index, misreadings.after_bracket()
    return _indentation(source, begin, index)


def _indentation(source: str, begin: int, index: int) -> tuple[int, Said]:
    before = _before(source, index)
    start = index - len(before)
    if found := _misspelt(source, start):
        return found
    first = len(source[start:]) - len(source[start:].lstrip(" "))
    return max(index - len(before.lstrip()), start + first), misreadings.indentation()


def _dash(source: str, begin: int, index: int) -> tuple[int, Said]:
    return index, misreadings.dash_in_line()


def _no_colon(source: str, begin: int, index: int) -> tuple[int, Said]:
    if text_below(source, begin):
        return begin, misreadings.text_below()
    return _misspelt(source, begin) or (begin, misreadings.no_colon())


def _block_text(source: str, begin: int, index: int) -> tuple[int, Said]:
    return index, misreadings.block_text(source[begin : begin + 1])


def _before(source: str, index: int) -> str:
    """Return what stands before a character in its line."""
    return source[source.rfind("\n", 0, index) + 1 : index]


RULES: tuple[tuple[str, Callable[[str, int, int], tuple[int, Said]]], ...] = (
    (r"found character '\\t'|found a tab character", _tab),
    (r"found character .*cannot start", _tab),
    (r"scanning an (alias|anchor)|(scanning|parsing) a tag|tag handle", _star),
    (r"quoted scalar\|found (unexpected end|unexpected document)", _quote),
    (r"unknown escape|expected escape sequence|escape code|hexdecimal", _escape),
    (r"but got '\?'", _question),
    (r"parsing a flow (sequence|mapping)", _bracket),
    (r"sequence entries are not allowed", _dash),
    (r"mapping values are not allowed", _colon),
    (r"could not find expected ':'", _no_colon),
    (r"<block end>, but found '<scalar>'|did not find expected (key|'-' indicator)", _scalar),
    (r"<block end>, but found '(<block|\?|-)", _indentation),
    (r"expected (chomping|indentation|comment)|expected a comment or a line break", _block_text),
    (r"expected (the )?node content", _start),
    (r"parsing a flow", _bracket),
)
"""The first pattern that fits `context|problem` of the error; PyYAML and libyaml say it in their own words."""
