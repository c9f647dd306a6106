"""The web server of a running bot, in a thread of its own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import SettingsError
from bot.ports import Clock
from bot.web.guard import LARGEST, is_genuine
from bot.web.health import Probe, health_routes


def slack_route(app: App, *, secret: str, clock: Clock) -> Route:
    """Return the one address for events, commands and presses; unsigned requests get a bare 401.

    `clock` is the real one: signatures age in real time, also in a sandbox whose days fly by.
    """

    async def deliver(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        if not is_genuine(request.headers, body, secret=secret, epoch=clock.now().timestamp()):
            return PlainTextResponse("not signed by Slack", status_code=401)
        try:
            asked = to_bolt_request(request, body)
        except UnicodeDecodeError:
            return PlainTextResponse("not text", status_code=400)
        # In a thread: the call lasts until the listener has acknowledged, and health must answer meanwhile.
        answer: Response = to_starlette_response(await run_in_threadpool(app.dispatch, asked))
        return answer

    return Route("/slack/events", deliver, methods=["POST"])


def build_web(probes: Mapping[str, Probe], *more: Route) -> Starlette:
    """Return the web application: health always, and what else there is to ask (figures, Slack's address)."""
    return Starlette(routes=[*health_routes(probes), *more])


class WebServer:
    """Serves an application in a daemon thread."""

    def __init__(self, web: Starlette, *, host: str, port: int) -> None:
        self._server = uvicorn.Server(
            uvicorn.Config(web, log_config=None, access_log=False, lifespan="off", proxy_headers=False)
        )
        self._where = (host, port)
        self._thread = threading.Thread(target=self._serve, name="web", daemon=True)
        self._up = threading.Event()

    def start(self) -> None:
        """Serve; raises SettingsError when the address is taken."""
        host, port = self._where
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            self._socket = socket.create_server(self._where, family=family)
        except OSError:
            sentence = f"The address {host}:{port} cannot be used (taken, or not allowed): set HOST and PORT."
            raise SettingsError(sentence) from None
        self._thread.start()
        while self._thread.is_alive() and not self._server.started:
            self._up.wait(0.01)

    @property
    def port(self) -> int:
        """The port that is served, also where any free one was asked for."""
        return int(self._socket.getsockname()[1])

    def stop(self) -> None:
        """Finish the requests in hand and end."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _serve(self) -> None:
        self._server.run(sockets=[self._socket])


async def _body(request: Request) -> bytes | None:
    """Read the body, but no more than LARGEST bytes; None when it is larger."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > LARGEST:
            return None
    return bytes(read)
