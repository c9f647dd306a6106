"""Read all that a kind may look at, in one go, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.model import Channel, Person, PersonId, Ritual, Run, State
from bot.rituals.base import Kind
from bot.schedule import is_paused
from bot.service.audience import is_for_people, willing
from bot.store import answers, facts, introductions, letters, people
from bot.store.db import Tx

ANSWER = "answer"
"""The step of a state that was read for a press on a button."""


def load_state(
    tx: Tx,
    ritual: Ritual,
    run: Run,
    *,
    step: str,
    kind: Kind,
    channel: Channel,
    now: datetime,
    history_of: Iterable[PersonId] | None = None,
) -> State:
    """Return the state of one run at one step; what goes to a channel alone needs no people, and has none.

    `history_of`: of earlier runs only what concerns these people, instead of all who take part.
    """
    members = participants(tx, ritual, now=now) if is_for_people(ritual, kind) else ()
    of_run = introductions.of_run(tx, run.id)
    known = {one.id: one for one in members}
    of_interest = (known if kind.has_members else ()) if history_of is None else history_of
    missing = ({person for one in of_run for person in one.people} | set(of_interest)) - set(known)
    return State(
        ritual=ritual,
        run=run,
        step=step,
        now=now,
        channel=channel.id,
        members=members,
        people={**known, **people.by_ids(tx, missing)},
        introductions=of_run,
        history=introductions.before(tx, run, people=list(of_interest)),
        answers=answers.of_run(tx, run.id),
        letters=letters.keys_of_run(tx, run.id),
        arrived=letters.arrived_of_run(tx, run.id),
        facts=facts.of_ritual(tx, ritual.id),
    )


def load_own_state(tx: Tx, ritual: Ritual, run: Run, *, someone: Person, channel: Channel, now: datetime) -> State:
    """Return what an answer may look at: of the run only what concerns this person, so that a press is quick."""
    own = tuple(one for one in introductions.of_person(tx, someone.id) if one.run == run.id)
    return State(
        ritual=ritual,
        run=run,
        step=ANSWER,
        now=now,
        channel=channel.id,
        members=(),
        people=people.by_ids(tx, {person for one in own for person in one.people} | {someone.id}),
        introductions=own,
        facts=facts.of_ritual(tx, ritual.id),
    )


def participants(tx: Tx, ritual: Ritual, *, now: datetime) -> tuple[Person, ...]:
    """Return who takes part now: eligible, in the audience or joined, not on a break; ordered by id."""
    everyone = people.by_ids(tx, willing(tx, ritual)).values()
    return tuple(sorted((one for one in everyone if is_available(one, ritual, now)), key=lambda one: one.id))


def is_available(someone: Person, ritual: Ritual, now: datetime) -> bool:
    """Return whether a ritual may involve this person today."""
    return someone.is_eligible and not is_paused(someone, now, default_zone=ritual.rule.timezone)
