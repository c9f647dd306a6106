"""Simulated colleagues on the page: while they are on, they act by themselves as time moves; the seed decides who.

What they get lies in a queue until the moment at which they turn to it. Nobody acts whom a visitor plays in an open
tab. By one press of the page they also answer at once what waits for them.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.audience import Crowd, Press
from bot.demo.habits import LIVELY, Change, Habits, gathered, moment, week
from bot.demo.stage import Stage
from bot.sandbox import sight
from bot.sandbox.acts import Acts
from bot.sandbox.errors import ActError
from bot.sandbox.model import Json, Person

ASKED = re.compile(r"^ritual:(checkin|pulse|words|pick):(fill|open)$")
"""Buttons behind which a page waits that everybody fills in; sorting texts and deciding stay with the visitor."""
SHARE = 0.9
"""How many of those who were asked answer when the visitor wants them to."""
PATIENCE = 5.0
"""Real seconds until the bot must have answered a press."""
FRESH = timedelta(days=3)
"""What is older when they are switched on stays as it is."""
EMOJI = ("+1", "heart", "tada", "raised_hands", "coffee", "eyes")
AWAY = {"de": "Im Urlaub", "en": "On holiday"}
PALM = ":palm_tree:"
AHEAD = timedelta(days=8)
Act = Press | Change | Json
"""A button, a holiday or a farewell, or anything the control API knows."""


class Colleagues:
    """Everybody of the stage but those whom a visitor plays."""

    def __init__(self, stage: Stage, *, habits: Habits = LIVELY, seed: int = 1) -> None:
        self._stage = stage
        self._workspace = stage.sandbox.workspace
        self._acts = Acts(self._workspace)
        self._crowd = Crowd(stage.sandbox, habits=habits, seed=seed, patience=PATIENCE, lenient=True)
        self._queue: list[tuple[datetime, int, Act]] = []
        self._numbers = count()
        self._heard = 0
        self._weeks: set[date] = set()
        self._answered: set[tuple[str, str, str]] = set()
        self._done: Counter[str] = Counter()
        self.is_on = False

    def set(self, *, on: bool, habits: Habits, seed: int) -> None:
        """Switch them on or off; other habits or another seed hold for all that comes from now on."""
        if on and not self.is_on:
            self._heard = 0
        if not on or (self._crowd.habits, self._crowd.seed) != (habits, seed):
            self._queue = [each for each in self._queue if isinstance(each[2], dict) and "fields" in each[2]]
            heapq.heapify(self._queue)
            self._weeks, self._heard = set(), 0
        self.is_on, self._crowd.habits, self._crowd.seed = on, habits, seed
        if on:
            self.listen(self._workspace.clock.now())

    @property
    def habits(self) -> Habits:
        """How often they do what."""
        return self._crowd.habits

    @property
    def seed(self) -> int:
        """What decides who does it."""
        return self._crowd.seed

    def shown(self) -> dict[str, Any]:
        """Return what the page shows of them: habits in percent, and counts of what they did."""
        return {
            "on": self.is_on,
            "seed": self._crowd.seed,
            "habits": self._crowd.habits.percent(),
            "done": dict(self._done),
            "waiting": sum(not (isinstance(act, dict) and "fields" in act) for _, _, act in self._queue),
            "people": len(self._people()),
            "away": sum(bool(one.status_emoji) for one in self._people()),
        }

    def next(self, *, due: datetime | None = None, gathers: bool = False) -> datetime | None:
        """Return when somebody acts; `gathers`: all together of some hours, but before the bot does what falls due."""
        moments = sorted(at for at, _, _ in self._queue) if self.is_on else []
        if not (gathers and moments):
            return moments[0] if moments else None
        at = gathered(moments[0])
        return at if due is None or at < due else max((one for one in moments if one < due), default=at)

    def listen(self, now: datetime) -> None:
        """Take in what came since, and decide who does something about it, and when."""
        if not self.is_on:
            return
        rows = self._workspace.journal.log[self._heard :]
        self._heard += len(rows)
        for row in rows:
            if datetime.fromisoformat(row["at"]) > now - FRESH:
                self._turn_to(row, now)
        zone = ZoneInfo(self._stage.config.timezone)
        for day in (now.astimezone(zone).date(), (now + AHEAD).astimezone(zone).date()):
            self._plan_week(day - timedelta(days=day.weekday()), now)

    def act(self, now: datetime) -> int:
        """Let everybody act whose moment has come; return how many did."""
        due: list[Act] = []
        while self.is_on and self._queue and self._queue[0][0] <= now:
            due.append(heapq.heappop(self._queue)[2])
        done = self._press([act for act in due if isinstance(act, Press)])
        others = [act for act in due if not isinstance(act, Press)]
        done += sum([self._do(act, now) for act in others])
        if others:
            with suppress(TimeoutError):
                self._stage.sandbox.settle(seconds=PATIENCE)
        return done

    def answer(self, *, but: str) -> int:
        """Let most of those who were asked fill in what waits for them; return how many did.

        Whoever has a page open, or has answered, is left in peace. `but`: the Slack id of the visitor.
        """
        habits, self._crowd.habits = self._crowd.habits, Habits(answer=SHARE)
        try:
            found = [press for one in self._people() if one.id != but for press in self._waiting(one.id)]
        finally:
            self._crowd.habits = habits
        before = {press.person for press in found}
        return len(before & {press.person for press in self._pressed(found)})

    def _waiting(self, person: str) -> Iterable[Press]:
        """Yield the forms that wait for somebody."""
        with self._workspace.lock:
            rows = sight.inbox(self._workspace, person)
        for row in rows:
            known = {**row, "members": [person], "at": row["ts"]}
            yield from self._crowd.presses(known, only=ASKED)

    def _turn_to(self, row: Json, now: datetime) -> None:
        for press in self._crowd.presses(row):
            self._put(moment(now, self._workspace.people[press.person].tz, press.rng), press)
        if row["kind"] in ("im", "mpim"):
            return
        able = {one.id for one in self._people()}
        for one in (one for one in row["members"] if one in able):
            rng = Random(f"{self._crowd.seed}/react/{row['text']}/{row['at']}/{one}")  # noqa: S311 no secret
            if rng.uniform(0, 1) < self._crowd.habits.react:
                react = {"do": "react", "as": one, "name": rng.choice(EMOJI)}
                react |= {"channel": row["channel"], "ts": row["ts"]}
                self._put(moment(now, self._workspace.people[one].tz, rng), react)

    def _plan_week(self, monday: date, now: datetime) -> None:
        if monday in self._weeks:
            return
        self._weeks.add(monday)
        people = [(one.id, one.tz) for one in self._people()]
        for change in week(monday, people, self._crowd.habits, seed=self._crowd.seed):
            later = max(-((change.at - now) // timedelta(days=1)), 0)  # days, where the week has begun already
            until = change.until and change.until + timedelta(days=later)
            self._put(change.at + timedelta(days=later), replace(change, until=until))

    def _put(self, at: datetime, act: Act) -> None:
        heapq.heappush(self._queue, (at, next(self._numbers), act))

    def _press(self, presses: list[Press]) -> int:
        done = self._pressed([one for one in presses if self._may(one.person)])
        self._done.update("met" if one.action.startswith("ritual:met:") else "answered" for one in done)
        return len(done)

    def _pressed(self, presses: list[Press]) -> list[Press]:
        """Press what nobody pressed before, and has no page open; return what came to something."""
        with self._workspace.lock:
            busy = {who for who, views in self._workspace.stacks.items() if views}
        new = [one for one in presses if _name(one) not in self._answered and one.person not in busy]
        done = self._crowd.press(new)
        self._answered |= {_name(one) for one in done}
        return done

    def _do(self, act: Change | Json, now: datetime) -> bool:
        """Do one thing; False where it is not possible any more."""
        if isinstance(act, dict):
            if act["do"] == "react" and not self._may(act["as"]):
                return False
            return self._perform(act) and self._count(act)
        if not self._may(act.person):
            return False
        if act.what == "leave":
            return self._perform({"do": "deactivate", "user": act.person}) and self._count({"do": "leave"})
        return self._go_on_holiday(act, now)

    def _go_on_holiday(self, act: Change, now: datetime) -> bool:
        """Set a status with its end, as Slack takes it away by itself then, and tell the bot to pause."""
        assert act.until is not None
        person = self._workspace.people[act.person]
        back = datetime.combine(act.until + timedelta(days=1), datetime.min.time(), ZoneInfo(person.tz))
        text = AWAY.get(person.locale[:2], AWAY["en"])
        status = {"status_text": text, "status_emoji": PALM, "status_expiration": int(back.timestamp())}
        self._perform({"do": "change", "user": person.id, "fields": status})
        gone = {"status_text": "", "status_emoji": "", "status_expiration": 0}
        self._put(back, {"do": "change", "user": person.id, "fields": gone})
        self._tell_bot(person.id, f"/rondo pause {act.until}")
        return self._count({"do": "holiday"})

    def _tell_bot(self, person: str, command: str) -> None:
        """Type a command where this person is, and wait for the reply: it must come before time moves on."""
        with self._workspace.lock:
            place = next((one for one in self._workspace.conversations.values() if person in one.members), None)
        if place is None:
            return
        before = len(place.ephemerals)
        if self._perform({"do": "command", "as": person, "channel": place.id, "text": command}):
            with suppress(TimeoutError):
                self._stage.sandbox.until(lambda: len(place.ephemerals) > before, seconds=PATIENCE)

    def _perform(self, act: Json) -> bool:
        try:
            self._acts.perform(act)
        except (ActError, KeyError):
            return False
        return True

    def _count(self, act: Json) -> bool:
        if act["do"] != "change":
            self._done[act["do"]] += 1
        return True

    def _may(self, person: str) -> bool:
        one = self._workspace.people[person]
        is_back = one.status_expiration <= self._workspace.clock.epoch()
        return is_back and not one.deleted and person not in self._workspace.journal.watching()

    def _people(self) -> list[Person]:
        """Return those who can act at all: no bots, no guests, nobody of another company."""
        with self._workspace.lock:
            some = list(self._workspace.people.values())
        return [one for one in some if one.is_colleague]


def _name(press: Press) -> tuple[str, str, str]:
    return press.person, press.action, press.value
