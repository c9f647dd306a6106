"""Print how good the search is: `python -m tests.directory 600 10000 --seed 7 --postgres --misses`."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from bot.service.context import Context
from bot.store.db import Database
from bot.store.migrate import upgrade
from tests import databases
from tests.directory import judge
from tests.directory.company import SEED, SIZE, company
from tests.directory.filling import ask, open_company
from tests.directory.queries import FRESH, Query, queries


def main() -> None:
    """Fill a database with a company of each size, ask everything, and print a table for each."""
    asked = _arguments()
    for size in asked.sizes or [SIZE]:
        with ExitStack() as stack:
            database = Database.open(_database(stack, postgres=asked.postgres))
            stack.callback(database.close)
            start = time.perf_counter()
            context = open_company(database, company(size, seed=asked.seed))
            filled = time.perf_counter() - start
            kind = "SQLite" if database.is_sqlite else "PostgreSQL"
            print(f"\n{size} people, seed {asked.seed}, {kind}, filled in {filled:.1f} s", flush=True)  # noqa: T201
            truth = judge.truth_of(company(size, seed=asked.seed))
            asking = list(queries(FRESH) if asked.fresh else queries())
            print(_report(context, truth, asking, show_misses=asked.misses), flush=True)  # noqa: T201


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.directory")
    parser.add_argument("sizes", type=int, nargs="*", help="people of the company, one run for each number")
    parser.add_argument(
        "--seed", type=int, default=SEED, help="another company; queries that nobody answers are left out"
    )
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    parser.add_argument("--fresh", action="store_true", help="ask the queries that the search was not tuned on")
    parser.add_argument("--misses", action="store_true", help="tell of each query whom it missed")
    return parser.parse_args()


def _database(stack: ExitStack, *, postgres: bool) -> str:
    if postgres:
        return stack.enter_context(stack.enter_context(databases.postgres()).database())
    url = f"sqlite:///{Path(stack.enter_context(tempfile.TemporaryDirectory())) / 'rondo.db'}"
    upgrade(url)
    return url


def _report(context: Context, truth: judge.Truth, asking: Iterable[Query], *, show_misses: bool) -> str:
    verdicts, lines, took = [], [], []
    for query in asking:
        if not truth.relevant(query):
            continue
        start = time.perf_counter()
        answer = ask(context, query.text)
        took.append(1000 * (time.perf_counter() - start))
        verdicts.append(judge.judge(query, answer, truth))
        if show_misses and verdicts[-1].precision < 1:
            lines += _miss(verdicts[-1], answer, truth)
    took.sort()
    speed = f"p50 {took[len(took) // 2]:.1f} ms, p99 {took[len(took) * 99 // 100]:.1f} ms"
    return "\n".join([*lines, judge.table(verdicts), speed])


def _miss(verdict: judge.Verdict, answer: judge.Answer, truth: judge.Truth) -> list[str]:
    """Tell of a query whom it missed and whom it found instead, by what a colleague may read of them."""
    relevant, found = truth.relevant(verdict.query), [one.person for one in answer]
    missed, wrong = sorted(relevant.difference(found)), [one for one in found if one not in relevant]
    return [
        f"{verdict.precision:.2f} [{verdict.query.kind}] {verdict.query.text}",
        *(f"    missed {one}: {_told(one, truth)}" for one in missed[:3]),
        *(f"    wrong  {one}: {_told(one, truth)}" for one in wrong[:3]),
    ]


def _told(person: str, truth: judge.Truth) -> str:
    return "; ".join(sorted(text for _, text in truth.shown.get(person, ())))[:200]


main()
