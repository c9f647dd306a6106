"""Corrections of lines that YAML cannot read, by the sentence about them; `attempts` chooses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.config.attempts import Edit, line_end
from bot.config.vocabulary import KEYS_UNDER, OTHER_WORDS
from bot.config.writing import quoted

KEY = re.compile(r"(\s*(?:- +)*)([\w-]+)( *:)?")
TEXT_KEY = re.compile(r"( *(?:- )?)(text|intro|de|en) *:[ \t]+(?:[|>][-+]?[ \t]*)?([^|>\"'\[{#\n][^\n]*)?")
MOST_LINES = 30
LISTS = ("days", "owner", "people", "questions", "department", "user_group", "calendars", "except", "owners")


def repairs(source: str, index: int, key: str) -> Iterator[Edit]:
    """Yield what may have been meant at a place, the likeliest first."""
    named = BY_KEY.get(key.partition(".")[2], ())
    for repair in (*named, *(each for each in ALWAYS if each not in named)):
        yield from repair(source, index)


def value_end(source: str, start: int) -> int:
    """Return where a text without quotes ends that begins there: at a comment, a closing bracket, or the line's end."""
    line = source[start : line_end(source, start)]
    before = source[source.rfind("\n", 0, start) + 1 : start]
    in_brackets = any(before.count(opens) > before.count(closes) for opens, closes in ("[]", "{}"))
    end = re.search(r"\s#|\s*[,\]}]" if in_brackets else r"\s#|\s*\Z", line)
    return start + (end.start() if end else len(line.rstrip()))


def text_below(source: str, index: int) -> Edit | None:
    """Return the edit that makes a block of the lines of a text which begins in the line above, or behind its `|`."""
    start = source.rfind("\n", 0, index) + 1
    above = source.rfind("\n", 0, max(start - 1, 0)) + 1
    opener = TEXT_KEY.match(source, above, max(start - 1, above))
    first = KEY.match(source, start)
    if opener is None or (first and first[2] in OTHER_WORDS):
        return None
    end, number = start, 0
    while end < len(source) and number < MOST_LINES and not _begins_key(source, end):
        end, number = line_end(source, end) + 1, number + 1
    end = len(source[: min(end, len(source))].rstrip())
    lines = [opener[3], *source[start:end].split("\n")] if opener[3] else source[start:end].split("\n")
    indent = " " * (len(opener[1]) + 2)
    block = "\n".join(indent + line.strip() if line.strip() else "" for line in lines)
    return above, end, f"{opener[1]}{opener[2]}: |\n{block}"


def _begins_key(source: str, start: int) -> bool:
    key = KEY.match(source, start)
    return key is not None and key[3] is not None and key[2] in OTHER_WORDS


def _text_below(source: str, index: int) -> Iterator[Edit]:
    """Write the lines of a text under its key, behind `|` and further right."""
    if edit := text_below(source, index):
        yield edit


def _unfence(source: str, index: int) -> Iterator[Edit]:
    """Remove the line with which a chat marks the beginning or the end of a file."""
    yield *_line(source, index), ""


def _line(source: str, index: int) -> tuple[int, int]:
    return source.rfind("\n", 0, index) + 1, line_end(source, index)


def _value(source: str, index: int) -> tuple[int, int] | None:
    """Return where the value behind the first key of a line stands."""
    start, end = _line(source, index)
    match = re.compile(r"[^:#\n]*:[ \t]+").match(source, start, end)
    if match is None:
        return None
    comment = re.search(r"\s+#\s", source[match.end() : end])
    return match.end(), match.end() + (comment.start() if comment else len(source[match.end() : end].rstrip()))


def _quote_value(source: str, index: int) -> Iterator[Edit]:
    """Put the value of the line into quotes; typographic ones and broken ones give way to them."""
    if span := _value(source, index):
        text = source[slice(*span)]
        if text[:1] in "„“”'\"" and len(text) > 1:
            inner = text[1:].rstrip("“”„") if text[0] not in "'\"" else text[1:].removesuffix(text[0])
            if '"' not in inner or "'" not in inner:
                yield *span, quoted(inner) if text[0] != '"' or text.endswith('"') else quoted(text)
        yield *span, quoted(text)


def _quote_piece(source: str, index: int) -> Iterator[Edit]:
    """Put a text inside brackets into quotes."""
    start, _ = _line(source, index)
    opening = max(source.rfind(mark, start, index + 1) for mark in ",[{:")
    begin = opening + 1 + len(source[opening + 1 :]) - len(source[opening + 1 :].lstrip(" "))
    end = value_end(source, begin)
    if opening >= start and end > begin:
        yield begin, end, quoted(source[begin:end])


def _quote_all_pieces(source: str, index: int) -> Iterator[Edit]:
    """Put every text of the line that stands in brackets into quotes, questions above all."""
    start, end = _line(source, index)
    line = re.sub(r"(?<=[:\[,] )([^\s\"'{}\[\],:][^\"'{}\[\],:]*\?)(?=\s*[,}\]])", r'"\1"', source[start:end])
    line = re.sub(r"(?<=\[)([^\s\"'{}\[\],:][^\"'{}\[\],:]*\?)(?=\s*[,}\]])", r'"\1"', line)
    yield start, end, line


def _close_quote(source: str, index: int) -> Iterator[Edit]:
    """Add the quotation mark that is missing."""
    _, end = _line(source, index)
    mark = source[index : index + 1]
    if mark not in ("'", '"'):
        return
    rest = source[index:end]
    comment = re.search(r"\s+#\s", rest)
    last = index + (comment.start() if comment else len(rest.rstrip()))
    if tail := re.search(r"\s*[\]},]+\Z", source[index:last]):
        yield index + tail.start(), index + tail.start(), mark
    for piece in re.finditer(r"[\]},]", source[index:last]):
        yield index + piece.start(), index + piece.start(), mark
    yield last, last, mark


def _close_bracket(source: str, index: int) -> Iterator[Edit]:
    """Add a bracket or a comma that is missing, or remove a bracket too many."""
    start, end = _line(source, index)
    comment = re.search(r"\s+#\s", source[start:end])
    last = start + (comment.start() if comment else len(source[start:end].rstrip()))
    line = source[start:last]
    for closing in ("]", "}", "]}", "}]"):
        yield last, last, closing
    for place in re.finditer(r"\s*(?:,\s*\w+:|[}\]])", line):
        yield start + place.start(), start + place.start(), "]"
    opening = re.search(r"[\[{]", line)
    for place in re.finditer(r"(?<=[\w\"'\]])\s+(?=\w+:|[\"'\w])", line[opening.start() if opening else 0 :]):
        at = start + (opening.start() if opening else 0) + place.start()
        yield at, at, ","
    if line.endswith(("]", "}")):
        yield last - 1, last, ""


def _space_after(source: str, index: int) -> Iterator[Edit]:
    """Write the blank after the colon or the dash, a colon instead of an equals sign, or the colon itself."""
    for at in (index, max(source.rfind("\n", 0, index), 0)):
        start, end = _line(source, at)
        line = source[start:end]
        for pattern, better in (
            (r"\A(\s*)-(\w+ *:)", r"\1- \2"),
            (r"\A(\s*(?:- +)*\w+):(?=[^\s/])", r"\1: "),
            (r"\A(\s*(?:- +)*\w+) *= *", r"\1: "),
            (r"\A(\s*(?:- +)*[a-z_]+) +(?=[^\s:])", r"\1: "),
        ):
            if (text := re.sub(pattern, better, line)) != line:
                yield start, end, text


def _indent(source: str, index: int) -> Iterator[Edit]:
    """Move a line, and what belongs to it, under the lines above, or the line above with it."""
    start, end = _line(source, index)
    line = source[start:end]
    above = [each for each in source[:start].split("\n")[-40:] if each.strip() and not each.lstrip().startswith("#")]
    bare = line.lstrip(" \t\u00a0")
    if not above or not bare:
        return
    last = above[-1]
    inner = len(last) - len(last.lstrip(" -"))
    opens = last.rstrip().endswith(":")
    further = [len(each) - len(each.lstrip(" -")) for each in reversed(above)]
    named = re.match(r"- *\w+ *:", bare)
    start_of_entry = named.group() if named else "- "
    dashes = [len(each) - len(each.lstrip(" ")) for each in reversed(above) if each.lstrip().startswith(start_of_entry)]
    depths = dashes[:2] * bare.startswith("-") + [inner + 2] * opens + [inner] + further[:12]
    depths.sort(key=lambda depth: _is_strange(bare, depth, above))
    deeper = rf"(?:\n(?:[ \t]*|[ \t]{{{len(line) - len(bare) + 1},}}[^\n]*)(?=\n|\Z))*"
    below = re.compile(deeper).match(source, end)
    for depth in dict.fromkeys(depths):
        yield start, end, " " * depth + bare
        if below and below.group().strip():
            moved = _moved(source[start : below.end()], depth - (len(line) - len(bare)))
            yield start, below.end(), moved


def _is_strange(bare: str, depth: int, above: list[str]) -> bool:
    """Say whether a key has no business under what it would stand under at that depth."""
    parent = next((each for each in reversed(above) if len(each) - len(each.lstrip(" -")) < depth), "")
    known = KEYS_UNDER.get(parent.strip(" -").removesuffix(":"))
    key = KEY.match(bare)
    return known is not None and key is not None and key[2] not in known


def _moved(lines: str, by: int) -> str:
    return "\n".join(" " * (len(line) - len(line.lstrip(" ")) + by) + line.lstrip(" ") for line in lines.split("\n"))


def _untab(source: str, index: int) -> Iterator[Edit]:
    """Write blanks instead of tabs."""
    start, end = _line(source, index)
    line = source[start:end]
    if not source[start:index].strip():
        yield from _indent(source, index)
    yield start, end, line.replace("\t", " ")
    yield start, end, line.replace("\t", "  ")


def _undash(source: str, index: int) -> Iterator[Edit]:
    """Write a list in the line of its key in brackets, or a text without the dash."""
    if span := _value(source, index):
        text = re.sub(r"\A(- *)+", "", source[slice(*span)])
        key = KEY.match(source, _line(source, index)[0])
        yield *span, f"[{text}]" if key and key[2] in LISTS else text


def _unescape(source: str, index: int) -> Iterator[Edit]:
    """Write single quotes, in which a backslash is a backslash, or two of them."""
    start, end = _line(source, index)
    if (span := _value(source, index)) and "'" not in (text := source[slice(*span)]) and text.count('"') == 2:
        yield *span, text.replace('"', "'")
    yield start, end, re.sub(r"\\(?![\\\"/nt])", r"\\\\", source[start:end])


def _unblock(source: str, index: int) -> Iterator[Edit]:
    """Write a text that stands behind | in quotes."""
    if span := _value(source, index):
        yield *span, quoted(source[slice(*span)].lstrip("|>+- "))


Repair = Callable[[str, int], Iterator[Edit]]
ALWAYS: tuple[Repair, ...] = (_space_after, _quote_value, _indent, _close_bracket)
BY_KEY: dict[str, tuple[Repair, ...]] = {
    "tab": (_untab,),
    "tab_first": (_untab,),
    "start": (_quote_piece, _quote_value),
    "something": (_close_bracket, _quote_value),
    "colon": (_quote_value, _quote_piece),
    "open_quote": (_close_quote, _quote_value),
    "escape": (_unescape,),
    "question": (_quote_all_pieces, _quote_piece),
    "open_bracket": (_close_bracket, _quote_value, _quote_piece),
    "dash": (_undash,),
    "after_quote": (_quote_value,),
    "after_bracket": (_quote_value,),
    "indentation": (_indent,),
    "block": (_unblock,),
    "text_below": (_text_below,),
    "fence": (_unfence,),
}
"""What to try first, by the sentence that was chosen."""
