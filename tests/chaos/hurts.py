"""The ways to hurt: each takes a place and returns what does it, with a seeded choice of when and whom."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from tests.chaos.chaos import Outcome
from tests.chaos.place import Place
from tests.chaos.provocations import AGAIN, Provocation, provoke

Hurt = Callable[[random.Random, Outcome], None]
LOOK = 0.02
"""Seconds between two looks at a life that is to die."""
LONGEST_LIFE = 1.6
"""Seconds after which the last are killed; a life needs about half of them to begin its work."""


def each_failpoint(place: Place, *, times: int, failpoints: Sequence[str]) -> Hurt:
    """Let a life die at each place, so many times; one that never comes there is `wrong`."""

    def hurt(rng: random.Random, outcome: Outcome) -> None:
        for failpoint in [one for one in failpoints for _ in range(times)]:
            if die_at(place, failpoint):
                outcome.kills += 1
            else:
                outcome.missed.append(failpoint)

    return hurt


def die_at(place: Place, failpoint: str, *, within: float = 20.0) -> bool:
    """Start a life that is to die at a place and bring it there; return whether it did."""
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
    return died


def _act(place: Place, way: Provocation, ended: threading.Event) -> None:
    """Do what brings a life to its place, again and again, once it listens."""
    while not ended.wait(AGAIN):
        if place.sandbox.connected():
            with suppress(KeyError, TimeoutError):  # what was to be pressed is gone
                way.during(place)


def kills(place: Place, *, times: int, lives: int = 1) -> Hurt:
    """SIGKILL at random moments of a life, its start included; with several lives one of them each time."""

    def hurt(rng: random.Random, outcome: Outcome) -> None:
        while outcome.kills < times:
            while len(place.lives) < lives:
                place.start()
            time.sleep(rng.uniform(0, LONGEST_LIFE) / lives)
            victim = rng.choice(place.lives)
            victim.kill()
            outcome.kills += 1
            place.lives.remove(victim)

    return hurt
