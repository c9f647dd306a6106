"""The sandbox as a server: the Starlette app, and a thread that runs it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
from collections.abc import AsyncIterator, Sequence
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.sandbox.control import Control
from bot.sandbox.downloads import Downloads, Uploads
from bot.sandbox.gate import Gate
from bot.sandbox.links import serve_link
from bot.sandbox.methods import registry
from bot.sandbox.origin import SameOrigin
from bot.sandbox.webapi import WebApi
from bot.sandbox.workspace import Workspace

TICK = 0.05  # real seconds between looks at overdue deliveries


def build(workspace: Workspace, *, host: str, extra_routes: Sequence[BaseRoute] = ()) -> Starlette:
    """Give the app: Web API, Socket Mode, response urls and control API, then `extra_routes`."""
    api = WebApi(workspace, Gate(workspace, registry()))

    async def link(socket: WebSocket) -> None:
        await serve_link(workspace, socket)

    @contextlib.asynccontextmanager
    async def ticking(app: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(_tick(workspace))
        yield
        task.cancel()

    routes: list[BaseRoute] = [
        Route("/api/{method:path}", api.call, methods=["GET", "POST"]),
        Route("/response/{key}", api.respond, methods=["POST"]),
        Route("/files-pri/{file}/download/{name}", Downloads(workspace).serve, methods=["GET"]),
        Route("/upload/v1/{file}", Uploads(workspace).take, methods=["POST"]),
        WebSocketRoute("/link/", link),
        *Control(workspace).routes(),
        *extra_routes,
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(SameOrigin, host=host)],
        lifespan=ticking,
        exception_handlers={json.JSONDecodeError: _no_json},
    )


class Server:
    """Run an ASGI app in a daemon thread; port 0 takes a free one."""

    def __init__(self, app: Starlette, *, host: str, port: int) -> None:
        self._socket = socket.create_server((host, port))
        self.port: int = self._socket.getsockname()[1]
        self._server = _Uvicorn(
            uvicorn.Config(
                app,
                http=_Protocol,
                ws="websockets-sansio",
                lifespan="on",
                access_log=False,
                log_level="warning",
                log_config=None,
                date_header=False,
                server_header=False,
            )
        )
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    def start(self) -> None:
        """Serve, and return once connections are taken."""
        self._thread.start()
        if not self._server.serving.wait(timeout=10):
            raise RuntimeError("the sandbox did not start")

    def stop(self) -> None:
        """Cut all connections and wait for the thread."""
        self._server.halt()
        self._thread.join(timeout=5)


class _Uvicorn(uvicorn.Server):
    """A server that starts and stops at once: no polling, no grace."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.serving = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._halted = asyncio.Event()

    def halt(self) -> None:
        """Stop, from any thread."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._halted.set)

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.serving.set()
        await self._halted.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for open_socket in sockets or []:
            open_socket.close()
        for _ in range(3):  # a connection just accepted shows up a turn of the loop later
            await asyncio.sleep(0)
            for connection in list(self.server_state.connections):
                connection.transport.abort()
            for task in list(self.server_state.tasks):
                task.cancel()
        await self.lifespan.shutdown()


class _Protocol(H11Protocol):
    """Lets a request reach its transport, so that a fault can cut the connection."""

    def connection_made(self, transport: Any) -> None:
        # Else the second packet of an answer waits for the client's delayed acknowledgement, 40 ms.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.app_state = {**self.app_state, "transport": transport}
        super().connection_made(transport)


async def _no_json(request: Request, problem: Exception) -> Response:
    return JSONResponse({"ok": False, "error": "invalid_json", "message": str(problem)}, 400)


async def _tick(workspace: Workspace) -> None:
    while True:
        workspace.weather.tick()
        workspace.courier.tick()
        await asyncio.sleep(TICK)
