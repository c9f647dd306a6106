"""What /readyz asks of the parts of a running bot."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.errors import StoreError
from bot.web.health import Probe


def build_probes(
    *,
    ping: Callable[[], None],
    is_connected: Callable[[], bool],
    knows_people: Callable[[], bool],
    tick_age: Callable[[], float],
    beats: Callable[[], bool],
) -> Mapping[str, Probe]:
    """Return the probes: database, Slack, people, age of the last tick (seconds)."""

    def database() -> str:
        try:
            ping()
        except StoreError as error:
            return str(error)
        return "ok"

    return {
        "database": database,
        "slack": lambda: "ok" if is_connected() else "the socket is not connected",
        "people": lambda: "ok" if knows_people() else "people and channels were not read yet",
        "tick": lambda: "ok" if beats() else f"the last tick ended {tick_age():.0f} s ago",
    }
