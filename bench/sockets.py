"""How soon Rondo hears again after its socket was lost, in each way a socket can be lost, and that it hears once.

Before each loss an event is handled whose receipt is lost, so that Slack must send it again: an effect that came twice
would show. Each trial has a wire and a handler of its own, as `rondo run` builds it; SIDE of them are lost at once.
Hearing means that an event which Slack sends over this connection reaches its listener.
"""

from __future__ import annotations

import logging
import socket
import statistics
import struct
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from slack_bolt import App

from bot.sandbox import events
from bot.sandbox.sandbox import Sandbox
from bot.settings import Settings
from bot.slack.build import build_socket, close_socket
from bot.slack.gateway import build_client
from bot.slack.listeners.desk import key_of
from bot.store import inbound
from bot.store.db import Database
from bot.store.migrate import upgrade
from tests.process.wires import Wire

TIMES, SIDE = 100, 10
"""Losses of each kind, and how many at once; Slack, and the sandbox, take ten connections of one app."""
PROMISED, PATIENCE = 10.0, 30.0
"""Real seconds."""
LINGER = struct.pack("ii", 1, 0)


@dataclass
class Ear:
    """One handler on a wire of its own to a workspace of its own."""

    slack: Sandbox
    wire: Wire
    database: Database
    came: Counter[str] = field(default_factory=Counter)
    """Copies that reached the listener."""
    handled: Counter[str] = field(default_factory=Counter)
    """Those that had an effect."""
    at: dict[str, float] = field(default_factory=dict)
    sent: int = 0

    def send(self) -> None:
        """Let Slack send an event, as it does when somebody's name changes."""
        self.sent += 1
        user = {"id": "U0000000001", "name": f"name-{self.sent}"}
        with self.slack.workspace.lock:
            events.emit(self.slack.workspace, {"type": "user_change", "user": user})

    def hear(self, body: dict[str, object]) -> None:
        """Act on an event as a listener does: once for each key."""
        key = key_of(body)
        with self.database.begin() as tx:
            self.handled[key] += inbound.first_time(tx, key, now=self.slack.workspace.clock.now())
        self.came[key] += 1
        self.at.setdefault(key, time.monotonic())


def measure(times: int = TIMES) -> None:
    """Print for each kind of loss how long Rondo was deaf; exit with 1 where that was too long."""
    logging.disable(logging.CRITICAL)  # the client complains of each loss
    print(f"{times} losses of each kind, {SIDE} sockets at a time; seconds until an event is heard again")
    kept = [_print(name, lose, times) for name, lose in LOSSES.items()]
    if not all(kept):
        raise SystemExit(1)


def _close(ear: Ear) -> None:
    ear.slack.disconnect(warn=False)


def _reset(ear: Ear) -> None:
    """Send RST: what is under way is thrown away on both sides."""
    for one in [one for pair in ear.wire._pairs for one in pair]:
        with suppress(OSError):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
        with suppress(OSError):
            one.close()
    ear.wire._pairs.clear()


LOSSES: dict[str, Callable[[Ear], None]] = {
    "closed, without a word": _close,
    "cut (end of file on both sides)": lambda ear: ear.wire.cut(),
    "reset": _reset,
    "black hole": lambda ear: ear.wire.mute(),
    "disconnect: refresh_requested": lambda ear: _said(ear, "refresh_requested"),
    "disconnect: warning": lambda ear: _said(ear, "warning"),
}


def _said(ear: Ear, reason: str) -> None:
    ear.slack.disconnect(reason=reason)


def _print(name: str, lose: Callable[[Ear], None], times: int) -> bool:
    """Lose so many sockets in this way, some side by side, and print how long it took."""
    took: list[float] = []
    deaf = 0
    with ExitStack() as stack:
        ears = [stack.enter_context(listening()) for _ in range(SIDE)]
        for _ in range(-(-times // SIDE)):
            found = _lost_together(ears, lose)
            took += [one for one in found if one is not None]
            deaf += sum(one is None for one in found)
        copies = sum(number - 1 for ear in ears for number in ear.came.values())
        twice = sum(number - 1 for ear in ears for number in ear.handled.values())
    most = max(took, default=0.0)
    print(f"  {name:<34} {len(took):4}   min {min(took, default=0):5.2f}   median "
          f"{statistics.median(took or [0]):5.2f}   max {most:5.2f}   promised {PROMISED:.0f} ({most / PROMISED:.2f} x)"
          f"   never: {deaf}   came again: {copies}   handled twice: {twice}", flush=True)  # fmt: skip
    return not deaf and not twice and copies >= len(took) and most <= PROMISED


def _lost_together(ears: list[Ear], lose: Callable[[Ear], None]) -> list[float | None]:
    found: list[float | None] = [None] * len(ears)

    def one(number: int, ear: Ear) -> None:
        time.sleep(0.1 * number)  # not in step with the pings of all
        found[number] = _lost(ear, lose)

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(ears)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _lost(ear: Ear, lose: Callable[[Ear], None]) -> float | None:
    """Lose the socket and send events until one that was sent afterwards is heard; return the seconds."""
    _hear_without_receipt(ear)
    began = time.monotonic()
    lose(ear)
    while time.monotonic() - began < PATIENCE:
        ear.send()
        time.sleep(0.1)
        since = [at - began for at in list(ear.at.values()) if at > began]
        if since:
            _until_quiet(ear)
            return min(since)
    return None


def _hear_without_receipt(ear: Ear) -> None:
    """Let the last event before the loss be handled and its receipt be lost, so that Slack sends it once more."""
    heard = len(ear.came)
    ear.wire.hush()
    ear.send()
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and len(ear.came) == heard:
        time.sleep(0.005)


def _until_quiet(ear: Ear) -> None:
    """Wait until what was sent meanwhile was acknowledged, and a fresh connection stands."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and (ear.slack.workspace.courier.pending() or not ear.slack.connected()):
        time.sleep(0.05)
    time.sleep(0.5)


@contextmanager
def listening() -> Iterator[Ear]:
    """Connect one handler to a workspace of its own, over a wire."""
    with kept() as database, Sandbox() as slack, Wire(("127.0.0.1", int(slack.url.rpartition(":")[2]))) as wire:
        slack.workspace.base_url = f"http://127.0.0.1:{wire.port}"
        ear = Ear(slack, wire, database)
        settings = Settings(
            bot_token=slack.workspace.bot_token,
            app_token=slack.workspace.app_token,
            api_url=slack.api_url,
            database_url="sqlite:///unused.db",
            rituals=Path("unused.yaml"),
        )
        handler = build_socket(settings, _app(settings, ear))
        handler.connect()
        try:
            while not slack.connected():
                time.sleep(0.05)
            yield ear
        finally:
            close_socket(handler)


@contextmanager
def kept() -> Iterator[Database]:
    """Open a database that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/rondo.db"
        upgrade(url)
        database = Database.open(url)
        database.relax()
        try:
            yield database
        finally:
            database.close()


def _app(settings: Settings, ear: Ear) -> App:
    app = App(
        client=build_client(settings, settings.bot_token),
        request_verification_enabled=False,
        token_verification_enabled=False,
        logger=logging.getLogger("slack_bolt.rondo"),
    )

    @app.event("user_change")
    def heard(body: dict[str, object]) -> None:
        ear.hear(body)

    return app
