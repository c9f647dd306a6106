"""Read all that a kind may look at, in one go, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.model import Channel, ChannelId, Person, PersonId, Ritual, Run, Stance, State
from bot.schedule import is_paused
from bot.store import answers, channels, facts, introductions, letters, participation, people
from bot.store.db import Tx

ANSWER = "answer"
"""The step of a state that was read for a press on a button."""


def load_state(tx: Tx, ritual: Ritual, run: Run, *, step: str, channel: Channel, now: datetime) -> State:
    """Return the state of one run at one step."""
    members = participants(tx, ritual, channel=channel, now=now)
    of_run = introductions.of_run(tx, run.id)
    known = {one.id: one for one in members}
    missing = {person for one in of_run for person in one.people} - set(known)
    return State(
        ritual=ritual,
        run=run,
        step=step,
        now=now,
        channel=channel.id,
        members=members,
        people={**known, **people.by_ids(tx, missing)},
        introductions=of_run,
        history=introductions.before(tx, run, people=list(known)),
        answers=answers.of_run(tx, run.id),
        letters=letters.keys_of_run(tx, run.id),
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


def participants(tx: Tx, ritual: Ritual, *, channel: Channel, now: datetime) -> tuple[Person, ...]:
    """Return who takes part now: eligible, in the audience, not on a break; ordered by id."""
    audience = audience_of(ritual, spoken_to(tx, ritual, channel.id), participation.stances(tx, ritual.id))
    everyone = people.by_ids(tx, audience).values()
    return tuple(sorted((one for one in everyone if is_available(one, ritual, now)), key=lambda one: one.id))


def spoken_to(tx: Tx, ritual: Ritual, channel: ChannelId) -> frozenset[PersonId]:
    """Return whom a ritual names: who is in its audience's channels, else in its own."""
    named = [channels.by_name(tx, name) for name in ritual.audience.channels]
    theirs = [one.id for one in named if one is not None] if named else [channel]
    return frozenset().union(*(channels.member_ids(tx, one) for one in theirs))


def audience_of(ritual: Ritual, members: Iterable[PersonId], stances: Mapping[PersonId, Stance]) -> frozenset[PersonId]:
    """Return whom a ritual is for: all who said yes, and with `join: channel` all members who did not say no."""
    said_yes = {person for person, stance in stances.items() if stance == "joined"}
    if ritual.join == "opt-in":
        return frozenset(said_yes)
    return frozenset(said_yes | {person for person in members if stances.get(person) != "left"})


def is_available(someone: Person, ritual: Ritual, now: datetime) -> bool:
    """Return whether a ritual may involve this person today."""
    return someone.is_eligible and not is_paused(someone, now, default_zone=ritual.rule.timezone)
