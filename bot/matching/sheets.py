"""People, history and forbidden pairs out of CSV: every bad row at once, with its line and the reason. Pure.

Comma, semicolon or tab, as the first line has it; a spreadsheet's byte order mark does no harm. Columns are found by
name in any order. What is said here of a cell is what docs/matching.md says.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.matching.hours import END, START, working_hours
from bot.matching.values import Hours
from bot.model import Words
from bot.text import clean

T = TypeVar("T")
NEW = timedelta(days=90)
"""So long after the day they joined somebody is a newcomer."""
DAY_LENGTH = timedelta(hours=8)
"""Working hours of which only the start or the end is known."""
LONGEST = 4000
"""Characters of a cell that are read."""
DELIMITERS = ",;\t"
LISTED = ";|,\n"
"""What separates topics and languages; where none of these stands in a cell, blanks do."""


@dataclass(frozen=True)
class Fault:
    """A row that cannot be used: where, and why. Lines count from 1, the heading included."""

    line: int
    why: Words


@dataclass
class Sheet:
    """One table: the rows with the number of their line, and what is wrong."""

    columns: tuple[str, ...]
    rows: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Staff:
    """Who may be matched: one entry per person in each column."""

    ids: tuple[str, ...]
    names: Sequence[str]
    attributes: Mapping[str, Sequence[str]]
    zones: Sequence[str]
    starts: Sequence[time | None]
    ends: Sequence[time | None]
    joined: Sequence[date | None]
    managers: Sequence[str]
    languages: Sequence[frozenset[str]]
    topics: Sequence[frozenset[str]]

    def hours(self, on: date) -> list[Hours | None]:
        """Return working hours on a date; where no time zone stands in the table, all are taken to be in one."""
        days = zip(self.zones, self.starts, self.ends, strict=True)
        return [_hours(zone, start, end, on) if zone or start or end else None for zone, start, end in days]

    def newcomers(self, on: date) -> frozenset[str]:
        """Return who joined within the last 90 days, or joins later."""
        return frozenset(one for one, day in zip(self.ids, self.joined, strict=True) if day and day > on - NEW)

    @property
    def reports(self) -> frozenset[frozenset[str]]:
        """Everybody with their manager."""
        pairs = (frozenset(pair) for pair in zip(self.ids, self.managers, strict=True) if pair[1])
        return frozenset(pair for pair in pairs if len(pair) == 2)


def staff(source: str) -> tuple[Staff, list[Fault]]:
    """Return the people of a table with the column `id`, and what is wrong with it."""
    sheet = _sheet(source, needs=("id",))
    cells = _Cells(sheet)
    seen: dict[str, int] = {}
    has_zones = any(row.get("timezone") for _, row in sheet.rows)
    for line, row in sheet.rows:
        who = row["id"]
        if not who:
            cells.fault(line, "id.empty")
        elif who in seen:
            cells.fault(line, "id.twice", id=who, first=seen[who])
        seen.setdefault(who, line)
        if has_zones and not row.get("timezone") and (row.get("work_start") or row.get("work_end")):
            cells.fault(line, "no_zone")
    known = ("id", "timezone", "work_start", "work_end", "joined", "languages", "topics")
    return Staff(
        ids=tuple(row["id"] for _, row in sheet.rows),
        names=cells.read("name", str),
        attributes={name: cells.read(name, str.casefold) for name in sheet.columns if name not in known},
        zones=cells.read("timezone", _zone),
        starts=cells.read("work_start", _time),
        ends=cells.read("work_end", _time),
        joined=cells.read("joined", _date),
        managers=cells.read("manager", str),
        languages=cells.read("languages", _listed),
        topics=cells.read("topics", _listed),
    ), sorted(sheet.faults, key=lambda one: one.line)


def past(source: str) -> tuple[list[tuple[tuple[str, ...], date, bool]], list[Fault]]:
    """Return the groups of a table with the columns `date` and `members`, and what is wrong with it."""
    sheet = _sheet(source, needs=("date", "members"))
    groups = []
    for line, row in sheet.rows:
        members, day = tuple(dict.fromkeys(row["members"].split())), _date(row["date"])
        if day is None:
            sheet.faults.append(_fault(line, "date", cell=row["date"]))
        elif len(members) < 2:
            sheet.faults.append(_fault(line, "members"))
        else:
            groups.append((members, day, True))
    return groups, sorted(sheet.faults, key=lambda one: one.line)


def never(source: str) -> tuple[frozenset[frozenset[str]], list[Fault]]:
    """Return the pairs of a table with the columns `a` and `b`, and what is wrong with it."""
    sheet = _sheet(source, needs=("a", "b"))
    pairs = set()
    for line, row in sheet.rows:
        if not row["a"] or not row["b"] or row["a"] == row["b"]:
            sheet.faults.append(_fault(line, "pair"))
        else:
            pairs.add(frozenset((row["a"], row["b"])))
    return frozenset(pairs), sorted(sheet.faults, key=lambda one: one.line)


class _Cells:
    """The columns of a sheet, each cell read in its own way; what cannot be read is noted with its line."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def read(self, name: str, how: Callable[[str], T | None]) -> list[T]:
        """Return a column; an empty cell is read like any other, and None from one that says something is a fault."""
        column = []
        for line, row in self._sheet.rows:
            said = row.get(name, "")
            value = how(said)
            if said and value is None:
                self.fault(line, f"cell.{name}", cell=said)
            column.append(value)
        return column  # type: ignore[return-value]  # with a None in it there is a fault, and nobody uses the column

    def fault(self, line: int, key: str, **params: object) -> None:
        self._sheet.faults.append(_fault(line, key, **params))


def _fault(line: int, key: str, **params: object) -> Fault:
    return Fault(line, Words(f"cli.match.row.{key}", params))


def _sheet(source: str, *, needs: Sequence[str]) -> Sheet:
    """Return the rows of a table; empty lines are passed over."""
    source = source.removeprefix("\ufeff")
    first = next((line for line in source.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    faults: list[Fault] = []
    rows = list(_rows(source, delimiter, faults))
    line, head = rows[0] if rows else (1, [])
    columns = tuple(cell.casefold() for cell in head)
    missing = [name for name in needs if name not in columns]
    twice = [name for at, name in enumerate(columns) if name and name in columns[:at]]
    if missing or twice:
        key = "heading" if missing else "heading.twice"
        return Sheet(columns, [], [*faults, _fault(line, key, columns=", ".join(missing or twice))])
    sheet = Sheet(columns, [], faults)
    for number, cells in rows[1:]:
        if any(cells[len(columns) :]):
            faults.append(_fault(number, "long", n=len(cells), columns=len(columns)))
        else:
            sheet.rows.append((number, dict.fromkeys(columns, "") | dict(zip(columns, cells, strict=False))))
    return sheet


def _rows(source: str, delimiter: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Yield rows that say something, with the number of the line they begin on."""
    reader = csv.reader(io.StringIO(source, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            here, begins = begins, reader.line_num + 1
            if any(cell.strip() for cell in cells):
                yield here, [_cell(cell) for cell in cells]
    except csv.Error:
        faults.append(_fault(begins, "broken"))


def _cell(raw: str) -> str:
    return raw.strip() if raw.isascii() and raw.isprintable() else clean(raw, limit=LONGEST)


@cache
def _zone(cell: str) -> str | None:
    if not cell:
        return ""
    try:
        return ZoneInfo(cell).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@cache
def _time(cell: str) -> time | None:
    for form in ("%H:%M", "%H:%M:%S", "%H"):
        try:
            return datetime.strptime(cell, form).time().replace(second=0)  # noqa: DTZ007 a local hour
        except ValueError:
            continue
    return None


@cache
def _date(cell: str) -> date | None:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(cell[:10] if cell[10:11] in ("T", " ") else cell, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _listed(cell: str) -> frozenset[str]:
    sign = next((sign for sign in LISTED if sign in cell), None)
    return frozenset(word for part in cell.split(sign) if (word := " ".join(part.split())))


def _moved(at: time | None, by: timedelta) -> time | None:
    return None if at is None else (datetime.combine(date.min + timedelta(days=1), at) + by).time()


@cache
def _hours(zone: str, start: time | None, end: time | None, on: date) -> Hours:
    """Return working hours of which something is known; an unknown end comes eight hours after the start."""
    begins, ends = start or _moved(end, -DAY_LENGTH) or START, end or _moved(start, DAY_LENGTH) or END
    return working_hours(zone or "UTC", on, begins, ends)
