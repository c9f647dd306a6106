"""What the bar at the top of the page asks: the time, what is coming, and to move on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.config import installed_kinds
from bot.demo.colleagues import Colleagues
from bot.demo.director import Director
from bot.schedule import next_occurrence

LONGEST = timedelta(days=70)
SHOWN = 5


def status(director: Director, asked: dict[str, Any]) -> dict[str, Any]:
    """Return the sandbox's now and the next rituals."""
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


def opened(director: Director, asked: dict[str, Any]) -> dict[str, Any]:
    """Let the clock run: somebody looks."""
    clock = director.stage.sandbox.workspace.clock
    if not clock.running:
        clock.run(running=True)
    return {"now": clock.now().isoformat()}


def advance(director: Director, asked: dict[str, Any]) -> dict[str, Any]:
    """Move on, and say how many messages came of it."""
    log = director.stage.sandbox.workspace.journal.log
    before = len(log)
    director.advance(_target(director, asked))
    return {"now": director.now().isoformat(), "messages": len(log) - before}


def colleagues(director: Director, asked: dict[str, Any]) -> dict[str, Any]:
    """Let the others fill in what waits for them; `as` is who the visitor plays."""
    return {"answered": Colleagues(director.stage).answer(but=str(asked.get("as", "")))}


def _target(director: Director, asked: dict[str, Any]) -> datetime:
    """Return where to go: the next due instant, or so many hours or days ahead, at most ten weeks."""
    now = director.now()
    if asked.get("to") == "next":
        return director.next() or now
    hours, days = float(asked.get("hours", 0)), float(asked.get("days", 0))
    return now + min(max(timedelta(hours=hours, days=days), timedelta(0)), LONGEST)


ANSWERS: Mapping[str, Callable[[Director, dict[str, Any]], dict[str, Any]]] = {
    "GET status": status,
    "POST opened": opened,
    "POST advance": advance,
    "POST colleagues": colleagues,
}
