"""The scene of the engine suite: a Slack in memory that can be killed under, a clock that obeys, a round of letters.

An engine takes part with one `Rig` in RIGS: how it is made, and on which databases. The suite then runs over it
without a new line of test code.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from threading import RLock
from typing import Any, Literal

from bot.delivery.courier import Courier
from bot.delivery.leases import Lease
from bot.delivery.pace import Pace
from bot.errors import DeliveryError, StoreError
from bot.model import ChannelId, StoredLetter
from bot.ports import Clock, Engine
from bot.store import letters
from bot.store.db import Database
from bot.store.letters import Draft
from tests.store.cast import NOW, hire

SECOND = timedelta(seconds=1)
LONGEST = timedelta(hours=3)
"""Nothing may be stuck for so long, on the simulated clock."""


class Killed(BaseException):
    """The process that made this call is gone; nothing of it goes on."""


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        """Return where the hand stands."""
        return self.at

    def advance(self, by: timedelta) -> None:
        """Move on."""
        self.at += by


@dataclass
class Frozen:
    """A clock whose reader is frozen once, as by SIGSTOP, at its first reading after `when`; `meanwhile` happens."""

    clock: Hand
    when: Callable[[], bool]
    meanwhile: Callable[[], None]
    _done: bool = False

    def now(self) -> datetime:
        """Return the present, which may be much later than the reader thinks."""
        if not self._done and self.when():
            self._done = True
            self.meanwhile()
        return self.clock.now()


@dataclass
class Office:
    """Slack, as delivery needs it: keeps all it got with the mark, and fails as it is told to."""

    looks: bool = True
    """Whether the history scopes were granted."""
    drops: float = 0.0
    """The share of posts that arrive while their answer is lost; a letter meets it once."""
    refuses: float = 0.0
    """The share of calls that get a 429."""
    kills: dict[int, Literal["before", "after"]] = field(default_factory=dict)
    """Number of a post, from 1 -> whether its caller dies before or after it arrived."""
    on_post: Callable[[int], None] = lambda number: None
    """Told after a post arrived, before its answer leaves."""
    rng: Random = field(default_factory=lambda: Random(7))
    log: list[tuple[str, str]] = field(default_factory=list)
    """(op, channel or message), in the order of arrival."""
    posted: list[tuple[str, str, str]] = field(default_factory=list)
    """(letter, channel, ts)"""
    unanswered: set[str] = field(default_factory=set)
    """Letters whose answer was lost, or whose sender died over them."""
    tries: int = 0
    lock: Any = field(default_factory=RLock)

    def open_conversation(self, slack_ids: Sequence[str]) -> ChannelId:
        """Open the one conversation of these people."""
        with self.lock:
            self._refuse()
            channel = "G" + "-".join(sorted(slack_ids))
            self.log.append(("open", channel))
            return ChannelId(channel)

    def post(self, channel: ChannelId, payload: Mapping[str, Any], *, letter: str, thread_ts: str | None = None) -> str:
        """Keep a message; its answer may be lost, and its sender may die."""
        with self.lock:
            self._refuse()
            self.tries += 1
            number = self.tries
            if self.kills.get(number) == "before":
                self.unanswered.add(letter)
                raise Killed
            ts = f"{len(self.posted) + 1}.0"
            self.posted.append((letter, channel, ts))
            self.log.append(("post", channel))
            dropped = letter not in self.unanswered and self.rng.random() < self.drops
            if dropped or number in self.kills:
                self.unanswered.add(letter)
        self.on_post(number)
        if number in self.kills:
            raise Killed
        if dropped:
            raise DeliveryError("unreachable", in_doubt=True)
        return ts

    def update(self, channel: ChannelId, ts: str, payload: Mapping[str, Any]) -> None:
        """Change a message."""
        with self.lock:
            self._refuse()
            assert (channel, ts) in {(row[1], row[2]) for row in self.posted}, "a change of what never arrived"
            self.log.append(("update", channel))

    def delete(self, channel: ChannelId, ts: str) -> None:
        """Take a message away."""

    def find(self, channel: ChannelId, *, letter: str, since: datetime, thread_ts: str | None = None) -> str | None:
        """Look a letter up, if that was granted."""
        with self.lock:
            if not self.looks:
                raise DeliveryError("missing_scope", permanent=True)
            return next((ts for key, place, ts in self.posted if (key, place) == (letter, channel)), None)

    def arrived(self) -> Counter[str]:
        """Return how often each letter arrived."""
        return Counter(letter for letter, _, _ in self.posted)

    def _refuse(self) -> None:
        if self.rng.random() < self.refuses:
            raise DeliveryError("rate_limited", retry_after=3)


@dataclass(frozen=True)
class Rig:
    """One engine: how to make it, on which databases it runs, how many real seconds it needs between two looks."""

    name: str
    make: Callable[[Database, Office, Clock, Pace], Engine]
    databases: tuple[str, ...] = ("sqlite", "postgresql")
    breath: float = 0.0
    single: bool = False
    """Whether a process can hold one only, which works on threads of its own: who is killed there is a thread, and what
    takes several processes, or one that is frozen, is tried with processes (tests/process/test_many.py)."""


def embedded(database: Database, office: Office, clock: Clock, pace: Pace) -> Engine:
    """Make the courier."""
    return Courier(database, office, clock=clock, pace=pace)  # type: ignore[arg-type]  # only what letters need


def distributed(database: Database, office: Office, clock: Clock, pace: Pace) -> Engine:
    """Make the one engine of this process over DBOS."""
    from bot.delivery import workflows
    from bot.delivery.distributed import DbosEngine

    workflows.migrate(database)
    lease = Lease(database, verb="run")
    return DbosEngine(database, office, clock=clock, lease=lease, pace=pace, polling=0.05)  # type: ignore[arg-type]


RIGS = (
    Rig("embedded", embedded),
    Rig("distributed", distributed, databases=("postgresql",), breath=0.03, single=True),
)


@dataclass
class Scene:
    """A database, a clock and a Slack, and engines that come and go."""

    rig: Rig
    url: str
    database: Database
    office: Office = field(default_factory=Office)
    clock: Hand = field(default_factory=Hand)
    pace: Pace = field(default_factory=Pace)
    mend: Callable[[], None] = lambda: None
    """What somebody does who finds the database away."""
    made: list[Engine] = field(default_factory=list)

    def engine(self, clock: Clock | None = None) -> Engine:
        """Start another engine, where a process can hold several."""
        if self.rig.single and self.made:
            return self.made[0]
        made = self.rig.make(self.database, self.office, clock or self.clock, self.pace)
        made.start()
        self.made.append(made)
        return made

    def close(self) -> None:
        """Stop all engines."""
        for engine in self.made:
            engine.stop(within=5)

    def write_round(self, groups: int, *, on_doubt: Literal["skip", "resend"] = "resend") -> list[str]:
        """Write a round down: a conversation, a word and a change for each group; return the keys of the words."""
        drafts = []
        with self.database.begin() as tx:
            people = hire(tx, *(f"U{number:03}" for number in range(2 * groups)))
            for number in range(groups):
                pair = tuple(people[2 * number : 2 * number + 2])
                here = f"r/open/{number:03}"
                drafts += [
                    Draft(key=f"{here}/open", op="open", people=pair),
                    Draft(key=f"{here}/post", op="post", people=pair, after=f"{here}/open", on_doubt=on_doubt),
                    Draft(key=f"{here}/change", op="update", people=pair, after=f"{here}/post"),
                ]
            letters.add_many(tx, drafts, now=self.clock.now())
        return [draft.key for draft in drafts if draft.op == "post"]

    def run(self, *engines: Engine) -> None:
        """Let engines work until every letter is settled; one that is killed is replaced by a new one."""
        working = list(engines)
        end = self.clock.now() + LONGEST
        while self._unsettled():
            assert self.clock.now() < end, f"{self._unsettled()} are stuck"
            taken = 0
            for number, engine in enumerate(working):
                try:
                    taken += engine.deliver(self.clock.now())
                except Killed:
                    working[number] = self.engine()
                except StoreError:
                    self.mend()  # the heartbeat logs it and goes on
            time.sleep(self.rig.breath)
            self.clock.advance(SECOND if taken else 5 * SECOND)

    def is_claimed(self, key: str) -> bool:
        """Return whether a letter is being sent."""
        with self.database.read() as tx:
            letter = letters.by_key(tx, key)
        return letter is not None and letter.state == "sending"

    def age_of_claim(self, key: str) -> timedelta:
        """Return for how long a letter has been being sent."""
        with self.database.read() as tx:
            letter = letters.by_key(tx, key)
        assert letter is not None
        assert letter.claimed_at is not None
        return self.clock.now() - letter.claimed_at

    def settled(self) -> list[StoredLetter]:
        """Return all letters."""
        with self.database.read() as tx:
            return [one for row in letters.ledger(tx) if (one := letters.by_key(tx, row.key)) is not None]

    def _unsettled(self) -> int:
        try:
            with self.database.read() as tx:
                return sum(n for (state, _), n in letters.counts(tx).items() if state in ("due", "sending"))
        except StoreError:
            return -1  # nobody knows
