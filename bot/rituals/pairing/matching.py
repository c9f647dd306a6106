"""From the people of a round and their past to its groups, each with its reason: the way into `bot.matching`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from bot.matching import Asked, Hours, Record, Roster, Rules, arrange, best_company, explain, working_hours
from bot.model import Fact, Mention, Person, PersonId, State, Words
from bot.rituals.pairing.options import PairingOptions
from bot.rituals.pairing.reasons import because, judged
from bot.schedule import week_of

if TYPE_CHECKING:
    from random import Random

YEAR = timedelta(days=365)
CERTIFICATE = "certificate"
"""The fact that says how good a round was, by run."""


@dataclass(frozen=True)
class Matched:
    """The groups of a round; `reasons` has one entry for each."""

    groups: Sequence[tuple[PersonId, ...]]
    reasons: Sequence[Words]
    asked: Asked
    """The questions that people got within a year."""
    left_out: Sequence[PersonId]
    judged: Sequence[Words]
    """How good the round is, in sentences."""
    certificate: Fact
    due: frozenset[PersonId]
    """Who may be introduced this time."""
    unheard: frozenset[PersonId]
    """Whose last groups of this ritual never said a word; of those who are due."""


def outline(options: PairingOptions, state: State, rng: Random) -> tuple[Words, ...]:
    """Return who would meet whom and why, and how good the round is; the same as `plan` decides from the same state."""
    found = matched(options, state, rng)
    lines = [
        Words("pairing.outline", {"people": [Mention(one) for one in group], "reason": reason})
        for group, reason in zip(found.groups, found.reasons, strict=True)
    ]
    if found.left_out:
        lines.append(Words("pairing.outline.alone", {"n": len(found.left_out)}))  # no names: they tell who avoids whom
    return (*found.judged, *lines)


SILENT = 3
"""Rounds without a word after which somebody is asked, once and alone, whether it still suits them."""


def matched(options: PairingOptions, state: State, rng: Random) -> Matched:
    """Match those who are due: at most one introduction a week, or every so many weeks as somebody wishes."""
    today = state.run.nominal_date
    everybody = [one.id for one in state.members]
    record = Record.of(state.past, everybody)
    last = dict(zip(everybody, record.last_days().tolist(), strict=True))
    due = [one for one in state.members if _is_due(one, last[one.id], today)]
    if len(due) < len(everybody):
        record = Record.of(state.past, [one.id for one in due])
    roster, rules, history = _roster(options, state, due, record), _rules(options, state, due), record.history()
    done = arrange(roster, history, rules, rng)
    groups = [tuple(PersonId(one) for one in group) for group in done.groups]
    reasons = explain(groups, roster, history, rules, on=today)
    found = {**asdict(done.certificate), "groups": len(groups), "pairs": sum(_pairs(group) for group in groups)}
    return Matched(
        groups=groups,
        reasons=[because(reason, len(group)) for reason, group in zip(reasons, groups, strict=True)],
        asked=record.questions(today - YEAR),
        left_out=[PersonId(one) for one in done.left_out],
        judged=judged(done, rules),
        due=frozenset(one.id for one in due),
        unheard=record.unheard(state.ritual.id, rounds=SILENT),
        certificate=Fact(CERTIFICATE, state.run.id, found),
    )


@dataclass(frozen=True)
class Company:
    """Who meets outside of the opening of a round, and why."""

    people: tuple[PersonId, ...]
    reason: Words


def ready(state: State, person: PersonId) -> list[PersonId]:
    """Return the members who may be introduced to somebody this week."""
    record = Record.of(state.past, [one.id for one in state.members])
    days = zip(state.members, record.last_days().tolist(), strict=True)
    return [one.id for one, last in days if one.id != person and _is_due(one, last, state.run.nominal_date)]


def company(
    options: PairingOptions, state: State, person: PersonId, offers: Sequence[tuple[PersonId, ...]], *, seed: int
) -> Company | None:
    """Return with which of several offers somebody is brought together, each one member or a group of them; by the
    rules of a round. None where none of them may be."""
    there = {person, *(one for offer in offers for one in offer)}
    some = [one for one in state.members if one.id in there]
    record = Record.of(state.past, [one.id for one in some])
    roster, rules, history = _roster(options, state, some, record), _rules(options, state, some), record.history()
    found = best_company(person, offers, roster, history, rules, seed=seed)
    if found is None:
        return None
    group = tuple(sorted((person, *found)))
    (reason,) = explain([group], roster, history, rules, on=state.run.nominal_date)
    return Company(group, because(reason, len(group)))


def questions_of(state: State, group: Sequence[PersonId]) -> Asked:
    """Return the questions that these people got within a year, in other rounds."""
    return Record.of(state.past, group).questions(state.run.nominal_date - YEAR)


def is_free(state: State, person: PersonId) -> bool:
    """Return whether somebody was not introduced to anybody in this week."""
    (last,) = Record.of(state.past, [person]).last_days().tolist()
    return not last or week_of(state.run.nominal_date) > week_of(date.fromordinal(last))


def _is_due(one: Person, last: int, today: date) -> bool:
    """Return whether somebody may be introduced in the week of this date."""
    return not last or week_of(today) - week_of(date.fromordinal(last)) >= max(1, one.wishes.every_weeks)


def _roster(options: PairingOptions, state: State, due: Sequence[Person], record: Record) -> Roster:
    zone, today = state.ritual.rule.timezone, state.run.nominal_date
    met = record.last_days()
    return Roster(
        ids=tuple(one.id for one in due),
        attributes={name: [getattr(one, name).casefold() for one in due] for name in options.fields},
        hours=[_hours(one.timezone or zone, today) for one in due] if options.min_overlap else (),
        newcomers=frozenset(one.id for one, day in zip(due, met.tolist(), strict=True) if not day),
        languages=[frozenset(one.wishes.languages) for one in due],
        duty=record.duty(state.ritual.id),
        turns=record.turns(state.ritual.id),
    )


def _rules(options: PairingOptions, state: State, due: Sequence[Person]) -> Rules:
    """Return the rules, with the pairs that must not meet: who avoids whom, who reports to whom, what the file says."""
    there = {one.id for one in due}
    never: set[frozenset[str]] = {frozenset(pair) for pair in state.avoided}
    never |= {frozenset((one.id, one.manager)) for one in due if one.manager in there}
    by_slack = {one.slack_id: one.id for one in due}
    for names in options.keep_apart:
        never |= {frozenset(pair) for pair in combinations([by_slack[one] for one in names if one in by_slack], 2)}
    return Rules(
        size=options.size,
        mix=options.wishes,
        min_overlap=options.overlap_minutes,
        never=frozenset(never),
        apart=options.apart,
    )


@lru_cache(maxsize=600)
def _hours(zone: str, on: date) -> Hours:
    return working_hours(zone, on)


def _pairs(group: Sequence[PersonId]) -> int:
    return len(group) * (len(group) - 1) // 2
