"""People who type while a round runs: a burst of commands, and one command after the other.

What counts is real time: Slack waits three real seconds for a receipt, and people wait for their answer.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Self

from bench.firm import Firm, until
from bot.sandbox import payloads
from bot.sandbox.model import Conversation, Json
from bot.sandbox.workspace import Workspace

PATIENCE, MOST, P99 = 120.0, 3.0, 1.0
"""Real seconds: to wait for the last answer; the most that a receipt, and 99 of 100 receipts, may take."""
PAUSE = 1.0
ROOM = "kaffeerunde"


class Burst:
    """So many people who type `/rondo next` at once."""

    def __init__(self, place: Firm, number: int) -> None:
        self._place = place
        self._number = number
        self._took: list[float] = []
        self._answered: dict[str, float] = {}

    def shout(self) -> None:
        """Send all the commands at once and wait until each was answered."""
        workspace = self._place.sandbox.workspace
        who = [one for one in workspace.channel(ROOM).members if not workspace.people[one].is_bot][: self._number]
        sent: dict[str, float] = {}

        def heard(what: str, people: frozenset[str]) -> None:
            if len(people) == 1 and what.startswith("channel:"):
                (user,) = people
                if user in sent and user not in self._answered:
                    self._answered[user] = time.monotonic() - sent[user]

        forget = workspace.journal.listen(heard)
        for user in who:
            sent[user] = time.monotonic()
            acked = send(workspace, user)
            acked.add_done_callback(partial(self._note, sent[user]))
        with suppress(TimeoutError):  # the report says how many are missing
            until(lambda: len(self._answered) >= len(who) and len(self._took) >= len(who), within=PATIENCE)
        forget()

    def report(self) -> bool:
        """Print how long the receipts and the answers took; return whether the targets were met."""
        if not self._number:
            return True
        lost, silent = self._number - len(self._took), self._number - len(self._answered)
        print(f"  {self._number} commands at once: receipts {spread(self._took)}; {lost} lost   "
              f"target < {MOST:.0f} s, p99 < {P99:.0f} s, none lost")  # fmt: skip
        print(f"    their answers {spread(self._answered.values())}; {silent} never came")
        return not lost and not silent and max(self._took) < MOST and percentile(self._took, 99) < P99

    def _note(self, since: float, acked: object) -> None:
        self._took.append(time.monotonic() - since)


class Talk:
    """Somebody who types again and again while the round runs: do answers wait behind it?"""

    def __init__(self, place: Firm) -> None:
        self._place = place
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._go)
        self._took: list[float] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def report(self) -> bool:
        """Print how long single answers took, those during the burst included."""
        if self._took:
            print(f"  one command after the other, meanwhile: answers {spread(self._took)}")
        return bool(self._took)

    def _go(self) -> None:
        workspace = self._place.sandbox.workspace
        room = workspace.channel(ROOM)
        user = [one for one in room.members if not workspace.people[one].is_bot][-1]
        while not self._ended.wait(PAUSE):
            before = sum(one.only_for == user for one in list(room.ephemerals.values()))
            began = time.monotonic()
            send(workspace, user)
            seen = partial(_has_more, room, user, before)
            try:
                until(seen, within=PATIENCE, every=0.01)
            except TimeoutError:
                return
            self._took.append(time.monotonic() - began)


def send(workspace: Workspace, user: str) -> Future[Json]:
    """Type `/rondo next` and return the future of its receipt."""
    with workspace.lock:
        conversation = workspace.channel(ROOM)
        payload = payloads.command(workspace, user, conversation, name="/rondo", text="next")
        return workspace.courier.send("slash_commands", payload)


def spread(seconds: Iterable[float]) -> str:
    """Return median, 99th percentile and most, in words."""
    found = sorted(seconds)
    if not found:
        return "none"
    return f"median {statistics.median(found):.2f} s, p99 {percentile(found, 99):.2f} s, at most {found[-1]:.2f} s"


def percentile(seconds: Sequence[float], share: int) -> float:
    """Return the smallest value that so many per cent do not exceed."""
    found = sorted(seconds)
    return found[max(0, -(-len(found) * share // 100) - 1)]


def _has_more(room: Conversation, user: str, before: int) -> bool:
    return sum(one.only_for == user for one in list(room.ephemerals.values())) > before
