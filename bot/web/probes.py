"""What /readyz asks of the parts of a running bot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.errors import StoreError
from bot.web.health import Probe


class Pings(Protocol):
    """A database that can be asked for an answer."""

    def ping(self) -> None:
        """Raise StoreError when it gives none."""
        ...


class Beats(Protocol):
    """A heartbeat that knows its own age."""

    def age(self) -> float:
        """Return the seconds since the last tick ended."""
        ...

    def is_alive(self) -> bool:
        """Return whether ticks come through."""
        ...


def build_probes(
    database: Pings, heartbeat: Beats, socket: SocketModeHandler | None, knows_people: Callable[[], bool]
) -> Mapping[str, Probe]:
    """Return the probes: database, Slack (without a socket it is Slack that connects), people, age of the last tick."""

    def is_connected() -> bool:
        return socket is None or bool(socket.client.is_connected())

    def answers() -> str:
        try:
            database.ping()
        except StoreError as error:
            return str(error)
        return "ok"

    return {
        "database": answers,
        "slack": lambda: "ok" if is_connected() else "the socket is not connected",
        "people": lambda: "ok" if knows_people() else "people and channels were not read yet",
        "tick": lambda: "ok" if heartbeat.is_alive() else f"the last tick ended {heartbeat.age():.0f} s ago",
    }
