"""The texts of a ritual: how long they may be, what may stand in braces, and whom they must not call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, BeforeValidator

from bot.config import passages
from bot.config.findings import Findings
from bot.config.said import Path
from bot.rituals.base import Placeholders, as_text

LONGEST_TEXT = 2900
LONGEST_TITLE = 24
"""Slack's limit for the title of a modal."""
MOST = 20
"""Different mistakes shown per text."""
BRACES = re.compile(r"\{([^{}\n]{1,40})\}")
BROADCAST = re.compile(
    r"<!(?:channel|here|everyone|subteam)[^>\n]*>|(?<!\w)@(?:channel|here|everyone)\b", re.IGNORECASE
)

Found = tuple[Path, Mapping[str, str], tuple[str, ...]]
"""Where a text stands, its words by language, and the names that may stand in braces."""


def check_texts(model: BaseModel, path: Path, findings: Findings) -> None:
    """Note what is wrong with the texts of a kind's options."""
    for where, words, names in texts(model):
        check(words, (*path, *where), names, LONGEST_TEXT, findings)


def check_title(raw: Any, path: Path, findings: Findings) -> None:
    """Note what is wrong with a ritual's title, if it is a text at all."""
    try:
        title = as_text(raw)
    except ValueError:
        return
    check(title, path, (), LONGEST_TITLE, findings)
    check_one_line(title, path, findings)


def check_one_line(text: Mapping[str, str], path: Path, findings: Findings) -> None:
    """Note line breaks in a text that has room for none."""
    for language, words in text.items():
        if "\n" in words.strip():
            findings.add((*path, language), passages.one_line(str(path[-1]), words))


def check(words: Mapping[str, str], path: Path, names: tuple[str, ...], limit: int, findings: Findings) -> None:
    """Note what is wrong with one text in any of its languages."""
    key = next(part for part in reversed(path) if isinstance(part, str))
    for language, text in words.items():
        where = (*path, language)
        if len(text) > limit:
            findings.add(where, passages.too_long(key, text, limit))
        if findings.are_many:
            return
        for name in list(dict.fromkeys(BRACES.findall(text)))[:MOST]:
            if name not in names:
                findings.add(where, passages.unknown_placeholder(name, names), needle=f"{{{name}}}")
        for token in list(dict.fromkeys(BROADCAST.findall(text)))[:MOST]:
            findings.add(where, passages.broadcast(token), needle=token)


def texts(model: BaseModel) -> Iterator[Found]:
    """Yield every text in a model, also inside lists and nested models."""
    for name, info in type(model).model_fields.items():
        yield from _texts(info.annotation, list(info.metadata), getattr(model, name), (name,))


def _texts(annotation: Any, metadata: list[Any], value: Any, path: Path) -> Iterator[Found]:
    if get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        metadata = [*metadata, *more]
    if isinstance(value, BaseModel):
        yield from ((path + where, words, names) for where, words, names in texts(value))
    elif isinstance(value, Mapping) and is_text(metadata):
        names = next((each.names for each in metadata if isinstance(each, Placeholders)), ())
        yield path, value, names
    else:
        yield from _inner(annotation, value, path)


def _inner(annotation: Any, value: Any, path: Path) -> Iterator[Found]:
    """Look into lists, mappings and alternatives."""
    arguments = [argument for argument in get_args(annotation) if argument is not Ellipsis]
    if isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _texts(arguments[0] if arguments else None, [], item, (*path, number))
    elif isinstance(value, Mapping) and get_origin(annotation) is dict:
        for key, item in value.items():
            yield from _texts(arguments[-1], [], item, (*path, str(key)))
    elif value is not None:
        for argument in arguments:
            yield from _texts(argument, [], value, path)


def is_text(metadata: list[Any]) -> bool:
    """Return whether what is annotated is a text."""
    return any(isinstance(each, BeforeValidator) and each.func is as_text for each in metadata)
