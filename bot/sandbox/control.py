"""The control API under /sandbox/: what the page and tests outside this process use."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox import sight
from bot.sandbox.acts import Acts
from bot.sandbox.errors import ActError, ClockError
from bot.sandbox.faults import parse
from bot.sandbox.files import File
from bot.sandbox.inspection import Inspection
from bot.sandbox.links import disconnect
from bot.sandbox.model import Json
from bot.sandbox.workspace import APP_USER, Workspace

KEEP_ALIVE = 15.0  # seconds between comments on a quiet stream
PAGE = 60  # messages given at once, unless asked for so many


class Control:
    """Answer the control API of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._acts = Acts(workspace)

    def routes(self) -> list[BaseRoute]:
        """Give every route under /sandbox/."""
        return [
            Route("/sandbox/people", self._people),
            Route("/sandbox/view", self._view),
            Route("/sandbox/messages", self._messages),
            Route("/sandbox/file", self._file),
            Route("/sandbox/log", self._log),
            Route("/sandbox/calls", self._calls),
            Route("/sandbox/refusals", self._refusals),
            Route("/sandbox/act", self._act, methods=["POST"]),
            Route("/sandbox/faults", self._faults, methods=["POST", "DELETE"]),
            Route("/sandbox/limits", self._limits, methods=["POST"]),
            Route("/sandbox/disconnect", self._disconnect, methods=["POST"]),
            Route("/sandbox/install", self._install, methods=["POST"]),
            Route("/sandbox/clock", self._clock, methods=["GET", "POST"]),
            Route("/sandbox/stream", self._stream),
            WebSocketRoute("/sandbox/news", self._news),
            *Inspection(self._workspace).routes(),
        ]

    async def _people(self, request: Request) -> Response:
        """Give everybody, or only say that nobody changed to whom knows the edition."""
        answer = self._locked(lambda: [person.summary() for person in self._workspace.people.values()])
        edition = f'"{zlib.crc32(answer.body):x}-{len(answer.body)}"'
        told = {"ETag": edition, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == edition:
            return Response(status_code=304, headers=told)
        answer.headers.update(told)
        return answer

    async def _view(self, request: Request) -> Response:
        return self._locked(lambda: sight.overview(self._workspace, self._who(request)))

    async def _messages(self, request: Request) -> Response:
        """Give a conversation: all of it, a thread (`thread`), the newest (`limit`), those `before` or `since` one."""
        asked = request.query_params

        def read() -> list[Json]:
            conversation, user = self._workspace.channel(asked.get("channel", "")), self._who(request)
            if "thread" in asked:
                return sight.thread(self._workspace, user, conversation, asked["thread"])
            if not {"limit", "before", "since"} & set(asked):
                return sight.messages(self._workspace, user, conversation)
            limit = int(asked.get("limit", PAGE))
            where = {"before": asked.get("before", ""), "since": asked.get("since", "")}
            return sight.page(self._workspace, user, conversation, limit=limit, **where)

        return self._locked(read)

    async def _file(self, request: Request) -> Response:
        """Give a shared file to somebody who can see it, to keep and not to show: it came from anybody."""
        with self._workspace.lock:
            file = self._workspace.files.get(request.query_params.get("id", ""))
            places = [self._workspace.conversations[place].members for place in file.shared_in] if file else []
        user = request.query_params.get("as", "")
        if file is None or not (any(user in members for members in places) or self._is_picture(file)):
            return JSONResponse({"ok": False, "error": "not_found"}, 404)
        name = quote(file.name, safe="")
        told = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "X-Content-Type-Options": "nosniff"}
        return Response(file.content, media_type=file.mimetype, headers=told)

    def _is_picture(self, file: File) -> bool:
        """Say whether a file is the app's and shared nowhere: it stands in a block, seen by whoever sees that."""
        return file.user == APP_USER and not file.shared_in

    async def _log(self, request: Request) -> Response:
        return self._locked(lambda: _since(self._workspace.journal.log, request))

    async def _calls(self, request: Request) -> Response:
        return self._locked(lambda: _since(self._workspace.calls, request))

    async def _refusals(self, request: Request) -> Response:
        return self._locked(lambda: self._workspace.refusals)

    async def _act(self, request: Request) -> Response:
        try:
            result = await run_in_threadpool(self._acts.perform, await _object(request))
        except ActError as failure:
            told = {"ok": False, "error": failure.code, "message": failure.message, "errors": failure.errors}
            return JSONResponse(told)
        except (KeyError, TypeError, ValueError) as problem:
            return _bad(problem)
        return JSONResponse({"ok": True, **result})

    async def _faults(self, request: Request) -> Response:
        if request.method == "DELETE":
            self._workspace.faults.clear()
            return JSONResponse({"ok": True, "waiting": 0})
        try:
            rows = await _json(request)
            faults = [parse(row) for row in (rows if isinstance(rows, list) else [rows])]
        except (ValueError, TypeError, AttributeError) as problem:
            return JSONResponse({"ok": False, "error": str(problem)}, 400)
        self._workspace.faults.order(*faults)
        return JSONResponse({"ok": True, "waiting": self._workspace.faults.waiting()})

    async def _limits(self, request: Request) -> Response:
        try:
            on = bool((await _object(request)).get("on"))
        except ValueError as problem:
            return _bad(problem)
        self._workspace.limits.switch(on)
        return JSONResponse({"ok": True, "on": on})

    async def _disconnect(self, request: Request) -> Response:
        try:
            body = await _object(request)
        except ValueError as problem:
            return _bad(problem)
        reason = str(body.get("reason", "refresh_requested"))
        closed = disconnect(self._workspace, reason=reason, warn=bool(body.get("warn", True)))
        return JSONResponse({"ok": True, "closed": closed})

    async def _install(self, request: Request) -> Response:
        try:
            self._workspace.install(await _object(request))
        except ValueError as problem:
            return JSONResponse({"ok": False, "error": "invalid_manifest", "message": str(problem)}, 400)
        return JSONResponse({"ok": True})

    async def _clock(self, request: Request) -> Response:
        clock = self._workspace.clock
        if request.method == "POST":
            try:
                body = await _object(request)
                if "set" in body:
                    clock.set(datetime.fromisoformat(body["set"]))
                if "advance" in body:
                    clock.advance(float(body["advance"]))
                clock.run(rate=body.get("rate"), running=body.get("running"))
            except ClockError as problem:
                return JSONResponse({"ok": False, "error": str(problem)}, 400)
            except (ValueError, TypeError, OverflowError) as problem:
                return _bad(problem)
        return JSONResponse(clock.face())

    async def _stream(self, request: Request) -> Response:
        return StreamingResponse(
            self._changes(request.query_params.get("as", "")),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    async def _changes(self, user: str) -> AsyncIterator[str]:
        with self._heard(user) as news:
            yield ": hello\n\n"
            while True:
                try:
                    changed = await asyncio.wait_for(_gathered(news), KEEP_ALIVE)
                except TimeoutError:
                    yield ": still here\n\n"
                else:
                    yield f"data: {json.dumps({'changed': changed})}\n\n"

    async def _news(self, socket: WebSocket) -> None:
        """Tell a tab what changed: a browser holds six streams of one server in all its tabs, but many sockets."""
        with self._heard(socket.query_params.get("as", "")) as news, suppress(WebSocketDisconnect, RuntimeError):
            await socket.accept()  # afterwards nothing is missed
            leaving = asyncio.ensure_future(socket.receive())
            try:
                while not leaving.done():
                    coming = asyncio.ensure_future(_gathered(news))
                    await asyncio.wait({leaving, coming}, return_when=asyncio.FIRST_COMPLETED)
                    if coming.done():
                        await socket.send_json({"changed": coming.result()})
                    coming.cancel()
            finally:
                leaving.cancel()

    @contextmanager
    def _heard(self, user: str) -> Iterator[asyncio.Queue[str]]:
        """Gather what changes for one person, until the end of the block."""
        loop, news = asyncio.get_running_loop(), asyncio.Queue[str]()

        def heard(what: str, people: frozenset[str]) -> None:
            if not people or user in people:
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(news.put_nowait, what)

        forget = self._workspace.journal.listen(heard, who=user)
        try:
            yield news
        finally:
            forget()

    def _who(self, request: Request) -> str:
        return self._workspace.person(request.query_params.get("as", "")).id

    def _locked(self, read: Callable[[], Any]) -> Response:
        try:
            with self._workspace.lock:
                return JSONResponse(read())
        except KeyError as missing:
            return JSONResponse({"ok": False, "error": "not_found", "message": str(missing)}, 404)
        except ValueError as problem:
            return _bad(problem)


async def _json(request: Request) -> Any:
    """Return the body; raise ValueError where it is no JSON, or nested beyond reading."""
    try:
        return json.loads(await request.body() or b"{}")
    except RecursionError:
        raise ValueError("nested too deeply") from None


async def _object(request: Request) -> Json:
    """Return the body; raise ValueError where it is no JSON object."""
    body = await _json(request)
    if not isinstance(body, dict):
        raise ValueError("no JSON object")
    return body


def _bad(problem: Exception) -> Response:
    return JSONResponse({"ok": False, "error": "bad_request", "message": str(problem)}, 400)


async def _gathered(news: asyncio.Queue[str]) -> list[str]:
    changed = {await news.get()}
    while not news.empty():
        changed.add(news.get_nowait())
    return sorted(changed)


def _since(rows: list[Json], request: Request) -> list[Json]:
    since = int(request.query_params.get("since", 0))
    return [row for row in rows if row["n"] > since]
