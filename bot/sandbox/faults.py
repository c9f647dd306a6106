"""Faults to order: what goes wrong next, for which method, how often."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

FaultKind = Literal["429", "500", "lost_reply", "hang", "close_socket", "duplicate_event", "reset"]


@dataclass(slots=True)
class Fault:
    """One ordered fault; without `method` it strikes the next call whatever it is."""

    kind: FaultKind
    method: str = ""
    times: int = 1
    retry_after: int = 1
    seconds: float = 5.0


class Faults:
    """Hold the ordered faults and hand each out `times` times."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def order(self, *faults: Fault) -> None:
        """Add faults behind those still waiting."""
        with self._lock:
            self._waiting += faults

    def clear(self) -> None:
        """Forget all that has not struck yet."""
        with self._lock:
            self._waiting.clear()

    def take(self, kinds: Iterable[str], *, method: str = "") -> Fault | None:
        """Give the first fault of these kinds that fits `method`, and count it as struck."""
        wanted = set(kinds)
        with self._lock:
            for fault in self._waiting:
                if fault.kind in wanted and fault.method in ("", method):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._waiting.remove(fault)
                    return fault
        return None

    def waiting(self) -> int:
        """Count the faults that have not struck yet."""
        with self._lock:
            return sum(fault.times for fault in self._waiting)


def parse(row: Mapping[str, Any]) -> Fault:
    """Read one fault from JSON; raise ValueError for an unknown kind."""
    kind = str(row.get("kind"))
    if kind not in get_args(FaultKind):
        raise ValueError(f"unknown fault {kind!r}")
    return Fault(
        kind=kind,  # type: ignore[arg-type]
        method=str(row.get("method") or ""),
        times=int(row.get("times", 1)),
        retry_after=int(row.get("retry_after", 1)),
        seconds=float(row.get("seconds", 5.0)),
    )
