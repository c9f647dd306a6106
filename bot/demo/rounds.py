"""The rounds of pairing rituals, as a manager wants to see them: who meets whom and why, and who sits out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, Literal

from bot.model import Introduction, Person, PersonId, Ritual, Run, Words
from bot.rituals.base import OPEN
from bot.rituals.pairing.matching import CERTIFICATE, matched
from bot.schedule import is_paused
from bot.service.context import Context
from bot.service.holidaymakers import holidaymakers
from bot.service.state import load_state
from bot.service.steps import known_channel
from bot.store import facts, introductions, participation, people, runs
from bot.store.db import Tx

PAIRING = "pairing"
Absence = Literal["paused", "skips", "away", "not_due"]
"""Why somebody who takes part sits out: a break, this round skipped, on holiday by their status, or not due yet,
because they met somebody in that week, or wish for fewer meetings."""


@dataclass(frozen=True)
class Group:
    """Who meets, as Slack ids, and why; without a reason where nobody knows it any more."""

    people: tuple[str, ...]
    why: Words | None = None


@dataclass(frozen=True)
class Round:
    """One round of a pairing ritual."""

    ritual: str
    run: str
    at: datetime
    """When it opened, UTC."""
    groups: tuple[Group, ...]
    absent: tuple[tuple[str, Absence], ...] = ()
    """Who takes part and sits out, as Slack ids."""
    alone: int = 0
    """Whom every group would have broken a rule for. Only how many: names would tell who avoids whom."""
    certificate: Mapping[str, Any] | None = None
    """How good it is (matching.Certificate); None where nobody wrote it down."""


def opened(context: Context) -> list[Run]:
    """Return all rounds of pairing rituals that opened, oldest first."""
    rituals = [one.id for one in context.config().rituals if one.kind == PAIRING]
    with context.database.read() as tx:
        found = [run for one in rituals for run in runs.of_ritual(tx, one)]
    found = [run for run in found if run.state != "missed" and not run.is_eve and not run.is_on_demand]
    return sorted(found, key=lambda run: (run.opened_at, run.id))


def past(context: Context, ritual: str) -> list[Round]:
    """Return who was really introduced by a ritual so far, oldest first."""
    some = [run for run in opened(context) if run.ritual == ritual]
    with context.database.read() as tx:
        certificates = {one.subject: one.data for one in facts.of_ritual(tx, ritual) if one.name == CERTIFICATE}
        groups = introductions.of_runs(tx, [run.id for run in some])
        known = people.by_ids(tx, {person for found in groups.values() for one in found for person in one.people})
        return [
            Round(
                ritual=run.ritual,
                run=run.id,
                at=run.opened_at,
                groups=tuple(Group(_slack_ids(one, known)) for one in groups.get(run.id, ())),
                certificate=certificates.get(run.id),
            )
            for run in some
        ]


def explained(context: Context, run: Run, now: datetime) -> Round:
    """Return a round that has opened at this very instant, with what it was matched from."""
    ritual = context.ritual(run.ritual)
    assert ritual is not None, "it opened a moment ago"
    away = holidaymakers(context, ritual, now)
    kind = context.kinds[ritual.kind]
    with context.database.read() as tx:
        channel = known_channel(tx, ritual)
        state = load_state(tx, context, ritual, run, step=OPEN, kind=kind, channel=channel, now=now, away=away)
        skipping = participation.skipping(tx, ritual.id, run.nominal_date)
        known = {**state.people, **people.by_ids(tx, state.resting)}
        certificate = _certificate(tx, run)
    found = matched(ritual.options, state, Random(f"{run.seed}/{OPEN}"))  # noqa: S311 a seeded choice, no secret
    reasons = {frozenset(group): why for group, why in zip(found.groups, found.reasons, strict=True)}
    grouped = {person for one in state.introductions for person in one.people}
    absent = [(known[one].slack_id, _absence(known[one], ritual, now, skipping)) for one in sorted(state.resting)]
    absent += [(one.slack_id, "not_due") for one in state.members if one.id not in found.due | grouped]
    return Round(
        ritual=ritual.id,
        run=run.id,
        at=run.opened_at,
        groups=tuple(Group(_slack_ids(one, known), reasons.get(frozenset(one.people))) for one in state.introductions),
        absent=tuple(absent),
        alone=len(set(found.left_out) - grouped),
        certificate=certificate,
    )


def _absence(someone: Person, ritual: Ritual, now: datetime, skipping: Iterable[PersonId]) -> Absence:
    if is_paused(someone, now, default_zone=ritual.rule.timezone):
        return "paused"
    return "skips" if someone.id in skipping else "away"


def _certificate(tx: Tx, run: Run) -> Mapping[str, Any] | None:
    some = facts.of_ritual(tx, run.ritual)
    return next((one.data for one in some if one.name == CERTIFICATE and one.subject == run.id), None)


def _slack_ids(one: Introduction, known: Mapping[PersonId, Person]) -> tuple[str, ...]:
    return tuple(known[person].slack_id for person in one.people if person in known)
