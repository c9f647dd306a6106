"""The ways to hurt: each takes a place and returns what does it, with a seeded choice of when and whom."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from tests.chaos.chaos import Outcome
from tests.chaos.place import Place

Hurt = Callable[[random.Random, Outcome], None]
LONGEST_LIFE = 1.6
"""Seconds after which the last are killed; a life needs about half of them to begin its work."""


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
