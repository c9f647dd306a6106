"""The steps of a round: ask what the goal is, have it sorted, ask which reading was meant, tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from bot.errors import KindError
from bot.model import FollowUp, Goal, Letter, Person, PersonId, Plan, State, Words
from bot.rituals.alignment import letters, memory
from bot.rituals.alignment.drift import missed_since, rounds_of, signals
from bot.rituals.alignment.facilitator import facilitator_of, fit_to_begin, fit_to_sort
from bot.rituals.alignment.letters import NUDGE, PICK, REMIND, SORT, got, placed, taken_away
from bot.rituals.alignment.memory import Round, done_in, round_of
from bot.rituals.alignment.options import AlignmentOptions
from bot.rituals.alignment.picking import leads_of
from bot.rituals.alignment.post import told, untold
from bot.rituals.alignment.result import Result, figures_of, released_of, result_of, told_of
from bot.rituals.alignment.words import may_be_sorted
from bot.rituals.base import CLOSE, OPEN
from bot.schedule import add_workdays, between, reminder

if TYPE_CHECKING:
    from random import Random

SORT_AT, NUDGE_AT = 0.4, 0.6
"""Shares of a round's working days after which texts are sorted, and whoever has not sorted them is reminded."""
FEW_DAYS = 3
"""Working days from which on a round is reckoned in whole ones."""
REMIND_BEFORE = 2
"""Working days before the close, where the ritual does not say."""


def plan(options: AlignmentOptions, state: State, rng: Random) -> Plan:
    """Carry out one step of a round."""
    if state.step == OPEN:
        return _open(options, state)
    found = round_of(state)
    if found is None:
        return Plan(closes=state.step == CLOSE)
    if state.step == CLOSE:
        return _close(options, state, found)
    if state.run.closes_at is not None and state.now >= state.run.closes_at:
        return Plan()  # after a standstill: the close comes next
    steps = {SORT: _sort, NUDGE: _nudge, PICK: _pick, REMIND: _remind}
    return steps[state.step](options, state, found)


def _open(options: AlignmentOptions, state: State) -> Plan:
    if not state.members:
        return Plan(closes=True)
    goal, facilitator = _goal(options, state), fit_to_begin(options, state)
    if len(state.members) < options.limits.spread:
        few = letters.too_few_people(state, facilitator, fewest=options.limits.spread)
        return Plan(letters=few, closes=True)
    closes = state.run.closes_at
    assert closes is not None, "a round has an end: Kind.close_after"
    return Plan(
        letters=tuple(
            letter for one in state.members for letter in letters.ask_words(options, state, one.id, facilitator)
        ),
        facts=tuple(memory.opening(state, goal)),
        follow_ups=tuple(_course(state, closes)),
    )


def _goal(options: AlignmentOptions, state: State) -> Goal:
    goal = next((one for one in state.goals if one.id == options.goal), None)
    if goal is None:
        said = f"the goal {options.goal!r} does not hold today: correct its dates, or name another one"
        raise KindError(said, key="owner.no_goal", goal=options.goal)
    return goal


def _course(state: State, closes: datetime) -> Iterator[FollowUp]:
    rule = state.ritual.rule
    nudge = _after(state, closes, NUDGE_AT, in_days=ceil)
    yield FollowUp(SORT, _after(state, closes, SORT_AT, in_days=round))
    yield FollowUp(NUDGE, nudge)
    if state.ritual.remind != "never":
        before = REMIND_BEFORE if state.ritual.remind is None else state.ritual.remind
        at = reminder(state.run.opened_at, closes, before, rule)
        at = at if at > nudge else between(nudge, closes, 0.5, rule.timezone, rule)
        yield FollowUp(REMIND, at if nudge < at < closes else nudge + (closes - nudge) / 2)
    yield FollowUp(CLOSE, closes)


def _after(state: State, closes: datetime, share: float, *, in_days: Callable[[float], int]) -> datetime:
    """Return when so much of a round's working days is over; of very few days, of its time."""
    opened, rule = state.run.opened_at, state.ritual.rule
    days = 0
    while add_workdays(opened, days + 1, rule.timezone, rule) <= closes:
        days += 1
    if days < FEW_DAYS:
        return opened + (closes - opened) * share
    return add_workdays(opened, in_days(share * days), rule.timezone, rule)


def _sort(options: AlignmentOptions, state: State, found: Round) -> Plan:
    """Ask the facilitator to sort the texts, which change no more; with too few nothing happens."""
    if found.phase != "words":
        return Plan()
    facilitator = fit_to_sort(options, state)
    if not may_be_sorted(options, state):
        return Plan()
    over = Words("alignment.words.closed", placed(state))
    return Plan(
        letters=(*letters.ask_to_sort(state, facilitator), *_taken_from_all(state, "words", over)),
        facts=(memory.sorting(state),),
    )


def _nudge(options: AlignmentOptions, state: State, found: Round) -> Plan:
    """Remind the facilitator, once; where there were too few texts before, look again."""
    if found.phase == "words":
        return _sort(options, state, found)
    if found.phase == "pick":
        return Plan(letters=tuple(_invited(options, state)))
    facilitator = fit_to_sort(options, state)
    return Plan(letters=letters.nudge_to_sort(state, facilitator) if may_be_sorted(options, state) else ())


def _pick(options: AlignmentOptions, state: State, found: Round) -> Plan:
    """Ask everybody which reading they meant."""
    thanks = Words("alignment.group.closed", placed(state))
    return Plan(letters=(*_invited(options, state), *_taken_from_facilitator(options, state, thanks)))


def _invited(options: AlignmentOptions, state: State) -> Iterator[Letter]:
    """Yield the question which reading was meant, to members and leads who have not got it yet and may be asked."""
    leads, done = leads_of(options, state), done_in(state)
    for person in _asked(options, state):
        if person not in done and not got(state, person, "pick"):
            yield from letters.ask_pick(state, person, is_lead=person in leads)


def _remind(options: AlignmentOptions, state: State, found: Round) -> Plan:
    """Remind members who have not chosen, once; not those who were asked only today."""
    if found.phase != "pick" or found.released == memory.today(state):
        return Plan()
    done = done_in(state)
    waiting = [one.id for one in state.members if one.id not in done and got(state, one.id, "pick")]
    return Plan(letters=tuple(letter for one in waiting for letter in letters.remind(state, one)))


def _close(options: AlignmentOptions, state: State, found: Round) -> Plan:
    """Tell the round, or say kindly that there is nothing to tell; then the texts and all that was answered go."""
    result = result_of(options, state, found) if found.phase == "pick" else None
    drift = _drift(state, found, result)
    ended = tuple(_ended(options, state))
    facts = tuple(memory.closing(state))
    if result is None:
        key = "alignment.untold" if found.phase == "pick" else "alignment.unsorted"
        return Plan(letters=(*untold(options, state, key=key, drift=drift), *ended), facts=facts, closes=True)
    return Plan(
        letters=(*told(options, state, result, drift), *ended),
        facts=facts,
        figures=tuple(figures_of(result, state)),
        released=tuple(released_of(result, state)),
        asks_decision=options.decide,
        closes=True,
    )


def _drift(state: State, found: Round, result: Result | None) -> tuple[Words, ...]:
    before = rounds_of([one for one in state.figures if one.run != state.run.id], found.goal)
    missed = 0
    if before:
        rule, opened = state.ritual.rule, state.run.opened_at
        missed = missed_since(before[-1].on, rule, until=opened, is_told=result is not None)
    return signals(before, told_of(result, state) if result else None, missed=missed)


def _ended(options: AlignmentOptions, state: State) -> Iterator[Letter]:
    """Yield what takes away all buttons that are left."""
    over = Words("alignment.closed", placed(state))
    for what in ("words", "pick", "again"):
        yield from _taken_from_all(state, what, over)
    for person in leads_of(options, state) - _ids(state.members):
        yield from taken_away(state, person, "pick", over)
    yield from _taken_from_facilitator(options, state, over)


def _taken_from_all(state: State, what: str, words: Words) -> Iterator[Letter]:
    for one in state.members:
        yield from taken_away(state, one.id, what, words)


def _taken_from_facilitator(options: AlignmentOptions, state: State, words: Words) -> Iterator[Letter]:
    person = facilitator_of(options, state)
    if person is not None:
        yield from taken_away(state, person, "group", words)
        yield from taken_away(state, person, "nudge", words)


def _asked(options: AlignmentOptions, state: State) -> list[PersonId]:
    """Return members and leads, each once, ordered by id."""
    leads = [one for one in leads_of(options, state) if one in state.people and state.people[one].is_eligible]
    return sorted({*_ids(state.members), *leads})


def _ids(people: tuple[Person, ...]) -> frozenset[PersonId]:
    return frozenset(one.id for one in people)
