"""One round of up to 100,000 people after a year of rounds: time, growth, memory, and how good it is."""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar

from bench.table import line, seconds
from bot.matching import History, Record, Roster, Round, Rules, Wish, arrange
from bot.model import PersonId, Run, SlackUser
from bot.model.past import MEMBERS
from bot.store import past, people, runs
from bot.store import tables as t
from bot.store.db import Database
from bot.store.migrate import upgrade
from bot.store.statements import put

T = TypeVar("T")
WEEKS = 52
KINDS = 8
FIRST = date(2026, 1, 5)
SIZES = (1_000, 10_000, 100_000)
RULES = Rules(mix=(Wish("department"),))
OPENS = datetime(2026, 1, 5, 8, tzinfo=UTC)


def measure() -> None:
    """Print the time of one round, how it grows, and what a year read from the database adds."""
    figures = [_one_round(n) for n in SIZES]
    for (small, before), (large, after) in zip(
        zip(SIZES, figures, strict=True), zip(SIZES[1:], figures[1:], strict=False), strict=False
    ):
        print(f"from {small} to {large} people: {after / before:.1f} times the time, "
              f"n^{math.log(after / before) / math.log(large / small):.2f}")  # fmt: skip
    _from_database(SIZES[-1])


def _one_round(n: int) -> float:
    """Measure one round after a year of rounds."""
    import numpy as np

    rng = np.random.default_rng(n)
    ids = tuple(f"p{number:06}" for number in range(n))
    rows = np.concatenate([rng.permutation(n)[: n // 2 * 2].reshape(-1, 2) for _ in range(WEEKS)])
    days = np.repeat(FIRST.toordinal() + 7 * np.arange(WEEKS), n // 2)
    history = History(rows.min(axis=1), rows.max(axis=1), days, np.ones(len(rows), dtype=np.bool_))
    roster = Roster(ids, {"department": _kinds(n)})
    figure = seconds(lambda: arrange(roster, history, RULES, Random(1)))
    baseline = seconds(lambda: _shuffle(ids))
    line(f"match {n} people after {WEEKS} rounds", figure, baseline, named="shuffle", floor="reading the history once")
    known = {int(key) for key in history.one * n + history.other}
    theirs = sum(min(pair) * n + max(pair) in known for pair in _shuffle(range(n)))
    print(f"{'':<44} {_said(arrange(roster, history, RULES, Random(1)))}; a shuffle repeats {theirs}")
    if n == SIZES[0]:
        last = dict(zip((history.one * n + history.other).tolist(), days.tolist(), strict=True))
        took = seconds(lambda: _greedy(n, last))
        again = sum(pair in last for pair in _greedy(n, last))
        print(f"{'':<44} greedy by newest: {took:.2f} s, repeats {again}; its time grows with the square")
    return figure


def _greedy(n: int, last: Mapping[int, int]) -> list[int]:
    """Let one after the other take whom they met least recently; return pairs as a * n + b with a < b."""
    free, pairs = Random(1).sample(range(n), n), []
    while len(free) > 1:
        one = free.pop()
        other = min(free, key=lambda other: last.get(min(one, other) * n + max(one, other), 0))
        free.remove(other)
        pairs.append(min(one, other) * n + max(one, other))
    return pairs


def _said(done: Round) -> str:
    found = done.certificate
    return (f"repeats {found.repeats} (bound {found.repeats_bound}), mixed {found.mixed} (bound {found.mixed_bound}), "
            f"left out {len(done.left_out)}")  # fmt: skip


def _from_database(n: int) -> None:
    """Measure reading a year of packed rounds from SQLite and matching with it, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'rondo.db'}"
        _write(url, n)
        done = subprocess.run([sys.executable, "-m", "bench.matching", url], check=True, capture_output=True, text=True)
        told = json.loads(done.stdout)
    print(f"{n} people, {WEEKS} rounds from the database: people {told['people']:.2f} s, past {told['past']:.2f} s, "
          f"matching {told['matching']:.2f} s, in all {told['whole']:.2f} s; {told['memory']:.0f} MB")  # fmt: skip
    print(f"{'':<44} {told['pairs']} pairs of the past; {told['said']}")


def _write(url: str, n: int) -> None:
    """Write people, and a year of rounds that have closed."""
    upgrade(url)
    database = Database.open(url)
    try:
        with database.begin() as tx:
            people.upsert_many(tx, [SlackUser(f"U{number:06}") for number in range(n)], now=OPENS)
            known = sorted(one.id for one in people.everyone(tx))
            tx.execute(t.numbers.insert(), [{"id": at, "person": one} for at, one in enumerate(known, start=1)])
            rng = Random(n)
            for week in range(WEEKS):
                run = _run(week)
                runs.claim(tx, run)
                numbers = rng.sample(range(1, n + 1), n // 2 * 2)
                groups = n // 2
                row = {"sizes": bytes([2]) * groups, "members": array(MEMBERS, numbers).tobytes(),
                       "met": bytes(groups), "asked": bytes(groups), "questions": ["q"]}  # fmt: skip
                put(tx, t.past_rounds, [{"run": run.id, **row}])
    finally:
        database.close()


def _run(week: int) -> Run:
    opens = OPENS + timedelta(weeks=week)
    return Run(
        f"kaffee@{opens:%Y-%m-%d}", "kaffee", opens.date(), "", "open", week, opens, opens + timedelta(days=4), {}
    )


def _read_and_match(url: str) -> None:
    """Read it all and match; print what it took as JSON."""
    database = Database.open(url)
    began = time.perf_counter()
    with database.read() as tx:
        everybody = [PersonId(one.id) for one in people.everyone(tx)]
        known = time.perf_counter()
        found = past.before(tx, _run(WEEKS), people=everybody)
    record = Record.of(found, everybody)
    history, duty = record.history(), record.duty("kaffee")
    read = time.perf_counter()
    roster = Roster(tuple(everybody), {"department": _kinds(len(everybody))}, duty=duty)
    done = arrange(roster, history, RULES, Random(1))
    ended = time.perf_counter()
    told = {"people": known - began, "past": read - known, "matching": ended - read, "whole": ended - began}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**told, "memory": memory, "pairs": len(history.one), "said": _said(done)}))
    database.close()


def _kinds(n: int) -> list[str]:
    """Return departments of very different sizes."""
    return Random(n).choices([f"d{kind}" for kind in range(KINDS)], [1 / (kind + 1) for kind in range(KINDS)], k=n)


def _shuffle(ids: Sequence[T]) -> list[tuple[T, T]]:
    mixed = Random(1).sample(list(ids), len(ids))
    return list(zip(mixed[::2], mixed[1::2], strict=False))


if __name__ == "__main__":
    _read_and_match(sys.argv[1])
