"""A file of people, or a number of invented ones: who the sandbox opens with in the place of its own company.

CSV with a first line of names (`name,email,timezone,locale,department,site,channels`; commas or semicolons), or
JSON, a list of objects with the same keys. Only `name` must be there; several channels stand in one field.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from zoneinfo import ZoneInfo

from bot.sandbox.errors import Misfit, PeopleError

KEYS = ("name", "email", "timezone", "locale", "department", "site", "channels")
LOCALE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,4})?\Z")
CHANNEL = re.compile(r"[^\W_A-Z][^\WA-Z]*([-_][^\WA-Z]+)*\Z")
SEPARATORS = re.compile(r"[\s,;|]+")
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Colleague:
    """One line of the file."""

    name: str
    email: str = ""
    timezone: str = "Europe/Berlin"
    locale: str = "de-DE"
    department: str = ""
    site: str = ""
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands for one person, and where."""

    line: int
    text: str
    """The line itself, to find the column in."""
    column: int
    values: Mapping[str, str]

    def misfit(self, key: str, word: str) -> Misfit:
        """Return what is wrong with one field."""
        value = self.values.get(key, "")
        found = self.text.find(value) if value else -1
        return Misfit(self.line, found + 1 if found >= 0 else self.column, word, value)


def read(text: str, *, is_json: bool) -> list[Colleague]:
    """Return the people of a file. Raises PeopleError with everything that is wrong."""
    misfits: list[Misfit] = []
    rows = list((_json_rows if is_json else _csv_rows)(text.removeprefix("\ufeff"), misfits))
    for row in rows:
        misfits += _wrong(row)
    if not rows and not misfits:
        misfits.append(Misfit(1, 1, "empty"))
    if len(rows) > MOST:
        misfits.append(Misfit(rows[MOST].line, 1, "too_many", str(MOST)))
    if misfits:
        raise PeopleError(sorted(misfits, key=lambda one: (one.line, one.column)))
    return [_colleague(row.values) for row in rows]


def invented(number: int, *, channels: Mapping[str, float], seed: int = 0) -> list[Colleague]:
    """Return so many people, always the same ones; `channels` gives the share of them that is in each channel."""
    rng = Random(f"people/{seed}")  # noqa: S311 a seeded choice, no secret
    zones = (("Europe/Berlin", "de-DE"),) * 7 + (("Europe/London", "en-GB"), ("Europe/Vienna", "de-AT"), ("America/New_York", "en-US"))  # fmt: skip # noqa: E501
    departments = ("Entwicklung", "Vertrieb", "Service", "Produktion", "Personal", "Finanzen")
    people = []
    for count in range(1, number + 1):
        zone, locale = rng.choice(zones)
        within = tuple(name for name, share in channels.items() if rng.uniform(0, 1) < share)
        first = FIRST[count % len(FIRST)]
        last = f"{LAST[count // len(FIRST) % len(LAST)]}-{count}"
        people.append(
            Colleague(
                f"{first} {last}",
                timezone=zone,
                locale=locale,
                department=rng.choice(departments),
                site=zone.rpartition("/")[2],
                channels=within,
            )
        )
    return people


def _csv_rows(text: str, misfits: list[Misfit]) -> Iterator[_Row]:
    lines = text.splitlines()
    head = lines[0] if lines else ""
    sign = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(lines, delimiter=sign)
    names = [name.strip().lower() for name in next(reader, [])]
    misfits += [
        Misfit(1, max(head.lower().find(name), 0) + 1, "unknown_key", name) for name in names if name not in KEYS
    ]
    if lines and "name" not in names:
        misfits.append(Misfit(1, 1, "no_name_column"))
        return
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            line = lines[reader.line_num - 1]
            if len(cells) > len(names):
                misfits.append(Misfit(reader.line_num, 1, "too_many_fields", str(len(cells))))
            values = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
            yield _Row(reader.line_num, line, 1, values)
    except csv.Error:
        misfits.append(Misfit(reader.line_num, 1, "not_csv"))


def _json_rows(text: str, misfits: list[Misfit]) -> Iterator[_Row]:
    decoder, at = json.JSONDecoder(), _past(text, 0, "[")
    while at < len(text) and text[at] != "]":
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        try:
            value, end = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            misfits.append(Misfit(line, column, "not_json"))
            return
        if isinstance(value, dict):
            misfits += [Misfit(line, column, "unknown_key", key) for key in value if key not in KEYS]
            yield _Row(line, "", column, {key: _flat(one) for key, one in value.items()})
        else:
            misfits.append(Misfit(line, column, "no_object"))
        at = _past(text, end, ",")


def _past(text: str, at: int, sign: str) -> int:
    """Return the first place after blanks and one sign."""
    blank = re.compile(rf"\s*{re.escape(sign)}?\s*")
    match = blank.match(text, at)
    return match.end() if match else at


def _flat(value: object) -> str:
    return " ".join(str(one) for one in value) if isinstance(value, list) else str(value if value is not None else "")


def _wrong(row: _Row) -> Iterator[Misfit]:
    values = row.values
    if not values.get("name"):
        yield row.misfit("name", "no_name")
    if values.get("timezone") and not _is_zone(values["timezone"]):
        yield row.misfit("timezone", "no_zone")
    if values.get("locale") and not LOCALE.match(values["locale"]):
        yield row.misfit("locale", "no_locale")
    if not all(CHANNEL.match(name) for name in _channels(values)):
        yield row.misfit("channels", "no_channel")


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        return False


def _channels(values: Mapping[str, str]) -> Sequence[str]:
    return [name.removeprefix("#") for name in SEPARATORS.split(values.get("channels", "")) if name]


def _colleague(values: Mapping[str, str]) -> Colleague:
    given = {key: value for key, value in values.items() if key in KEYS and key != "channels" and value}
    given["locale"] = given.get("locale", "de-DE").replace("_", "-")
    return Colleague(**given, channels=tuple(_channels(values)))


FIRST = (
    "Anna", "Ben", "Cem", "Dana", "Emil", "Fatima", "Georg", "Hanna", "Ivan", "Jule", "Kofi", "Lena", "Milan",
    "Nora", "Oskar", "Petra", "Quirin", "Rosa", "Samir", "Tilda", "Ulf", "Vera", "Wanda", "Xaver", "Yara", "Zoe",
)  # fmt: skip
LAST = ("Adler", "Brandt", "Celik", "Dorn", "Ebert", "Falk", "Gruber", "Hansen", "Ilic", "Jansen", "Kaya", "Lorenz")
