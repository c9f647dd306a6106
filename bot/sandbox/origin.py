"""Who may speak to a sandbox on this machine: programs, and the page it serves itself; no other site in a browser.

A foreign page could otherwise post to 127.0.0.1 (told by its Origin), or have its own name point there (told by Host).
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})
FOR_APPS = ("/api/", "/response/", "/link/", "/files-pri/")
"""Slack's side of the wire; an app may reach it by another name, and brings a token or a ticket."""


class SameOrigin:
    """Refuses what another site's page sends; `host` is the address the sandbox is bound to.

    Bound to another address than this machine's own, it may have any name.
    """

    def __init__(self, app: ASGIApp, *, host: str) -> None:
        self._app = app
        self._is_local = host in LOCAL

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        if scope["type"] not in {"http", "websocket"} or self._is_own(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocket(scope, receive, send).close()
        else:
            await PlainTextResponse("only the sandbox's own page may ask this", status_code=403)(scope, receive, send)

    def _is_own(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if origin is not None and origin.partition("://")[2] != host:
            return False
        name = host.removesuffix(f":{host.rpartition(':')[2]}") if not host.endswith("]") else host
        for_apps = origin is None and str(scope["path"]).startswith(FOR_APPS)
        return name in LOCAL or for_apps or not self._is_local
