"""Socket Mode: one WebSocket, from hello to disconnect."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.model import Json
from bot.sandbox.workspace import APP_ID, Workspace

END: None = None


class SocketLink:
    """A connection to the app; `push` and `end` may be called from any thread."""

    def __init__(self, socket: WebSocket, loop: asyncio.AbstractEventLoop) -> None:
        self._socket = socket
        self._loop = loop
        self._outbox: asyncio.Queue[Json | None] = asyncio.Queue()

    def push(self, envelope: Json) -> None:
        """Send an envelope."""
        with suppress(RuntimeError):  # the loop is gone
            self._loop.call_soon_threadsafe(self._outbox.put_nowait, envelope)

    def end(self) -> None:
        """Close the connection after what was pushed before."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._outbox.put_nowait, END)

    async def write(self) -> None:
        """Send what is pushed until the end."""
        with suppress(WebSocketDisconnect, RuntimeError):
            while (envelope := await self._outbox.get()) is not END:
                await self._socket.send_text(json.dumps(envelope))
            await self._socket.close()


async def serve_link(workspace: Workspace, socket: WebSocket) -> None:
    """Greet, then carry envelopes out and acks in until either side hangs up."""
    courier = workspace.courier
    await socket.accept()
    link = SocketLink(socket, asyncio.get_running_loop())
    is_down = workspace.faults.is_down(workspace.clock.epoch())
    known = workspace.tickets.use_link(socket.query_params.get("ticket", "")) and not is_down
    number = courier.join(link) if known else 0
    if not number:
        reason = "too_many_websockets" if known else "link_disabled"
        await socket.send_text(json.dumps({"type": "disconnect", "reason": reason, "debug_info": _host()}))
        await socket.close()
        return
    link.push(_hello(number))
    courier.catch_up()
    writer = asyncio.create_task(link.write())
    try:
        await _read(workspace, socket)
    finally:
        courier.lost(link)
        link.end()
        writer.cancel()


def disconnect(workspace: Workspace, *, reason: str = "refresh_requested", warn: bool = True) -> int:
    """Close every connection, after a `disconnect` envelope unless `warn` is off; give their number."""
    links = workspace.courier.links()
    for link in links:
        if warn:
            link.push({"type": "disconnect", "reason": reason, "debug_info": _host()})
        workspace.courier.drop(link)
    return len(links)


async def _read(workspace: Workspace, socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect):
        while True:
            try:
                message = json.loads(await socket.receive_text())
            except ValueError:
                workspace.journal.refuse("invalid_socket_message")
                continue
            if isinstance(message, dict) and message.get("envelope_id"):
                payload = message.get("payload")
                workspace.courier.ack(message["envelope_id"], payload if isinstance(payload, dict) else {})


def _hello(number: int) -> Json:
    return {
        "type": "hello",
        "num_connections": number,
        "debug_info": _host()
        | {"started": "2026-01-01 00:00:00.000", "build_number": 1, "approximate_connection_time": 18060},
        "connection_info": {"app_id": APP_ID},
    }


def _host() -> Json:
    return {"host": "applink-sandbox"}
