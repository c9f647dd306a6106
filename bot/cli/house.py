"""The house for verbs that work on the database of a Rondo, running or not: nothing is sent from here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.cli.frame import asked_language, prepare, say
from bot.clock import build_clock
from bot.config import installed_kinds, load
from bot.errors import StoreError
from bot.i18n import Catalogues
from bot.model import Language, Words
from bot.service.context import Context
from bot.service.shelf import choose
from bot.slack.gateway import Gateway, build_client
from bot.store.db import Database
from bot.store.migrate import require_current

SQLITE = "sqlite:///"
_IN_SLACK = re.compile(r"`/rondo (stop|go|recall)\b")
"""Verbs that the terminal has too, for whoever runs Rondo, manager or not."""


@dataclass(frozen=True)
class House:
    """What such a verb works with."""

    context: Context
    now: datetime
    language: Language

    def say(self, words: Words) -> str:
        """Return a sentence for the terminal."""
        return _IN_SLACK.sub(r"`rondo \1", say(self.language)(words))


class Absent:
    """No engine: what is written is due in the ledger, where the running processes find it."""

    def enqueue(self, tx: Any, keys: Iterable[str]) -> None:
        """Do nothing: the ledger itself is the queue."""

    def start(self) -> None:
        """Do nothing."""

    def stop(self, *, within: float) -> None:
        """Do nothing."""

    def deliver(self, now: datetime) -> int:
        """Send nothing."""
        return 0

    def waiting(self, now: datetime) -> int:
        """Know of nothing that waits."""
        return 0


@contextmanager
def house() -> Iterator[House]:
    """Open the database of the settings, with the rituals file that holds now. Raises BotError."""
    settings = prepare()
    kinds = installed_kinds()
    loaded = load(settings.rituals, kinds=kinds)
    url = settings.database_url
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).is_file():
        raise StoreError("There is no database yet: start `rondo run` once, or correct DATABASE_URL.")
    database = Database.open(url)
    try:
        require_current(database)
        shelf = choose(database, loaded, kinds)
        slack = Gateway(build_client(settings, settings.bot_token))
        words = Catalogues(kind.texts for kind in kinds.values())
        context = Context(database, slack, Absent(), kinds, words, shelf)
        yield House(context, build_clock(settings.clock).now(), asked_language() or shelf().language)
    finally:
        database.close()
