"""Every sentence about a file that is no rituals file, or no YAML.

Each function returns what is wrong and how to mend it, for somebody who has never heard of YAML. The sentences about
keys and values stand in `problems`; the words of both in the catalogue `config`.
"""

from __future__ import annotations

from bot.config.said import DROP, QUOTE, Mend, Said, said, value

# ---------------------------------------------------------------- the file


def fence() -> Said:
    return said("yaml.fence", "remove")


def bullet(mark: str) -> Said:
    return said("yaml.bullet", "yaml.dash_space.hint", mark=mark)


def text_below() -> Said:
    return said("yaml.text_below", "yaml.text_below.hint")


def unreadable_file(error: OSError) -> Said:
    if isinstance(error, FileNotFoundError):
        return said("file.missing", "file.check")
    if isinstance(error, IsADirectoryError):
        return said("file.folder", "file.check")
    return said("file.unreadable", "file.check", reason=(error.strerror or "?").lower())


def not_utf8() -> Said:
    return said("file.utf8", "file.utf8.hint")


def too_big(kib: int) -> Said:
    return said("file.big", "file.big.hint", kib=kib)


def too_many(nodes: int) -> Said:
    return said("file.many", "file.many.hint", nodes=nodes)


def too_many_here(number: int) -> Said:
    return said("file.beside", "file.many.hint", number=number)


def too_many_problems(number: int) -> Said:
    return said("file.problems", "file.problems.hint", number=number)


def too_deep(levels: int) -> Said:
    return said("file.deep", "file.deep.hint", levels=levels)


def empty_file() -> Said:
    return said("file.empty", "file.empty.hint")


def not_a_file_of_keys() -> Said:
    return said("file.keys", "file.keys.hint")


def second_document() -> Said:
    return said("file.second", "file.second.hint")


def unprintable(character: str) -> Said:
    return said("file.invisible", "file.invisible.hint", code=f"U+{ord(character):04X}")


def hard_space() -> Said:
    return said("file.hard_space", "file.hard_space.hint")


def unreadable() -> Said:
    return said("yaml.unreadable", "yaml.unreadable.hint")


# ---------------------------------------------------------------- YAML


def tab(*, indents: bool) -> Said:
    return said("yaml.tab_first", "yaml.tab_first.hint") if indents else said("yaml.tab", "yaml.tab.hint")


def bad_start(character: str) -> Said:
    if not character.strip():
        return said("yaml.something", "yaml.something.hint")
    return said("yaml.start", "yaml.quotes", QUOTE, character=character)


def anchor() -> Said:
    return bad_start("&")


def alias() -> Said:
    return bad_start("*")


def tag() -> Said:
    return bad_start("!")


def merge_key() -> Said:
    return said("yaml.merge", "yaml.merge.hint", DROP)


def odd_key() -> Said:
    return said("yaml.odd_key", "yaml.odd_key.hint")


def duplicate(key: str, first: int, second: int) -> Said:
    return said("yaml.twice", "yaml.twice.hint", DROP, key=key[:40], first=first, second=second)


def comment(text: str, word: str, mend: Mend) -> Said:
    name = word.lstrip("#")[:40]
    if text:
        return said("yaml.comment_cuts", "yaml.comment_cuts.hint", mend, word=word[:40])
    return said("yaml.comment", "yaml.comment.hint", mend, word=word[:40], name=name)


def open_quote(mark: str) -> Said:
    return said("yaml.open_quote", "yaml.open_quote.hint", mark=mark)


def escape(character: str) -> Said:
    return said("yaml.escape", "yaml.escape.hint", character=character)


def open_bracket() -> Said:
    return said("yaml.open_bracket", "yaml.open_bracket.hint")


def question_in_brackets() -> Said:
    return said("yaml.question", "yaml.question.hint")


def dash_in_line() -> Said:
    return said("yaml.dash", "yaml.dash.hint")


def colon_in_text() -> Said:
    return said("yaml.colon", "yaml.quotes")


def no_space_after_colon() -> Said:
    return said("yaml.colon_space", "yaml.colon_space.hint")


def no_space_after_dash() -> Said:
    return said("yaml.dash_space", "yaml.dash_space.hint")


def equals() -> Said:
    return said("yaml.equals", "yaml.colon_space.hint")


def no_colon() -> Said:
    return said("yaml.no_colon", "yaml.no_colon.hint")


def after_quote(mark: str) -> Said:
    return said("yaml.after_quote", "yaml.after_quote.hint", mark=mark)


def after_bracket() -> Said:
    return said("yaml.after_bracket", "yaml.after_bracket.hint")


def indentation() -> Said:
    return said("yaml.indentation", "yaml.indentation.hint")


def block_text(mark: str) -> Said:
    return said("yaml.block", "yaml.block.hint", mark=mark)


def smart_quotes(better: str) -> Said:
    return said("yaml.smart_quotes", "yaml.smart_quotes.hint", value(better), better=better)
