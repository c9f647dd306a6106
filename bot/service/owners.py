"""Whoever looks after a ritual hears of what goes wrong with it: once, in plain words, with what to do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from bot.blocks import context as small_print
from bot.blocks import section
from bot.errors import KindError, StoreError
from bot.model import Message, Ritual, Run, Words
from bot.service.context import Context
from bot.service.directory.surface import SHARED, since_when
from bot.service.goals.decisions import UNDECIDED
from bot.service.notices import tell
from bot.store import people

log = structlog.get_logger()
PAUSED = SHARED.rpartition(".")[2]
"""Why a run is missed whose ritual pauses, since another company reads along; its owners know."""


def tell_missed(context: Context, ritual: Ritual, runs: Sequence[Run], *, now: datetime) -> None:
    """Say that dates were missed, and why: one message for all that were found missed at once."""
    runs = [run for run in runs if run.reason not in (PAUSED, UNDECIDED)]
    if not runs:
        return
    dates = [run.nominal_date for run in runs[-5:]]
    reason = Words(f"owner.{runs[-1].reason}")
    _tell(context, ritual, Words("owner.missed", _params(ritual, dates=dates, reason=reason)), runs[-1].id, now)


def tell_failed(context: Context, ritual: Ritual, error: Exception, *, now: datetime) -> None:
    """Say that a ritual could not act: once a day for each complaint. It never fails itself."""
    if isinstance(error, StoreError):
        return  # nothing could be written down
    if isinstance(error, KindError) and error.key == SHARED:
        _quietly(context, ritual, lambda: tell_shared(context, ritual, now=now))
        return
    key = error.key if isinstance(error, KindError) else ""
    reason = Words(key, error.params) if isinstance(error, KindError) and key else Words("owner.unknown")
    day = now.astimezone(ZoneInfo(ritual.rule.timezone)).date()
    complaint = hashlib.sha256(f"{type(error).__name__}: {error}".encode()).hexdigest()[:12]
    words = Words("owner.failed", _params(ritual, reason=reason))
    _quietly(context, ritual, lambda: _tell(context, ritual, words, f"{ritual.id}/{complaint}/{day}", now))


def tell_shared(context: Context, ritual: Ritual, *, now: datetime) -> None:
    """Say that a ritual pauses, since another company reads its channel, and the two ways on: once for each time."""
    with context.database.read() as tx:
        since = since_when(tx, ritual)
    words = Words(SHARED, _params(ritual, channel=ritual.channel))
    _tell(context, ritual, words, f"{ritual.id}/{PAUSED}/{ritual.channel}/{since}", now)


def _quietly(context: Context, ritual: Ritual, told: Callable[[], None]) -> None:
    try:
        told()
    except Exception as unheard:
        log.error(
            "the owners could not be told", action="owners_unheard", ritual=ritual.id, error=type(unheard).__name__
        )


def _params(ritual: Ritual, **params: object) -> dict[str, object]:
    return {"title": Words(own=ritual.title), **params}


def _tell(context: Context, ritual: Ritual, words: Words, key: str, now: datetime) -> None:
    if not ritual.owner:
        return
    blocks = (section(words), small_print(Words("owner.why", _params(ritual))))
    with context.database.begin() as tx:
        known = [people.by_slack_id(tx, slack_id) for slack_id in ritual.owner]
        owners = [one for one in known if one is not None and one.is_eligible]
        tell(tx, context, owners, Message(text=words, blocks=blocks), key=f"owner/{key}", now=now)
