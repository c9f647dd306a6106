"""The file of a backup: gzip, one JSON value in a line. The same file fits SQLite and PostgreSQL.

First a header: what this is, the revision of the tables, the instant of the backup (UTC), and for each table its
columns and the number of its rows. Then all rows, table after table in that order, as lists. Last the SHA-256 of all
lines before it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.errors import StoreError

FORMAT = "rondo-backup"
VERSION = 1
LONGEST_HEADER = 1 << 20
"""Bytes."""
LONGEST_ROW = 1 << 24
"""Bytes; the largest row, a round of 100,000 people, is half a MiB in base64."""


@dataclass(frozen=True)
class TablePart:
    """What the header says of one table."""

    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True)
class Header:
    """The first line of a backup. `made_at` is UTC: nothing that happened later is in it."""

    schema: str
    made_at: datetime
    tables: Mapping[str, TablePart]


class Writer:
    """Writes the lines of a backup and counts their bytes into the checksum."""

    def __init__(self, out: gzip.GzipFile) -> None:
        self._out = out
        self._digest = hashlib.sha256()

    def header(self, header: Header) -> None:
        """Write the first line."""
        tables = {name: {"columns": part.columns, "rows": part.rows} for name, part in header.tables.items()}
        made_at = header.made_at.isoformat()
        self._line(
            {"format": FORMAT, "version": VERSION, "schema": header.schema, "made_at": made_at, "tables": tables}
        )

    def row(self, values: tuple[Any, ...]) -> None:
        """Write one row."""
        self._line(values)

    def finish(self) -> None:
        """Write the checksum."""
        self._out.write(_encoded({"sha256": self._digest.hexdigest()}))

    def _line(self, value: Any) -> None:
        line = _encoded(value)
        self._digest.update(line)
        self._out.write(line)


class Reader:
    """Reads a backup from its beginning. Raises StoreError, one sentence, at whatever does not belong there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._digest = hashlib.sha256()

    @contextmanager
    def open(self) -> Iterator[tuple[Header, Iterator[tuple[str, list[Any]]]]]:
        """Give the header and all rows, each with the name of its table; the last one has passed the checksum."""
        self._digest = hashlib.sha256()
        with self._explained(), gzip.open(self._path, "rb") as lines:
            header = self._header(lines)
            yield header, self._rows(lines, header)

    def verify(self) -> Header:
        """Read the whole file, compare its counts and its checksum, and return its header."""
        with self.open() as (header, rows):
            for _ in rows:
                pass
        return header

    def _header(self, lines: gzip.GzipFile) -> Header:
        raw = lines.readline(LONGEST_HEADER)
        self._digest.update(raw)
        try:
            said = json.loads(raw)
            if said["format"] != FORMAT:
                raise ValueError("another format")
            version = int(said["version"])
        except (ValueError, TypeError, KeyError, RecursionError):
            raise StoreError(f"{self._path} is not a backup of Rondo; name a file that `rondo backup` wrote.") from None
        if version != VERSION:
            raise StoreError(f"{self._path} was written by a newer Rondo; restore it with that version.")
        try:
            tables = {name: TablePart(tuple(one["columns"]), int(one["rows"])) for name, one in said["tables"].items()}
            return Header(str(said["schema"]), datetime.fromisoformat(said["made_at"]), tables)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise self._damaged() from None

    def _rows(self, lines: gzip.GzipFile, header: Header) -> Iterator[tuple[str, list[Any]]]:
        with self._explained():
            for name, part in header.tables.items():
                for _ in range(part.rows):
                    yield name, self._row(lines, len(part.columns))
            said = self._value(lines.readline(LONGEST_HEADER))
            if not isinstance(said, dict) or said.get("sha256") != self._digest.hexdigest() or lines.read(1):
                raise StoreError(
                    f"{self._path} does not match its checksum: it was changed or damaged; use another backup."
                )

    def _row(self, lines: gzip.GzipFile, width: int) -> list[Any]:
        raw = lines.readline(LONGEST_ROW)
        self._digest.update(raw)
        row = self._value(raw)
        if not isinstance(row, list) or len(row) != width:
            raise self._damaged()
        return row

    def _value(self, raw: bytes) -> Any:
        if not raw.endswith(b"\n"):
            raise self._cut_off()
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            raise self._damaged() from None

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except EOFError:
            raise self._cut_off() from None
        except gzip.BadGzipFile as error:
            if "Not a gzipped file" in str(error):
                raise StoreError(
                    f"{self._path} is not a backup of Rondo; name a file that `rondo backup` wrote."
                ) from None
            raise self._damaged() from None
        except zlib.error:
            raise self._damaged() from None
        except OSError as error:
            raise StoreError(f"{self._path} cannot be read ({error.strerror}); check path and rights.") from None

    def _cut_off(self) -> StoreError:
        return StoreError(f"{self._path} ends too early: it was cut off; copy it again, or use another backup.")

    def _damaged(self) -> StoreError:
        return StoreError(f"{self._path} is damaged; copy it again, or use another backup.")


@contextmanager
def new_file(path: Path, *, force: bool) -> Iterator[Writer]:
    """Give a writer for a file that appears under its name only when it is whole and on the disk; mode 0600.

    Raises StoreError when one stands there already and `force` is not given, or when it cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _insist_free(path, force=force)
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
                with gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6) as out:
                    writer = Writer(out)
                    yield writer
                    writer.finish()
                raw.flush()
                os.fsync(raw.fileno())
            _insist_free(path, force=force)
            part.replace(path)
            _sync_folder(path.parent)
        finally:
            with suppress(FileNotFoundError):
                part.unlink()
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error.strerror}); name another place.") from None


def _insist_free(path: Path, *, force: bool) -> None:
    if path.exists() and not force:
        raise StoreError(f"{path} is there already; name another file, or overwrite it with --force.")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(f"a backup holds no {type(value).__name__}")
