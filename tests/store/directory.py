"""A directory for the tests of the store and of search: people who say something of themselves, and a context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from bot.cli.house import Absent
from bot.config import Config
from bot.directory.catalogue import SHIPPED
from bot.i18n import Catalogues
from bot.model import Directory, Level, Listing, PersonId, ProfileFact
from bot.service.context import Context
from bot.service.directory import index
from bot.store import profiles
from bot.store.db import Database, Tx
from tests.store.cast import NOW, hire

Values = Mapping[str, str | tuple[str, ...]]
"""What somebody says of themselves, by field."""
OPEN = Listing(listed=True, expert=True, contactable=True)


def a_context(database: Database, directory: Directory | None = SHIPPED) -> Context:
    """Return what the use cases of the directory need; nothing is sent."""
    config = Config((), "de", "Europe/Berlin", {}, fingerprint="", directory=directory)
    return Context(database, cast(Any, None), Absent(), {}, Catalogues(()), lambda: config)


def say(
    tx: Tx, context: Context, slack_id: str, values: Values, *,
    audience: Level = "colleagues", listing: Listing = OPEN, now: datetime = NOW, expires_at: datetime | None = None,
) -> PersonId:  # fmt: skip
    """Let somebody say this of themselves, in place of what they said before, and index them."""
    [person] = hire(tx, slack_id)
    profiles.set_listing(tx, person, listing)
    for field in SHIPPED.fields:
        told = values.get(field, ())
        some = (told,) if isinstance(told, str) else told
        facts = [ProfileFact(field, one, audience, "self", NOW, expires_at) for one in some]
        profiles.replace_values(tx, person, field, facts)
    index.refresh(tx, context, person, now=now)
    return person


def with_topics(*groups: tuple[str, ...]) -> Directory:
    """Return the shipped catalogue with aliases."""
    return replace(SHIPPED, topics=groups)
