"""Lives that die at a named place: brought there by what happens to them, killed by themselves."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

from tests.chaos.chaos import Outcome
from tests.chaos.hurts import Hurt
from tests.chaos.place import Place
from tests.chaos.provocations import AGAIN, Provocation, provoke

LOOK = 0.05
"""Seconds between two looks at a life that is to die."""
TRIES = 2
"""How often a life is brought to a failpoint before it counts as not reached."""


def each_failpoint(place: Place, *, times: int, failpoints: Sequence[str]) -> Hurt:
    """Let a life die at each place, so many times; one that never comes there is `wrong`."""

    def hurt(rng: random.Random, outcome: Outcome) -> None:
        for failpoint in [one for one in failpoints for _ in range(times)]:
            began = time.monotonic()
            died = die_at(place, failpoint)
            outcome.tell(f"{failpoint}: {'died' if died else 'not reached'} after {time.monotonic() - began:.1f} s")
            if died:
                outcome.kills += 1
            else:
                outcome.missed.append(failpoint)

    return hurt


def die_at(place: Place, failpoint: str) -> bool:
    """Start a life that is to die at a place and bring it there; return whether it did.

    On a machine that is busy with other things a life may find that Slack takes too long, and not start at all.
    """
    return any(_dies_at(place, failpoint) for _ in range(TRIES))


def _dies_at(place: Place, failpoint: str, *, within: float = 40.0) -> bool:
    way = provoke(failpoint)
    way.before(place)
    life = place.start(RONDO_FAILPOINT=failpoint, **way.settings(place))
    ended = threading.Event()
    acting = threading.Thread(target=_act, args=(place, way, ended), daemon=True)
    acting.start()
    until = time.monotonic() + within
    while life.ended() is None and time.monotonic() < until:
        place.go_on()
        time.sleep(LOOK)
    died = life.ended() == -signal.SIGKILL
    ended.set()
    life.kill()
    acting.join(5)
    place.sandbox.workspace.faults.clear()
    way.after(place)
    place.mend()
    return died


def _act(place: Place, way: Provocation, ended: threading.Event) -> None:
    """Do what brings a life to its place, again and again, once it listens."""
    while not ended.wait(AGAIN):
        if place.sandbox.connected():
            with suppress(KeyError, TimeoutError):  # what was to be pressed is gone
                way.during(place)
