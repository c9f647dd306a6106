"""Carry out a plan: facts, follow-ups and letters in the caller's one transaction, all or nothing.

Letters are rendered on the way, in their receivers' language; people stay internal ids until a letter leaves. What
nobody asked for gets its moment from the budget (`moments`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.errors import KindError
from bot.model import Introduction, Plan, State
from bot.service.context import Context
from bot.service.moments import arrange
from bot.store import answers, facts, introductions, letters, runs
from bot.store.db import Tx
from bot.store.letters import Draft


def commit(tx: Tx, context: Context, plan: Plan, *, state: State, now: datetime, pressed: bool = False) -> None:
    """Write everything the plan decided. Raises KindError when the plan contradicts the contract.

    `pressed`: somebody waits for it, so its letters go before those of any round.
    """
    _check(plan, state)
    drafts = arrange(tx, context, plan.letters, state=state, now=now)
    if pressed:
        drafts = [replace(draft, priority=min(draft.priority, letters.URGENT)) for draft in drafts]
    introductions.add_many(tx, _said(plan.introductions, drafts))
    introductions.set_outcomes(tx, plan.outcomes)
    for answer in plan.answers:
        answers.put(tx, answer)
    for fact in plan.facts:
        facts.put(tx, state.ritual.id, fact)
    letters.add_many(tx, drafts, now=now)
    context.engine.enqueue(tx, [draft.key for draft in drafts if draft.outcome is None and draft.bundle is None])
    runs.add_follow_ups(tx, state.run.id, plan.follow_ups)
    if plan.closes:
        runs.close(tx, state.run.id, now=now)


def _said(planned: Iterable[Introduction], drafts: Iterable[Draft]) -> list[Introduction]:
    """Return the introductions that are made: whom nobody introduced, for want of room, did not get to know anybody."""
    silent = {frozenset(draft.people) for draft in drafts if draft.outcome is not None}
    return [one for one in planned if frozenset(one.people) not in silent]


def _check(plan: Plan, state: State) -> None:
    """Hold the plan to the contract: keys of its own run, nobody written to who takes no part."""
    known = set(state.people) | {one.id for one in state.members}
    for letter in plan.letters:
        if not letter.key.startswith(f"{state.run.id}/"):
            raise KindError(f"{state.ritual.kind}: letter {letter.key} does not belong to run {state.run.id}")
        if not set(letter.people) <= known:
            raise KindError(f"{state.ritual.kind}: letter {letter.key} is for somebody outside the run")
        if letter.op in {"post", "update"} and letter.message is None:
            raise KindError(f"{state.ritual.kind}: letter {letter.key} says nothing")
    if plan.follow_ups and plan.closes:
        raise KindError(f"{state.ritual.kind}: a run that closes has no follow-ups")
