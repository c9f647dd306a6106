"""Letters that did not leave at their moment get another one, so that a delay never becomes a message at night."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.model import Rule, Run, StoredLetter
from bot.rituals.base import OPEN
from bot.service.budget import Window, Wish, local_day, place
from bot.service.context import Context
from bot.service.definitions import rule_of
from bot.service.moments import OVER_BUDGET, read_tally, zone_for
from bot.store import letters, people, runs
from bot.store.db import Tx


def move_late(context: Context, now: datetime) -> int:
    """Find a new place for each late letter, or give it up where it has none; return how many were late."""
    with context.database.read() as tx:
        if not letters.any_late(tx, now):
            return 0
    with context.database.begin() as tx:
        letters.lock_budget(tx)
        late = letters.late(tx, now)
        _place_again(tx, context, late, now)
    return len(late)


def _place_again(tx: Tx, context: Context, late: list[StoredLetter], now: datetime) -> None:
    known = people.by_ids(tx, {person for letter in late for person in letter.people})
    zones = {one.id: zone_for(one, context) for one in known.values()}
    tally = read_tally(tx, context, zones, now=now, without=[letter.id for letter in late])
    of_run = {name: runs.get(tx, name) for name in {letter.run for letter in late if letter.run}}
    windows: dict[str | None, Window] = {}
    moved: dict[datetime, list[StoredLetter]] = {}
    for letter in sorted(late, key=lambda one: (one.not_before, one.id)):
        run = of_run.get(letter.run or "")
        window = windows.setdefault(letter.run, Window(_rule(run, context), context.config().send_between))
        there = tuple((person, zones[person]) for person in letter.people if person in zones)
        earliest = max(now, letter.not_before)
        wish = Wish(there, earliest, letter.expires_at or earliest, own=_own(run, letter))
        at = place(wish, tally, window) if there else earliest
        if at is None:
            letters.dead(tx, letter.id, now=now, outcome=OVER_BUDGET)
            continue
        for person, zone in there:
            tally.add(person, local_day(at, zone))
        if at != letter.not_before:
            moved.setdefault(at, []).append(letter)
    for at, them in moved.items():
        letters.move(tx, them, at)
    letters.bury_orphans(tx, now=now)


def _own(run: Run | None, letter: StoredLetter) -> date | None:
    opens = run is not None and letter.key.startswith(f"{run.id}/{OPEN}/")
    return run.nominal_date if run is not None and opens else None


def _rule(run: Run | None, context: Context) -> Rule:
    """Return the rule of the letter's ritual; of one without a run only that weekends are free."""
    frozen: Mapping[str, object] = run.definition if run is not None else {}
    if "rule" in frozen:
        return rule_of(frozen)
    return Rule(every="day", interval=1, days=(), at="09:00", timezone=context.config().timezone)
