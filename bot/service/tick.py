"""The clock's entrance: find what is due, claim it, plan it, commit it.

1. For each ritual, its occurrences since it was last looked at; all but the newest, and a newest later than its
   grace, are recorded as missed with the reason.
2. The newest is claimed: the unique key (ritual, date, slot) lets one process win, the others lose politely.
3. State is read, the kind plans, the plan is committed, all in the transaction that holds the claim. The plan of an
   opening is drafted before, on a transaction that only reads, and counts if the state is still the same.
4. Steps of open runs whose hour has come go the same way; after a standstill only the last that makes sense.
5. Letters that did not leave at their moment get another one.
6. That a letter in doubt could not be looked up is told, once ever.
7. Once a round with anonymous answers has closed, no byte of them stays in the files.
8. Requests for help that nobody answered in time are let go.

Of a ritual that is stopped none of this happens; whoever lifts the stop decides about what it held (lifting).

One ritual that fails does not stop the others; its transaction is rolled back and the next tick tries again. What was
missed and what fails is told to the ritual's owners.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog

from bot.errors import BotError, StoreError
from bot.model import DueStep, FollowUp, Occurrence, Ritual, Run
from bot.rituals.base import OPEN
from bot.schedule import closing_time, end_of_day, occurrences
from bot.service.context import Context
from bot.service.definitions import freeze
from bot.service.directory.helping import lapse
from bot.service.directory.surface import is_barred
from bot.service.doubts import tell_doubts
from bot.service.eve import ask_beforehand
from bot.service.goals.catalogue import record
from bot.service.goals.decisions import UNDECIDED, tell_undecided, waits_for
from bot.service.goals.traces import scrub_closed
from bot.service.holidaymakers import holidaymakers
from bot.service.lateness import move_late
from bot.service.owners import PAUSED, tell_failed, tell_missed
from bot.service.steps import close_early, draft_opening, follow_up, pass_over, plan_step, usable_channel
from bot.service.upcoming import next_open
from bot.store import channels, halts, runs
from bot.store.db import Tx

log = structlog.get_logger()


def tick(context: Context, now: datetime) -> int:
    """Let everything happen whose hour has come; return how many steps were carried out."""
    done = 0
    with context.database.read() as tx:
        marks, stops = runs.marks(tx), halts.every(tx)
    for ritual in context.config().rituals:
        if halts.over(stops, ritual.id):
            continue
        since = marks.get(ritual.id)
        look = partial(_look, context, ritual, since, now)
        done += _guarded(context, ritual.id, now, look)
        if since is not None:
            done += _guarded(context, ritual.id, now, partial(ask_beforehand, context, ritual, now))
    with context.database.read() as tx:
        due = [step for step in runs.due_steps(tx, now) if not halts.over(stops, step.run.ritual)]
    for number, step in enumerate(due):
        act = pass_over if _fades(context, step, due[number + 1 :]) else follow_up
        done += _guarded(context, step.run.ritual, now, partial(act, context, step, now))
    move_late(context, now)
    tell_doubts(context, now)
    scrub_closed(context)
    return done + lapse(context, now)


def take_up(context: Context, now: datetime) -> None:
    """Begin to watch the rituals that are new, so that an hour that strikes during the start is not missed.

    How the file words its goals is written down with it.
    """
    with context.database.begin() as tx:
        record(tx, context, now=now)
        for ritual in context.config().rituals:
            if runs.mark(tx, ritual.id) is None:
                runs.set_mark(tx, ritual.id, now)


def seed_of(ritual: str, occurrence: Occurrence) -> int:
    """Return the seed of a run: the same on every machine, another one for each occurrence."""
    digest = hashlib.sha256(f"{ritual}@{occurrence.nominal_date}/{occurrence.slot}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def _guarded(context: Context, name: str, now: datetime, work: Callable[[], int]) -> int:
    """The one place where a ritual's failure is met: it waits, the others go on. The same failure is said once.

    `name` is the ritual's id, with more behind a comma where one of its rounds is meant.
    """
    try:
        done = work()
    except StoreError:
        raise  # not the ritual's: nothing can act, and /readyz says so
    except Exception as error:
        said = f"{type(error).__name__}: {error if isinstance(error, BotError) else ''}"
        if context.complaints.get(name) != said:
            log.error("a ritual could not act", action="ritual_failed", ritual=name, why=said)
        context.complaints[name] = said
        log.debug("its traceback", action="ritual_failed", ritual=name, exc_info=True)
        ritual = context.ritual(name.partition(",")[0])
        if ritual is not None:
            tell_failed(context, ritual, error, now=now)
        return 0
    if done:
        context.complaints.pop(name, None)
    return done


def _fades(context: Context, step: DueStep, later: Sequence[DueStep]) -> bool:
    """Return whether a step has become pointless, since a later one of its run is due as well."""
    kind = context.kinds.get(str(step.run.definition.get("kind")))
    return kind is not None and step.step in kind.fading and any(one.run.id == step.run.id for one in later)


def _look(context: Context, ritual: Ritual, since: datetime | None, now: datetime) -> int:
    """Leave a ritual alone whose next hour has not struck; what is due is decided on a fresh reading."""
    coming = None if since is None else next_open(context, ritual, since)
    if since is not None and (coming is None or coming > now):
        return 0
    return _open_due(context, ritual, now)


def _open_due(context: Context, ritual: Ritual, now: datetime) -> int:
    """Open the newest occurrence that is due; record the others as missed. Nothing due costs one short read."""
    with context.database.read() as tx:
        since = runs.mark(tx, ritual.id)
        still_open = [run for run in runs.open_runs(tx) if run.ritual == ritual.id and not run.is_on_demand]
    if since is not None and not occurrences(ritual.rule, since, now):
        return 0
    newest = _pass_over(context, ritual, now)
    if newest is None:
        return 0
    run = run_of(ritual, newest, now)
    for older in still_open:
        if older.id != run.id and ritual.overlap != "allow":
            name = f"{ritual.id}, round {older.id}"
            _guarded(context, name, now, lambda older=older: close_early(context, older, now))  # type: ignore[misc]
    return _open(context, ritual, run, now)


def _is_over(run: Run, coming: Occurrence) -> bool:
    """Return whether a round ends before the next date, or with it; its last step may only not have come yet."""
    return run.closes_at is not None and run.closes_at <= coming.at


def _pass_over(context: Context, ritual: Ritual, now: datetime) -> Occurrence | None:
    """Record what was missed, so that it is not looked at again; return the occurrence that may still open."""
    with context.database.begin() as tx:
        if halts.halting(tx, ritual.id):
            return None  # stopped since the tick began
        since = runs.mark(tx, ritual.id)
        due = occurrences(ritual.rule, since, now) if since is not None and not ritual.paused else []
        is_closed = bool(due) and is_barred(ritual, channels.by_name(tx, ritual.channel))
        reasons = {one.nominal_date: PAUSED if is_closed else "superseded" for one in due[:-1]}
        late = _why_not(tx, context, ritual, due[-1], now) if due else ""
        late = PAUSED if late and is_closed else late
        in_time = due[-1] if due and not late else None
        if due and late:
            reasons[due[-1].nominal_date] = late
        missed = [missed_run(ritual, one, now, reason=reasons[one.nominal_date]) for one in due if one is not in_time]
        recorded = [run for run in missed if runs.claim(tx, run)]
        if in_time is None:
            runs.set_mark(tx, ritual.id, now)
        elif missed:
            runs.set_mark(tx, ritual.id, due[-2].at)
    _say_missed(context, ritual, recorded, now)
    return in_time


def _say_missed(context: Context, ritual: Ritual, recorded: Sequence[Run], now: datetime) -> None:
    for run in recorded:
        log.warning("an occurrence was missed", action="run_missed", ritual=ritual.id, run=run.id, reason=run.reason)
    if recorded:
        tell_missed(context, ritual, recorded, now=now)
    if recorded and recorded[-1].reason == UNDECIDED:
        tell_undecided(context, ritual, recorded[-1:], now=now)


def _why_not(tx: Tx, context: Context, ritual: Ritual, newest: Occurrence, now: datetime) -> str:
    """Return why the newest occurrence must not open, if so."""
    if now > latest(ritual, newest):
        return "too_late"
    if waits_for(tx, context, ritual) is not None:
        return UNDECIDED
    if ritual.overlap != "skip":
        return ""
    run = run_of(ritual, newest, now)
    others = [one for one in runs.open_runs(tx) if one.ritual == ritual.id and one.id != run.id]
    others = [one for one in others if not one.is_on_demand]
    return "overlap" if any(not _is_over(one, newest) for one in others) else ""


def _open(context: Context, ritual: Ritual, run: Run, now: datetime) -> int:
    away = holidaymakers(context, ritual, now)
    draft = draft_opening(context, ritual, run, now=now, away=away)
    with context.database.begin() as tx:
        if halts.halting(tx, ritual.id):
            return 0
        channel = usable_channel(tx, ritual)
        runs.set_mark(tx, ritual.id, now)
        is_held = waits_for(tx, context, ritual) is not None  # the round before may have closed a moment ago
        run = replace(run, state="missed", reason=UNDECIDED, closes_at=None) if is_held else run
        if not runs.claim(tx, run):
            return 0
        if not is_held:
            runs.add_follow_ups(tx, run.id, (FollowUp(OPEN, now),))
            runs.claim_step(tx, run.id, OPEN, now=now)
            plan_step(tx, context, ritual, run, step=OPEN, channel=channel, now=now, draft=draft, away=away)
    if is_held:
        _say_missed(context, ritual, [run], now)
        return 0
    log.info("a ritual opened", action="run_opened", ritual=ritual.id, run=run.id)
    return 1


def latest(ritual: Ritual, occurrence: Occurrence) -> datetime:
    """Return the last instant at which an occurrence may still fire: its grace, or the end of its local day."""
    if ritual.grace is not None:
        return occurrence.at + ritual.grace
    return end_of_day(ritual.rule, occurrence.at)


def run_of(ritual: Ritual, occurrence: Occurrence, now: datetime) -> Run:
    """Return the run that an occurrence makes when it opens."""
    slot = f".{occurrence.slot}" if occurrence.slot else ""
    return Run(
        id=f"{ritual.id}@{occurrence.nominal_date.isoformat()}{slot}",
        ritual=ritual.id,
        nominal_date=occurrence.nominal_date,
        slot=occurrence.slot,
        state="open",
        seed=seed_of(ritual.id, occurrence),
        opened_at=now,
        closes_at=closing_time(occurrence.at, ritual.close_after, ritual.rule.timezone, ritual.rule),
        definition=freeze(ritual),
    )


def missed_run(ritual: Ritual, occurrence: Occurrence, now: datetime, *, reason: str) -> Run:
    return replace(run_of(ritual, occurrence, now), state="missed", reason=reason, closes_at=None)
