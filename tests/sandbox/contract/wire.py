"""A sandbox with its server, and the app's end of the wire: a bare socket, or a small HTTP app."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Self

from slack_sdk import WebClient
from websockets.sync.client import ClientConnection
from websockets.sync.client import connect as connect_wire

from bot.sandbox import Sandbox, SandboxClock, Workspace
from tests.sandbox.receiver import Receiver

from .cases import Case
from .desk import APP, BOT, NOON

Json = dict[str, Any]
SECRET = "sandbox-secret"
PATIENCE = 0.25
"""Real seconds until the sandbox of these cases gives an answer up; Slack waits for three."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Json:
        """The body as JSON."""
        return dict(json.loads(self.body))


class Wire:
    """A running sandbox; with `receiver` it delivers there, else over sockets."""

    def __init__(self, *, over_http: bool) -> None:
        self._open = ExitStack()
        self.receiver = Receiver() if over_http else None
        self.workspace = Workspace(
            clock=SandboxClock(NOON, running=False),
            request_url=self.receiver.url if self.receiver else "",
            ack_seconds=PATIENCE,
        )
        self.sandbox = Sandbox(self.workspace)

    def __enter__(self) -> Self:
        if self.receiver:
            self._open.callback(self.receiver.stop)
        self._open.enter_context(self.sandbox)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def client(self) -> WebClient:
        """The real client, with the bot's token and without retries."""
        return WebClient(BOT, base_url=self.sandbox.api_url, retry_handlers=[], timeout=30)

    @property
    def app(self) -> Receiver:
        """The app over HTTP."""
        assert self.receiver is not None
        return self.receiver

    def ask(self, method: str, path: str, body: str | bytes = b"", **headers: str) -> Heard:
        """Send a request as it stands; an underscore in a header's name is a dash."""
        connection = http.client.HTTPConnection(self.sandbox.url.removeprefix("http://"), timeout=30)
        try:
            given = body.encode() if isinstance(body, str) else body
            connection.request(method, path, given, {key.replace("_", "-"): value for key, value in headers.items()})
            response = connection.getresponse()
            return Heard(response.status, dict(response.headers.items()), response.read())
        finally:
            connection.close()

    def address(self) -> str:
        """Ask for the address of a socket."""
        client = WebClient(APP, base_url=self.sandbox.api_url, retry_handlers=[])
        return str(client.apps_connections_open(app_token=APP)["url"])

    def dialled(self, url: str = "") -> ClientConnection:
        """Open a socket."""
        return self._open.enter_context(connect_wire(url or self.address()))

    def socket(self) -> ClientConnection:
        """Open a socket and hear its greeting."""
        opened = self.dialled()
        assert heard(opened)["type"] == "hello"
        return opened

    def requests(self, count: int) -> list[tuple[dict[str, str], str]]:
        """Wait until the app got so many requests, and give them."""
        self.sandbox.until(lambda: len(self.app.requests) >= count)
        return list(self.app.requests)


def heard(socket: ClientConnection) -> Json:
    """Give what comes next over a socket."""
    return dict(json.loads(socket.recv(timeout=30)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried(Case):
    """A case that needs the wire: `proof` is a function of it."""

    proof: Any
    over_http: bool = False
