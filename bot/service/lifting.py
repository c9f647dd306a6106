"""Lift a stop: first show what would go, then ask, then do exactly what was shown.

What is decided with looks at everything anew. Whoever decides on something that changed meanwhile is shown it again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import structlog

from bot.errors import UserError
from bot.model import Message, Person, Ritual, Run, Words
from bot.rituals.base import CLOSE
from bot.schedule import occurrences
from bot.service import lifting_words as words
from bot.service import roles
from bot.service.context import Context
from bot.service.halting import actor, announce, choose, named, title_of
from bot.service.outlook import Outlook, Passed, look
from bot.service.owners import tell_missed
from bot.service.parting import bury
from bot.service.tick import latest, missed_run
from bot.store import audit, backlog, halts, inbound, runs
from bot.store.db import Tx

log = structlog.get_logger()
Way = Literal["send", "send_all", "drop", "stay"]
"""Send what is current; also what may have gone out already; drop all that waits; let the stop stand."""
TOO_OLD, DROPPED, STOPPED = "too_old", "dropped", "stopped"
_VALUE = re.compile(r"([a-z0-9*_.-]{1,100})\|([0-9a-f]{16})")


@dataclass(frozen=True)
class Lift:
    """What was decided: about which stop, having seen which outlook ("" for whatever it is now), and how."""

    target: str
    token: str
    way: Way

    @classmethod
    def read(cls, value: str, way: str) -> Lift | None:
        """Understand a button; None for one that was tampered with."""
        match = _VALUE.fullmatch(value)
        ways: dict[str, Way] = {"send": "send", "send_all": "send_all", "drop": "drop", "stay": "stay"}
        return cls(match[1], match[2], ways[way]) if match and way in ways else None


@dataclass(frozen=True)
class Done:
    """What came of a decision: what to say, and, where it has to be taken anew, what there is to decide on."""

    words: Words
    anew: Outlook | None = None


def find(context: Context, someone: Person | None, name: str, *, now: datetime) -> Words | Outlook:
    """Return what lifting the stop that somebody means would do, or what to tell them. Raises UserError."""
    with context.database.read() as tx:
        stops = halts.every(tx)
        everything = halts.over(stops, halts.ALL)
        wanted = named(halts.ALL) if everything is not None and not name else name
        target = choose(tx, context, someone, wanted, action="lift", among=[one.ritual for one in stops])
        if not stops:
            return Words("go.nothing")
        facts = {"title": title_of(context, target)}
        if everything is not None and target != halts.ALL:
            return Words("go.all_stands", facts)
        stop = next((one for one in stops if one.ritual == target), None)
        if target == halts.ALL and len(stops) == 1:
            stop = stops[0]
        if stop is None and target in ("", halts.ALL):
            names = sorted(named(one.ritual) for one in stops)
            raise UserError("go.which", names=", ".join(names), example=names[0])
        return look(tx, context, stop, now=now) if stop else Words("go.not_stopped", facts)


def show(context: Context, someone: Person, name: str, *, now: datetime) -> Message:
    """Return what lifting a stop would do, with the buttons. Raises UserError."""
    found = find(context, someone, name, now=now)
    if isinstance(found, Words):
        return words.said(found)
    with context.database.read() as tx:
        return words.question(tx, context, found)


def decide(context: Context, someone: Person, lift: Lift | None, *, key: str, now: datetime) -> Message | None:
    """Carry a press out; return what the presser reads, None for a repeated delivery. Raises UserError."""
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return None
    if lift is None:
        raise UserError("answer.unknown")
    done = carry_out(context, someone, lift, now=now)
    if done.anew is None:
        return words.said(done.words)
    with context.database.read() as tx:
        return words.question(tx, context, done.anew, lead=done.words)


def carry_out(context: Context, someone: Person | None, lift: Lift, *, now: datetime) -> Done:
    """Lift a stop in the way that was chosen, or say why not. Raises UserError for those who may not."""
    with context.database.begin() as tx:
        concerned = frozenset() if lift.target == halts.ALL else frozenset({lift.target})
        if someone is not None:
            roles.insist(tx, context, someone, "lift", rituals=concerned)
        title = title_of(context, lift.target)
        halts.lock(tx)
        stop = next((one for one in halts.every(tx) if one.ritual == lift.target), None)
        if stop is None:
            return Done(Words("go.not_stopped", {"title": title}))
        if lift.way == "stay":
            return Done(Words("go.stays", {"title": title}))
        seen = look(tx, context, stop, now=now)
        if lift.token and lift.token != seen.token:
            return Done(Words("go.changed"), seen)
        missed = _lift(tx, context, seen, lift.way, now=now)
        audit.note(tx, at=now, actor=someone.id if someone else None, action=f"lifted_{lift.way}", object=lift.target)
        said = words.outcome(seen, lift.way, title)
        facts = {"who": actor(someone), "said": said}
        announce(tx, context, Words("go.told", facts), stop.ritual, someone,
                 key=f"{named(stop.ritual)}/{stop.since.isoformat()}/lifted", now=now)  # fmt: skip
    log.info("a stop was lifted", action="stop_lifted", ritual=lift.target, way=lift.way)
    for ritual, recorded in missed:
        tell_missed(context, ritual, recorded, now=now)
    return Done(said)


def _lift(tx: Tx, context: Context, seen: Outlook, way: Way, *, now: datetime) -> list[tuple[Ritual, list[Run]]]:
    """Do what the outlook said; return the dates that are recorded as missed."""
    drops = way == "drop"
    if drops:
        bury(tx, context, [*seen.old, *seen.current, *seen.doubtful, *seen.later], DROPPED, now=now)
        backlog.expire_claimed(tx, seen.stop.ritual, now=now)
    else:
        bury(tx, context, seen.old, TOO_OLD, now=now)
        bury(tx, context, seen.doubtful if way == "send" else (), DROPPED, now=now)
    over = [*seen.old_steps, *(one for one in seen.steps if drops and one.step != CLOSE)]
    for step in over:
        runs.claim_step(tx, step.run.id, step.step, now=now)
    catches = seen.passed if not seen.is_restored else tuple(_again(seen.passed, way, now))
    missed = [(one.ritual, _record(tx, one, seen, drops=drops, now=now)) for one in catches]
    halts.lift(tx, [seen.stop.ritual])
    return [(ritual, recorded) for ritual, recorded in missed if recorded]


def _again(passed: tuple[Passed, ...], way: Way, now: datetime) -> list[Passed]:
    """Let dates since the backup be caught up only where somebody said so."""
    if way != "send_all":
        return list(passed)
    may = {one.ritual.id for one in passed if now <= latest(one.ritual, one.dates[-1])}
    return [replace(one, catches_up=one.dates[-1]) if one.ritual.id in may else one for one in passed]


def _record(tx: Tx, passed: Passed, seen: Outlook, *, drops: bool, now: datetime) -> list[Run]:
    """Record the dates that are not caught up as missed, once; the newest one that is, the next tick opens."""
    since = runs.mark(tx, passed.ritual.id)
    if since is None or not occurrences(passed.ritual.rule, since, now):
        return []
    kept = None if drops else passed.catches_up
    gone = [one for one in passed.dates if one is not kept]
    reason = halts.RESTORED if seen.is_restored else STOPPED
    recorded = []
    for one in gone:
        why = reason if one.at >= seen.stop.since else "superseded" if one is not passed.dates[-1] else "too_late"
        run = missed_run(passed.ritual, one, now, reason=why)
        if runs.claim(tx, run):
            recorded.append(run)
    if kept is None:
        runs.set_mark(tx, passed.ritual.id, now)
    elif gone:
        runs.set_mark(tx, passed.ritual.id, gone[-1].at)
    return recorded
