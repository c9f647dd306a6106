"""Somebody joins a ritual while a round of it is open: the kind decides what they are offered."""

from __future__ import annotations

from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from bot.model import Person, Ritual
from bot.rituals.base import ARRIVE, no_arrival
from bot.schedule import week_of
from bot.service.audience import is_available
from bot.service.commit import commit
from bot.service.context import Context
from bot.service.definitions import thaw
from bot.service.state import load_state
from bot.service.steps import known_channel
from bot.store import introductions, runs
from bot.store.db import Tx


def welcome(tx: Tx, context: Context, ritual: Ritual, someone: Person, *, now: datetime) -> None:
    """Offer somebody who has just joined what the open rounds of the ritual have for them."""
    if not is_available(someone, ritual, now) or _met_this_week(tx, ritual, someone, now):
        return
    for listed in runs.open_runs(tx):
        if listed.ritual != ritual.id or listed.is_on_demand:
            continue
        run = runs.get(tx, listed.id, lock=True)
        kind = context.kinds.get(str(listed.definition.get("kind")))
        if run is None or run.state != "open" or kind is None or kind.arrive is no_arrival:
            continue
        frozen = thaw(run.definition, context.kinds, ritual)
        channel = known_channel(tx, frozen)
        state = load_state(tx, context, frozen, run, step=ARRIVE, kind=kind, channel=channel, now=now)
        rng = Random(f"{run.seed}/{ARRIVE}/{someone.id}")  # noqa: S311 a seeded choice, no secret
        commit(tx, context, kind.arrive(frozen.options, state, someone.id, rng), state=state, now=now, pressed=True)


def _met_this_week(tx: Tx, ritual: Ritual, someone: Person, now: datetime) -> bool:
    """Return whether somebody was introduced in this week already, by whichever ritual."""
    week = week_of(now.astimezone(ZoneInfo(ritual.rule.timezone)).date())
    return any(week_of(one.on) == week for one in introductions.of_person(tx, someone.id))
