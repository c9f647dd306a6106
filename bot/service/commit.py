"""Carry out a plan: facts, follow-ups and letters in the caller's one transaction, all or nothing.

Letters are rendered on the way, in their receivers' language; people stay internal ids until a letter leaves. What
nobody asked for gets its moment from the budget (`moments`).
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from bot.errors import KindError
from bot.model import Introduction, Letter, PersonId, Plan, ProfileFact, State
from bot.service.context import Context
from bot.service.directory.index import refresh
from bot.service.goals import decisions, needs, treatment
from bot.service.goals.surveys import survey_of
from bot.service.moments import arrange
from bot.store import facts, introductions, letters, past, profiles, runs
from bot.store.db import Tx
from bot.store.halts import RECALL
from bot.store.letters import Draft


def commit(tx: Tx, context: Context, plan: Plan, *, state: State, now: datetime, pressed: bool = False) -> None:
    """Write everything the plan decided. Raises KindError when the plan contradicts the contract.

    `pressed`: somebody waits for it, so its letters go before those of any round.
    """
    _check(plan, state)
    survey = survey_of(context, state.ritual)
    treatment.check(plan, state, survey, pressed=pressed)
    _take_back(tx, plan, state, now=now)
    drafts = arrange(tx, context, plan.letters, state=state, now=now)
    if pressed:
        drafts = [replace(draft, priority=min(draft.priority, letters.URGENT)) for draft in drafts]
    made = _said(plan.introductions, drafts)
    introductions.add_many(tx, made)
    if len(made) == len(plan.introductions):  # where there is no room for the new one, the old one stays
        introductions.dissolve(tx, plan.dissolves)
    introductions.set_outcomes(tx, plan.outcomes)
    introductions.set_heard(tx, plan.heard)
    treatment.carry(tx, plan, state, survey)
    facts.put_many(tx, state.ritual.id, plan.facts)
    needs.carry(tx, context, plan.needs, state=state, now=now)
    if plan.asks_decision:
        decisions.ask(tx, context, state, now=now)
    _enter(tx, context, plan, now=now)
    letters.add_many(tx, drafts, now=now)
    context.engine.enqueue(tx, [draft.key for draft in drafts if draft.outcome is None and draft.bundle is None])
    runs.add_follow_ups(tx, state.run.id, plan.follow_ups)
    if plan.closes:
        runs.close(tx, state.run.id, now=now)
        past.pack(tx, state.run.id)


def _enter(tx: Tx, context: Context, plan: Plan, *, now: datetime) -> None:
    """Bring what people ticked into the directory, where there is one; it lists nobody."""
    if context.config().directory is None:
        return
    told: dict[tuple[PersonId, str], list[ProfileFact]] = {}
    for person, fact in plan.profile:
        told.setdefault((person, fact.field), []).append(fact)
    for (person, field), values in told.items():
        profiles.replace_values(tx, person, field, values)
    for person in dict.fromkeys(person for person, _ in plan.profile):
        refresh(tx, context, person, now=now)


def _take_back(tx: Tx, plan: Plan, state: State, *, now: datetime) -> None:
    """Give up what waits for the people of introductions that fell through, before anybody's messages are counted."""
    apart = {frozenset(one.people) for one in state.introductions if one.id in plan.dissolves}
    if not apart:
        return
    letters.lock_budget(tx)  # before any letter, as everybody does who needs both
    for letter in letters.waiting_of_run(tx, state.run.id):
        if frozenset(letter.people) in apart:
            letters.dead(tx, letter.id, now=now, outcome="left")
    letters.bury_orphans(tx, now=now)


def _said(planned: Iterable[Introduction], drafts: Iterable[Draft]) -> list[Introduction]:
    """Return the introductions that are made: whom nobody introduced, for want of room, did not get to know anybody."""
    silent = {frozenset(draft.people) for draft in drafts if draft.outcome is not None}
    return [one for one in planned if frozenset(one.people) not in silent]


def _check(plan: Plan, state: State) -> None:
    """Hold the plan to the contract: keys of its own run, nobody written to who takes no part."""
    known = set(state.people) | {one.id for one in state.members}
    for letter in plan.letters:
        _check_letter(letter, state, known)
    if not {person for person, _ in plan.profile} <= known:
        raise KindError(f"{state.ritual.kind}: a value for the directory is of somebody outside the run")
    if not set(plan.dissolves) <= {one.id for one in state.introductions}:
        raise KindError(f"{state.ritual.kind}: an introduction that is dissolved does not belong to run {state.run.id}")
    if plan.follow_ups and plan.closes:
        raise KindError(f"{state.ritual.kind}: a run that closes has no follow-ups")


def _check_letter(letter: Letter, state: State, known: AbstractSet[PersonId]) -> None:
    if not letter.key.startswith(f"{state.run.id}/"):
        raise KindError(f"{state.ritual.kind}: letter {letter.key} does not belong to run {state.run.id}")
    if not known >= set(letter.people):
        raise KindError(f"{state.ritual.kind}: letter {letter.key} is for somebody outside the run")
    if letter.key.startswith(f"{state.run.id}/{RECALL}/"):
        raise KindError(f"{state.ritual.kind}: a step cannot be called {RECALL}, letter {letter.key} is")
    if letter.op in {"post", "update"} and letter.message is None:
        raise KindError(f"{state.ritual.kind}: letter {letter.key} says nothing")
