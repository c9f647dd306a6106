"""The clock's entrance: find what is due, claim it, plan it, commit it.

1. For each ritual, its occurrences since it was last looked at; all but the newest, and a newest later than its
   grace, are recorded as missed with the reason.
2. The newest is claimed: the unique key (ritual, date, slot) lets one process win, the others lose politely.
3. State is read, the kind plans, the plan is committed, all in the transaction that holds the claim.
4. Steps of open runs whose hour has come go the same way.

One ritual that fails does not stop the others; its transaction is rolled back and the next tick tries again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import structlog

from bot.errors import BotError, KindError
from bot.model import Channel, ChannelId, DueStep, FollowUp, Occurrence, Ritual, Run
from bot.rituals.base import OPEN
from bot.schedule import closing_time, occurrences
from bot.service.commit import commit
from bot.service.context import Context
from bot.service.definitions import freeze, thaw
from bot.service.state import load_state
from bot.store import channels, runs
from bot.store.db import Tx

log = structlog.get_logger()
CLOSE = "close"


def tick(context: Context, now: datetime) -> int:
    """Let everything happen whose hour has come; return how many steps were carried out."""
    done = 0
    for ritual in context.config().rituals:
        done += _guarded(ritual.id, lambda ritual=ritual: _open_due(context, ritual, now))  # type: ignore[misc]
    with context.database.read() as tx:
        due = runs.due_steps(tx, now)
    for step in due:
        done += _guarded(step.run.ritual, lambda step=step: _follow_up(context, step, now))  # type: ignore[misc]
    return done


def take_up(context: Context, now: datetime) -> None:
    """Begin to watch the rituals that are new, so that an hour that strikes during the start is not missed."""
    with context.database.begin() as tx:
        for ritual in context.config().rituals:
            if runs.mark(tx, ritual.id) is None:
                runs.set_mark(tx, ritual.id, now)


def seed_of(ritual: str, occurrence: Occurrence) -> int:
    """Return the seed of a run: the same on every machine, another one for each occurrence."""
    digest = hashlib.sha256(f"{ritual}@{occurrence.nominal_date}/{occurrence.slot}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def _guarded(ritual: str, work: Callable[[], int]) -> int:
    """The one place where a ritual's failure is met: it waits, the others go on."""
    try:
        return work()
    except Exception as error:
        said = str(error) if isinstance(error, BotError) else ""
        log.error("a ritual could not act", action="ritual_failed", ritual=ritual, error=type(error).__name__, why=said)
        log.debug("its traceback", action="ritual_failed", ritual=ritual, exc_info=True)
        return 0


def _open_due(context: Context, ritual: Ritual, now: datetime) -> int:
    """Open the newest occurrence that is due; record the others as missed. Nothing due costs one short read."""
    with context.database.read() as tx:
        since = runs.mark(tx, ritual.id)
    if since is not None and not occurrences(ritual.rule, since, now):
        return 0
    with context.database.begin() as tx:
        since = runs.mark(tx, ritual.id)
        if since is None or ritual.paused:
            runs.set_mark(tx, ritual.id, now)
            return 0
        due = occurrences(ritual.rule, since, now)
        if not due:
            return 0
        for older in due[:-1]:
            _miss(tx, ritual, older, now, reason="superseded")
        opened = _open(tx, context, ritual, due[-1], now)
        runs.set_mark(tx, ritual.id, now)
        return opened


def _open(tx: Tx, context: Context, ritual: Ritual, occurrence: Occurrence, now: datetime) -> int:
    if now > _latest(ritual, occurrence):
        _miss(tx, ritual, occurrence, now, reason="too_late")
        return 0
    channel = _channel(tx, ritual)
    run = _run(ritual, occurrence, now)
    if not runs.claim(tx, run):
        return 0
    for older in runs.open_runs(tx):
        if older.ritual == ritual.id and older.id != run.id:
            _carry_out(tx, context, older, step=CLOSE, now=now)
    runs.add_follow_ups(tx, run.id, (FollowUp(OPEN, now),))
    runs.claim_step(tx, run.id, OPEN, now=now)
    _plan_and_commit(tx, context, ritual, run, step=OPEN, channel=channel, now=now)
    log.info("a ritual opened", action="run_opened", ritual=ritual.id, run=run.id)
    return 1


def _latest(ritual: Ritual, occurrence: Occurrence) -> datetime:
    """Return the last instant at which an occurrence may still fire: its grace, or the end of its local day."""
    if ritual.grace is not None:
        return occurrence.at + ritual.grace
    zone = ZoneInfo(ritual.rule.timezone)
    midnight = datetime.combine(occurrence.at.astimezone(zone).date() + timedelta(days=1), datetime.min.time(), zone)
    return midnight


def _run(ritual: Ritual, occurrence: Occurrence, now: datetime) -> Run:
    return Run(
        id=f"{ritual.id}@{occurrence.nominal_date.isoformat()}",
        ritual=ritual.id,
        nominal_date=occurrence.nominal_date,
        slot=occurrence.slot,
        state="open",
        seed=seed_of(ritual.id, occurrence),
        opened_at=now,
        closes_at=closing_time(occurrence.at, ritual.close_after, ritual.rule.timezone),
        definition=freeze(ritual),
    )


def _miss(tx: Tx, ritual: Ritual, occurrence: Occurrence, now: datetime, *, reason: str) -> None:
    run = replace(_run(ritual, occurrence, now), state="missed", reason=reason, closes_at=None)
    if runs.claim(tx, run):
        log.warning("an occurrence was missed", action="run_missed", ritual=ritual.id, run=run.id, reason=reason)


def _channel(tx: Tx, ritual: Ritual) -> Channel:
    """Return the ritual's channel. Raises KindError when Rondo cannot post there."""
    channel = channels.by_name(tx, ritual.channel)
    if channel is None or channel.is_archived:
        raise KindError(f"there is no channel #{ritual.channel}: create it, or correct `channel:` in the rituals file")
    if not channel.is_member:
        raise KindError(f"Rondo is not in #{ritual.channel}: type `/invite @Rondo` there")
    return channel


def _follow_up(context: Context, due: DueStep, now: datetime) -> int:
    with context.database.begin() as tx:
        if not runs.claim_step(tx, due.run.id, due.step, now=now):
            return 0
        _carry_out(tx, context, due.run, step=due.step, now=now)
        return 1


def _carry_out(tx: Tx, context: Context, run: Run, *, step: str, now: datetime) -> None:
    ritual = thaw(run.definition, context.kinds, context.ritual(run.ritual))
    channel = channels.by_name(tx, ritual.channel) or Channel(ChannelId(""), ritual.channel)
    _plan_and_commit(tx, context, ritual, run, step=step, channel=channel, now=now)
    log.info("a ritual went on", action="step_done", ritual=ritual.id, run=run.id, step=step)


def _plan_and_commit(
    tx: Tx, context: Context, ritual: Ritual, run: Run, *, step: str, channel: Channel, now: datetime
) -> None:
    state = load_state(tx, ritual, run, step=step, channel=channel, now=now)
    kind = context.kinds[ritual.kind]
    plan = kind.plan(ritual.options, state, Random(f"{run.seed}/{step}"))  # noqa: S311 a seeded choice, no secret
    commit(tx, context, plan, state=state, now=now)
