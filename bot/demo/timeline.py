"""What stands on the page's line of time: what happened, what is to come, and what does not happen and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.demo.director import Director
from bot.i18n import Catalogue
from bot.model import LANGUAGES, Occurrence, Reason, Ritual, Words
from bot.schedule import outlook, say_reason
from bot.service.step_words import step_words
from bot.store import course, halts
from bot.store.db import Tx

BACK, AHEAD = timedelta(weeks=1), timedelta(weeks=8)
Mark = dict[str, Any]


def line(director: Director) -> dict[str, Any]:
    """Return the span, the rituals of the file as it is now, and their marks in the order of time."""
    context, now = director.stage.rondo.context, director.now()
    config = context.config()
    with context.database.read() as tx:
        stopped = halts.every(tx)
        past = list(_past(tx, now - BACK))
        steps = list(_steps(tx, now))
    ahead = [
        _ahead(ritual, one, rests=ritual.paused or halts.over(stopped, ritual.id) is not None)
        for ritual in config.rituals
        for one in outlook(ritual.rule, now, now + AHEAD)
    ]
    known = {one.id for one in config.rituals}
    marks = [one for one in (*past, *steps, *ahead) if one["ritual"] in known]
    return {
        "since": (now - BACK).isoformat(),
        "until": (now + AHEAD).isoformat(),
        "rituals": [{"id": one.id, "title": dict(one.title), "kind": one.kind} for one in config.rituals],
        "marks": sorted(marks, key=lambda one: (one["at"], one["ritual"], one["what"])),
    }


def _ahead(ritual: Ritual, one: Occurrence, *, rests: bool) -> Mark:
    mark = _mark(ritual.id, "open", one.at, "coming")
    if one.skipped is not None:
        return mark | {"state": "skip", "why": _say_reason(one.skipped)}
    if rests:
        return mark | {"state": "rest"}
    return mark | ({"moved": _say_reason(one.moved)} if one.moved else {})


def _past(tx: Tx, since: datetime) -> Iterator[Mark]:
    for one in course.rounds(tx, since):
        mark = _mark(one.ritual, "open", one.at, "missed" if one.state == "missed" else "done")
        why = _say(Words(f"cli.simulate.{one.reason}")) if one.reason else None
        yield mark | {"sent": one.sent, "open": one.state == "open"} | ({"why": why} if why else {})


def _steps(tx: Tx, now: datetime) -> Iterator[Mark]:
    for one in course.steps(tx, now - BACK):
        name = _say(step_words(one.step))
        yield _mark(one.ritual, "step", one.at, "done" if one.is_done else "coming") | {"name": name}


def _mark(ritual: str, what: str, at: datetime, state: str) -> Mark:
    return {"ritual": ritual, "what": what, "at": at.isoformat(), "state": state}


def _say(words: Words) -> Mapping[str, str]:
    return {language: Catalogue(language).say(words, plain=True) for language in LANGUAGES}


def _say_reason(reason: Reason) -> Mapping[str, str]:
    return {language: say_reason(reason, language) for language in LANGUAGES}
