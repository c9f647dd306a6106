"""`rondo demo --once`: let each ritual's first occurrence open and close, and write down what arrived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.director import Director
from bot.demo.stage import Stage
from bot.errors import BotError
from bot.model import StoredLetter
from bot.sandbox.workspace import APP_USER
from bot.store import letters, runs

LONGEST = timedelta(days=800)
HELD_BACK = frozenset({"over_budget", "bundled", "dropped"})
"""Outcomes of letters that were not sent on purpose; the last: somebody took back what they needed of another."""


def run_once(stage: Stage) -> list[dict[str, Any]]:
    """Run until each ritual of the file that is not paused has opened and closed once; return the messages.

    Raises BotError with the reason when a ritual never opens or a letter dies.
    """
    director = Director(stage)
    began = director.now()
    while waiting := _unfinished(stage):
        if director.now() > began + LONGEST or director.step() is None:
            raise BotError(f"These rituals did not open and close: {', '.join(sorted(waiting))}.")
    _insist_delivered(stage)
    return transcript(stage)


def transcript(stage: Stage) -> list[dict[str, Any]]:
    """Return every message of the first occurrences, oldest first, as the sandbox received it."""
    ledger = _first_letters(stage)
    zones = {ritual.id: ZoneInfo(ritual.rule.timezone) for ritual in stage.config.rituals}
    lines = []
    for message in stage.sandbox.workspace.journal.log:
        letter = ledger.get((message["channel"], message["ts"]))
        if letter is None:
            continue
        ritual, occurrence = (letter.run or "").split("@")
        at = datetime.fromisoformat(message["at"]).astimezone(zones[ritual])
        lines.append(
            {
                "at": at.isoformat(timespec="seconds"),
                "ritual": ritual,
                "occurrence": occurrence,
                "step": letter.key.split("/")[1],
                "channel": message["channel"],
                "to": _addressees(message),
                "text": message["text"],
                "ts": message["ts"],
            }
        )
    return lines


def _addressees(message: Mapping[str, Any]) -> list[str]:
    """Return the people of a direct or group message; a channel is named by itself."""
    return [one for one in message["members"] if one != APP_USER] if message["kind"] in {"im", "mpim"} else []


def _unfinished(stage: Stage) -> set[str]:
    """Return the rituals whose first occurrence has not closed, or still has letters to send."""
    waiting = set()
    with stage.rondo.database.read() as tx:
        for ritual in stage.config.rituals:
            found = runs.of_ritual(tx, ritual.id)
            if ritual.paused:
                continue
            if not found or found[-1].state == "open" or _unsent(letters.of_run(tx, found[-1].id)):
                waiting.add(ritual.id)
    return waiting


def _unsent(some: list[StoredLetter]) -> bool:
    return any(letter.state in {"due", "sending"} for letter in some)


def _first_letters(stage: Stage) -> Mapping[tuple[str, str], StoredLetter]:
    """Return the posts of each ritual's first run by channel and ts."""
    found: dict[tuple[str, str], StoredLetter] = {}
    with stage.rondo.database.read() as tx:
        for ritual in stage.config.rituals:
            for run in runs.of_ritual(tx, ritual.id)[-1:]:
                for letter in letters.of_run(tx, run.id):
                    if letter.op == "post" and letter.channel and letter.slack_ts:
                        found[letter.channel, letter.slack_ts] = letter
    return found


def _insist_delivered(stage: Stage) -> None:
    with stage.rondo.database.read() as tx:
        dead = [
            f"{letter.key} ({letter.outcome})"
            for ritual in stage.config.rituals
            for run in runs.of_ritual(tx, ritual.id)[-1:]
            for letter in letters.of_run(tx, run.id)
            if letter.state == "dead" and letter.outcome not in HELD_BACK
        ]
    if dead:
        raise BotError(f"These letters did not arrive: {', '.join(dead)}.")
