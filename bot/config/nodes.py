"""YAML becomes plain values, and every value keeps its place in the file.

The file is hostile until proven otherwise: its size, the number of its nodes and their depth are capped, and anchors,
aliases, merge keys and tags are refused before anything is built (reference/reliability.md, finding 10). Scalars
follow YAML 1.2 rather than 1.1: only `true` and `false` are booleans, and times and dates stay text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml import events

from bot.config import misreadings
from bot.config.document import Document, Place
from bot.config.mends import edited, removed
from bot.config.said import Mend, Path, Said
from bot.config.syntax import explain, unmarked
from bot.config.writing import quoted
from bot.errors import Correction

MAX_NODES = 6_000
"""Values, each key with its own counted once; a file of 200 rituals has about 4,000."""
MAX_DEPTH = 20
MAX_SIDE_BY_SIDE = 500
"""Entries of one list, or of one mapping."""
MOST = 40
"""Mistakes of spelling that are noted; nobody reads more."""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where it is there: 20 times as fast, with the same places."""
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
NOTHING_MORE = frozenset("\n,]}")
"""After a value, these say that no comment follows it."""
NUMERIC = frozenset("+-.0123456789")
INTEGER = re.compile(r"[-+]?[0-9]{1,15}\Z")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?\Z")
COMMENT = re.compile(r"[ \t]*(#[^\s#=-]\S*)")
"""A comment without a space after the #, which is more likely a channel."""
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


class Refused(Exception):
    """The file cannot be read any further; with the correction one can go on, as far as there is one."""

    def __init__(self, place: Place, said: Said, fix: Correction | None = None) -> None:
        self.place, self.said, self.fix = place, said, fix


class Builder:
    """Builds values from the stream of events, one look ahead, never deeper than `MAX_DEPTH`."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.nodes = 0
        self.end = 0
        """Where the last thing that was read ends."""
        self.events = self._guarded()

    def build(self) -> Any:
        value: Any = None
        documents = 0
        for event in self.events:
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    place = self._place(event)
                    raise Refused(place, misreadings.second_document(), Correction(place.line, 1))
            elif isinstance(event, events.NodeEvent):
                value = self._value(event, ())
        return value

    def _guarded(self) -> Iterator[events.Event]:
        """Yield events; refuse what is dangerous, and turn the parser's errors into sentences."""
        document = self.document
        loader = LOADER(document.source)
        last: events.Event | None = None
        try:
            event: events.Event | None
            while (event := loader.get_event()) is not None:
                if isinstance(event, events.NodeEvent) and (event.anchor or getattr(event, "tag", None)) is not None:
                    self._refuse(event)
                last = event
                yield event
        except yaml.MarkedYAMLError as error:
            index, said, fix = explain(error, document.source)
            raise Refused(document.at(index), said, fix) from None
        except (ValueError, OverflowError, yaml.YAMLError):  # a \U escape or a %YAML number that Python cannot hold
            index = last.end_mark.index if last is not None and last.end_mark else 0
            raise Refused(document.at(min(index, len(document.source))), misreadings.unreadable()) from None
        finally:
            loader.dispose()

    def _refuse(self, event: events.Event) -> None:
        """Raise Refused for an alias, an anchor or a tag."""
        place = self._place(event)
        said = misreadings.alias() if isinstance(event, events.AliasEvent) else misreadings.tag()
        if not isinstance(event, events.AliasEvent) and getattr(event, "anchor", None) is not None:
            said = misreadings.anchor()
        raise Refused(place, said, unmarked(self.document.source, place.start))

    def _count(self, event: events.Event) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise Refused(self._place(event), misreadings.too_many(MAX_NODES))

    def _value(self, event: events.Event, path: Path, depth: int = 1) -> Any:
        self._count(event)
        if depth > MAX_DEPTH:
            raise Refused(self._place(event), misreadings.too_deep(MAX_DEPTH))
        if isinstance(event, events.ScalarEvent):
            return self._scalar(event, path)
        start = self._place(event)
        self.document.values[path] = start
        if getattr(event, "flow_style", False):
            self.document.flows.add(path)
        is_mapping = isinstance(event, events.MappingStartEvent)
        value = self._mapping(path, depth) if is_mapping else self._sequence(path, depth)
        self.document.values[path] = Place(start.line, start.column, start.start, max(self.end, start.end))
        return value

    def _sequence(self, path: Path, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), events.CollectionEndEvent):
            self._beside(len(items), event)
            items.append(self._value(event, (*path, len(items)), depth + 1))
        self._ends(event, path)
        return items

    def _mapping(self, path: Path, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := next(self.events), events.CollectionEndEvent):
            self._beside(len(items), event)
            place = self._place(event)
            if not isinstance(event, events.ScalarEvent):
                raise Refused(place, misreadings.odd_key(), unmarked(self.document.source, place.start))
            key = event.value
            if key == "<<":
                raise Refused(place, misreadings.merge_key(), Correction(place.line, 1))
            self.end = place.end
            if key in items:
                self._twice(key, place, path)
                continue
            self.document.keys[(*path, key)] = place
            items[key] = self._value(next(self.events), (*path, key), depth + 1)
        self._ends(event, path)
        return items

    def _beside(self, number: int, event: events.Event) -> None:
        if number >= MAX_SIDE_BY_SIDE:
            raise Refused(self._place(event), misreadings.too_many_here(MAX_SIDE_BY_SIDE))

    def _ends(self, event: events.Event, path: Path) -> None:
        """Remember where brackets close; what has none ends with the last thing in it."""
        if path in self.document.flows:
            self.end = self._place(event).end

    def _twice(self, key: str, place: Place, path: Path) -> None:
        first = self.document.keys[(*path, key)]
        self._count(next_value := next(self.events))
        self._skip(next_value)
        if len(self.document.said) > MOST:
            raise Refused(place, misreadings.too_many_problems(MOST))
        fix = removed(self.document.source, place.start, self.end, in_brackets=path in self.document.flows)
        self.document.said.append((place, misreadings.duplicate(key, first.line, place.line), fix))

    def _skip(self, event: events.Event) -> None:
        depth = 0
        while True:
            depth += isinstance(event, events.MappingStartEvent | events.SequenceStartEvent)
            depth -= isinstance(event, events.CollectionEndEvent)
            if isinstance(event, events.CollectionEndEvent) or getattr(event, "value", None):
                self.end = self._place(event).end
            if depth == 0:
                return
            event = next(self.events)

    def _scalar(self, event: events.ScalarEvent, path: Path) -> Any:
        place, text = self._place(event), event.value
        self.document.values[path] = place
        self.end = max(self.end, place.end)
        if not text.isprintable() and (found := FORBIDDEN.search(text)):
            fix = edited(self.document.source, place.start, place.end, quoted(FORBIDDEN.sub("", text)))
            self.document.said.append((place, misreadings.unprintable(found.group()), fix))
            return FORBIDDEN.sub("", text)
        if event.style:
            return text
        if path and not text:
            self.document.values[path] = self.document.place(path, key=True)
        self._comment(place, path, text)
        return plain(text)

    def _comment(self, place: Place, path: Path, text: str) -> None:
        """Note a # that somebody meant as a part of the text: `channel: #general`, `text: Come to #general`."""
        document = self.document
        if document.source[place.end : place.end + 1] in NOTHING_MORE:
            return
        end = document.line_end(place.end)
        comment = COMMENT.match(document.source, place.end, end)
        if comment and len(document.said) <= MOST:
            start = comment.start(1)
            hash_place = document.at(start)
            if not text:
                document.values[path] = hash_place
            better = quoted(document.source[place.start : end].rstrip()) if text else comment[1].lstrip("#")
            mend = Mend("edit", better, (place.start if text else start, end if text else start + len(comment[1])))
            fix = edited(document.source, *mend.span, better)
            document.said.append((hash_place, misreadings.comment(text, comment[1], mend), fix))

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
    if text[0] not in NUMERIC:
        return text
    if INTEGER.match(text):
        return int(text)
    if FLOAT.match(text) and math.isfinite(number := float(text)):
        return number
    return text
