"""The queries: what employees type, and whom they mean by it, as ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.directory.words import cells, sections


@dataclass(frozen=True)
class Query:
    """One query. Whoever answers it has at least one id of each group."""

    kind: str
    text: str
    wanted: frozenset[frozenset[str]]


FRESH = "fresh"
"""The queries that the search was not tuned on."""


def queries(name: str = "queries") -> Iterator[Query]:
    """Read all queries of a file, class by class."""
    for kind, lines in sections(name).items():
        for text, wanted in map(cells, lines):
            groups = (frozenset(one.strip() for one in group.split(" or ")) for group in wanted.split(" and "))
            yield Query(kind, text, frozenset(groups))
