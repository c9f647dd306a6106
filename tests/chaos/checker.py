"""Compare what was meant with what Slack received: the history is the sandbox's, the intention is the ledger's.

Each letter that is `sent` stands in Slack exactly once, by its mark; one that is `dead` does not, unless its outcome
says that nobody could tell. Nothing is left behind. And without the ledger: at each round everybody was introduced
exactly once, each post stands in the channel once, and each date of the calendar has one run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.model import Run
from bot.sandbox.workspace import APP_USER
from bot.schedule import occurrences
from bot.service.eve import SLOT
from bot.slack.gateway import mark_of
from bot.store import introductions, letters, people, runs
from bot.store.db import Tx
from bot.store.letter_counts import Entry
from tests.chaos.companies import BEGIN, INTRODUCED
from tests.chaos.place import Place

DOUBTED = ("sent_again", "doubt_skipped")
"""Outcomes that admit that nobody could tell: twice there, or not there, is then no surprise."""
ROUND = timedelta(days=7)


@dataclass
class Verdict:
    """What the comparison found, in words for people; empty lists are what everybody wants."""

    letters: int = 0
    messages: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Anything else that is not as it should be."""
    doubts: Counter[str] = field(default_factory=Counter)
    """Letters settled by the ritual's rule, by outcome."""
    decided: set[str] = field(default_factory=set)
    """The keys of those letters."""
    dead: Counter[str] = field(default_factory=Counter)
    tolerated: Counter[str] = field(default_factory=Counter)
    """Doubled and skipped letters that their outcome explains."""

    @property
    def is_good(self) -> bool:
        """Return whether nothing was lost, doubled, left behind or otherwise wrong."""
        return not (self.lost or self.doubled or self.stuck or self.wrong)

    def complaints(self, most: int = 5) -> list[str]:
        """Return the first findings of each sort."""
        sorts = {"lost": self.lost, "doubled": self.doubled, "stuck": self.stuck, "wrong": self.wrong}
        return [f"{name}: {one}" for name, found in sorts.items() for one in found[:most]]


def check(place: Place) -> Verdict:
    """Compare; to be called when the company is at rest."""
    with place.database.read() as tx:
        ledger = letters.ledger(tx)
        opened = {one.id: _rounds(runs.of_ritual(tx, one.id)) for one in place.config.rituals}
        groups = _groups(tx, [run.id for made in opened.values() for run in made])
    with place.sandbox.workspace.lock:
        received = list(place.sandbox.workspace.journal.log)
    verdict = Verdict(letters=len(ledger), messages=len(received))
    compare(ledger, received, verdict)
    _look_at_runs(place, opened, verdict)
    if place.is_plain and not verdict.doubts and not verdict.dead:
        _look_at_rounds(place, received, rounds=len(opened["kaffee"]), questions=len(opened["frage"]), verdict=verdict)
        _look_at_groups(groups, received, verdict)
    return verdict


def _rounds(made: Iterable[Run]) -> list[Run]:
    """Leave out the questions of the eve and meetings asked for: the calendar knows nothing of them."""
    return [one for one in made if SLOT not in one.slot and not one.is_on_demand]


def compare(ledger: Iterable[Entry], received: Iterable[Mapping[str, Any]], verdict: Verdict) -> None:
    """Compare letter by letter."""
    times = Counter(_mark(row) for row in received)
    known = set()
    for one in ledger:
        mark = mark_of(one.key)
        known.add(mark)
        n = times[mark]
        if one.outcome in DOUBTED:
            verdict.doubts[str(one.outcome)] += 1
            verdict.decided.add(one.key)
        if one.state in ("due", "sending"):
            verdict.stuck.append(f"{one.key} is {one.state} ({one.outcome})")
        elif one.state == "dead":
            verdict.dead[str(one.outcome)] += 1
        if one.op == "post" and one.bundle is None:
            _judge(one, n, verdict)
    verdict.wrong += [f"a message without a letter: {mark}" for mark in times if mark not in known]


def _judge(one: Entry, n: int, verdict: Verdict) -> None:
    """Compare how often a post was received with what became of its letter."""
    if one.state == "sent" and n == 0:
        verdict.lost.append(f"{one.key} is sent ({one.outcome}) and never came")
    elif n > 1 and one.outcome == "sent_again":
        verdict.tolerated["doubled"] += n - 1
    elif one.outcome == "doubt_skipped" and n <= (2 if one.on_doubt == "resend" else 1):
        verdict.tolerated[("skipped", "arrived", "doubled")[n]] += 1  # the second: in doubt after it was sent again
    elif n > 1:
        verdict.doubled.append(f"{one.key} came {n} times ({one.state}, {one.outcome})")
    elif one.state == "dead" and n:
        verdict.wrong.append(f"{one.key} is dead ({one.outcome}) and came")


def _mark(row: Mapping[str, Any]) -> str:
    metadata = row.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("letter", ""))


def _look_at_runs(place: Place, opened: Mapping[str, Any], verdict: Verdict) -> None:
    """Hold the runs against the calendar."""
    now = place.clock.now()
    for ritual in place.config.rituals:
        dates = Counter(one.nominal_date for one in occurrences(ritual.rule, BEGIN, now))
        made = Counter(run.nominal_date for run in opened[ritual.id])
        verdict.wrong += [f"{ritual.id} has {made[day]} runs on {day}" for day in dates if made[day] != 1]
        verdict.wrong += [f"{ritual.id} has a run of no date, {day}" for day in made if day not in dates]


def _groups(tx: Tx, run_ids: Iterable[str]) -> Counter[frozenset[str]]:
    """Return how often each group was introduced, by Slack ids, as the table of introductions has it."""
    made = [one.people for run_id in run_ids for one in introductions.of_run(tx, run_id)]
    known = people.by_ids(tx, {one for group in made for one in group})
    return Counter(frozenset(known[one].slack_id for one in group) for group in made)


def _look_at_groups(meant: Counter[frozenset[str]], received: Iterable[Mapping[str, Any]], verdict: Verdict) -> None:
    """Compare the table of introductions with the messages, group by group."""
    rows = [row for row in received if INTRODUCED in str(row["blocks"])]
    came = Counter(frozenset(one for one in row["members"] if one != APP_USER) for row in rows)
    for group in meant.keys() | came.keys():
        if meant[group] != came[group]:
            verdict.wrong.append(f"{sorted(group)} introduced {came[group]} times instead of {meant[group]}")


def _look_at_rounds(
    place: Place, received: Iterable[Mapping[str, Any]], *, rounds: int, questions: int, verdict: Verdict
) -> None:
    """Without the ledger: everybody introduced once each week, each post in the channel once each week."""
    everybody = {one.id for one in place.sandbox.workspace.people.values() if not one.is_bot and not one.is_hidden}
    introduced: dict[int, Counter[str]] = {}
    posted: Counter[tuple[int, str]] = Counter()
    for row in received:
        week = _week(row)
        if INTRODUCED in str(row["blocks"]):
            introduced.setdefault(week, Counter()).update(one for one in row["members"] if one != APP_USER)
        elif row["channel_name"] == "alle":
            posted[week, str(row["text"])] += 1
    for week in range(rounds):
        met = introduced.get(week, Counter())
        verdict.wrong += [f"week {week}: {one} introduced {met[one]} times" for one in everybody if met[one] != 1]
    verdict.wrong += [f"week {week}: {text!r} {n} times in the channel" for (week, text), n in posted.items() if n > 1]
    missing = [week for week in range(questions) if not posted[week, "Was steht an?"]]
    verdict.wrong += [f"week {week}: no question in the channel" for week in missing]


def _week(row: Mapping[str, Any]) -> int:
    return (datetime.fromisoformat(row["at"]) - BEGIN) // ROUND
