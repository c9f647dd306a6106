"""What the bar at the top of the page asks: the time, what is coming, and to move on; and what the crowd's asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.director import Director
from bot.demo.habits import Habits
from bot.demo.stage import LEAD, RATE
from bot.demo.timeline import line
from bot.schedule import occurrences
from bot.service.goals.surveys import surveys

LONGEST = timedelta(days=70)
INTRO = "intro"
"""The kind that gives people a page to fill in without being a survey."""
USUAL = time(9)
"""When a Monday begins on which nothing happens."""


def status(director: Director, asked: dict[str, Any]) -> dict[str, Any]:
    """Return the sandbox's now, the jump under way, and everything on the line of time."""
    stage, clock, journey = director.stage, director.stage.sandbox.workspace.clock, director.journey
    config = stage.rondo.context.config()
    shown: dict[str, Any] = {
        "now": clock.now().isoformat(),
        "zone": config.timezone,
        "playing": clock.running and clock.rate > 0,
        "asks": any(one.kind == INTRO for one in config.rituals) or bool(surveys(stage.rondo.context)),
        "jump": journey and {"since": journey.since.isoformat(), "to": journey.to.isoformat()},
    }
    if asked.get("brief"):
        return shown
    return shown | {"line": line(director)}


def opened(director: Director, asked: dict[str, Any]) -> dict[str, Any]:
    """Let the clock run when somebody looks for the first time; afterwards it is theirs, to stop it as well."""
    if not director.was_opened:
        director.was_opened = True
        director.run()
    return {"now": director.now().isoformat()}


def play(director: Director, asked: dict[str, Any]) -> dict[str, Any]:
    """Let time run by itself sixty times as fast, or stand still."""
    director.run(rate=RATE if asked.get("on") else None, running=bool(asked.get("on")))
    return {"now": director.now().isoformat()}


def advance(director: Director, asked: dict[str, Any]) -> dict[str, Any]:
    """Move on, and say how many messages came of it."""
    log = director.stage.sandbox.workspace.journal.log
    before, target = len(log), _target(director, asked)
    director.advance(target)
    return {"now": director.now().isoformat(), "messages": len(log) - before, "ended": director.now() < target}


def stop(director: Director, asked: dict[str, Any]) -> dict[str, Any]:
    """End the jump under way after what is in hand."""
    director.halt()
    return {}


def colleagues(director: Director, asked: dict[str, Any]) -> dict[str, Any]:
    """Let the others fill in what waits for them; `as` is who the visitor plays."""
    with director.alone():
        return {"answered": director.colleagues.answer(but=str(asked.get("as", "")))}


def crowd(director: Director, asked: dict[str, Any]) -> dict[str, Any]:
    """Return how often colleagues do what, and what they did so far."""
    return director.colleagues.shown()


def set_crowd(director: Director, asked: dict[str, Any]) -> dict[str, Any]:
    """Switch the colleagues on or off, or give them other habits, in percent."""
    with director.alone():
        known = director.colleagues
        habits = Habits.of(asked, known.habits)
        known.set(on=bool(asked.get("on", known.is_on)), habits=habits, seed=int(asked.get("seed", known.seed)))
        return known.shown()


def _target(director: Director, asked: dict[str, Any]) -> datetime:
    """Return where to go: never back, and at most ten weeks ahead."""
    now = director.now()
    if asked.get("to") == "next":
        return director.next_ritual() or now
    if asked.get("to") == "monday":
        return _monday(director, now)
    if "at" in asked:
        return min(max(datetime.fromisoformat(str(asked["at"])), now), now + LONGEST)
    hours, days = float(asked.get("hours", 0)), float(asked.get("days", 0))
    return now + min(max(timedelta(hours=hours, days=days), timedelta(0)), LONGEST)


def _monday(director: Director, now: datetime) -> datetime:
    """Return shortly before the first ritual of the next Monday, so that the visitor watches it; else nine o'clock."""
    config = director.stage.rondo.context.config()
    zone = ZoneInfo(config.timezone)
    today = now.astimezone(zone).date()
    monday = today + timedelta(days=7 - today.weekday())
    begins = datetime.combine(monday, time(), zone)
    rules = [one.rule for one in config.rituals if not one.paused]
    first = [each.at for rule in rules for each in occurrences(rule, begins, begins + timedelta(days=1))]
    return max(min(first) - LEAD, begins) if first else datetime.combine(monday, USUAL, zone)


ANSWERS: Mapping[str, Callable[[Director, dict[str, Any]], dict[str, Any]]] = {
    "GET status": status,
    "POST opened": opened,
    "POST play": play,
    "POST advance": advance,
    "POST stop": stop,
    "POST colleagues": colleagues,
    "GET crowd": crowd,
    "POST crowd": set_crowd,
}
