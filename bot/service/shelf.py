"""The shelf on which the rituals file that holds now lies; whoever asks gets the newest at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.config import Config, parse
from bot.config.changes import renamed
from bot.errors import ConfigError
from bot.model import Version
from bot.rituals.base import Kind
from bot.store import versions
from bot.store.db import Database


@dataclass(frozen=True)
class _Copy:
    config: Config
    version: int | None


class Shelf:
    """Holds one Config; replacing it is one assignment, so that no thread ever sees half of two."""

    def __init__(self, config: Config, *, version: int | None = None, unreadable: int | None = None) -> None:
        """`version` is its number in the store, if it has one; `unreadable` that of a live one we cannot read."""
        self._copy = _Copy(config, version)
        self.unreadable = unreadable

    def __call__(self) -> Config:
        """Return the file that holds now."""
        return self._copy.config

    @property
    def version(self) -> int | None:
        """The number of the version that holds; None while it is not written down."""
        return self._copy.version

    def put(self, config: Config, *, version: int) -> None:
        """Let another version hold."""
        self._copy = _Copy(config, version)


def choose(database: Database, config: Config, kinds: Mapping[str, Kind]) -> Shelf:
    """Return what holds at a start, writing nothing: the file if it changed since it was last taken, else what is live.

    A file in which a ritual seems to have got another id waits for an answer. A live version that this Rondo cannot
    read (its kind is gone) gives way to the file.
    """
    with database.read() as tx:
        live, last = versions.live(tx), versions.latest(tx, "file")
    if live is None:
        return Shelf(config)
    standing = readable(live, kinds)
    if standing is None:
        return Shelf(config, unreadable=live.id)
    is_known = last is not None and last.fingerprint == config.fingerprint
    if is_known or (renamed(standing, config) and has_somebody(standing)):
        return Shelf(standing, version=live.id)
    return Shelf(config)


def readable(version: Version, kinds: Mapping[str, Kind]) -> Config | None:
    """Return a stored version as a Config, None when this Rondo cannot read it."""
    try:
        return parse(version.source, file="rituals.yaml", kinds=kinds)
    except ConfigError:
        return None


def has_somebody(config: Config) -> bool:
    """Return whether the file names anybody who could be asked."""
    named = config.managers
    parts = (named.people, named.channels, named.user_groups, named.departments)
    return any(parts) or any(ritual.owner for ritual in config.rituals)
