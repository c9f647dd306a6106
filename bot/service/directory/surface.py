"""Where a ritual may speak: in a channel that another company reads along only if its file says so.

Else it pauses there, whoever looks after it is told once, and it goes on by itself when the sharing ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.errors import KindError
from bot.model import Channel, ChannelId, Plan, Ritual
from bot.service.context import Context
from bot.store import channels, runs
from bot.store.db import Tx
from bot.store.surfaces import level_of_channel

__all__ = ["SHARED", "barred", "fit", "is_barred", "level_of_channel", "note_shared", "pausing", "since_when"]
SHARED = "owner.channel_shared"
"""The sentence for the owners; also how a run that could not open for it is recorded, without its prefix."""
MARK = "shared:"
"""Before the id of a channel: the mark of when Rondo saw that it is shared. No ritual's id has a colon."""


def is_barred(ritual: Ritual, channel: Channel | None) -> bool:
    """Return whether a ritual must not speak in a channel, since another company reads along."""
    return channel is not None and channel.is_shared and not ritual.allow_external


def pausing(tx: Tx, rituals: Iterable[Ritual]) -> list[str]:
    """Return the ids of rituals that must not speak in their channel now."""
    closed = [one for one in rituals if one.channel and not one.allow_external]
    known = channels.named(tx, {one.channel for one in closed})
    return [one.id for one in closed if is_barred(one, known.get(one.channel))]


def barred(ritual: Ritual) -> KindError:
    """Return what a ritual raises that must not speak in its channel."""
    said = f"#{ritual.channel} is shared with another company; it waits for `allow_external: true`, or another channel"
    return KindError(said, key=SHARED, channel=ritual.channel)


def fit(context: Context, plan: Plan, *, ritual: Ritual, channel: Channel) -> Plan:
    """Return a plan that says nothing in a channel where the ritual must not speak.

    Raises KindError while that may change: the run waits. Where the file has moved the ritual elsewhere, or has it no
    more, an open run goes to its end without the channel.
    """
    if not is_barred(ritual, channel) or all(letter.channel != channel.id for letter in plan.letters):
        return plan
    current = context.ritual(ritual.id)
    if current is not None and current.channel == ritual.channel:
        raise barred(ritual)
    return replace(plan, letters=tuple(letter for letter in plan.letters if letter.channel != channel.id))


def note_shared(tx: Tx, before: Iterable[ChannelId], *, now: datetime) -> None:
    """Keep since when channels are shared; `before`: those that were, before the channels were read again."""
    for channel in channels.shared_ids(tx) - set(before):
        runs.set_mark(tx, MARK + channel, now)


def since_when(tx: Tx, ritual: Ritual) -> str:
    """Return since when the channel of a ritual is shared, so that it is told once for each time that happens."""
    channel = channels.by_name(tx, ritual.channel)
    at = runs.mark(tx, MARK + channel.id) if channel is not None else None
    return at.isoformat() if at is not None else ""
