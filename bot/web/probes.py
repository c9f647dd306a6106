"""What /readyz asks of the parts of a running bot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.errors import StoreError
from bot.store.gauges import Queue
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

    def failing(self) -> Mapping[str, str]:
        """Return the jobs whose last beat failed, each with a sentence."""
        ...


def build_probes(
    database: Pings,
    heartbeat: Beats,
    socket: SocketModeHandler | None,
    knows_people: Callable[[], bool],
    queue: Callable[[], tuple[Queue, datetime]],
) -> Mapping[str, Probe]:
    """Return the probes: database, Slack (without a socket it is Slack that connects), people, age of the last tick,
    what the heartbeat could not do, and whether letters leave (`queue`: what could leave, and the present in UTC).
    """

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
        "work": lambda: _work(heartbeat.failing()),
        "letters": lambda: _letters(queue),
    }


def _work(failing: Mapping[str, str]) -> str:
    """Say what the heartbeat could not do; a full disk or one that may only be read shows here, not in a ping."""
    return "; ".join(f"{job} fails: {said}" for job, said in sorted(failing.items())) or "ok"


def _letters(queue: Callable[[], tuple[Queue, datetime]]) -> str:
    try:
        found, now = queue()
    except StoreError:
        return "not known: the database does not answer"
    if not found.is_stuck(now):
        return "ok"
    return f"{found.waiting} letters wait, the oldest since {found.oldest:%Y-%m-%d %H:%M} UTC, and none leaves"
