"""Carry out one step of a run: read the state, let the kind plan, commit. Everything in the caller's transaction.

Only an opening is planned ahead of it, since matching may take seconds and SQLite has one writer; in the transaction
the state is read again, and planned anew where it changed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from random import Random

import structlog

from bot.errors import KindError
from bot.model import Channel, ChannelId, DueStep, PersonId, Plan, Ritual, Run, State
from bot.rituals.base import CLOSE, OPEN
from bot.service.audience import insist_known
from bot.service.commit import commit
from bot.service.context import Context
from bot.service.definitions import thaw
from bot.service.directory.surface import barred, fit, is_barred
from bot.service.state import load_state
from bot.store import channels, halts, runs
from bot.store.db import Tx

log = structlog.get_logger()
NOWHERE = Channel(ChannelId(""), "")
"""The channel of a ritual that has none: it speaks to people only."""


@dataclass(frozen=True)
class Draft:
    """A plan, and the state that it was made for."""

    state: State
    plan: Plan


def follow_up(context: Context, due: DueStep, now: datetime) -> int:
    """Carry out a step whose hour has come, unless another process took it; return how many were carried out."""
    with context.database.begin() as tx:
        if halts.halting(tx, due.run.ritual) or not runs.claim_step(tx, due.run.id, due.step, now=now):
            return 0
        runs.get(tx, due.run.id, lock=True)  # nobody drops out of it, and nobody answers, meanwhile
        _carry_out(tx, context, due.run, step=due.step, now=now)
    log.info("a ritual went on", action="step_done", ritual=due.run.ritual, run=due.run.id, step=due.step)
    return 1


def pass_over(context: Context, due: DueStep, now: datetime) -> int:
    """Leave out a step that came due with a later one of its run; return 0, nothing was carried out."""
    with context.database.begin() as tx:
        claimed = runs.claim_step(tx, due.run.id, due.step, now=now)
    if claimed:
        log.info("a step was left out", action="step_passed_over", ritual=due.run.ritual, run=due.run.id, step=due.step)
    return 0


def close_early(context: Context, run: Run, now: datetime) -> int:
    """Close a round that is still open when the next one begins."""
    with context.database.begin() as tx:
        current = runs.get(tx, run.id, lock=True)
        if current is None or current.state != "open" or halts.halting(tx, run.ritual):
            return 0
        _carry_out(tx, context, current, step=CLOSE, now=now)
        runs.close(tx, run.id, now=now)
    log.info("a round was closed for the next one", action="step_done", ritual=run.ritual, run=run.id, step=CLOSE)
    return 1


def plan_step(
    tx: Tx, context: Context, ritual: Ritual, run: Run, *, step: str, channel: Channel, now: datetime,
    draft: Draft | None = None, away: Collection[PersonId] = (),
) -> None:  # fmt: skip
    """Plan and commit; a plan that was drafted ahead counts if what it was made for is still so.

    Raises KindError when a run is to open and its audience is not known yet.
    """
    if step == OPEN:
        insist_known(tx, ritual)
    kind = context.kinds[ritual.kind]
    state = load_state(tx, context, ritual, run, step=step, kind=kind, channel=channel, now=now, away=away)
    if draft is None or draft.state != state:
        draft = _plan(context, state)
    plan = fit(context, draft.plan, ritual=ritual, channel=channel)
    commit(tx, context, plan, state=state, now=now)


def draft_opening(
    context: Context, ritual: Ritual, run: Run, *, now: datetime, away: Collection[PersonId] = ()
) -> Draft | None:
    """Plan a run ahead, while others go on writing: to match thousands takes seconds. None: another process has it.

    Raises KindError as `plan_step` does.
    """
    with context.database.read() as tx:
        if runs.get(tx, run.id) is not None:
            return None
        insist_known(tx, ritual)
        kind, channel = context.kinds[ritual.kind], usable_channel(tx, ritual)
        state = load_state(tx, context, ritual, run, step=OPEN, kind=kind, channel=channel, now=now, away=away)
    return _plan(context, state)


def _plan(context: Context, state: State) -> Draft:
    """Let the kind plan; the rng is seeded by run and step, so that the plan can be replayed."""
    rng = Random(f"{state.run.seed}/{state.step}")  # noqa: S311 a seeded choice, no secret
    return Draft(state, context.kinds[state.ritual.kind].plan(state.ritual.options, state, rng))


def usable_channel(tx: Tx, ritual: Ritual, *, speaks: bool = True) -> Channel:
    """Return the ritual's channel, an empty one where it has none. Raises KindError when Rondo cannot post there.

    `speaks`: something is to be said in it, which not everybody may read.
    """
    if not ritual.channel:
        return NOWHERE
    channel = channels.by_name(tx, ritual.channel)
    if channel is None or channel.is_archived:
        said = f"there is no channel #{ritual.channel}: create it, or correct `channel:` in the rituals file"
        raise KindError(said, key="owner.no_channel", channel=ritual.channel)
    if not channel.is_member:
        said = f"Rondo is not in #{ritual.channel}: type `/invite @Rondo` there"
        raise KindError(said, key="owner.not_invited", channel=ritual.channel)
    if speaks and is_barred(ritual, channel):
        raise barred(ritual)
    return channel


def known_channel(tx: Tx, ritual: Ritual) -> Channel:
    """Return the channel of an open run, whatever became of it; letters to one that is gone die with that reason."""
    if not ritual.channel:
        return NOWHERE
    return channels.by_name(tx, ritual.channel) or Channel(ChannelId(""), ritual.channel)


def _carry_out(tx: Tx, context: Context, run: Run, *, step: str, now: datetime) -> None:
    ritual = thaw(run.definition, context.kinds, context.ritual(run.ritual))
    plan_step(tx, context, ritual, run, step=step, channel=known_channel(tx, ritual), now=now)
