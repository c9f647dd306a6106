"""The page's own server: its files, and what the time bar and the desks of the workbench ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.demo import ahead, timebar, workbench, xray
from bot.demo.assets import Assets
from bot.demo.director import Director
from bot.demo.modules import sources

FRESH = {"cache-control": "no-cache"}
MODULES = "<!-- modules -->"
"""Where the page's head names what it loads."""
Answer = Callable[[Director, dict[str, Any]], dict[str, Any]]
"""What an address under /demo/ gives: JSON in, JSON out; run outside the server's loop."""
DESKS: tuple[Mapping[str, Answer], ...] = (timebar.ANSWERS, ahead.ANSWERS, workbench.ANSWERS, xray.ANSWERS)
"""What each part of the page is asked: verb and address behind /demo/, and who answers. Only POST changes anything."""


WRONG = (ValueError, TypeError, KeyError, OverflowError)
"""What a desk raises for words that are none: no date, no number, nobody of this name."""


class Page:
    """The routes of the page; their director is set once the sandbox they are mounted in and its bot were built."""

    def __init__(self) -> None:
        self.director: Director | None = None
        self._static = Path(str(files("bot"))) / "demo" / "static"

    def routes(self) -> list[BaseRoute]:
        """Return what is mounted beside the sandbox's own addresses."""
        asked = [(place.partition(" "), answer) for desk in DESKS for place, answer in desk.items()]
        return [
            Route("/", self._index),
            *(Route(f"/demo/{name}", self._on_stage(answer), methods=[verb]) for (verb, _, name), answer in asked),
            Route("/static/{name:path}", Assets(self._static).give),
        ]

    async def _index(self, request: Request) -> Response:
        """Give the page, and name all its modules at once: else the browser finds them one behind the other."""
        names = sources(self._static, "app.js", on_demand=False)
        links = "\n".join(f'<link rel="modulepreload" href="/static/{name}">' for name in names)
        page = (self._static / "index.html").read_text("utf-8").replace(MODULES, links)
        return HTMLResponse(page, headers=FRESH)

    def _on_stage(self, answer: Answer) -> Any:
        async def route(request: Request) -> Response:
            if self.director is None:
                return JSONResponse({"error": "the demo is still starting"}, status_code=503)
            try:
                asked = await _asked(request)
                return JSONResponse(await run_in_threadpool(answer, self.director, asked))
            except WRONG as problem:
                structlog.get_logger().info("a desk was asked in vain", action="refuse", problem=repr(problem))
                return JSONResponse({"error": f"This cannot be asked so: {problem}."}, status_code=400)

        return route


async def _asked(request: Request) -> dict[str, Any]:
    """Return what is asked, by the address and by the body of a POST; raise ValueError where that is no object."""
    try:
        body = await request.json() if request.method == "POST" and await request.body() else {}
    except RecursionError:
        raise ValueError("the body is nested too deeply") from None
    if not isinstance(body, dict):
        raise ValueError("the body is no JSON object")
    return {**request.query_params, **body}
