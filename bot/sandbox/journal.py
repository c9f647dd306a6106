"""What was asked of the sandbox, what the app posted, and who wants to hear of changes."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from bot.sandbox.model import Json

CALLS_KEPT = 20_000


class Journal:
    """Record calls, refusals and the app's messages; tell listeners what changed for whom."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        self._listeners: dict[int, Callable[[str, frozenset[str]], None]] = {}
        self._watching: dict[int, str] = {}
        self.calls: deque[Json] = deque(maxlen=CALLS_KEPT)
        self.refusals: list[Json] = []
        self.log: list[Json] = []

    def call(self, method: str, args: Json, *, at: str, status: int, error: str, ms: float) -> None:
        """Record one Web API call, its token left out."""
        with self._lock:
            self._count += 1
            row = {"n": self._count, "method": method, "args": args, "at": at, "status": status, "error": error}
            self.calls.append(row | {"ms": round(ms, 2)})

    @property
    def count(self) -> int:
        """How many calls were made, more than are kept."""
        return self._count

    def refuse(self, what: str, **details: Any) -> None:
        """Record something the app did that real Slack would not stand for."""
        with self._lock:
            self.refusals.append({"what": what, **details})

    def posted(self, row: Json) -> None:
        """Record a message by the app, with its running number."""
        with self._lock:
            self.log.append({"n": len(self.log) + 1, **row})

    def take(self) -> list[Json]:
        """Give the messages so far and forget them: a simulated year holds more than anybody keeps."""
        with self._lock:
            rows, self.log = self.log, []
            return rows

    def listen(self, listener: Callable[[str, frozenset[str]], None], *, who: str = "") -> Callable[[], None]:
        """Call `listener(what, people)` after each change; give the function that ends it. Nobody named means all.

        `who` is the person who looks, if it is one.
        """
        key = id(listener)
        with self._lock:
            self._listeners[key] = listener
            self._watching[key] = who
        return lambda: self._forget(key)

    def watching(self) -> frozenset[str]:
        """Give the people whom somebody plays in an open page at the moment."""
        with self._lock:
            return frozenset(who for who in self._watching.values() if who)

    def tell(self, what: str, people: Iterable[str] = ()) -> None:
        """Tell all listeners of one change."""
        with self._lock:
            listeners = list(self._listeners.values())
        for listener in listeners:
            listener(what, frozenset(people))

    def _forget(self, key: int) -> None:
        with self._lock:
            self._listeners.pop(key, None)
            self._watching.pop(key, None)
