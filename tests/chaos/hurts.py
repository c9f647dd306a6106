"""The ways to hurt: each takes a place and returns what does it, with a seeded choice of when and whom."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from bot.sandbox.faults import Fault, FaultKind
from tests.chaos.chaos import Outcome
from tests.chaos.place import Place
from tests.databases import Restartable
from tests.process.wires import Wire

Hurt = Callable[[random.Random, Outcome], None]
HANG = 1.3
"""Seconds for which an answer hangs: longer than anybody waits for it."""
CROWD, TYPES = 0.005, 0.1
"""Seconds between two who want something, on average, and how many of them type."""
QUIET = (5.0, 20.0)
"""Seconds from one cut of the wire to the next."""
FROZEN = 15.0
MIXED: dict[FaultKind, float] = {
    "lost_reply": 0.03,
    "reset": 0.02,
    "500": 0.03,
    "not_ok": 0.02,
    "429": 0.02,
    "malformed": 0.02,
    "hang": 0.005,
}
EVENTS: tuple[tuple[FaultKind, float, int], ...] = (
    ("drop_event", 0.1, 1),
    ("duplicate_event", 0.2, 1),
    ("duplicate_event", 0.1, 4),
    ("close_socket", 0.02, 1),
)
STARTING, START_UP = 0.2, 0.4
"""Which share of the lives dies while it starts, and within how many seconds."""
CALLS, BETWEEN, IDLE = 40, 0.03, 2.5
"""After how many calls at most a life that works dies, how many seconds after that, and how many without any call."""
LONGEST_START = 20.0
A_NIGHT = 40.0
"""Seconds within which the next night comes and is over."""


def kills(place: Place, *, times: int, lives: int = 1) -> Hurt:
    """SIGKILL at random moments: one in five while the life starts, the others while it works. Of several, any one."""

    def hurt(rng: random.Random, outcome: Outcome) -> None:
        while outcome.kills < times:
            place.populate(lives)
            if rng.random() < STARTING:
                time.sleep(rng.uniform(0, START_UP))
            else:
                _until_up(place)
                _until_called(place, rng.randrange(CALLS))
                time.sleep(rng.uniform(0, BETWEEN))
            victim = rng.choice(place.lives)
            outcome.deaths += victim.ended() is not None
            victim.kill()
            outcome.kills += 1
            outcome.in_flight |= place.in_flight()
            place.lives.remove(victim)
            outcome.tell(f"{outcome.kills} kills, {place.now():%d.%m.%Y %H:%M}")

    return hurt


def _until_up(place: Place) -> None:
    """Wait until all hear Slack who should, but not for ever: one that does not come up is killed as well."""
    until = time.monotonic() + LONGEST_START
    hearing = len([one for one in place.lives if one.verb == "run"])
    while place.sandbox.connected() < hearing and time.monotonic() < until:
        time.sleep(0.005)


def _until_called(place: Place, n: int) -> None:
    """Wait for so many calls, in which letters leave; where nothing is to be done, a moment only."""
    wanted = place.sandbox.workspace.journal.count + n
    until = time.monotonic() + IDLE
    while place.sandbox.workspace.journal.count < wanted and time.monotonic() < until:
        time.sleep(0.001)


def restarts(place: Place, server: Restartable, *, times: int, lives: int = 1) -> Hurt:
    """Crash PostgreSQL every 3 to 7 s and start it again; the lives must live through it."""

    def hurt(rng: random.Random, outcome: Outcome) -> None:
        place.populate(lives)
        for _ in range(times):
            time.sleep(rng.uniform(3, 7))
            server.crash()
            time.sleep(rng.uniform(0, 1))
            server.start()
            outcome.deaths += _revive(place, lives)
        outcome.notes.append(f"{times} restarts")

    return hurt


def faults(place: Place, wire: Wire, *, calls: int, seed: int, lives: int = 1) -> Hurt:
    """Let every seventh call fail in some way and the wire be cut or swallow all now and then, for so many calls."""

    def hurt(rng: random.Random, outcome: Outcome) -> None:
        place.populate(lives)
        _until_up(place)  # one that finds Slack away when it starts says so and ends
        workspace = place.sandbox.workspace
        workspace.faults.order(*(Fault(kind, "*", rate=rate, seed=seed, seconds=HANG) for kind, rate in MIXED.items()))
        while workspace.journal.count < calls:
            _crowd(place, rng, seconds=rng.uniform(*QUIET))
            rng.choice((wire.cut, wire.mute))()
            outcome.deaths += _revive(place, lives)
            outcome.tell(f"{workspace.journal.count} calls, {dict(workspace.faults.struck)}")
        workspace.faults.clear()
        outcome.notes += [f"{n} x {kind}" for kind, n in sorted(workspace.faults.struck.items())]

    return hurt


def _crowd(place: Place, rng: random.Random, *, seconds: float) -> None:
    """Let people look at their Home and type for a while: calls that no pace holds back."""
    everybody = [one.id for one in place.sandbox.workspace.people.values() if not (one.is_bot or one.is_hidden)]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        who = rng.choice(everybody)
        with suppress(KeyError, TimeoutError):  # nobody listens just now
            if rng.random() < TYPES:
                place.sandbox.command("/rondo list", by=who)
            else:
                place.sandbox.open_home(by=who)
        time.sleep(rng.uniform(0, 2 * CROWD))


def freezes(place: Place, *, times: int, lives: int = 1) -> Hurt:
    """Stop a process for 15 s at a moment when it works, and wake it."""

    def hurt(rng: random.Random, outcome: Outcome) -> None:
        place.populate(lives)
        for _ in range(times):
            time.sleep(rng.uniform(0.5, 2))
            victim = rng.choice(place.lives)
            victim.signal(signal.SIGSTOP)
            time.sleep(FROZEN)
            victim.signal(signal.SIGCONT)
            outcome.deaths += _revive(place, lives)
        outcome.notes.append(f"{times} times frozen for {FROZEN:.0f} s")

    return hurt


def events(place: Place, *, times: int, seed: int, lives: int = 1) -> Hurt:
    """Let people come and go while events are doubled and dropped and sockets close."""

    def hurt(rng: random.Random, outcome: Outcome) -> None:
        place.populate(lives)
        place.is_plain = False  # who comes and goes is not introduced every week
        everybody = [one.id for one in place.sandbox.workspace.people.values() if not (one.is_bot or one.is_hidden)]
        mixed = [Fault(kind, rate=rate, seed=seed, copies=copies) for kind, rate, copies in EVENTS]
        place.sandbox.workspace.faults.order(*mixed)
        for number in range(times):
            who = rng.choice(everybody)
            move = place.sandbox.leave if number % 2 else place.sandbox.join
            move("alle", by=who)
            time.sleep(rng.uniform(0, 0.1))
            if rng.random() < 0.02:
                place.sandbox.disconnect(reason=rng.choice(("refresh_requested", "warning")), warn=rng.random() < 0.5)
            outcome.deaths += _revive(place, lives)
        place.sandbox.workspace.faults.clear()
        if not _comes_true(place.knows_members):
            outcome.missed.append("the members as Slack has them")
        outcome.notes += [f"{n} x {kind}" for kind, n in sorted(place.sandbox.workspace.faults.struck.items())]

    return hurt


def _comes_true(holds: Callable[[], bool]) -> bool:
    """Return whether something holds after a while: what no event told is read at night."""
    until = time.monotonic() + A_NIGHT
    while not holds() and time.monotonic() < until:
        time.sleep(0.2)
    return holds()


def weeks(place: Place, *, times: int, lives: int) -> Hurt:
    """Let so many weeks pass, unhurt."""

    def hurt(rng: random.Random, outcome: Outcome) -> None:
        place.populate(lives)
        end = place.now() + timedelta(weeks=times)
        while place.now() < end:
            time.sleep(0.5)
            outcome.tell(f"{place.now():%d.%m.%Y}")
            outcome.deaths += _revive(place, lives)

    return hurt


def _revive(place: Place, lives: int) -> int:
    """Start anew who has ended without being told; return how many they were."""
    dead = [one for one in place.lives if one.ended() is not None]
    place.lives = [one for one in place.lives if one not in dead]
    place.populate(lives)
    return len(dead)
