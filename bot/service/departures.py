"""People drop out of an open round: the kind says what those hear who stay, in the transaction that records it.

Who is gone is read from the database, never from what set it off: a word of the person, an event, the nightly reading
or another rituals file lead to the same, and the same again leads to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from random import Random

import structlog

from bot.errors import BotError
from bot.model import Person, PersonId, Ritual, Run
from bot.rituals.base import DEPART, no_departure
from bot.schedule import add_workdays, is_paused, zone_of
from bot.service.audience import is_known, takes_part, willing
from bot.service.commit import commit
from bot.service.context import Context
from bot.service.definitions import thaw
from bot.service.state import load_state
from bot.service.steps import known_channel
from bot.service.withdrawal import withdraw, withdraw_all
from bot.store import introductions, letters, people, runs
from bot.store.db import Tx

log = structlog.get_logger()


def see_off(tx: Tx, context: Context, someone: Person, *, now: datetime, for_good: bool = False) -> None:
    """Let what follows happen for somebody of whom something has just changed, in the same transaction.

    `someone` is as the store knows them now. `for_good`: they are about to be forgotten.
    """
    for run_id in introductions.open_runs(tx, person=someone.id):
        run, ritual = _taken(tx, context, run_id)
        if run is None or ritual is None:
            continue
        if for_good or not _is_counted(tx, context, run, someone) or _is_away(tx, ritual, run, someone, now):
            _part(tx, context, ritual, run, frozenset({someone.id}), now=now)
    withdraw(tx, context, someone, now=now)


def see_off_all(context: Context, *, now: datetime) -> int:
    """Find everybody who has dropped out without a word; return in how many rounds somebody had.

    One transaction for each round; where one fails, the others go on and the next reading tries again.
    """
    with context.database.read() as tx:
        rounds = introductions.open_runs(tx)
    done = sum(_tried(lambda run_id=run_id: _look(context, run_id, now), run_id) for run_id in rounds)  # type: ignore[misc]
    with context.database.begin() as tx:
        withdraw_all(tx, context, now=now)
    return done


def _look(context: Context, run_id: str, now: datetime) -> bool:
    with context.database.begin() as tx:
        run, ritual = _taken(tx, context, run_id)
        if run is None or ritual is None:
            return False
        involved = {one for each in introductions.of_run(tx, run.id) for one in each.people}
        known = people.by_ids(tx, involved).values()
        counted = _counted(tx, context, run, involved)
        gone = {one.id for one in known if not one.is_eligible or one.id not in counted}
        gone |= {one.id for one in known if one.id not in gone and _is_away(tx, ritual, run, one, now)}
        if gone:
            _part(tx, context, ritual, run, frozenset(gone), now=now)
        return bool(gone)


def _tried(look: Callable[[], bool], run_id: str) -> bool:
    try:
        return look()
    except BotError as error:
        log.error("nobody could be seen off", action="departure_failed", run=run_id, why=str(error))
        return False


def _taken(tx: Tx, context: Context, run_id: str) -> tuple[Run | None, Ritual | None]:
    """Return an open run, locked, and its ritual as it was frozen; nothing where its kind does not care."""
    run = runs.get(tx, run_id, lock=True)
    kind = context.kinds.get(str(run.definition.get("kind"))) if run is not None and run.state == "open" else None
    if run is None or kind is None or kind.depart is no_departure:
        return None, None
    return run, thaw(run.definition, context.kinds, context.ritual(run.ritual))


def _part(tx: Tx, context: Context, ritual: Ritual, run: Run, gone: frozenset[PersonId], *, now: datetime) -> None:
    channel = known_channel(tx, ritual)
    kind = context.kinds[ritual.kind]
    state = load_state(tx, context, ritual, run, step=DEPART, kind=kind, channel=channel, now=now)
    rng = Random(f"{run.seed}/{DEPART}/{sorted(gone)}")  # noqa: S311 a seeded choice, no secret
    plan = kind.depart(ritual.options, state, gone, rng)
    commit(tx, context, plan, state=state, now=now)
    log.info("somebody dropped out of a round", action="departed", ritual=run.ritual, run=run.id)


def _is_counted(tx: Tx, context: Context, run: Run, someone: Person) -> bool:
    if not someone.is_eligible:
        return False
    current = context.ritual(run.ritual)
    return current is None or not is_known(tx, current) or takes_part(tx, current, someone)


def _counted(tx: Tx, context: Context, run: Run, involved: set[PersonId]) -> frozenset[PersonId]:
    """Return whom the ritual still counts in. Where that is nobody, a channel or a name has changed, not the people."""
    current = context.ritual(run.ritual)
    if current is None or not is_known(tx, current):
        return frozenset(involved)
    return (willing(tx, current) & involved) or frozenset(involved)


def _is_away(tx: Tx, ritual: Ritual, run: Run, someone: Person, now: datetime) -> bool:
    """Return whether a break takes the round from somebody.

    It does not where a working day is left after it, unless the introduction would be made while they are away.
    """
    if not is_paused(someone, now, default_zone=ritual.rule.timezone) or someone.paused_until is None:
        return False
    zone = zone_of(someone, ritual.rule.timezone)
    back = datetime.combine(someone.paused_until, time.max, zone)
    in_time = run.closes_at is not None and add_workdays(back, 1, zone.key, ritual.rule) <= run.closes_at
    return not in_time or _is_waited_for(tx, run, someone)


def _is_waited_for(tx: Tx, run: Run, someone: Person) -> bool:
    waiting = letters.waiting_of_run(tx, run.id)
    return any(one.op == "open" and someone.id in one.people for one in waiting)
