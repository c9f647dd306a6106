"""The page's own server: its files, the time bar, and the first opening, which starts the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.demo.director import Director
from bot.demo.stage import Stage
from bot.schedule import next_occurrence

LONGEST = timedelta(days=70)
SHOWN = 5
FRESH = {"cache-control": "no-cache"}


class Page:
    """The routes of the page; they need a stage, which is set after the sandbox they are mounted in was built."""

    def __init__(self) -> None:
        self.stage: Stage | None = None
        self._static = Path(str(files("bot"))) / "demo" / "static"

    def routes(self) -> list[BaseRoute]:
        """Return what is mounted beside the sandbox's own addresses."""
        return [
            Route("/", self._index),
            Route("/demo/status", self._on_stage(self._status)),
            Route("/demo/opened", self._on_stage(self._opened), methods=["POST"]),
            Route("/demo/advance", self._on_stage(self._advance), methods=["POST"]),
            Route("/{name}", self._file),
        ]

    async def _index(self, request: Request) -> Response:
        return FileResponse(self._static / "index.html", headers=FRESH)

    async def _file(self, request: Request) -> Response:
        """Serve one of the page's own files; the name is looked up in the folder, not joined to a path."""
        names = {path.name: path for path in self._static.iterdir()}
        path = names.get(request.path_params["name"])
        return FileResponse(path, headers=FRESH) if path else PlainTextResponse("not here", status_code=404)

    def _on_stage(self, answer: Callable[[Stage, dict[str, Any]], dict[str, Any]]) -> Any:
        async def route(request: Request) -> Response:
            if self.stage is None:
                return JSONResponse({"error": "the demo is still starting"}, status_code=503)
            asked = await request.json() if request.method == "POST" and await request.body() else {}
            return JSONResponse(await run_in_threadpool(answer, self.stage, asked))

        return route

    def _status(self, stage: Stage, asked: dict[str, Any]) -> dict[str, Any]:
        now = stage.sandbox.workspace.clock.now()
        coming = []
        for ritual in stage.config.rituals:
            occurrence = None if ritual.paused else next_occurrence(ritual.rule, now)
            if occurrence is not None:
                coming.append({"ritual": ritual.id, "title": dict(ritual.title), "at": occurrence.at.isoformat()})
        coming.sort(key=lambda one: str(one["at"]))
        return {"now": now.isoformat(), "zone": stage.config.timezone, "coming": coming[:SHOWN]}

    def _opened(self, stage: Stage, asked: dict[str, Any]) -> dict[str, Any]:
        clock = stage.sandbox.workspace.clock
        if not clock.running:
            clock.run(running=True)
        return {"now": clock.now().isoformat()}

    def _advance(self, stage: Stage, asked: dict[str, Any]) -> dict[str, Any]:
        director = Director(stage)
        before = len(stage.sandbox.workspace.journal.log)
        director.advance(self._target(director, asked))
        return {"now": director.now().isoformat(), "messages": len(stage.sandbox.workspace.journal.log) - before}

    def _target(self, director: Director, asked: dict[str, Any]) -> datetime:
        """Return where to go: the next due instant, or so many hours or days ahead, at most ten weeks."""
        now = director.now()
        if asked.get("to") == "next":
            return director.next() or now
        hours, days = float(asked.get("hours", 0)), float(asked.get("days", 0))
        return now + min(max(timedelta(hours=hours, days=days), timedelta(0)), LONGEST)
