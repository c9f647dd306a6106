"""Another version of the rituals file holds: what has to follow at once, without touching an open round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import structlog

from bot.config import Config
from bot.errors import DeliveryError
from bot.model import Audience, Ritual
from bot.schedule import occurrences
from bot.service.context import Context
from bot.service.tick import take_up
from bot.service.workspace import reconcile, refresh_channels
from bot.store import runs

log = structlog.get_logger()


def adopt(context: Context, before: Config, *, now: datetime) -> None:
    """Begin to watch what is new, drop the marks of what is gone, and know the people it needs."""
    _watch_anew(context, before, now=now)
    take_up(context, now)
    try:
        _know(context, before, now=now)
    except DeliveryError as error:
        log.warning("the people of new rituals could not be read yet", action="reconcile_failed", outcome=error.outcome)


def _watch_anew(context: Context, before: Config, *, now: datetime) -> None:
    """A ritual that went and comes back later begins anew; one with another rule begins with the change.

    An hour that struck under the old rule and was not looked at yet is left to the next tick.
    """
    present = {ritual.id: ritual for ritual in context.config().rituals}
    with context.database.begin() as tx:
        for old in before.rituals:
            new = present.get(old.id)
            if new is None:
                runs.drop_mark(tx, old.id)
                continue
            seen = runs.mark(tx, old.id)
            if seen is not None and new.rule != old.rule and not occurrences(old.rule, seen, now):
                runs.set_mark(tx, old.id, now)


def _know(context: Context, before: Config, *, now: datetime) -> None:
    """Read the members of channels and groups that nobody needed before."""
    was, now_needed = set(_named(before)), set(_named(context.config()))
    added = now_needed - was
    if any(kind != "channel" for kind, _ in added):
        reconcile(context, now)
    elif added:
        refresh_channels(context, now=now)


def _named(config: Config) -> Iterator[tuple[str, str]]:
    yield from _of_audience(config.managers)
    for ritual in config.rituals:
        yield from _of_ritual(ritual)


def _of_ritual(ritual: Ritual) -> Iterator[tuple[str, str]]:
    if ritual.channel:
        yield "channel", ritual.channel
    yield from _of_audience(ritual.audience)


def _of_audience(audience: Audience) -> Iterator[tuple[str, str]]:
    yield from (("channel", name) for name in audience.channels)
    yield from (("group", name) for name in audience.user_groups)
    yield from (("department", name) for name in audience.departments)
    if audience.without is not None:
        yield from _of_audience(audience.without)
