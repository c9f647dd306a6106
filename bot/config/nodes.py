"""YAML becomes plain values, and every value keeps its place in the file.

The file is hostile until proven otherwise: its size, the number of its nodes and their depth are capped, and anchors,
aliases, merge keys and tags are refused before anything is built (reference/reliability.md, finding 10). Scalars
follow YAML 1.2 rather than 1.1: only `true` and `false` are booleans, and times and dates stay text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml import events

from bot.config import misreadings
from bot.config.misreadings import Said
from bot.config.syntax import explain

Path = tuple[str | int, ...]

MAX_BYTES = 64 * 1024
MAX_NODES = 20_000
MAX_DEPTH = 20
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
INTEGER = re.compile(r"[-+]?[0-9]{1,15}\Z")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?\Z")
COMMENT = re.compile(r"[ \t]*(#[^\s#=-]\S*)")
"""A comment without a space after the #, which is more likely a channel."""
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Place:
    """Where something stands: line and column from 1, and the slice of the source that holds it."""

    line: int
    column: int
    start: int
    end: int


@dataclass
class Document:
    """A file as plain values, with the place of each key and value by path, and what was wrong with it."""

    source: str
    value: Any = None
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    said: list[tuple[Place, Said]] = field(default_factory=list)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Return where a path stands, or the nearest thing around it that stands in the file."""
        for end in range(len(path), -1, -1):
            known = self.keys if key and path[:end] in self.keys else self.values
            if path[:end] in known:
                return known[path[:end]]
        return Place(1, 1, 0, 0)

    def find(self, path: Path, needle: str) -> Place:
        """Return where a piece of a text stands, or where the text begins if it cannot be found letter by letter."""
        place = self.place(path)
        start = self.source.find(needle, place.start, place.end)
        return place if start < 0 else self.at(start)

    def names(self, path: Path) -> tuple[str, ...]:
        """Return the keys that stand directly under a path."""
        value = self.value
        for part in path:
            value = value[part]
        return tuple(value)

    def at(self, index: int) -> Place:
        """Return the place of a character."""
        before = self.source[:index]
        return Place(before.count("\n") + 1, index - before.rfind("\n"), index, index)

    def rest_of_line(self, place: Place) -> str:
        """Return what stands from a place to the end of its line."""
        end = self.source.find("\n", place.start)
        return self.source[place.start : end if end >= 0 else None]


class Refused(Exception):
    """The file cannot be read any further."""

    def __init__(self, place: Place, said: Said) -> None:
        self.place, self.said = place, said


def read(source: str) -> Document:
    """Return the file as plain values; problems stand in `said`, and after a fatal one the value is None."""
    document = Document(source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    try:
        if len(source.encode("utf-8", "replace")) > MAX_BYTES:
            raise Refused(document.place(()), misreadings.too_big(MAX_BYTES // 1024))
        document.value = _Builder(document).build()
    except Refused as refused:
        document.said.append((refused.place, refused.said))
    return document


class _Builder:
    """Builds values from the stream of events, one look ahead, never deeper than `MAX_DEPTH`."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.nodes = 0
        self.events = self._guarded()

    def build(self) -> Any:
        value: Any = None
        documents = 0
        for event in self.events:
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise Refused(self._place(event), misreadings.second_document())
            elif isinstance(event, events.NodeEvent):
                value = self._value(event, ())
        return value

    def _guarded(self) -> Iterator[events.Event]:
        """Yield events; refuse what is dangerous, and turn the parser's errors into sentences."""
        document = self.document
        try:
            loader = yaml.SafeLoader(document.source)
        except yaml.reader.ReaderError as error:
            raise Refused(
                document.at(error.position), misreadings.unprintable(document.source[error.position])
            ) from None
        try:
            while loader.check_event():
                event: events.Event = loader.get_event()  # type: ignore[no-untyped-call]
                self._check(event)
                yield event
        except yaml.MarkedYAMLError as error:
            index, said = explain(error, document.source)
            raise Refused(document.at(index), said) from None
        except (ValueError, OverflowError):  # a \U escape or a %YAML number that Python cannot hold
            raise Refused(document.at(loader.get_mark().index), misreadings.unreadable("")) from None

    def _check(self, event: events.Event) -> None:
        if not isinstance(event, events.NodeEvent):
            return
        self.nodes += 1
        place = self._place(event)
        if isinstance(event, events.AliasEvent):
            raise Refused(place, misreadings.alias())
        if event.anchor is not None:
            raise Refused(place, misreadings.anchor())
        if getattr(event, "tag", None) is not None:
            raise Refused(place, misreadings.tag())
        if self.nodes > MAX_NODES:
            raise Refused(place, misreadings.too_many(MAX_NODES))

    def _value(self, event: events.Event, path: Path, depth: int = 1) -> Any:
        if depth > MAX_DEPTH:
            raise Refused(self._place(event), misreadings.too_deep(MAX_DEPTH))
        if isinstance(event, events.ScalarEvent):
            return self._scalar(event, path)
        self.document.values[path] = self._place(event)
        if isinstance(event, events.MappingStartEvent):
            return self._mapping(path, depth)
        assert isinstance(event, events.SequenceStartEvent)
        return self._sequence(path, depth)

    def _sequence(self, path: Path, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), events.CollectionEndEvent):
            items.append(self._value(event, (*path, len(items)), depth + 1))
        return items

    def _mapping(self, path: Path, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := next(self.events), events.CollectionEndEvent):
            if not isinstance(event, events.ScalarEvent):
                raise Refused(self._place(event), misreadings.odd_key())
            key, place = event.value, self._place(event)
            if key == "<<":
                raise Refused(place, misreadings.merge_key())
            if key in items:
                first = self.document.keys[(*path, key)]
                self.document.said.append((place, misreadings.duplicate(key, first.line, place.line)))
                self._skip(next(self.events))
                continue
            self.document.keys[(*path, key)] = place
            items[key] = self._value(next(self.events), (*path, key), depth + 1)
        return items

    def _skip(self, event: events.Event) -> None:
        depth = 0
        while True:
            depth += isinstance(event, events.MappingStartEvent | events.SequenceStartEvent)
            depth -= isinstance(event, events.CollectionEndEvent)
            if depth == 0:
                return
            event = next(self.events)

    def _scalar(self, event: events.ScalarEvent, path: Path) -> Any:
        place, text = self._place(event), event.value
        self.document.values[path] = place
        if found := FORBIDDEN.search(text):
            self.document.said.append((place, misreadings.unprintable(found.group())))
            return FORBIDDEN.sub("", text)
        if event.style is not None:
            return text
        if path and not text:
            self.document.values[path] = self.document.place(path, key=True)
        self._comment(place, path, text)
        return plain(text)

    def _comment(self, place: Place, path: Path, text: str) -> None:
        """Note a # that somebody meant as a part of the text: `channel: #general`, `text: Come to #general`."""
        rest = self.document.rest_of_line(Place(place.line, place.column, place.end, place.end))
        if comment := COMMENT.match(rest):
            hash_place = self.document.at(place.end + comment.start(1))
            if not text:
                self.document.values[path] = hash_place
            self.document.said.append((hash_place, misreadings.comment(text, comment[1])))

    def _place(self, event: events.Event) -> Place:
        start, end = event.start_mark, event.end_mark
        assert start is not None, "every event of a text has its marks"
        assert end is not None
        return Place(start.line + 1, start.column + 1, start.index, end.index)


def plain(text: str) -> Any:
    """Return what an unquoted scalar means."""
    if text in NULLS:
        return None
    if text in BOOLEANS:
        return BOOLEANS[text]
    if INTEGER.match(text):
        return int(text)
    if FLOAT.match(text) and math.isfinite(number := float(text)):
        return number
    return text
