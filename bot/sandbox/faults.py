"""Faults to order: what goes wrong next, for which method, how often or how likely.

Of a call: `429`, `500`, `not_ok` (200 with a passing error word) and `reset` (no answer) strike instead of what was
asked for; `lost_reply`, `malformed` (half an answer) and `hang` strike the answer, after it was done. Of the way to the
app: `close_socket`, `duplicate_event` (`copies` more, 1 to 4) and `drop_event` (never delivered). A fault is counted
(`times`) or strikes by chance: `{"kind": "lost_reply", "method": "*", "rate": 0.05, "seed": 7}`.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

FaultKind = Literal[
    "429",
    "500",
    "not_ok",
    "reset",
    "lost_reply",
    "malformed",
    "hang",
    "close_socket",
    "duplicate_event",
    "drop_event",
]
ANY = ("", "*")
PASSING = ("internal_error", "fatal_error")
"""Error words of Slack that say nothing but "try again"."""


@dataclass(slots=True)
class Fault:
    """One ordered fault; without `method`, or with "*", it strikes whatever comes. `drop_event` names an event."""

    kind: FaultKind
    method: str = ""
    times: int = 1
    retry_after: int = 1
    seconds: float = 5.0
    rate: float = 0.0
    """How likely it strikes, 0 to 1; above 0 it is not counted and stays until `clear`."""
    seed: int = 0
    """Of the chance: the same seed strikes the same calls of a sequence."""
    error: str = PASSING[0]
    """What `not_ok` answers."""
    copies: int = 1
    """How often `duplicate_event` delivers once more, up to 4."""
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Seed the chance."""
        self.chance = random.Random(f"{self.seed}/{self.kind}/{self.method}")  # noqa: S311 a seeded choice

    def fits(self, kinds: Iterable[str], method: str) -> bool:
        """Return whether this fault is about such a call."""
        return self.kind in kinds and (self.method in ANY or self.method == method)

    def strikes(self) -> bool:
        """Return whether it strikes now: a counted one always."""
        return self.rate <= 0 or self.chance.random() < self.rate


class Faults:
    """Hold the ordered faults and hand each out `times` times, or by its rate."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []
        self.struck: dict[str, int] = {}
        self.down_until = 0.0
        """Sandbox epoch until which nobody can be reached at all."""

    def order(self, *faults: Fault) -> None:
        """Add faults behind those still waiting."""
        with self._lock:
            self._waiting += faults

    def clear(self) -> None:
        """Forget all that has not struck yet."""
        with self._lock:
            self._waiting.clear()

    def replace(self, faults: Iterable[Fault]) -> None:
        """Let these strike by chance from now on, and no others that do; counted ones stay."""
        with self._lock:
            self._waiting = [*(fault for fault in self._waiting if fault.rate <= 0), *faults]

    def note(self, what: str) -> None:
        """Count something that struck without having been ordered: a limit, an outage."""
        with self._lock:
            self.struck[what] = self.struck.get(what, 0) + 1

    def is_down(self, epoch: float) -> bool:
        """Return whether Slack is down altogether at this instant."""
        return epoch < self.down_until

    def take(self, kinds: Iterable[str], *, method: str = "") -> Fault | None:
        """Give the first fault of these kinds that fits `method` and strikes; a counted one is counted."""
        wanted = frozenset(kinds)
        with self._lock:
            for fault in self._waiting:
                if fault.fits(wanted, method) and fault.strikes():
                    self._count(fault)
                    return fault
        return None

    def waiting(self) -> int:
        """Count the counted faults that have not struck yet."""
        with self._lock:
            return sum(fault.times for fault in self._waiting if fault.rate <= 0)

    def _count(self, fault: Fault) -> None:
        self.struck[fault.kind] = self.struck.get(fault.kind, 0) + 1
        if fault.rate > 0:
            return
        fault.times -= 1
        if fault.times <= 0:
            self._waiting.remove(fault)


def parse(row: Mapping[str, Any]) -> Fault:
    """Read one fault from JSON; raise ValueError for an unknown kind, or a rate that is none."""
    kind = str(row.get("kind"))
    if kind not in get_args(FaultKind):
        raise ValueError(f"unknown fault {kind!r}")
    rate = float(row.get("rate", 0.0))
    if not 0 <= rate <= 1:
        raise ValueError(f"rate {rate} is not from 0 to 1")
    return Fault(
        kind=kind,  # type: ignore[arg-type]
        method=str(row.get("method") or ""),
        times=int(row.get("times", 1)),
        retry_after=int(row.get("retry_after", 1)),
        seconds=float(row.get("seconds", 5.0)),
        rate=rate,
        seed=int(row.get("seed", 0)),
        error=str(row.get("error") or PASSING[0]),
        copies=int(row.get("copies", 1)),
    )
