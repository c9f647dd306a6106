"""/rondo meet: bring somebody together with a colleague now, outside of the rounds.

It makes a run of its own, with one introduction, which goes on and closes like a round. Whoever may be met said yes to
that beforehand.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.model import Person, PersonId, Plan, Ritual, Run, State, Words
from bot.model.rituals import ON_DEMAND
from bot.rituals.base import OPEN, nobody_else
from bot.schedule import closing_time
from bot.service.audience import is_available
from bot.service.commit import commit
from bot.service.context import Context
from bot.service.definitions import freeze
from bot.service.holidaymakers import on_holiday
from bot.service.naming import find_named
from bot.service.people import fresh, insist_eligible
from bot.service.state import load_state
from bot.service.steps import usable_channel
from bot.store import halts, inbound, people, runs
from bot.store.db import Tx

MOST_ASKED = 5
"""People whose status is asked for one after the other until one of them is there."""


def meet(context: Context, someone: Person, name: str, *, key: str, now: datetime) -> Words | None:
    """Introduce somebody to a colleague; return what to tell them, None for a repeated delivery. Raises UserError."""
    insist_eligible(someone)
    ritual = _ritual(context, name)
    away = _away(context, ritual, someone, key=key, now=now)
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return None
        someone = fresh(tx, someone)
        if halts.halting(tx, ritual.id):
            raise UserError("meet.stopped")
        if not is_available(someone, ritual, now):
            raise UserError("meet.paused", until=someone.paused_until)
        state, plan = _planned(tx, context, ritual, someone, key=key, now=now, away=away)
        if plan.introductions and runs.claim(tx, state.run):
            commit(tx, context, plan, state=state, now=now, pressed=True)
    return plan.reply


def _away(context: Context, ritual: Ritual, someone: Person, *, key: str, now: datetime) -> frozenset[PersonId]:
    """Return who would be met but is on holiday by their own status: asked one by one, before the transaction."""
    away: frozenset[PersonId] = frozenset()
    for _ in range(MOST_ASKED):
        with context.database.read() as tx:
            _, plan = _planned(tx, context, ritual, someone, key=key, now=now, away=away)
            chosen = people.by_ids(tx, {one for made in plan.introductions for one in made.people} - {someone.id})
        found = on_holiday(context, chosen.values(), now)
        if not found:
            break
        away |= found
    return away


def _planned(
    tx: Tx, context: Context, ritual: Ritual, someone: Person, *, key: str, now: datetime, away: frozenset[PersonId]
) -> tuple[State, Plan]:
    run, kind = _run(ritual, key, now), context.kinds[ritual.kind]
    members = tuple(one for one in _members(tx, ritual, someone, now=now) if one.id not in away)
    channel = usable_channel(tx, ritual, speaks=False)
    state = load_state(tx, context, ritual, run, step=OPEN, kind=kind, channel=channel, now=now, members=members)
    return state, kind.meet(ritual.options, state, someone.id, Random(f"{run.seed}/meet"))  # noqa: S311 a seeded choice


def _ritual(context: Context, name: str) -> Ritual:
    """Return the ritual by whose rules people are brought together: the one named, else the first there is."""
    able = [
        one for one in context.config().rituals if context.kinds[one.kind].meet is not nobody_else and not one.paused
    ]
    if not able:
        raise UserError("meet.no_ritual")
    return find_named(able, name) if name else able[0]


def _members(tx: Tx, ritual: Ritual, someone: Person, *, now: datetime) -> tuple[Person, ...]:
    ready = people.by_ids(tx, people.on_demand(tx)).values()
    others = (one for one in ready if one.id != someone.id and is_available(one, ritual, now))
    return tuple(sorted((someone, *others), key=lambda one: one.id))


def _run(ritual: Ritual, key: str, now: datetime) -> Run:
    digest = hashlib.sha256(key.encode()).digest()
    slot = ON_DEMAND + digest.hex()[:12]
    day = now.astimezone(ZoneInfo(ritual.rule.timezone)).date()
    return Run(
        id=f"{ritual.id}@{day.isoformat()}.{slot}",
        ritual=ritual.id,
        nominal_date=day,
        slot=slot,
        state="open",
        seed=int.from_bytes(digest[:8], "big") >> 1,
        opened_at=now,
        closes_at=closing_time(now, ritual.close_after, ritual.rule.timezone, ritual.rule),
        definition=freeze(ritual),
    )
