"""The threads that serve people: receipts come first, then the work that they are for.

Slack waits three seconds for a receipt, and nobody minds an answer that comes a moment later. Where a thousand people
type at once, threads that already work on answers would take the processor from those that still owe a receipt.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

WORKERS = 10
"""Threads of each kind; listeners never wait behind a round."""
PATIENCE = 1.0
"""Seconds for which work waits at most while payloads keep coming in."""


class Receipts(ThreadPoolExecutor):
    """Takes payloads in, as long as a receipt takes; knows whether any still waits for it."""

    def __init__(self) -> None:
        super().__init__(WORKERS, thread_name_prefix="receipt")
        self._changed = threading.Condition()
        self._owed = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Take a payload in."""
        with self._changed:
            self._owed += 1
        try:
            future = super().submit(fn, *args, **kwargs)
        except RuntimeError:  # it is being shut down
            self._given()
            raise
        future.add_done_callback(lambda _: self._given())
        return future

    def wait(self, seconds: float) -> None:
        """Return once no receipt is owed, or after so long."""
        with self._changed:
            self._changed.wait_for(lambda: self._owed == 0, seconds)

    def _given(self) -> None:
        with self._changed:
            self._owed -= 1
            if self._owed == 0:
                self._changed.notify_all()


class Listeners(ThreadPoolExecutor):
    """Does what people asked for, and begins nothing while receipts are owed."""

    def __init__(self) -> None:
        super().__init__(WORKERS, thread_name_prefix="listener")
        self.receipts = Receipts()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do something for somebody."""

        def begin() -> Any:
            self.receipts.wait(PATIENCE)
            return fn(*args, **kwargs)

        return super().submit(begin)
