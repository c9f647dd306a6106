"""What all scenarios share: time that goes on, an end in peace, and the line that is printed."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.checker import Verdict, check
from tests.chaos.place import Place

BEAT = 0.05
"""Seconds between two looks at whether time may jump."""
PEACE, LONGEST = 90.0, 900.0
"""Seconds without a call to Slack, once nobody is hurt any more, after which what is left is stuck; and seconds in all,
so that a loop ends too."""


@dataclass
class Outcome:
    """What one scenario came to."""

    name: str
    seed: int
    kills: int = 0
    calls: int = 0
    seconds: float = 0.0
    verdict: Verdict = field(default_factory=Verdict)
    notes: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    """Failpoints at which no life died."""

    in_flight: set[str] = field(default_factory=set)
    """The keys of the posts that were being sent when a process was killed, by it or by another."""
    deaths: int = 0
    """Processes that ended by themselves, which none should."""
    tell: Callable[[str], object] = lambda said: None
    """Hears how far it is."""

    @property
    def is_good(self) -> bool:
        """Return whether the guarantee held."""
        return self.verdict.is_good and not self.missed and not self.deaths

    def line(self) -> str:
        """Return the line of the table."""
        found = self.verdict
        counted = f"{len(found.lost):5} {len(found.doubled):8} {len(found.stuck):6} {len(found.wrong):6}"
        missed = [f"not reached: {', '.join(self.missed)}"] if self.missed else []
        missed += [f"{self.deaths} ENDED BY THEMSELVES"] if self.deaths else []
        missed += [f"dead {dict(found.dead)}"] if found.dead else []
        told = "; ".join([*missed, *self.notes, *(f"{name} {n}" for name, n in sorted(found.tolerated.items()))])
        line = f"{self.name:28} {counted} {self.kills:6} {found.letters:8} {self.calls:8} {self.seconds:8.1f}  {told}"
        return line.rstrip()


HEAD = (
    f"{'scenario':28} {'lost':>5} {'doubled':>8} {'stuck':>6} {'wrong':>6}"
    f" {'kills':>6} {'letters':>8} {'calls':>8} {'seconds':>8}"
)


@contextmanager
def time_goes_on(place: Place) -> Iterator[None]:
    """Let time jump whenever all that is due has happened, until the end of the block."""
    ended = threading.Event()

    def move() -> None:
        while not ended.wait(BEAT):
            place.go_on()

    mover = threading.Thread(target=move, daemon=True)
    mover.start()
    try:
        yield
    finally:
        ended.set()
        mover.join()


def rest(place: Place, *, lives: int = 1) -> None:
    """Let whoever lives settle what is left, unhurt; then end them. Stuck is what does not get on, however long."""
    place.sandbox.workspace.faults.clear()
    place.more.pop("RONDO_FAILPOINT", None)
    place.populate(lives)
    calls, moved, ends = 0, time.monotonic(), time.monotonic() + LONGEST
    while time.monotonic() < min(moved + PEACE, ends) and not place.is_at_rest():
        if place.sandbox.workspace.journal.count > calls:
            calls, moved = place.sandbox.workspace.journal.count, time.monotonic()
        place.go_on()
        if not [one for one in place.lives if one.ended() is None]:
            place.start()
        time.sleep(BEAT)
    for life in place.lives:
        life.kill()


def scenario(
    name: str,
    place: Place,
    hurt: Callable[[random.Random, Outcome], None],
    *,
    seed: int,
    lives: int = 1,
    tell: Callable[[str], object] = lambda said: None,
) -> Outcome:
    """Run one scenario to its verdict; `tell` hears how far it is."""
    outcome = Outcome(name, seed, tell=tell)
    began = time.monotonic()
    with place:
        with time_goes_on(place):
            hurt(random.Random(f"{seed}/{name}"), outcome)
        rest(place, lives=lives)
        outcome.verdict = check(place)
        outcome.calls = place.sandbox.workspace.journal.count
    outcome.seconds = time.monotonic() - began
    return outcome


def log_of(folder: Path, most: int = 3000) -> str:
    """Return the end of what the lives wrote."""
    path = folder / "lives.log"
    return path.read_text(errors="replace")[-most:] if path.exists() else ""
