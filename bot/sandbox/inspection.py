"""What an operator looks at: calls and ways to the app, how full each method's minute is, and the weather."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import islice
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.journal import brief
from bot.sandbox.limits import PER_MINUTE
from bot.sandbox.model import Json
from bot.sandbox.workspace import Workspace

PAGE = 100
MINUTE = timedelta(minutes=1)
UNANSWERED = ("reset", "lost_reply", "malformed", "hang")
"""Faults after which the caller has no answer, or a late one, though the call may have been done."""
SHOWN = ("n", "kind", "name", "at", "user", "channel", "ts", "outcome", "ms", "envelope", "copies")
GOOD = ("ok", "acked")


class Inspection:
    """Answer what is asked about one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def routes(self) -> list[Route]:
        """Give the routes under /sandbox/."""
        return [
            Route("/sandbox/traffic", self._told(self._traffic)),
            Route("/sandbox/traffic/one", self._told(self._one)),
            Route("/sandbox/rates", self._told(self._rates)),
            Route("/sandbox/weather", self._weather, methods=["GET", "POST"]),
            Route("/sandbox/cut", self._cut, methods=["POST"]),
        ]

    def _traffic(self, asked: Mapping[str, str]) -> Json:
        after, before = int(asked.get("after", 0)), int(asked.get("before", 0))
        fitting = fits(asked)
        rows = (row for row in newest_first(self._workspace) if not before or row["n"] < before)
        chosen = (row for row in _until(rows, after) if fitting(row))
        found = list(islice(chosen, PAGE + 1))
        return {
            "rows": found[:PAGE],
            "more": len(found) > PAGE,
            "last": self._workspace.journal.last,
            "calls": self._workspace.journal.count,
        }

    def _one(self, asked: Mapping[str, str]) -> Json:
        return whole(self._workspace, int(asked.get("n", 0))) or {"gone": True}

    def _rates(self, asked: Mapping[str, str]) -> Json:
        return {"on": self._workspace.limits.on, "rates": rates(self._workspace)}

    async def _weather(self, request: Request) -> Response:
        if request.method == "POST":
            try:
                await run_in_threadpool(self._workspace.weather.tell, await request.json())
            except ValueError as problem:
                return JSONResponse({"ok": False, "error": "bad_request", "message": str(problem)}, 400)
        return JSONResponse({"ok": True, **self._workspace.weather.face()})

    async def _cut(self, request: Request) -> Response:
        return JSONResponse({"ok": True, "closed": self._workspace.weather.cut()})

    def _told(self, answer: Callable[[Mapping[str, str]], Json]) -> Callable[[Request], Any]:
        async def route(request: Request) -> Response:
            try:
                return JSONResponse(await run_in_threadpool(answer, request.query_params))
            except ValueError as problem:
                return JSONResponse({"ok": False, "error": "bad_request", "message": str(problem)}, 400)

        return route


def newest_first(workspace: Workspace) -> Iterator[Json]:
    """Give calls and ways in short, newest first."""
    calls, ways = workspace.journal.told()
    both = heapq.merge(reversed(calls), reversed(ways), key=lambda row: -int(row["n"]))
    return (short(workspace, row) for row in both)


def short(workspace: Workspace, row: Json) -> Json:
    """Give one row as a list shows it."""
    if "method" not in row:
        return {name: row[name] for name in SHOWN if name in row} | {"tries": len(row.get("tries") or ())}
    return {
        "n": row["n"],
        "kind": "call",
        "name": row["method"],
        "at": row["at"],
        "tier": tier_of(workspace, row["method"]),
        "outcome": outcome_of(row),
        "status": row["status"],
        "error": row["error"],
        "ms": row["ms"],
        "struck": row.get("struck", ""),
    }


def whole(workspace: Workspace, number: int) -> Json | None:
    """Give one row with what was asked and answered; None where it is not kept any more."""
    calls, ways = workspace.journal.told()
    for row in ways:
        if row["n"] == number:
            told = {"payload": row["payload"], "answer": row.get("answer"), "attempts": row.get("tries") or []}
            return short(workspace, row) | told
    for row in calls:
        if row["n"] == number:
            answer = workspace.journal.answer_to(number)
            return short(workspace, row) | {"args": brief(row["args"]), "answer": answer}
    return None


def outcome_of(row: Json) -> str:
    """Give how a call went: ok, error, limited (429), broken (500 and the like), or lost: no answer came."""
    if row.get("struck") in UNANSWERED:
        return "lost"
    if row["status"] == 429:
        return "limited"
    if row["status"] >= 500:
        return "broken"
    return "error" if row["error"] else "ok"


def tier_of(workspace: Workspace, method: str) -> str:
    """Give a method's tier, empty for a method nobody knows."""
    return str(workspace.methods.get(method, {}).get("tier", ""))


def fits(asked: Mapping[str, str]) -> Callable[[Json], bool]:
    """Return the filter that was asked for: by `kind`, `method` (a part of the name), `tier` and `outcome`.

    The kind is `call`, or anything else for the ways; the outcome is one of a row, or `bad` for all that went wrong.
    """
    kind, method, tier = asked.get("kind", ""), asked.get("method", "").lower(), asked.get("tier", "")
    outcome = asked.get("outcome", "")

    def fitting(row: Json) -> bool:
        return (
            (not kind or (row["kind"] == "call") == (kind == "call"))
            and method in row["name"].lower()
            and (not tier or row.get("tier") == tier)
            and (not outcome or _went(row, outcome))
        )

    return fitting


def rates(workspace: Workspace) -> list[Json]:
    """Give how often each method was called within the last minute of the sandbox, beside what Slack allows."""
    since = (workspace.clock.now() - MINUTE).isoformat(timespec="microseconds")
    calls, _ = workspace.journal.told()
    used: dict[str, int] = {}
    refused: dict[str, int] = {}
    for row in reversed(calls):
        if row["at"] <= since:
            break
        used[row["method"]] = used.get(row["method"], 0) + 1
        refused[row["method"]] = refused.get(row["method"], 0) + (row["status"] == 429)
    return [
        {
            "method": method,
            "tier": tier_of(workspace, method),
            "used": count,
            "limit": PER_MINUTE.get(tier_of(workspace, method), 0),
            "refused": refused[method],
        }
        for method, count in sorted(used.items(), key=lambda one: (-one[1], one[0]))
    ]


def _went(row: Json, outcome: str) -> bool:
    went = row.get("outcome") or "ok"
    return went not in GOOD and went != "waiting" if outcome == "bad" else went == outcome


def _until(rows: Iterator[Json], after: int) -> Iterator[Json]:
    for row in rows:
        if row["n"] <= after:
            return
        yield row
