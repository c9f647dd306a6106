"""The control API under /sandbox/: what the page and tests outside this process use."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox import sight
from bot.sandbox.acts import Acts
from bot.sandbox.errors import ActError, ClockError
from bot.sandbox.faults import parse
from bot.sandbox.links import disconnect
from bot.sandbox.model import Json
from bot.sandbox.workspace import Workspace

KEEP_ALIVE = 15.0  # seconds between comments on a quiet stream


class Control:
    """Answer the control API of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._acts = Acts(workspace)

    def routes(self) -> list[Route]:
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
        ]

    async def _people(self, request: Request) -> Response:
        return self._locked(lambda: [person.summary() for person in self._workspace.people.values()])

    async def _view(self, request: Request) -> Response:
        return self._locked(lambda: sight.overview(self._workspace, self._who(request)))

    async def _messages(self, request: Request) -> Response:
        def read() -> list[Json]:
            conversation = self._workspace.channel(request.query_params.get("channel", ""))
            return sight.messages(self._workspace, self._who(request), conversation)

        return self._locked(read)

    async def _file(self, request: Request) -> Response:
        """Give a shared file to somebody who can see it, to keep and not to show: it came from anybody."""
        with self._workspace.lock:
            file = self._workspace.files.get(request.query_params.get("id", ""))
            places = [self._workspace.conversations[place].members for place in file.shared_in] if file else []
        user = request.query_params.get("as", "")
        if file is None or not any(user in members for members in places):
            return JSONResponse({"ok": False, "error": "not_found"}, 404)
        name = quote(file.name, safe="")
        told = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "X-Content-Type-Options": "nosniff"}
        return Response(file.content, media_type=file.mimetype, headers=told)

    async def _log(self, request: Request) -> Response:
        return self._locked(lambda: _since(self._workspace.journal.log, request))

    async def _calls(self, request: Request) -> Response:
        return self._locked(lambda: _since(self._workspace.calls, request))

    async def _refusals(self, request: Request) -> Response:
        return self._locked(lambda: self._workspace.refusals)

    async def _act(self, request: Request) -> Response:
        body = await request.json()
        try:
            result = await run_in_threadpool(self._acts.perform, body)
        except ActError as failure:
            told = {"ok": False, "error": failure.code, "message": failure.message, "errors": failure.errors}
            return JSONResponse(told)
        except (KeyError, TypeError) as problem:
            return JSONResponse({"ok": False, "error": "bad_request", "message": str(problem)}, 400)
        return JSONResponse({"ok": True, **result})

    async def _faults(self, request: Request) -> Response:
        if request.method == "DELETE":
            self._workspace.faults.clear()
            return JSONResponse({"ok": True, "waiting": 0})
        rows = await request.json()
        try:
            faults = [parse(row) for row in (rows if isinstance(rows, list) else [rows])]
        except ValueError as problem:
            return JSONResponse({"ok": False, "error": str(problem)}, 400)
        self._workspace.faults.order(*faults)
        return JSONResponse({"ok": True, "waiting": self._workspace.faults.waiting()})

    async def _limits(self, request: Request) -> Response:
        on = bool((await request.json()).get("on"))
        self._workspace.limits.switch(on)
        return JSONResponse({"ok": True, "on": on})

    async def _disconnect(self, request: Request) -> Response:
        body = json.loads(await request.body() or b"{}")
        reason = str(body.get("reason", "refresh_requested"))
        closed = disconnect(self._workspace, reason=reason, warn=bool(body.get("warn", True)))
        return JSONResponse({"ok": True, "closed": closed})

    async def _install(self, request: Request) -> Response:
        try:
            self._workspace.install(await request.json())
        except ValueError as problem:
            return JSONResponse({"ok": False, "error": "invalid_manifest", "message": str(problem)}, 400)
        return JSONResponse({"ok": True})

    async def _clock(self, request: Request) -> Response:
        clock = self._workspace.clock
        if request.method == "POST":
            body = await request.json()
            try:
                if "set" in body:
                    clock.set(datetime.fromisoformat(body["set"]))
                if "advance" in body:
                    clock.advance(float(body["advance"]))
                clock.run(rate=body.get("rate"), running=body.get("running"))
            except ClockError as problem:
                return JSONResponse({"ok": False, "error": str(problem)}, 400)
            except (ValueError, TypeError) as problem:
                return JSONResponse({"ok": False, "error": "bad_request", "message": str(problem)}, 400)
        return JSONResponse(clock.face())

    async def _stream(self, request: Request) -> Response:
        return StreamingResponse(
            self._changes(request.query_params.get("as", "")),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    async def _changes(self, user: str) -> AsyncIterator[str]:
        loop, news = asyncio.get_running_loop(), asyncio.Queue[str]()

        def heard(what: str, people: frozenset[str]) -> None:
            if not people or user in people:
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(news.put_nowait, what)

        forget = self._workspace.journal.listen(heard, who=user)
        try:
            yield ": hello\n\n"
            while True:
                yield await _line(news)
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


async def _line(news: asyncio.Queue[str]) -> str:
    try:
        changed = {await asyncio.wait_for(news.get(), KEEP_ALIVE)}
    except TimeoutError:
        return ": still here\n\n"
    while not news.empty():
        changed.add(news.get_nowait())
    return f"data: {json.dumps({'changed': sorted(changed)})}\n\n"


def _since(rows: list[Json], request: Request) -> list[Json]:
    since = int(request.query_params.get("since", 0))
    return [row for row in rows if row["n"] > since]
