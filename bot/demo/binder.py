"""The rituals file that the page works on: the bot's copy, the way back and forth, and the visitor's own file on disk.

The own file is only read. When it changes, it is taken over; what somebody is typing in the page stays there.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from bot.config import Config, installed_kinds, parse_bytes
from bot.config.changes import renamed
from bot.demo.seed import fill_directory
from bot.demo.stage import Stage
from bot.errors import ConfigError
from bot.model import Person
from bot.service import roles
from bot.store import versions

log = structlog.get_logger()
EVERY = 0.5
"""Real seconds between two looks at the own file."""
Stamp = tuple[int, int] | None


@dataclass(frozen=True)
class Standing:
    """What the page should know of the file at one moment."""

    text: str
    """What holds."""
    edition: str
    """Another one as soon as anything of this changed."""
    can_undo: bool
    can_redo: bool
    waits_for: tuple[Person, ...] | None
    """Who is asked, in Slack, before what was applied holds; None: nothing waits."""
    taken_over: int
    """How often the own file came in, since it was saved elsewhere."""
    is_own: bool
    """Whether the own file says the same."""
    own_is_wrong: bool
    """Whether the own file has problems, so that it was not taken."""


class Binder:
    """Keeps what was applied, in order; one change at a time."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._changing = threading.RLock()
        self._ended = threading.Event()
        self._own = _read(stage.original)
        self._stamp = _stamp(stage.original)
        self._seen = self._own
        self._pages = [stage.config.source]
        self._at = 0
        self._installed = stage.config.fingerprint
        self._taken_over = 0
        self._own_is_wrong = False

    def begin(self) -> None:
        """Watch the own file, and what becomes live by other ways, until the stage closes."""
        watching = threading.Thread(target=self._watch, name="binder", daemon=True)
        watching.start()

        def rest() -> None:
            self._ended.set()
            watching.join()  # a look in hand needs the database and the folder

        self._stage.at_close(rest)

    def standing(self) -> Standing:
        """Return how things are."""
        with self._changing:
            config = self._stage.config
            asked = self._asked(config)
            names = ",".join(one.slack_id for one in asked) if asked is not None else "-"
            parts = (config.fingerprint[:12], self._at, len(self._pages), names, self._taken_over, self._own_is_wrong)
            return Standing(
                text=config.source,
                edition="/".join(map(str, parts)),
                can_undo=self._at > 0,
                can_redo=self._at + 1 < len(self._pages),
                waits_for=asked,
                taken_over=self._taken_over,
                is_own=self._own == config.source.encode(),
                own_is_wrong=self._own_is_wrong,
            )

    def own(self) -> Config | None:
        """Return the visitor's own file; None while it has problems."""
        try:
            return _parsed(_read(self._stage.original) or b"", self._stage.original)
        except ConfigError:
            return None

    def apply(self, text: str, *, now: datetime) -> None:
        """Let a text hold in the sandbox. Raises ConfigError for one with problems."""
        with self._changing:
            config = _parsed(text.encode("utf-8", "replace"), self._stage.file)
            if text != self._pages[self._at]:
                self._add(text)
            self._hold(config, now=now)

    def turn(self, pages: int, *, now: datetime) -> None:
        """Go back (-1) or forth (1) in what was applied; nothing at either end."""
        with self._changing:
            wanted = self._at + pages
            if 0 <= wanted < len(self._pages):
                self._at = wanted
                self._hold(_parsed(self._pages[wanted].encode(), self._stage.file), now=now)

    def reset(self, *, now: datetime) -> None:
        """Let the own file hold again. Raises ConfigError where it has problems by now."""
        raw = _read(self._stage.original) or b""
        _parsed(raw, self._stage.original)
        self.apply(raw.decode(), now=now)

    def look(self, now: datetime) -> None:
        """Take the own file over if it was saved elsewhere, and follow what became live by other ways."""
        with self._changing:
            self._look_at_own(now)
            config = self._stage.config
            if config.fingerprint != self._installed:
                self._follow(config)

    def _look_at_own(self, now: datetime) -> None:
        """As the bot does with its own: what two looks saw the same is whole."""
        stamp = _stamp(self._stage.original)
        if stamp == self._stamp or stamp is None:
            return
        raw = _read(self._stage.original)
        if raw is None or raw != self._seen:
            self._seen = raw
            return
        self._stamp = stamp
        if raw != self._own:
            self._own = raw
            self._take_over(raw, now)

    def _take_over(self, raw: bytes, now: datetime) -> None:
        self._taken_over += 1
        try:
            config = _parsed(raw, self._stage.original)
        except ConfigError:
            self._own_is_wrong = True
            self._stage.rondo.watch.take(raw, now)  # which tells those responsible
            return
        self._own_is_wrong = False
        if config.source != self._pages[self._at]:
            self._add(config.source)
        self._hold(config, now=now)

    def _hold(self, config: Config, *, now: datetime) -> None:
        """Write the copy, install what the file needs, and let the bot take it at once."""
        stage, before = self._stage, self._stage.config
        raw = config.source.encode()
        fresh = stage.file.with_suffix(".new")
        fresh.write_bytes(raw)
        fresh.replace(stage.file)
        stage.install(config)
        stage.rondo.watch.take(raw, now)
        if stage.config.fingerprint != config.fingerprint:  # it waits for an answer
            stage.install(stage.config)
        self._installed = stage.config.fingerprint
        if before.directory is None:
            fill_directory(stage)

    def _follow(self, config: Config) -> None:
        """Install what somebody let hold in Slack, and put it among the pages."""
        if self._at and config.source == self._pages[self._at - 1]:
            self._at -= 1
        elif config.source != self._pages[self._at]:
            self._add(config.source)
        self._stage.install(config)
        self._installed = config.fingerprint

    def _add(self, text: str) -> None:
        self._pages = [*self._pages[: self._at + 1], text]
        self._at += 1

    def _asked(self, config: Config) -> tuple[Person, ...] | None:
        """Return who has to say what a changed id means, where the file waits for that."""
        rondo = self._stage.rondo
        with rondo.database.read() as tx:
            last = versions.latest(tx, "file")
            if last is None or last.state != "proposed":
                return None
            wanted = _parsed(last.source.encode(), self._stage.file)
            return roles.responsible(tx, config, rituals=renamed(config, wanted))

    def _watch(self) -> None:
        while not self._ended.wait(EVERY):
            try:
                self.look(self._stage.sandbox.workspace.clock.now())
            except Exception as error:  # what went wrong once must not end the watch
                log.error("the own file could not be followed", action="binder_failed", error=str(error)[:200])


def _parsed(raw: bytes, file: Path) -> Config:
    return parse_bytes(raw, file=file.name, kinds=installed_kinds())


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _stamp(file: Path) -> Stamp:
    try:
        found = file.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size)
