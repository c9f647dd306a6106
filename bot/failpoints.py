"""Named places at which a process may be told to kill itself: before and after each commit and each outward call.

Nothing is scattered over the code: the database and the gateway tell this module where they are, and they do so only
where a failpoint is armed. It is for the chaos tests; settings refuse it for Slack itself.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from typing import Protocol


class Armed(Protocol):
    """Something that says where it is: the database, the gateway."""

    def arm(self, reached: Callable[[str], None]) -> None:
        """Report every place from now on."""
        ...


def arm(failpoint: str, *places: Armed) -> None:
    """Let this process die at the failpoint, whichever of these comes to it."""
    reached = Failpoint(failpoint).reached
    for place in places:
        place.arm(reached)


class Failpoint:
    """One armed place: `name`, or `name#n` for the nth time it is reached. SIGKILL: nothing is tidied up."""

    def __init__(self, armed: str) -> None:
        self._name, _, times = armed.partition("#")
        self._left = int(times or 1)
        self._lock = threading.Lock()

    def reached(self, name: str) -> None:
        """Kill this process if it is its time and place."""
        if name != self._name:
            return
        with self._lock:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
