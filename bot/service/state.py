"""Read all that a kind may look at, in one go, as plain values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.model import Channel, ChannelId, Level, Past, Person, PersonId, Ritual, Run, State
from bot.rituals.base import DEPART, OPEN, Kind
from bot.service.audience import everyone as all_of
from bot.service.audience import is_available, is_for_people, takes_part
from bot.service.context import Context
from bot.service.goals.knowledge import informed, informed_of
from bot.store import answers, avoided, channels, facts, introductions, letters, participation, past, people, profiles
from bot.store.db import Tx
from bot.store.surfaces import level_of_channel

ANSWER = "answer"
"""The step of a state that was read for a press on a button."""
LOOKS_BACK = (OPEN, DEPART, ANSWER)
"""The steps that may bring people together, and know all that was before."""


def load_state(
    tx: Tx, context: Context, ritual: Ritual, run: Run, *, step: str, kind: Kind, channel: Channel, now: datetime,
    members: tuple[Person, ...] | None = None, away: Collection[PersonId] = (),
) -> State:  # fmt: skip
    """Return the state of one run at one step; what goes to a channel alone needs no people, and has none.

    `members`: who may be involved, where that is not whoever takes part; `away`: who is on holiday by their status.
    What brings people together sees the past: see LOOKS_BACK.
    """
    everyone = all_of(tx, ritual) if members is None and is_for_people(ritual, kind) else ()
    if members is None:
        members = _present(tx, ritual, run, everyone, step=step, now=now, away=away)
    of_run = introductions.of_run(tx, run.id)
    known = {one.id: one for one in members}
    missing = {person for one in of_run for person in one.people} - set(known)
    state = State(
        ritual=ritual,
        run=run,
        step=step,
        now=now,
        channel=channel.id,
        members=members,
        resting=frozenset({one.id for one in everyone}.difference(known)) if step == OPEN else frozenset(),
        people={**known, **people.by_ids(tx, missing)},
        introductions=of_run,
        past=past.before(tx, run, people=known.keys() | missing) if _looks_back(kind, step) else Past(),
        answers=answers.of_run(tx, run.id),
        letters=letters.keys_of_run(tx, run.id),
        arrived=letters.arrived_of_run(tx, run.id),
        facts=facts.of_ritual(tx, ritual.id),
        avoided=avoided.among(tx, known) if kind.has_members else frozenset(),
    )
    state = informed(tx, context, state, kind, is_press=step == ANSWER)
    return _with_profiles(tx, context, state, kind, known)


def _looks_back(kind: Kind, step: str) -> bool:
    return kind.has_members and step in LOOKS_BACK


def _present(
    tx: Tx,
    ritual: Ritual,
    run: Run,
    everyone: Collection[Person],
    *,
    step: str,
    now: datetime,
    away: Collection[PersonId],
) -> tuple[Person, ...]:
    """Return who takes part now; an opening leaves out who skips this round and who is away."""
    there = tuple(one for one in everyone if is_available(one, ritual, now))
    if step != OPEN or not there:
        return there
    absent = participation.skipping(tx, ritual.id, run.nominal_date) | set(away)
    return tuple(one for one in there if one.id not in absent)


def load_own_state(
    tx: Tx, context: Context, ritual: Ritual, run: Run, *, someone: Person, kind: Kind, channel: Channel, now: datetime
) -> State:
    """Return what an answer may look at: of the run only what concerns this person, so that a press is quick."""
    own = tuple(one for one in introductions.of_person(tx, someone.id) if one.run == run.id)
    known = people.by_ids(tx, {person for one in own for person in one.people} | {someone.id})
    someone = known.get(someone.id, someone)
    counts = is_available(someone, ritual, now) and takes_part(tx, ritual, someone)
    state = State(
        ritual=ritual,
        run=run,
        step=ANSWER,
        now=now,
        channel=channel.id,
        members=(someone,) if counts else (),
        people=known,
        introductions=own,
        answers=answers.of_person(tx, run.id, someone.id),
        facts=facts.concerning(tx, ritual.id, someone.id, run=run.id),
    )
    return _with_profiles(tx, context, informed_of(tx, context, state, kind, someone), kind, [someone.id])


def _with_profiles(tx: Tx, context: Context, state: State, kind: Kind, whom: Collection[PersonId]) -> State:
    """Add what the directory holds of people, where the kind reads it, and what the ritual's channel counts as."""
    directory = context.config().directory
    if not kind.reads_profiles:
        return replace(state, directory=directory) if kind.sees_catalogue else state
    asked = profiles.experts(tx) if kind.reads_everybody and state.step != ANSWER else whom
    found = profiles.of_people(tx, asked) if directory is not None else {}
    return replace(state, directory=directory, profiles=found, level=_level(tx, state.channel))


def _level(tx: Tx, channel: ChannelId) -> Level:
    known = channels.by_id(tx, channel) if channel else None
    return level_of_channel(tx, known) if known is not None else "public"
