"""The world of an integration test: a real sandbox, a real bot over the wire, a real database, and time that obeys.

The bot is spoken to (`world.slack.command("/rondo pause 2w", by="Anna")`) and time moves by one verb
(`world.advance_to("mon 09:00")`), which lets everything due on the way happen.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import Rondo
from bot.demo.director import Director
from bot.demo.stage import Stage
from bot.model import Run, StoredLetter
from bot.sandbox.faults import parse
from bot.sandbox.sandbox import Sandbox
from bot.service.eve import SLOT
from bot.store import letters, runs

BERLIN = ZoneInfo("Europe/Berlin")
SATURDAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""The real present of every test; the first round is on Monday, 23 November 2026, 09:00 in Berlin."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# All day and all night: colleagues in New York would else be introduced in the afternoon. Nobody is asked on the eve,
# which would be a message to everybody each Friday.
COFFEE = """
version: 1
defaults: {language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"]}
commands: {/kaffee: join kaffee}
rituals:
  - id: kaffee
    kind: pairing
    title: {de: Kaffeerunde, en: Coffee round}
    channel: kaffeerunde
    schedule: {every: week, days: [mon], at: "09:00"}
    join: channel
    offer_skip: false
"""
POST = """
  - id: montagsfrage
    kind: post
    title: {de: Montagsfrage, en: Monday question}
    channel: montagsrunde
    schedule: {every: week, days: [mon], at: "09:30"}
    text: {de: "Was steht an?", en: "What is up?"}
"""


class World:
    """One stage and its director."""

    def __init__(self, folder: Path, database_url: str, *, rituals: str = COFFEE + POST, look_up: bool = True) -> None:
        self.file = folder / "rituals.yaml"
        self.file.write_text(rituals, encoding="utf-8")
        self.stage = Stage(self.file, now=SATURDAY, database_url=database_url, look_up=look_up)
        self.director = Director(self.stage)
        self.stage.begin(beat=False)

    @property
    def slack(self) -> Sandbox:
        """The workspace, for people to act in."""
        return self.stage.sandbox

    @property
    def rondo(self) -> Rondo:
        """The running bot."""
        return self.stage.rondo

    def now(self) -> datetime:
        """The sandbox's present."""
        return self.director.now()

    def advance_to(self, when: str) -> None:
        """Go to the next such moment in Berlin, "wed 14:30", everything due on the way included."""
        self.director.advance(self.moment(when))

    def advance(self, **amount: float) -> None:
        """Go so far ahead (timedelta's words), everything due on the way included."""
        self.director.advance(self.now() + timedelta(**amount))

    def skip_to(self, when: str) -> None:
        """Let time pass while the bot does nothing, as if it were down."""
        self.stage.sandbox.workspace.clock.set(self.moment(when))

    def beat(self) -> None:
        """Watch, tick and deliver once, now."""
        self.rondo.watch.beat(self.now())
        self.rondo.tick(self.now())
        self.rondo.deliver(self.now())

    def fault(self, fault: dict[str, Any]) -> None:
        """Let Slack have a bad moment."""
        self.slack.workspace.faults.order(parse(fault))

    def restart(self) -> None:
        """End the bot and start another one on the same database."""
        self.rondo.stop()
        self.stage.rondo = Rondo(self.stage.settings)
        self.stage.rondo.start(beat=False)

    def moment(self, when: str) -> datetime:
        """Return the next such moment after now."""
        return next_moment(self.now(), when)

    def runs(self, ritual: str) -> list[Run]:
        """Return a ritual's rounds, newest first; neither the question of the eve nor meetings asked for."""
        with self.rondo.database.read() as tx:
            return [run for run in runs.of_ritual(tx, ritual) if SLOT not in run.slot and not run.is_on_demand]

    def letters(self, run: Run) -> list[StoredLetter]:
        """Return a run's letters."""
        with self.rondo.database.read() as tx:
            return letters.of_run(tx, run.id)

    def introductions(self) -> list[dict[str, Any]]:
        """Return the introductions that Slack received, as its log rows."""
        return [
            row for row in self.slack.workspace.journal.log if "darf ich euch" in row["text"] or "may I" in row["text"]
        ]

    def answer_to(self, name: str, command: str) -> str:
        """Type a command and return all the text of the private reply."""
        before = len(self.slack.inbox(name))
        self.slack.command(command, by=name)
        return words_of(eventually(lambda: self.slack.inbox(name)[before:])[-1])

    def close(self) -> None:
        """End it all."""
        self.stage.close()


def next_moment(now: datetime, when: str) -> datetime:
    """Return the next "wed 14:30" in Berlin after now."""
    day, clock = when.split()
    hour, minute = map(int, clock.split(":"))
    local = now.astimezone(BERLIN)
    wanted = local.replace(hour=hour, minute=minute, second=0, microsecond=0, tzinfo=None)
    wanted += timedelta(days=(WEEKDAYS.index(day) - local.weekday()) % 7)
    if wanted.replace(tzinfo=BERLIN) <= local:
        wanted += timedelta(days=7)
    return wanted.replace(tzinfo=BERLIN).astimezone(UTC)


def eventually(look: Callable[[], Any], *, within: float = 5.0) -> Any:
    """Return what `look` sees as soon as it sees something; the wire needs a moment."""
    ends = time.monotonic() + within
    while time.monotonic() < ends:
        seen = look()
        if seen:
            return seen
        time.sleep(0.01)
    raise AssertionError("nothing came within the time")


def words_of(tree: Any) -> str:
    """Return every text in a message or view, one after the other."""
    if isinstance(tree, str):
        return tree
    if isinstance(tree, dict):
        return "\n".join(
            words_of(tree[key]) for key in ("text", "blocks", "elements", "accessory", "label") if key in tree
        )
    if isinstance(tree, list):
        return "\n".join(words_of(one) for one in tree)
    return ""
