"""`rondo simulate`: weeks of a company's rituals in minutes, the whole bot against the sandbox, on a clock that jumps.

The bot is the real one on the embedded engine and a database that is thrown away; its Slack is the sandbox, over the
wire. Nothing leaves the machine. The same file, people, days and seed give the same result, letter by letter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.config import Config, installed_kinds
from bot.config.needs import needs_of
from bot.demo.audience import Crowd
from bot.demo.director import Director
from bot.demo.figures import Received, Skip, received
from bot.demo.habits import Habits
from bot.demo.stage import Stage
from bot.demo.transcript import HELD_BACK
from bot.sandbox import company
from bot.sandbox.clock import SandboxClock
from bot.sandbox.roster import Colleague
from bot.sandbox.workspace import Workspace
from bot.schedule import outlook
from bot.service.moments import OVER_BUDGET
from bot.slack.gateway import mark_of
from bot.store import letters, runs
from bot.store.letter_counts import Entry


@dataclass(frozen=True)
class Order:
    """What shall be simulated."""

    rituals: Path
    config: Config
    begins: datetime
    """The first instant, aware."""
    weeks: int
    seed: int = 0
    answers: float = 0.6
    """The share of people who press a button that they got, 0 to 1."""
    colleagues: tuple[Colleague, ...] | None = None
    """None: the invented company."""


@dataclass(frozen=True)
class Simulation:
    """What came of it."""

    order: Order
    messages: tuple[Received, ...]
    letters: int
    pressed: int
    dead: Counter[str]
    """Outcome -> letters that could not be sent."""
    held: int
    """Messages that were not sent, because their people had their share."""
    skipped: tuple[Skip, ...]
    names: Mapping[str, str]
    """Slack id -> name."""
    zones: Mapping[str, str]
    """Slack id -> IANA name."""
    people: int
    """Who could have got something: no bots, no guests, nobody who has left."""


def simulate(order: Order, *, watch: Callable[[datetime], None] = lambda now: None) -> Simulation:
    """Let the weeks pass; `watch` is told the present after each step. Raises BotError when the bot cannot start."""
    workspace = _workspace(order)
    stage = Stage(order.rituals, now=order.begins, workspace=workspace, quick=True)
    try:
        stage.begin(beat=False, seed=order.seed)
        messages, pressed = _let_pass(stage, order, watch)
        return _result(stage, order, messages, pressed)
    finally:
        stage.close()


def _let_pass(stage: Stage, order: Order, watch: Callable[[datetime], None]) -> tuple[list[Received], int]:
    """Go from one due instant to the next; after each, people read what they got, and some answer."""
    director, crowd = Director(stage), Crowd(stage.sandbox, habits=Habits(answer=order.answers), seed=order.seed)
    end = order.begins + timedelta(weeks=order.weeks)
    found: list[Received] = []
    while (at := director.step(before=end)) is not None:
        rows = stage.sandbox.workspace.journal.take()
        found += [received(row) for row in rows]
        crowd.answer(rows)
        watch(at)
    return found, crowd.pressed


def _workspace(order: Order) -> Workspace:
    """Return the company on its first day, with every channel and group that the rituals name."""
    clock = SandboxClock(order.begins, running=False)
    created = int(clock.epoch())
    if order.colleagues is None:
        firm = company.load(created=created)
    else:
        firm = company.of_people(order.colleagues, created=created)
    needed = needs_of(order.config, installed_kinds())
    channels, groups = sorted(needed.channels), sorted(needed.user_groups)
    company.complete(firm, channels=channels, groups=groups, created=created)
    return Workspace(clock=clock, firm=firm, seed=order.seed, ack_seconds=30.0)


def _result(stage: Stage, order: Order, messages: list[Received], pressed: int) -> Simulation:
    with stage.rondo.database.read() as tx:
        ledger = letters.ledger(tx)
        missed = [run for one in order.config.rituals for run in runs.of_ritual(tx, one.id) if run.state == "missed"]
    sources = {mark_of(key): key for key in (one.bundle or one.key for one in ledger)}
    skipped = [
        Skip(ritual.id, one.nominal_date, one.skipped)
        for ritual in order.config.rituals
        if not ritual.paused
        for one in outlook(ritual.rule, order.begins, order.begins + timedelta(weeks=order.weeks))
        if one.skipped
    ]
    skipped += [Skip(run.ritual, run.nominal_date, run.reason) for run in missed]
    unsolicited = {mark_of(one.bundle or one.key) for one in ledger if one.unsolicited}
    workspace = stage.sandbox.workspace
    return Simulation(
        order=order,
        messages=tuple(
            replace(one, unsolicited=one.mark in unsolicited).from_letter(sources.get(one.mark, "")) for one in messages
        ),
        letters=len(ledger),
        pressed=pressed,
        dead=_failed(ledger),
        held=sum(one.op == "post" and one.outcome == OVER_BUDGET for one in ledger),
        skipped=tuple(sorted(skipped, key=lambda one: (one.on, one.ritual))),
        zones={slack_id: one.tz for slack_id, one in workspace.people.items()},
        names={slack_id: one.real_name for slack_id, one in workspace.people.items()},
        people=sum(one.is_colleague for one in workspace.people.values()),
    )


def _failed(ledger: Iterable[Entry]) -> Counter[str]:
    """Count what could not be sent; what was held back on purpose, and what hung on that, is no failure."""
    held: set[str] = set()
    failed: Counter[str] = Counter()
    for one in ledger:
        if one.state != "dead":
            continue
        if one.outcome in HELD_BACK or (one.outcome == "predecessor_dead" and one.after in held):
            held.add(one.key)
        else:
            failed[one.outcome or ""] += 1
    return failed
