"""What was told of a ritual as a table for spreadsheets. It reads what was told and nothing else: no answer, nobody.

Written for Excel as it is set up in Germany, which opens it at a double click: semicolons between cells, a comma in
numbers (with a point it would read 7.1 as the 7th of January), UTF-8; whoever writes the file puts the byte order mark
before it ("utf-8-sig"). Other spreadsheets ask for the separator.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from bot.model import Figure, Ritual
from bot.service.goals.surveys import NUMBER
from bot.store import told
from bot.store.db import Tx

COLUMNS = ("date", "ritual", "name", "part", "n", "goal", "revision", "series", "key", "value")
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""With these a spreadsheet begins a formula (OWASP, CSV injection)."""


def figures_csv(tx: Tx, ritual: Ritual) -> str:
    """Return all that was told of a ritual's rounds, oldest first: a row for each number, `key` says which of them."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in told.of_ritual(tx, ritual.id):
        writer.writerows([cell(value) for value in row] for row in _rows(one))
    return file.getvalue()


def cell(value: Any) -> str:
    """Return what stands in a cell: our own numbers as numbers, and text such that no spreadsheet runs it."""
    if isinstance(value, int | float):
        return str(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(RISKY) else text


def numbers_in(data: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, int | float | str]]:
    """Yield each number of a figure with the way to it: `mean`, `counts / Ja`."""
    for key, value in data.items():
        name = f"{before}{key}"
        if isinstance(value, Mapping):
            yield from numbers_in(value, f"{name} / ")
        elif value is not None:
            yield name, value if isinstance(value, int | float) else str(value)


def numbers_of(one: Figure) -> list[tuple[str, int | float | str]]:
    """Return each number that a figure tells; the how manieth a round was is nothing that people said."""
    data = one.data if one.name else {name: value for name, value in one.data.items() if name != NUMBER}
    return [*numbers_in(data)]


def _rows(one: Figure) -> Iterator[tuple[Any, ...]]:
    about = (one.on.isoformat(), one.ritual, one.name, one.group, one.n, one.goal, one.revision, one.series)
    for key, value in numbers_of(one) or [("n", one.n)]:
        yield *about, key, value
