"""A small company, its rituals file and its bot, for the laws of delivery: what people did, and what must hold.

The bot is the real service, ledger, courier and SQLite; Slack only writes down. The town keeps its own books of who is
gone, away or out, and holds every message against them at the moment at which it arrives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot.config import parse
from bot.delivery.courier import Courier
from bot.errors import UserError
from bot.model import ChannelId, SlackUser
from bot.rituals.registry import kinds
from bot.schedule import occurrences
from bot.service import membership, workspace
from bot.service.context import Context
from bot.service.tick import take_up, tick
from bot.service.upcoming import next_due
from bot.store import halts, letters, people, runs
from bot.store.db import Database
from tests.stateful.file import COFFEE, GREETING, HEAD, LETTER
from tests.stateful.hazards import Doom, Killed, Moody
from tests.unit.cast import catalogues

ZONES = ("Europe/Berlin",) * 5 + ("Europe/London", "America/New_York")
STAFF = tuple(SlackUser(f"U{number:07d}", "de-DE", zone) for number, zone in enumerate(ZONES))
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
GRACE = timedelta(hours=26)
"""Longer than any ritual's own: by then what was due opened or was recorded as missed."""


class Town:
    """One example: everything that happened to one company and one database."""

    def __init__(self, folder: Path, address: str, now: datetime) -> None:
        self.database = Database.open(address)
        self.database.relax()
        self.doom = Doom()
        self.slack = Moody(list(STAFF), {"alle": [one.slack_id for one in STAFF], "rat": []}, now, doom=self.doom)
        self.slack.arrived, self.slack.called = self._arrived, self._called
        self.doom.watch(self.database._engine)
        self.rituals: dict[str, dict[str, str]] = {}
        self.halted: set[str] = set()
        self.gone: set[str] = set()
        self.away: dict[str, date] = {}
        self.out: set[tuple[str, str]] = set()
        self.kills = 0
        self.broken: list[str] = []
        self._marks: Counter[str] = Counter()
        self._keys = count()
        self._heard_of: list[Callable[[], object]] = []
        self.write({"kaffee": COFFEE, "gruss": GREETING, "brief": LETTER})
        self.start()

    @property
    def now(self) -> datetime:
        """The town's present."""
        return self.slack.now

    # ------------------------------------------------------------ the bot

    def start(self) -> None:
        """Start a bot on the database, with nothing in its memory."""
        config = self.config
        self.courier = Courier(self.database, self.slack)
        self.context = Context(self.database, self.slack, self.courier, kinds(), catalogues(), lambda: self.config)
        assert config is self.config
        self.alive(lambda: workspace.reconcile(self.context, self.now))
        self.alive(lambda: take_up(self.context, self.now))

    def alive(self, act: Callable[[], object]) -> bool:
        """Let the bot do something; if it dies over it, start it again. Return whether it survived."""
        try:
            act()
        except Killed:
            self.kills += 1
            self.doom.left = 0
            self.start()
            return False
        return True

    def beat(self) -> None:
        """Tick and deliver what may go now, and look whether all that was due got its run or its reason.

        What is stopped gets neither until it goes on; then all of it is looked at.
        """
        with self.database.read() as tx:
            since = runs.marks(tx)
        survived = self.alive(lambda: tick(self.context, self.now))
        if survived:
            self.alive(self._deliver)
        with self.database.read() as tx:
            until = runs.marks(tx)
        for ritual in self.config.rituals:
            if ritual.id in since and not ritual.paused and not self.halted & {ritual.id, halts.ALL}:
                end = self.now if survived else until.get(ritual.id, since[ritual.id])
                self._insist_recorded(ritual.id, occurrences(ritual.rule, since[ritual.id], end))

    def open(self) -> None:
        """Let happen what is due; nothing leaves yet."""
        self.alive(lambda: tick(self.context, self.now))

    def next(self) -> datetime | None:
        """Return when something is due next; a minute from now where something waits already, in doubt or stopped."""
        due = next_due(self.context, self.now)
        return None if due is None else due if due > self.now else self.now + 61 * SECOND

    def settle(self) -> None:
        """Let everything that is due or in doubt come to its end: nothing goes wrong any more."""
        self.doom.left = 0
        self.slack.troubles.clear()
        self.lift()
        self.start()
        for _ in range(SETTLED):
            self.beat()
            with self.database.read() as tx:
                if not letters.due_count(tx, self.now):
                    return
            self.slack.now += 61 * SECOND
        with self.database.read() as tx:
            stuck = [(one.key, one.state, one.not_before, one.outcome) for one in letters.stuck(tx)]
        raise AssertionError(f"stuck at {self.now}: {stuck}")

    def _deliver(self) -> None:
        while self.courier.deliver(self.now):
            pass

    # ------------------------------------------------------------ the people

    def write(self, changed: dict[str, str | None]) -> None:
        """Save the rituals file with these rituals changed; None takes one out."""
        for name, words in changed.items():
            self.rituals.pop(name, None)
            if words is not None:
                self.rituals[name] = {"said": words}
        self.config = parse(HEAD + "".join(one["said"] for one in self.rituals.values()), file="x", kinds=kinds())

    def edit(self, changed: dict[str, str | None]) -> None:
        """Save the file; the bot sees it."""
        self.write(changed)
        self.alive(lambda: take_up(self.context, self.now))

    def hear(self, act: Callable[[str], object]) -> None:
        """Let the bot hear of something under a key of its own, to be heard again under the same."""
        key = f"key-{next(self._keys)}"
        self._heard(act, key)
        self._heard_of.append(lambda: self._heard(act, key))

    def hear_again(self, back: int) -> None:
        """Let something come a second time: the last thing, or one so many before it, whatever happened since."""
        if self._heard_of:
            with suppress(UserError):  # what it was about is gone meanwhile
                self._heard_of[-1 - back % len(self._heard_of)]()

    def _heard(self, act: Callable[[str], object], key: str) -> None:
        while not self.alive(lambda: act(key)):
            pass  # Slack brings it again, since nobody acknowledged it

    def moves(self, who: str, room: str, *, into: bool, told: bool) -> None:
        """Somebody joins or leaves a channel; the bot may not be told."""
        inside = [one for one in self.slack.rooms[room] if one != who] + [who] * into
        self.slack.rooms = {**self.slack.rooms, room: inside}
        move = workspace.member_joined if into else workspace.member_left
        channel = ChannelId(f"C{room.upper()}")
        if told:
            self.hear(lambda key: move(self.context, channel, who, key=key, now=self.now))

    def deactivates(self, who: str, *, told: bool) -> None:
        """Somebody's account is closed."""
        self.slack.staff = [replace(one, is_deactivated=one.is_deactivated or one.slack_id == who) for one in self.slack.staff]  # fmt: skip # noqa: E501
        if told:
            there = self.slack.user(who)
            self.hear(lambda key: workspace.person_changed(self.context, there, key=key, now=self.now))
            self.gone.add(who)

    def reconciles(self) -> None:
        """The bot reads everybody anew."""
        if self.alive(lambda: workspace.reconcile(self.context, self.now)):
            self.gone |= {one.slack_id for one in self.slack.staff if one.is_deactivated}

    def chooses(self, who: str, verb: str, ritual: str) -> None:
        """Somebody joins, leaves, pauses or comes back by a command."""
        with self.database.read() as tx:
            someone = people.by_slack_id(tx, who)
        if someone is None or not someone.is_eligible:
            return
        until = self.now.date() + timedelta(days=3)
        acts: dict[str, Callable[..., object]] = {
            "pause": partial(membership.pause, until=until),
            "resume": membership.resume,
            "join": partial(membership.join, name=ritual),
            "leave": partial(membership.leave, name=ritual),
        }
        try:
            self.hear(lambda key: acts[verb](self.context, someone, key=key, now=self.now))
        except UserError:
            return  # there is no such ritual any more
        if verb == "pause":
            self.away[who] = until
        elif verb == "resume":
            self.away.pop(who, None)
        else:
            (self.out.discard if verb == "join" else self.out.add)((who, ritual))

    def stop(self, ritual: str) -> None:
        """Somebody in charge stops a ritual, or all."""
        with self.database.begin() as tx:
            halts.put(tx, ritual, by=None, now=self.now)
        self.halted.add(ritual)

    def lift(self) -> None:
        """Every stop ends."""
        with self.database.begin() as tx:
            halts.lift(tx, self.halted)
        self.halted.clear()

    # ------------------------------------------------------------ what must hold

    def _called(self) -> None:
        if halts.ALL in self.halted:
            self.broken.append("a call while everything was stopped")

    def _arrived(self, letter: str, receivers: tuple[str, ...], channel: str) -> None:
        """I2 and I4: each mark once; nobody who is gone, away or out; nothing of what is stopped.

        What is broken is noted, not raised: the bot would take the failure for one of Slack's.
        """
        self._marks[letter] += 1
        if self._marks[letter] > 1:
            self.broken.append(f"{letter} arrived twice")
        ritual, at, _ = letter.partition("@")
        if at and ritual in self.halted:
            self.broken.append(f"{letter} left while {ritual} was stopped")
        here = [one for one in receivers if self._takes_part(one, ritual)]
        if at and len(here) < min(2, len(receivers)):
            self.broken.append(f"{letter} reached {receivers}, of whom only {here} take part")

    def _takes_part(self, who: str, ritual: str) -> bool:
        zone = next(one.timezone for one in STAFF if one.slack_id == who)
        today = self.now.astimezone(ZoneInfo(zone)).date()
        away = self.away.get(who)
        return who not in self.gone and (who, ritual) not in self.out and (away is None or today > away)

    def _insist_recorded(self, ritual: str, due: list) -> None:  # type: ignore[type-arg]
        """I5: what is older than its grace has a run or a missed record; so has what is newer, if nothing failed."""
        with self.database.read() as tx:
            known = {(run.nominal_date, run.slot) for run in runs.of_ritual(tx, ritual)}
        failing = ritual in self.context.complaints
        for one in due:
            if not failing or one.at < self.now - GRACE:
                assert (one.nominal_date, one.slot) in known, f"{ritual} at {one.at}: neither a run nor a reason"

    def insist(self) -> None:
        """I1 and I3: one run for each date, and nobody twice in one; and what was noted on the way."""
        assert not self.broken, self.broken
        with self.database.read() as tx:
            for law, statement in ONCE.items():
                broken = tx.execute(text(statement)).first()
                assert broken is None, f"{law}: {broken}"

    def insist_whole(self) -> None:
        """I8: the file passes its own look."""
        with self.database.read() as tx:
            assert tx.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert tx.execute(text("PRAGMA foreign_key_check")).first() is None

    def close(self) -> None:
        """End it."""
        self.database.close()


ONCE = {
    "two runs of one date": "SELECT ritual, nominal_date, slot FROM runs GROUP BY 1, 2, 3 HAVING count(*) > 1",
    "somebody twice in one run": (
        "SELECT i.run, p.person FROM introductions i JOIN introduction_people p ON p.introduction = i.id"
        " GROUP BY 1, 2 HAVING count(*) > 1"
    ),
}
SETTLED = 200
"""Looks, a minute apart, within which everything has come to its end."""
