"""One simulated year of 50 rituals and 300 people: all of it over the wire, and its planning alone.

The command fails (exit code 1) where somebody got more than the budget, or anything outside of the hours.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk import WebClient

from bench.fifty import colleagues, rituals
from bench.quiet import quiet
from bot.config import Config, installed_kinds, load
from bot.demo.figures import load as load_of
from bot.demo.simulate import Order, Simulation, simulate
from bot.demo.stage import find_rituals
from bot.logs import configure
from bot.model import ChannelId, Past, PastRound, Person, PersonId, Plan, Ritual, Run, State
from bot.model.past import packed
from bot.rituals.base import OPEN
from bot.sandbox.roster import Colleague
from bot.sandbox.sandbox import Sandbox
from bot.schedule import closing_time, occurrences
from bot.slack.wire import KeptClient

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2026, 11, 23, tzinfo=BERLIN)
WEEKS = 52
PROMISED = 3
"""Minutes a week that Rondo takes of a person, with the shipped file."""


def measure(weeks: int = WEEKS) -> None:
    """Print letters, seconds and the load of people, for the big company and for the shipped file."""
    configure("console", "ERROR")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rituals.yaml"
        path.write_text(rituals(), encoding="utf-8")
        config = load(path, kinds=installed_kinds())
        staff = tuple(colleagues())
        began, cpu = time.perf_counter(), time.process_time()
        planned = plan_all(config, staff, weeks)
        planning, thought = time.perf_counter() - began, time.process_time() - cpu
        print(f"{weeks} weeks, {len(config.rituals)} rituals, {len(staff)} people")
        print(
            f"  planning alone (schedule, matching, plan)   {planning:8.1f} s   {thought:.1f} s of processor; "
            f"{planned} letters planned"
        )
        order = Order(path, config, BEGIN, weeks, answers=0.6, colleagues=staff)
        began, cpu = time.perf_counter(), time.process_time()
        result = simulate(order)
        total, burnt = time.perf_counter() - began, time.process_time() - cpu
    _print(result, total, burnt)
    kept = [_quiet(result), shipped(weeks)]
    if not all(kept):
        raise SystemExit(1)


def shipped(weeks: int = WEEKS) -> bool:
    """Print what a year of the shipped file takes of the people of the invented company; return whether it was kept."""
    path = find_rituals(Path("rituals.yaml"))
    config = load(path, kinds=installed_kinds())
    result = simulate(Order(path, config, BEGIN, weeks))
    figures = load_of(result.messages, people=result.people, weeks=weeks, zone=BERLIN)
    print(f"the shipped file, {weeks} weeks: {result.letters} letters, {result.pressed} presses")
    print(f"  minutes per person and week: {figures.mean_minutes:.2f} on average, at most {figures.most_minutes:.2f} "
          f"({figures.busiest}); promised: {PROMISED}")  # fmt: skip
    return _quiet(result) and figures.most_minutes <= PROMISED


def _quiet(result: Simulation) -> bool:
    """Print how the budget and the quiet hours were kept, and return whether they were."""
    config = result.order.config
    budget, hours = config.budget, config.send_between
    kept = quiet(result.messages, result.zones, budget, hours)
    print(f"  {kept.messages} messages to people that nobody asked for, {kept.asked} that somebody asked for")
    print(f"    at most {kept.most_a_day} to one person on a local day (budget {budget.day}), "
          f"{kept.most_a_week} in a week (budget {budget.week}): {kept.over} over the budget")  # fmt: skip
    print(f"    outside {hours[0]} to {hours[1]} of somebody who got it: {kept.outside}, "
          f"and in groups that share no hour: {kept.apart}")  # fmt: skip
    return kept.holds


def plan_all(config: Config, staff: Iterable[Colleague], weeks: int) -> int:
    """Plan every step of every run on plain values, the year so far as their past; return the number of letters."""
    kinds = installed_kinds()
    people = [
        (Person(PersonId(f"p{number:04d}"), f"U{number:010d}", locale=one.locale, timezone=one.timezone), one.channels)
        for number, one in enumerate(staff)
    ]
    numbers = {person.id: number for number, (person, _) in enumerate(people, start=1)}
    past: list[PastRound] = []
    letters = 0
    end = BEGIN + timedelta(weeks=weeks)
    dates = [
        (one.at, ritual, one.nominal_date) for ritual in config.rituals for one in occurrences(ritual.rule, BEGIN, end)
    ]
    for at, ritual, on in sorted(dates, key=lambda one: (one[0], one[1].id)):
        where = {ritual.channel, *ritual.audience.channels}
        members = tuple(person for person, within in people if where & set(within))
        state = _state(ritual, at, on, members, Past(tuple(past), numbers))
        kind, due = kinds[ritual.kind], [(at, OPEN)]
        while due:
            now, step = due.pop(0)
            state = replace(state, step=step, now=now)
            plan = kind.plan(ritual.options, state, Random(f"{at}/{step}"))
            letters += len(plan.letters)
            due = sorted([*due, *((one.due_at, one.step) for one in plan.follow_ups)])
            state = _after(state, plan)
        whole = packed(state.introductions, numbers)
        past += [whole] if whole else []
    return letters


def _state(ritual: Ritual, at: datetime, on: Any, members: tuple[Person, ...], past: Past) -> State:
    closes = closing_time(at, ritual.close_after, ritual.rule.timezone)
    run = Run(f"{ritual.id}@{on}", ritual.id, on, "", "open", 7, at, closes, {})
    known = {one.id: one for one in members}
    channel = ChannelId(ritual.channel)
    return State(ritual, run, OPEN, at, channel, members, people=known, past=past)


def _after(state: State, plan: Plan) -> State:
    letters = state.letters | {letter.key for letter in plan.letters}
    return replace(state, introductions=(*state.introductions, *plan.introductions), letters=letters)


def _print(result: Simulation, total: float, burnt: float) -> None:
    calls = len(result.messages)
    sample = min(calls, 2000)
    baseline = bare(sample) / sample * calls
    figures = load_of(result.messages, people=result.people, weeks=result.order.weeks, zone=BERLIN)
    each = total / max(result.letters, 1) * 1000
    print(f"  all of it, wire and database included       {total:8.1f} s   {burnt:.1f} s of processor")
    print(f"  {result.letters} letters, {calls} messages, {result.pressed} presses; {each:.2f} ms a letter")
    print(f"  ratio to the same number of bare posts      {total / baseline:8.2f}     ({baseline:.1f} s)")
    print(f"  dead: {dict(result.dead)}; occurrences skipped or missed: {len(result.skipped)}")
    print(f"  per person and week: {figures.mean_messages:.1f} messages on average, at most {figures.most_messages}; "
          f"{figures.mean_minutes:.2f} minutes on average, at most {figures.most_minutes:.2f}")  # fmt: skip
    print("  floor: one call a message, and one commit on each side of it")


def bare(n: int) -> float:
    """Return the seconds of so many posts without a bot."""
    with Sandbox() as place:
        client: WebClient = KeptClient(token=place.workspace.bot_token, base_url=place.api_url, retry_handlers=[])
        channel = place.workspace.channel("allgemein").id
        began = time.perf_counter()
        for _ in range(n):
            client.chat_postMessage(channel=channel, text="Hallo")
        return time.perf_counter() - began
