"""One process per SQLite file: a lock that the process holds, so that its end frees it, whatever that end is."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from bot.errors import StoreError
from bot.store.db import Database

SUFFIX = ".lock"


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Be the one process that works on this SQLite file; on PostgreSQL any number may.

    Verbs that only look or mend (`check`, `doctor`, `migrate`, `backup`) do not ask. Raises StoreError.
    """
    if not url.startswith("sqlite"):
        yield
        return
    Database.open(url).close()  # what is wrong with address, folder or file it says best
    file = _held(Path(make_url(url).database or ""))
    try:
        yield
    finally:
        os.close(file)  # the lock goes with it; the file stays, since deleting it could split the lock in two


def _held(database: Path) -> int:
    """Return the open file that carries the lock. No child inherits it: Python opens files for itself alone."""
    place = database.with_name(database.name + SUFFIX)
    file = None
    try:
        file = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if file is not None:
            os.close(file)
        if isinstance(error, BlockingIOError):
            raise StoreError(_TAKEN.format(path=database)) from None
        raise StoreError(_UNFIT.format(path=place, reason=error.strerror)) from None
    return file


_TAKEN = (
    "Another process of Rondo works on {path} already, and a SQLite file serves one: stop that process first, "
    "or set DATABASE_URL to a PostgreSQL database, which serves any number."
)
_UNFIT = (
    "The file {path} cannot be locked ({reason}); keep the database on a local disk, in a folder that Rondo may write."
)
