"""Several real processes over a simulated year of the shipped rituals: every occurrence once, every post once.

All run on one PostgreSQL and follow one clock, which jumps from one half hour in which something is due to the next, as
soon as the database says that nothing is left to do. No process leads: the unique key decides.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.firm import Firm, firm, serving, until
from bot.demo.stage import find_rituals
from bot.sandbox.roster import invented
from bot.schedule import next_occurrence, occurrences
from bot.slack.gateway import mark_of
from bot.store import letters, runs

NUMBERS = (2, 5)
WEEKS = 52
PEOPLE = 10
RATE = 10.0
"""Between two jumps the clock runs, so that what has to wait for Slack's pace gets on."""
PRESENT = datetime(2026, 11, 21, 12, tzinfo=UTC)
PATIENCE = 60.0
"""Real seconds within which everything due at one moment is done."""
LOOK = 0.05
TOGETHER = timedelta(minutes=30)
"""What falls due so soon after a moment happens with it: late, and well within every grace."""

Date = tuple[str, object, str]
"""Ritual, nominal date, slot."""


def measure(weeks: int = WEEKS, **settings: str) -> None:
    """Print for each number of processes what became of each occurrence and each letter; exit with 1 for a flaw."""
    kept = [_year(number, weeks, **settings) for number in NUMBERS]
    if not all(kept):
        raise SystemExit(1)


def scale(weeks: int = WEEKS) -> None:
    """Print the same with the distributed engine."""
    measure(weeks, RONDO_ENGINE="distributed")


def _year(processes: int, weeks: int, **settings: str) -> bool:
    rituals = find_rituals(Path("rituals.yaml")).read_text(encoding="utf-8")
    channels = {"kaffeerunde": 1.0, "montagsrunde": 1.0, "allgemein": 1.0, "team-produkt": 1.0}
    began = time.monotonic()
    with firm(rituals, invented(PEOPLE, channels=channels), now=PRESENT, postgres=True) as place:
        place.clock.run(rate=RATE, running=True)
        with serving(place, processes, **settings):
            until(lambda: _watched(place), within=PATIENCE)
            begin = place.clock.now()
            jumps = _let_pass(place, begin, begin + timedelta(weeks=weeks))
        return _print(place, begin, processes, jumps, time.monotonic() - began)


def _let_pass(place: Firm, begin: datetime, end: datetime) -> int:
    """Jump from due moment to due moment, those of half an hour together; return how many jumps it took."""
    jumps, since = 0, begin
    while (due := _next(place)) is not None and due < end:
        if due > place.clock.now():
            place.clock.set(due + TOGETHER)
        now = place.clock.now()
        wanted = _due(place, since, now)
        until(lambda wanted=wanted: _is_quiet(place, wanted), within=PATIENCE, every=LOOK)  # type: ignore[misc]
        since, jumps = now, jumps + 1
    return jumps


def _next(place: Firm) -> datetime | None:
    now = place.clock.now()
    coming = [next_occurrence(ritual.rule, now) for ritual in place.config.rituals]
    with place.database.read() as tx:
        found = [runs.next_step_at(tx), letters.next_due_at(tx), *(one.at for one in coming if one is not None)]
    return min((one for one in found if one is not None), default=None)


def _is_quiet(place: Firm, wanted: set[Date]) -> bool:
    """Return whether nothing that is due by now is left: none of these occurrences, no step, no letter."""
    now = place.clock.now()
    with place.database.read() as tx:
        if letters.due_count(tx, now) or runs.due_steps(tx, now):
            return False
        rituals = {ritual for ritual, _, _ in wanted}
        return wanted <= {
            (run.ritual, run.nominal_date, run.slot) for one in rituals for run in runs.of_ritual(tx, one)
        }


def _due(place: Firm, begin: datetime, now: datetime) -> set[Date]:
    return {
        (ritual.id, one.nominal_date, one.slot)
        for ritual in place.config.rituals
        for one in occurrences(ritual.rule, begin, now)
    }


def _watched(place: Firm) -> bool:
    """Return whether every ritual is watched, so that its first hour counts."""
    with place.database.read() as tx:
        return set(runs.marks(tx)) >= {one.id for one in place.config.rituals}


def _print(place: Firm, begin: datetime, processes: int, jumps: int, took: float) -> bool:
    wanted = _due(place, begin, place.clock.now())
    with place.database.read() as tx:
        found = [run for one in place.config.rituals for run in runs.of_ritual(tx, one.id)]
        ledger = letters.ledger(tx)
    opened = Counter((run.ritual, run.nominal_date, run.slot) for run in found if run.state != "missed")
    missed = sum(run.state == "missed" for run in found)
    never, twice = len(wanted - set(opened)), sum(number - 1 for number in opened.values())
    stand = Counter(_marks(place))
    posted = {mark_of(one.key) for one in ledger if one.op == "post" and one.state == "sent" and one.bundle is None}
    doubled = sum(number - 1 for number in stand.values())
    lost = len(posted - set(stand))
    print(f"{processes} processes, {(place.clock.now() - begin).days} simulated days, {jumps} moments, {took:.0f} s")
    print(f"  {len(wanted)} occurrences: {never} without a run, {twice} with two, {missed} missed   target 0, 0 and 0")
    print(f"  {len(posted)} posts sent: {lost} not in Slack, {doubled} standing twice   target 0 and 0")
    return not (never or twice or missed or lost or doubled)


def _marks(place: Firm) -> Iterator[str]:
    for row in place.sandbox.workspace.journal.log:
        yield row["metadata"]["event_payload"]["letter"]
