"""Print how good the search is: `python -m tests.directory [SIZE...] [--postgres]`."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from bot.service.context import Context
from bot.store.db import Database
from bot.store.migrate import upgrade
from tests import databases
from tests.directory import judge
from tests.directory.company import SIZE, company
from tests.directory.filling import ask, open_company
from tests.directory.queries import queries


def main(arguments: Sequence[str]) -> None:
    """Fill a database with a company of each size, ask everything, and print a table for each."""
    postgres = "--postgres" in arguments
    show_misses = "--misses" in arguments
    for size in [int(one) for one in arguments if one.isdigit()] or [SIZE]:
        with ExitStack() as stack:
            url = _database(stack, postgres=postgres)
            database = Database.open(url)
            stack.callback(database.close)
            start = time.perf_counter()
            context = open_company(database, company(size))
            filled = time.perf_counter() - start
            print(f"\n{size} people, {'PostgreSQL' if postgres else 'SQLite'}, filled in {filled:.1f} s")  # noqa: T201 the table is for the terminal
            _report(context, size, show_misses=show_misses)


def _database(stack: ExitStack, *, postgres: bool) -> str:
    if postgres:
        return stack.enter_context(stack.enter_context(databases.postgres()).database())
    url = f"sqlite:///{Path(stack.enter_context(tempfile.TemporaryDirectory())) / 'rondo.db'}"
    upgrade(url)
    return url


def _report(context: Context, size: int, *, show_misses: bool) -> None:
    truth = judge.truth_of(company(size))
    verdicts, took = [], []
    for query in queries():
        start = time.perf_counter()
        answer = ask(context, query.text)
        took.append(1000 * (time.perf_counter() - start))
        verdicts.append(judge.judge(query, answer, truth))
        if show_misses and verdicts[-1].precision < 1:
            print(_miss(verdicts[-1], answer, truth))  # noqa: T201
    print(judge.table(verdicts))  # noqa: T201
    took.sort()
    print(f"p50 {took[len(took) // 2]:.1f} ms, p99 {took[len(took) * 99 // 100]:.1f} ms")  # noqa: T201


def _miss(verdict: judge.Verdict, answer: judge.Answer, truth: judge.Truth) -> str:
    """Tell of a query whom it missed and whom it found instead, by what a colleague may read of them."""
    found = [one.person for one in answer]
    missed = sorted(truth.relevant(verdict.query).difference(found))
    lines = [f"{verdict.precision:.2f} [{verdict.query.kind}] {verdict.query.text}"]
    lines += [f"    missed {one}: {_told(one, truth)}" for one in missed[:3]]
    lines += [f"    wrong  {one}: {_told(one, truth)}" for one in found if one not in truth.relevant(verdict.query)][:3]
    return "\n".join(lines)


def _told(person: str, truth: judge.Truth) -> str:
    return "; ".join(sorted(text for _, text in truth.shown.get(person, ())))[:200]


main(sys.argv[1:])
