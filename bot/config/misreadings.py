"""Every sentence about a file that is no rituals file, or no YAML.

Each function returns what is wrong and how to mend it, for somebody who has never heard of YAML. The sentences about
keys and values stand in `problems`.
"""

from __future__ import annotations

Said = tuple[str, str]
"""What is wrong, and how to mend it (may be empty)."""

QUOTES = (
    'Put the whole text in double quotes ("…"), or write `|` after the colon and the text indented in the next lines.'
)
COMMENT = f"If a comment is meant, write a space after #. Otherwise: {QUOTES[0].lower()}{QUOTES[1:]}"


# ---------------------------------------------------------------- the file


def unreadable_file(reason: str) -> Said:
    return f"The file cannot be read: {reason}.", "Check the name of the file and who may read it."


def not_utf8() -> Said:
    return "The file is not saved as UTF-8.", "Choose UTF-8 when you save it; umlauts need it."


def too_big(kib: int) -> Said:
    return f"The file is larger than {kib} KiB.", "A rituals file holds rituals only; remove what does not belong here."


def too_many(nodes: int) -> Said:
    return f"The file holds more than {nodes} entries.", "Remove what does not belong here."


def too_deep(levels: int) -> Said:
    return (
        f"The entries are nested deeper than {levels} levels.",
        "Rituals need four; check indentation and brackets.",
    )


def empty_file() -> Said:
    return "The file is empty.", "Begin with `version: 1` and a list of `rituals:`."


def not_a_file_of_keys() -> Said:
    return "The file must consist of keys such as `version:` and `rituals:`.", "Begin with `version: 1`."


def second_document() -> Said:
    return "A second document begins here.", "Remove the line `---`; there is one document per file."


def unprintable(character: str) -> Said:
    return f"There is an invisible character (U+{ord(character):04X}).", "Delete it and type the text again."


def unreadable(reason: str) -> Said:
    said = f"This cannot be read ({reason})." if reason else "This cannot be read."
    return said, "Compare the line with its neighbours: keys, colons, quotes, indentation."


# ---------------------------------------------------------------- YAML


def tab(*, indents: bool) -> Said:
    if indents:
        return "The line begins with a tab.", "Indent with spaces, two per level; tabs do not count."
    return "There is a tab here.", "Use spaces; tabs do not count."


def bad_start(character: str) -> Said:
    if not character.strip():
        return "Something is missing here.", "Check for a bracket or quotation mark that is not closed."
    return f"A text cannot begin with `{character}`.", QUOTES


def anchor() -> Said:
    return "A text cannot begin with `&`.", QUOTES


def alias() -> Said:
    return "A text cannot begin with `*`.", QUOTES


def tag() -> Said:
    return "A text cannot begin with `!`.", QUOTES


def merge_key() -> Said:
    return "`<<` is not possible here.", "Write the keys out, or put them under `defaults:`."


def odd_key() -> Said:
    return "A key must be one word, followed by a colon.", "Check the indentation and the brackets."


def duplicate(key: str, first: int, second: int) -> Said:
    return f"`{key[:40]}` stands twice: in line {first} and in line {second}.", "Keep one of the two."


def comment(text: str, word: str) -> Said:
    if text:
        return f"The text ends before `{word[:40]}`, because # starts a comment.", COMMENT
    name = word.lstrip("#")[:40]
    return (
        f"Nothing stands here for Rondo, because # starts a comment (`{word[:40]}`).",
        f'Write `{name}` without #, or in quotes: `"#{name}"`.',
    )


def open_quote(mark: str) -> Said:
    return f"The quotation mark {mark} that opens here is never closed.", f"Add {mark} at the end of the text."


def escape(character: str) -> Said:
    return (
        f"After a backslash in double quotes, `{character}` is not possible.",
        r"Write two backslashes (\\), or use single quotes.",
    )


def open_bracket() -> Said:
    return "The bracket that opens here is not closed, or a comma is missing.", "Check for `]` or `}` and the commas."


def question_in_brackets() -> Said:
    return (
        "A text with a question mark stands in brackets without quotes.",
        "Put each text in double quotes, or one per line, each beginning with `- ` or `de: `.",
    )


def dash_in_line() -> Said:
    return "A list cannot begin in the line of its key.", "Put `- …` in the next line, or write `[…, …]`."


def colon_in_text() -> Said:
    return "The text contains a colon followed by a space, which starts a new key.", QUOTES


def no_space_after_colon() -> Said:
    return "A space is missing after the colon.", "Write `key: value`."


def no_colon() -> Said:
    return (
        "This line is neither a key with a colon nor part of a text.",
        "Write `key: value`, or check the line above.",
    )


def after_quote(mark: str) -> Said:
    return (
        f"The text goes on after the closing quotation mark {mark}.",
        f"Let {mark} stand only at the beginning and at the end; inside use other quotes.",
    )


def after_bracket() -> Said:
    return "The text goes on after a closing bracket.", "A text that begins with { or [ needs double quotes."


def indentation() -> Said:
    return (
        "The indentation does not fit the lines above.",
        "Keys that belong together begin in the same column; what belongs to a key stands two spaces further right.",
    )


def block_text(mark: str) -> Said:
    return f"After `{mark}` the text must begin in the next line.", "Break the line here and indent the text."
