"""The smallest kind that counts answers, and a company that is asked by it through the real house."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from bot.config import parse
from bot.delivery.courier import Courier
from bot.model import Answer, Figure, FollowUp, Kept, Letter, Message, Person, Plan, Run, SlackUser, State, Words
from bot.rituals import base
from bot.rituals.base import CLOSE, OPEN, Kind, Survey
from bot.rituals.registry import kinds
from bot.service import workspace
from bot.service.answers import take_answer
from bot.service.context import Context
from bot.service.tick import take_up, tick
from bot.store import people, runs, tables
from bot.store.db import Database, Tx
from tests.quiet import Listening
from tests.unit.cast import catalogues

SATURDAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, 0, 5, tzinfo=UTC)
CLOSED = MONDAY + timedelta(days=3, minutes=1)
STAFF = [SlackUser(f"U{number:07d}", "de-DE", "Europe/Berlin") for number in range(6)]
TINY = """
version: 1
defaults: {{language: de, timezone: Europe/Berlin}}
rituals:
  - {{id: winzig, kind: tiny, title: Winzig, channel: alle, join: channel, close_after: 3 days,
     schedule: {{every: week, days: [mon], at: "09:00"}}, anonymous: {anonymous}{more}}}
"""


class TinyOptions(base.Options):
    """What a tiny survey can be told."""

    anonymous: bool = False
    """Whether nobody learns who said what."""
    asks: tuple[str, ...] = ()
    """Slack ids of people who are written to."""


def survey(options: Any) -> Survey:
    return Survey(is_anonymous=options.anonymous, named=frozenset({"need"}), people=options.asks)


def closing(options: Any, state: State) -> Plan:
    """Tell how many answered, and keep what was said: by name, or without."""
    run, said = state.run, [one for one in state.answers if one.question == "mood"]
    figure = Figure(run.id, run.ritual, run.nominal_date, "mood", n=len(said), data={"n": len(said)})
    kept = [Kept(run.id, run.ritual, run.nominal_date, one.question, one.person, one.value) for one in said]
    named = [
        Kept(run.id, run.ritual, run.nominal_date, one.question, one.person, one.value)
        for one in state.answers
        if one.question == "need"
    ]
    return Plan(
        figures=(figure,),
        kept=tuple(named if options.anonymous else kept + named),
        released=tuple((one.question, one.value) for one in said) if options.anonymous else (),
        letters=(Letter(f"{run.id}/close/post", "post", channel=state.channel, message=Message(Words("pause.until"))),),
        closes=True,
    )


@dataclass
class Tiny:
    """The kind; it remembers every state that it saw, and may be told to plan something else."""

    seen: list[State] = field(default_factory=list)
    instead: Callable[[State, Plan], Plan] = lambda state, plan: plan

    def plan(self, options: Any, state: State, rng: Random) -> Plan:
        self.seen.append(state)
        if state.step == OPEN:
            assert state.run.closes_at is not None
            return Plan(follow_ups=(FollowUp("look", MONDAY + timedelta(days=2)), FollowUp(CLOSE, state.run.closes_at)))
        return self.instead(state, Plan() if state.step == "look" else closing(options, state))

    def answer(self, options: Any, state: State, answer: Answer) -> Plan:
        self.seen.append(state)
        plan = Plan() if answer.question == "look" else Plan(answers=(answer,))
        return self.instead(state, plan)

    def kind(self) -> Kind:
        return Kind(
            "tiny",
            TinyOptions,
            plan=self.plan,
            answer=self.answer,
            survey=survey,
            close_after="3 days",
            whole=frozenset({"look"}),
            profile=lambda options: ("department",),
        )


class Asked:
    """A company of six that is asked every Monday at nine."""

    def __init__(self, database: Database, *, anonymous: bool, more: str = "") -> None:
        self.database, self.tiny = database, Tiny()
        slack = Listening(STAFF, {"alle": [one.slack_id for one in STAFF]}, SATURDAY)
        known = {**kinds(), "tiny": self.tiny.kind()}
        self.config = parse(TINY.format(anonymous=str(anonymous).lower(), more=more), file="x", kinds=known)
        self.context = Context(database, slack, Courier(database, slack), known, catalogues(), lambda: self.config)
        workspace.reconcile(self.context, SATURDAY)
        take_up(self.context, SATURDAY)
        with database.begin() as tx:
            self.staff = [self._one(tx, user.slack_id) for user in STAFF]
            for number, one in enumerate(self.staff):
                people.set_profile(tx, one.id, {"department": "Vertrieb" if number < 4 else "Lager"})
            self.staff = [self._one(tx, user.slack_id) for user in STAFF]
        assert tick(self.context, MONDAY)

    def press(self, someone: Person, value: str, *, question: str = "mood", key: str = "") -> object:
        """Let somebody answer the round that is open."""
        key = key or f"trigger_id:{uuid4()}"  # as Slack's own: of nobody
        return take_answer(
            self.context, someone, run_id=self.run.id, question=question, value=value, key=key, now=self.now
        )

    now = MONDAY + timedelta(hours=1)

    @property
    def run(self) -> Run:
        """The newest round."""
        with self.database.read() as tx:
            found = runs.latest(tx, "winzig")
        assert found is not None
        return found

    @property
    def is_open(self) -> bool:
        """Whether the newest round is open."""
        return self.run.state == "open"

    def rows(self) -> list[tuple[str, str]]:
        """Return every row of every table, as text."""
        with self.database.read() as tx:
            return [
                (table.name, repr(tuple(row)))
                for table in tables.metadata.sorted_tables
                for row in tx.execute(table.select())
            ]

    def _one(self, tx: Tx, slack_id: str) -> Person:
        found = people.by_slack_id(tx, slack_id)
        assert found is not None
        return found
