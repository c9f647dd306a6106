"""The sandbox's own time: may be set, hurried or stopped, and never goes back."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.sandbox.errors import ClockError


class SandboxClock:
    """Tell the sandbox's time: `rate` times as fast as real time while `running`."""

    def __init__(self, start: datetime | None = None, *, rate: float = 1.0, running: bool = True) -> None:
        self._lock = threading.Lock()
        self._base = (start or datetime.now(UTC)).astimezone(UTC)
        self._mark = time.monotonic()
        self._rate = rate
        self._running = running
        self._listeners: list[Callable[[], None]] = []

    @property
    def rate(self) -> float:
        """Sandbox seconds per real second."""
        return self._rate

    @property
    def running(self) -> bool:
        """False while time stands still."""
        return self._running

    def now(self) -> datetime:
        """Give the aware UTC time."""
        with self._lock:
            return self._read()

    def epoch(self) -> float:
        """Give the seconds since 1970, as Slack's payloads carry them."""
        return self.now().timestamp()

    def set(self, moment: datetime) -> datetime:
        """Jump forward to `moment`; raise ClockError for one that is past."""
        with self._lock:
            if moment < self._read():
                raise ClockError("clock_never_goes_back")
            self._rebase(moment.astimezone(UTC))
        self._tell()
        return moment

    def advance(self, seconds: float) -> datetime:
        """Jump forward by `seconds`."""
        with self._lock:
            if seconds < 0:
                raise ClockError("clock_never_goes_back")
            moment = self._read() + timedelta(seconds=seconds)
            self._rebase(moment)
        self._tell()
        return moment

    def run(self, *, rate: float | None = None, running: bool | None = None) -> None:
        """Change the pace, or stop and start; raise ClockError for a pace that leads back, or nowhere."""
        if rate is not None and not (math.isfinite(rate) and rate >= 0):
            raise ClockError("clock_never_goes_back")
        with self._lock:
            self._rebase(self._read())
            self._rate = self._rate if rate is None else rate
            self._running = self._running if running is None else running
        self._tell()

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every jump and every change of pace."""
        self._listeners.append(listener)

    def face(self) -> dict[str, Any]:
        """Give what the control API shows."""
        now = self.now()
        return {
            "now": now.isoformat(timespec="microseconds"),
            "epoch": now.timestamp(),
            "rate": self._rate,
            "running": self._running,
        }

    def _read(self) -> datetime:
        if not self._running:
            return self._base
        return self._base + timedelta(seconds=(time.monotonic() - self._mark) * self._rate)

    def _rebase(self, moment: datetime) -> None:
        self._base = moment
        self._mark = time.monotonic()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
