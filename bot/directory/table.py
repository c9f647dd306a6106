"""People out of the operator's table: every bad row with its line and the reason, the good ones as values. Pure.

Comma, semicolon or tab between the cells, as the first line has it; a byte order mark and any line ends do no harm.
Columns are found by name in any order: `id` and `name` (needed), the fields of the catalogue by key or label, and
`listed`, `expert`, `contactable`, `audience`, `FIELD:audience`, `keeper`, `timezone`. Lists are separated by `;`, or by
line ends inside of a cell. In a table whose cells are separated by `;` such a list stands in quotation marks, as
spreadsheets write it, or is separated by `|`. A responsibility may name its deputy: `travel expenses|U0123456789`.
An empty cell changes nothing; `-` takes away what an earlier table said.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.directory.audience import allowed
from bot.directory.values import SINGLE, checked
from bot.errors import UserError
from bot.model import LEVELS, NAME, Directory, Field, Level, Words
from bot.text import clean

DELIMITERS = ",;\t"
SLACK_ID = re.compile(r"[UW][A-Z0-9]{6,14}")
LONGEST_ID = 80
LONGEST_CELL = 20_000
SWITCHES = ("listed", "expert", "contactable")
OWN = ("id", *SWITCHES, "audience", "keeper", "timezone")
"""Columns that are no fields of the catalogue."""
YES, NO = frozenset({"yes", "ja", "true", "1", "y", "j"}), frozenset({"no", "nein", "false", "0", "n"})
GONE = "-"
_OF = ":audience"


@dataclass(frozen=True)
class Fault:
    """A row that cannot be used: where, and why. Lines count from 1, the heading included."""

    line: int
    why: Words


@dataclass(frozen=True)
class Cell:
    """What a row says of one field; no values: what an earlier table said goes. `others`: ids of deputies."""

    values: tuple[str, ...]
    others: tuple[str, ...]
    audience: Level


@dataclass(frozen=True)
class Row:
    """One person of the table."""

    line: int
    id: str
    cells: Mapping[str, Cell]
    switches: Mapping[str, bool] = field(default_factory=dict)
    keeper: str = ""
    timezone: str = ""

    @property
    def is_slack(self) -> bool:
        """Whether the id is that of a Slack account."""
        return SLACK_ID.fullmatch(self.id) is not None


@dataclass
class Table:
    """The rows that can be used, and what is wrong with the others."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read(source: str, directory: Directory) -> Table:
    """Return the people of a table. Of a heading that is wrong nothing is read: each row would be misunderstood."""
    source = source.removeprefix("\ufeff")
    first = next((line for line in source.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    table = Table()
    lines = _lines(source, delimiter, table.faults)
    line, head = next(lines, (1, []))
    columns = [_column(cell, directory) for cell in head]
    table.faults += _misnamed(line, head, columns, directory)
    if table.faults:
        return table
    reader = _Reader(directory, columns, "|" if delimiter == ";" else "")
    for line, cells in lines:
        try:
            table.rows.append(reader.row(line, cells))
        except UserError as error:
            table.faults.append(Fault(line, Words(error.key, error.params)))
    table.faults.sort(key=lambda one: one.line)
    return table


class _Reader:
    """Turns cells into rows; raises UserError for the first thing that is wrong with a row."""

    def __init__(self, directory: Directory, columns: Sequence[str], separator: str) -> None:
        self._directory = directory
        self._columns = columns
        self._separator = separator
        self._seen: dict[str, int] = {}

    def row(self, line: int, cells: Sequence[str]) -> Row:
        """Return one person."""
        if any(cells[len(self._columns) :]):
            raise UserError("people.row.long", n=len(cells), columns=len(self._columns))
        said = {name: cell for name, cell in zip(self._columns, cells, strict=False) if cell}
        key = said.get("id", "")
        if not key or len(key) > LONGEST_ID:
            raise UserError("people.row.id" if not key else "people.row.id_long", limit=LONGEST_ID)
        if key in self._seen:
            raise UserError("people.row.twice", id=key, first=self._seen[key])
        self._seen[key] = line
        if said.get(NAME, GONE) == GONE:
            raise UserError("people.row.name")
        fields = [one for one in self._directory.fields.values() if one.key in said]
        return Row(
            line=line,
            id=key,
            cells={one.key: self._cell(one, said) for one in fields},
            switches={name: _yes(name, said[name]) for name in SWITCHES if name in said},
            keeper=_slack_id(said.get("keeper", "")),
            timezone=_zone(said.get("timezone", "")),
        )

    def _cell(self, one: Field, said: Mapping[str, str]) -> Cell:
        wanted = said.get(one.key + _OF) or said.get("audience") or one.default
        audience = allowed(one, _level(wanted))
        raw = said[one.key]
        if raw == GONE:
            return Cell((), (), audience)
        parts = [raw] if one.type in SINGLE else self._parts(raw, one)
        deputies = [part.partition("|")[2].strip() if one.type == "responsibilities" else "" for part in parts]
        values = [part.partition("|")[0] if one.type == "responsibilities" else part for part in parts]
        told = {value.casefold(): deputy for value, deputy in zip(map(_bare, values), deputies, strict=True)}
        kept = [value for value, _ in checked(one, values)]
        return Cell(tuple(kept), tuple(told.get(value.casefold(), "") for value in kept), audience)

    def _parts(self, raw: str, one: Field) -> list[str]:
        signs = ";\n" + (self._separator if one.type != "responsibilities" else "")
        return re.split(f"[{re.escape(signs)}]", raw)


def _column(cell: str, directory: Directory) -> str:
    """Return what a column is called here: the key of a field, one of OWN, or `FIELD:audience`; else as it stands."""
    name, sign, rest = " ".join(cell.split()).casefold().partition(":")
    labels = {said.casefold(): one.key for one in directory.fields.values() for said in one.label.values()}
    known = {one: one for one in (*OWN, *directory.fields)}
    key = known.get(name) or known.get(name.replace(" ", "_")) or labels.get(name) or name
    return key + (sign + rest.strip() if sign else "")


def _misnamed(line: int, head: Sequence[str], columns: Sequence[str], directory: Directory) -> Iterator[Fault]:
    fields = [one.key for one in directory.fields.values() if one.type != "photo"]
    known = [*OWN, *fields, *(name + _OF for name in fields)]
    for name in ("id", NAME):
        if name not in columns:
            yield Fault(line, Words("people.head.needs", {"column": name}))
    for at, (cell, name) in enumerate(zip(head, columns, strict=True)):
        if name and name not in known:
            close = get_close_matches(name, known, n=1)
            key = "people.head.unknown_like" if close else "people.head.unknown"
            params = {"column": cell, "like": "".join(close), "columns": ", ".join((*OWN, *fields))}
            yield Fault(line, Words(key, params))
        elif name and name in columns[:at]:
            yield Fault(line, Words("people.head.twice", {"column": cell}))


def _lines(source: str, delimiter: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Yield rows that say something, with the number of the line they begin on."""
    reader = csv.reader(io.StringIO(source, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            here, begins = begins, reader.line_num + 1
            if any(cell.strip() for cell in cells):
                yield here, [_clean(cell) for cell in cells]
    except csv.Error:
        faults.append(Fault(begins, Words("people.row.broken")))


def _clean(cell: str) -> str:
    return cell.strip() if cell.isascii() and cell.isprintable() else clean(cell, limit=LONGEST_CELL)


def _bare(value: str) -> str:
    return " ".join(value.split())


def _yes(column: str, said: str) -> bool:
    if said.casefold() in YES:
        return True
    if said.casefold() in NO:
        return False
    raise UserError("people.row.yes_no", column=column, cell=said)


def _level(said: str) -> Level:
    for level in LEVELS:
        if said.casefold() == level:
            return level
    raise UserError("people.row.audience", cell=said, levels=", ".join(LEVELS))


def _slack_id(said: str) -> str:
    if said and not SLACK_ID.fullmatch(said):
        raise UserError("people.row.keeper", cell=said)
    return said


def _zone(said: str) -> str:
    try:
        return ZoneInfo(said).key if said else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UserError("people.row.timezone", cell=said) from None
