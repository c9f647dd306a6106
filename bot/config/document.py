"""A file as plain values that keep their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from bot.config.said import Path, Said
from bot.errors import Correction


class Place(NamedTuple):
    """Where something stands: line and column from 1, and the slice of the source that holds it."""

    line: int
    column: int
    start: int
    end: int


Found = tuple[Place, Said, Correction | None]


@dataclass
class Document:
    """A file as plain values, with the place of each key and value by path, and what was wrong with it."""

    source: str
    value: Any = None
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    flows: set[Path] = field(default_factory=set)
    """Where brackets or braces stand around several values."""
    said: list[Found] = field(default_factory=list)

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

    def extent(self, path: Path) -> Place:
        """Return where an entry stands, from the first letter of its key to the end of its value."""
        value = self.place(path)
        key = self.keys.get(path, value)
        return Place(key.line, key.column, key.start, max(key.end, value.end))

    def names(self, path: Path) -> tuple[str, ...]:
        """Return the keys that stand directly under a path."""
        value = self._value(path)
        return tuple(value) if isinstance(value, dict) else ()

    def size(self, path: Path) -> int:
        """Return how many entries stand directly under a path."""
        value = self._value(path)
        return len(value) if isinstance(value, dict | list) else 0

    def written(self, path: Path) -> str:
        """Return a value as it is written."""
        place = self.place(path)
        return self.source[place.start : place.end]

    def at(self, index: int, end: int | None = None) -> Place:
        """Return the place of a character."""
        line = bisect_right(self._lines, index)
        return Place(line, index - self._lines[line - 1] + 1, index, index if end is None else end)

    def line_end(self, index: int) -> int:
        """Return where the line of a character ends."""
        end = self.source.find("\n", index)
        return end if end >= 0 else len(self.source)

    def _value(self, path: Path) -> Any:
        value = self.value
        for part in path:
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.source))]
