"""Another version of the rituals file holds: what has to follow at once, without touching an open round."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.config import Config
from bot.config.needs import needs_of
from bot.errors import DeliveryError
from bot.schedule import occurrences
from bot.service.context import Context
from bot.service.departures import see_off_all
from bot.service.tick import take_up
from bot.service.workspace import refresh_channels
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
    """Read what rituals need of the workspace, if it is more or something else than before."""
    if needs_of(context.config(), context.kinds) != needs_of(before, context.kinds):
        refresh_channels(context, now=now, whole=True)
    else:
        see_off_all(context, now=now)
