"""A message to Rondo itself: from a manager a rituals file to check and to propose, from others nothing to act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from bot.config import MAX_BYTES, parse_bytes
from bot.errors import ConfigError, DeliveryError
from bot.model import Message, Person, Words
from bot.service import announcements as say
from bot.service import roles
from bot.service.context import Context
from bot.service.notices import tell
from bot.service.proposals import propose
from bot.store import inbound
from bot.text import clean

log = structlog.get_logger()
LONGEST_NAME = 80


@dataclass(frozen=True)
class Shared:
    """A file of the message: Slack's id, the name it was given, its size in bytes."""

    id: str
    name: str
    size: int


class Reads(Protocol):
    """Fetches a file from Slack; raises DeliveryError."""

    def __call__(self, file_id: str, *, most: int) -> bytes:
        """Return what it holds, at most `most` bytes."""
        ...


def take(context: Context, someone: Person, shared: Sequence[Shared], *, read: Reads, key: str, now: datetime) -> None:
    """Answer a message to Rondo by letter, each delivery once. What was written is neither read nor kept."""
    if not roles.allows(context, someone, "propose"):
        if shared:
            _say(context, someone, say.sentence(Words("upload.not_for_you")), key=key, now=now)
        return
    if len(shared) != 1:
        words = Words("upload.one_file" if shared else "upload.help")
        _say(context, someone, say.sentence(words), key=key, now=now)
        return
    _take_file(context, someone, shared[0], read=read, key=key, now=now)


def _take_file(context: Context, someone: Person, shared: Shared, *, read: Reads, key: str, now: datetime) -> None:
    name = clean(shared.name, limit=LONGEST_NAME) or "rituals.yaml"
    if shared.size > MAX_BYTES:
        words = Words("upload.too_large", {"file": name, "most": MAX_BYTES // 1024})
        _say(context, someone, say.sentence(words), key=key, now=now)
        return
    try:
        config = parse_bytes(read(shared.id, most=MAX_BYTES), file=name, kinds=context.kinds)
    except DeliveryError as error:
        log.warning("a file could not be read", action="upload_failed", outcome=error.outcome)
        _say(context, someone, say.sentence(Words("upload.unreadable", {"file": name})), key=key, now=now)
    except ConfigError as error:
        _say(context, someone, say.problems_message(error.problems, file=name), key=key, now=now)
    else:
        propose(context, someone, config, file=name, key=key, now=now)


def _say(context: Context, someone: Person, message: Message, *, key: str, now: datetime) -> None:
    with context.database.begin() as tx:
        if inbound.first_time(tx, key, now=now):
            tell(tx, context, [someone], message, key=f"upload/{key}", now=now)
