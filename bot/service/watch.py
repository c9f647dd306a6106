"""Watch what the rituals come from: the file beside Rondo, the operator's address, and the version that is live.

1. The file is looked at (its stamp, then its bytes) and taken when two looks saw the same, so that a file that is just
   being written is left alone. A good one becomes a version, a bad one changes nothing and those responsible are told.
2. The address is asked every minute; what it holds is proposed to the managers.
3. Whichever version is live in the database is put on the shelf, whoever made it live, in whichever process.
"""

from __future__ import annotations

import hashlib
import threading
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.config import MAX_BYTES, Config, parse_bytes
from bot.errors import ConfigError, SourceError
from bot.ports import Source
from bot.service import announcements as say
from bot.service import roles
from bot.service.adoption import adopt
from bot.service.context import Context
from bot.service.notices import tell
from bot.service.proposals import propose_from_address, take_file
from bot.service.shelf import Shelf, readable
from bot.service.tick import take_up
from bot.store import versions

log = structlog.get_logger()
EVERY = timedelta(seconds=60)
"""Between two questions to the address."""
Stamp = tuple[int, int, int] | None
MISSING = "missing"


class Watch:
    """Watches for one process; what several of them see at once is written down once."""

    def __init__(self, context: Context, shelf: Shelf, *, file: Path, loaded: Config, address: Source | None) -> None:
        """`loaded` is the file as it was read at the start."""
        self._context, self._shelf, self._file, self._address = context, shelf, file, address
        self._loaded = loaded
        self._settled = loaded.fingerprint
        self._stamp: Stamp = (0, 0, 0)
        self._seen = loaded.fingerprint
        self._asked: datetime | None = None
        self._complaint = ""
        self._looking = threading.Lock()

    def begin(self, now: datetime) -> None:
        """Write down what holds at the start, and begin to watch its rituals, before an hour strikes.

        What is live and cannot be read is said loudly.
        """
        with self._looking:
            take_up(self._context, now)
            if self._shelf.unreadable is not None:
                log.error(UNREADABLE, action="version_unreadable", version=self._shelf.unreadable)
            take_file(self._context, self._loaded, now=now)
            self._catch_up(now)

    def beat(self, now: datetime) -> None:
        """Look at everything once; somebody else who is just looking is enough."""
        if not self._looking.acquire(blocking=False):
            return
        try:
            self._look_at_file(now)
            self._ask(now)
            self._catch_up(now)
        finally:
            self._looking.release()

    def take(self, raw: bytes, now: datetime) -> None:
        """Take the file as somebody has just written it, without looking at it twice."""
        with self._looking:
            self._settled = self._seen = hashlib.sha256(raw).hexdigest()
            self._take(raw, self._settled, now, again=True)
            self._catch_up(now)

    def _look_at_file(self, now: datetime) -> None:
        stamp = _stamp_of(self._file)
        if stamp == self._stamp:
            return
        raw = _bytes_of(self._file)
        found = hashlib.sha256(raw).hexdigest() if raw is not None else MISSING
        if found == self._settled:
            self._stamp = stamp
        elif found != self._seen:
            self._seen = found
        else:
            self._settled, self._stamp = found, stamp
            self._take(raw, found, now)

    def _take(self, raw: bytes | None, found: str, now: datetime, *, again: bool = False) -> None:
        if raw is None:
            log.error("the rituals file is gone; what held goes on", action="file_missing")
            return
        try:
            config = parse_bytes(raw, file=self._file.name, kinds=self._context.kinds)
        except ConfigError as error:
            self._complain(error, origin="file", found=found, most=say.FIRST_PROBLEMS, now=now)
        else:
            take_file(self._context, config, now=now, again=again)

    def _ask(self, now: datetime) -> None:
        if self._address is None or (self._asked is not None and abs(now - self._asked) < EVERY):
            return
        self._asked = now
        try:
            raw = self._address.read()
        except SourceError as error:
            if self._complaint != str(error):
                log.warning("the rituals' address gives no file", action="address_failed", why=str(error))
            self._complaint = str(error)
            return
        self._complaint = ""
        if raw is None:
            return
        try:
            config = parse_bytes(raw, file="rituals.yaml", kinds=self._context.kinds)
        except ConfigError as error:
            found = hashlib.sha256(raw).hexdigest()
            self._complain(error, origin="address", found=found, most=say.MOST_PROBLEMS, now=now)
        else:
            propose_from_address(self._context, config, now=now)

    def _complain(self, error: ConfigError, *, origin: str, found: str, most: int, now: datetime) -> None:
        """Say what is wrong, in the log and once to those responsible; nothing changes."""
        first = [f"{one.file}:{one.line}:{one.column}: {one.text}" for one in error.problems[:most]]
        log.error("a rituals file has problems, what held goes on", action="file_refused", origin=origin,
                  problems=len(error.problems), first=first)  # fmt: skip
        context = self._context
        message = say.problems_message(error.problems, file=self._file.name, most=most)
        with context.database.begin() as tx:
            told = roles.responsible(tx, context.config())
            tell(tx, context, told, message, key=f"problems/{origin}/{found}", now=now)

    def _catch_up(self, now: datetime) -> None:
        """Put the live version on the shelf, if another one lies there."""
        with self._context.database.read() as tx:
            number = versions.live_id(tx)
            if number is None or number in (self._shelf.version, self._shelf.unreadable):
                return
            version = versions.get(tx, number)
        config = readable(version, self._context.kinds) if version is not None else None
        if config is None:
            log.error(UNREADABLE, action="version_unreadable", version=number)
            self._shelf.unreadable = number
            return
        before = self._shelf()
        self._shelf.put(config, version=number)
        adopt(self._context, before, now=now)
        log.info("a version of the rituals file is live", action="version_live", version=number)


UNREADABLE = "the live version of the rituals file cannot be read by this Rondo; what it read itself holds"


def _stamp_of(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def _bytes_of(path: Path) -> bytes | None:
    """Return the file's bytes, not more than decide that it is too long; None when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        return None
