"""The page's own server: its files, the time bar, and the first opening, which starts the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.config import installed_kinds
from bot.demo.colleagues import Colleagues
from bot.demo.director import Director
from bot.schedule import next_occurrence

LONGEST = timedelta(days=70)
SHOWN = 5
FRESH = {"cache-control": "no-cache"}


class Page:
    """The routes of the page; their director is set once the sandbox they are mounted in and its bot were built."""

    def __init__(self) -> None:
        self.director: Director | None = None
        self._static = Path(str(files("bot"))) / "demo" / "static"

    def routes(self) -> list[BaseRoute]:
        """Return what is mounted beside the sandbox's own addresses."""
        return [
            Route("/", self._index),
            Route("/demo/status", self._on_stage(self._status)),
            Route("/demo/opened", self._on_stage(self._opened), methods=["POST"]),
            Route("/demo/advance", self._on_stage(self._advance), methods=["POST"]),
            Route("/demo/colleagues", self._on_stage(self._colleagues), methods=["POST"]),
            Mount("/static", StaticFiles(directory=self._static)),
        ]

    async def _index(self, request: Request) -> Response:
        return FileResponse(self._static / "index.html", headers=FRESH)

    def _on_stage(self, answer: Callable[[Director, dict[str, Any]], dict[str, Any]]) -> Any:
        async def route(request: Request) -> Response:
            if self.director is None:
                return JSONResponse({"error": "the demo is still starting"}, status_code=503)
            asked = await request.json() if request.method == "POST" and await request.body() else {}
            return JSONResponse(await run_in_threadpool(answer, self.director, asked))

        return route

    def _status(self, director: Director, asked: dict[str, Any]) -> dict[str, Any]:
        stage = director.stage
        now = stage.sandbox.workspace.clock.now()
        coming = []
        for ritual in stage.config.rituals:
            occurrence = None if ritual.paused else next_occurrence(ritual.rule, now)
            if occurrence is not None:
                coming.append({"ritual": ritual.id, "title": dict(ritual.title), "at": occurrence.at.isoformat()})
        coming.sort(key=lambda one: str(one["at"]))
        asks = any(installed_kinds()[one.kind].survey is not None for one in stage.config.rituals)
        return {"now": now.isoformat(), "zone": stage.config.timezone, "coming": coming[:SHOWN], "asks": asks}

    def _opened(self, director: Director, asked: dict[str, Any]) -> dict[str, Any]:
        clock = director.stage.sandbox.workspace.clock
        if not clock.running:
            clock.run(running=True)
        return {"now": clock.now().isoformat()}

    def _advance(self, director: Director, asked: dict[str, Any]) -> dict[str, Any]:
        log = director.stage.sandbox.workspace.journal.log
        before = len(log)
        director.advance(self._target(director, asked))
        return {"now": director.now().isoformat(), "messages": len(log) - before}

    def _colleagues(self, director: Director, asked: dict[str, Any]) -> dict[str, Any]:
        """Let the others fill in what waits for them; `as` is who the visitor plays."""
        return {"answered": Colleagues(director.stage).answer(but=str(asked.get("as", "")))}

    def _target(self, director: Director, asked: dict[str, Any]) -> datetime:
        """Return where to go: the next due instant, or so many hours or days ahead, at most ten weeks."""
        now = director.now()
        if asked.get("to") == "next":
            return director.next() or now
        hours, days = float(asked.get("hours", 0)), float(asked.get("days", 0))
        return now + min(max(timedelta(hours=hours, days=days), timedelta(0)), LONGEST)
