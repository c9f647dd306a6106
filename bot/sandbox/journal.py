"""What was asked of the sandbox, what went to the app, what the app posted, and who wants to hear of changes."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from bot.sandbox.model import Json

CALLS_KEPT = 20_000
ARGUMENTS_KEPT = 5_000
"""Of the last calls, whole; of older ones without what they showed."""
SHOWING = frozenset({"blocks", "view", "attachments"})
ANSWERS_KEPT = 1_000
"""Of the last calls, their answers shortened."""
WAYS_KEPT = 2_000
"""What went to the app, and what it said by a response url or in an ack."""
REFUSALS_KEPT = 10_000
LONGEST_TEXT, LONGEST_LIST, DEEPEST = 3_000, 25, 12
SECRET = ("token", "ssl_check")


class Journal:
    """Record calls, ways to the app, refusals and the app's messages; tell listeners what changed for whom.

    Calls and ways share one running number `n`, so that they can be told in the order in which they happened.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = 0
        self._count = 0
        self._listeners: dict[int, Callable[[str, frozenset[str]], None]] = {}
        self._watching: dict[int, str] = {}
        self.calls: deque[Json] = deque(maxlen=CALLS_KEPT)
        self.ways: deque[Json] = deque(maxlen=WAYS_KEPT)
        self.refusals: deque[Json] = deque(maxlen=REFUSALS_KEPT)
        self.log: list[Json] = []
        """Every message since the last `take`: whoever counts what arrived must miss none."""
        self._whole: deque[Json] = deque()
        self._answers: deque[tuple[int, Json]] = deque(maxlen=ANSWERS_KEPT)

    def call(
        self, method: str, args: Json, *, at: str, status: int, error: str, ms: float, answer: Json, struck: str = ""
    ) -> None:
        """Record one Web API call, its token left out; `struck`: the fault that met it; status 0: no answer at all."""
        kept = brief(answer)
        with self._lock:
            self._count += 1
            number = self._next()
            row = {"n": number, "method": method, "args": args, "at": at, "status": status, "error": error}
            row["ms"] = round(ms, 2)
            if struck:
                row["struck"] = struck
            self.calls.append(row)
            self._whole.append(row)
            if len(self._whole) > ARGUMENTS_KEPT:
                old = self._whole.popleft()
                old["args"] = outlined(old["args"])
            self._answers.append((number, kept))

    def way(self, kind: str, name: str, *, at: str, payload: Json, **facts: Any) -> Json:
        """Record something on its way to the app, or what it said without a call; give the row, to be completed."""
        row: Json = {"kind": kind, "name": name, "at": at, "payload": brief(payload), **facts}
        with self._lock:
            row["n"] = self._next()
            self.ways.append(row)
        return row

    def answer_to(self, number: int) -> Json | None:
        """Give what a call was answered, shortened; None where that is not kept any more."""
        with self._lock:
            return next((kept for n, kept in reversed(self._answers) if n == number), None)

    def told(self) -> tuple[list[Json], list[Json]]:
        """Give the calls and the ways that are kept, each oldest first."""
        with self._lock:
            return list(self.calls), list(self.ways)

    @property
    def last(self) -> int:
        """The number of the newest call or way."""
        return self._number

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
        """Give the messages so far and forget them, and all payloads: a simulated year holds more than fits."""
        with self._lock:
            rows, self.log = self.log, []
            self.ways.clear()
            self._answers.clear()
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

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _forget(self, key: int) -> None:
        with self._lock:
            self._listeners.pop(key, None)
            self._watching.pop(key, None)


def outlined(args: Json) -> Json:
    """Give what a call was about, without what it showed."""
    return {key: "…" if key in SHOWING else brief(one) for key, one in args.items()}


def brief(value: Any, depth: int = 0) -> Any:
    """Give a copy that stays small and tells no token: long texts and lists are cut, and say so."""
    if isinstance(value, dict):
        if depth >= DEEPEST:
            return "…"
        return {str(key): brief(one, depth + 1) for key, one in value.items() if key not in SECRET}
    if isinstance(value, list | tuple):
        if depth >= DEEPEST:
            return "…"
        more = [f"… {len(value) - LONGEST_LIST} more"] if len(value) > LONGEST_LIST else []
        return [*(brief(one, depth + 1) for one in value[:LONGEST_LIST]), *more]
    if isinstance(value, str) and value.startswith("ws") and "ticket=" in value:
        return value.partition("?")[0] + "?…"
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return f"{value[:LONGEST_TEXT]}… {len(value) - LONGEST_TEXT} more"
    return value
