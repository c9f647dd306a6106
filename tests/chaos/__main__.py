"""`python -m tests.chaos [scenario …]`: hurt Rondo, and compare what Slack received with what was meant."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from bot.delivery.engines import upgrade
from bot.settings import Settings
from tests import databases
from tests.chaos.chaos import HEAD
from tests.chaos.nursery import Nursery
from tests.chaos.scenarios import SCENARIOS, Order


def main() -> int:
    """Run the scenarios asked for and print a table; return 1 if anything was lost, doubled or left behind."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("only", nargs="*", metavar="scenario", help=", ".join(SCENARIOS))
    parser.add_argument("--engine", choices=["embedded", "distributed"], default="embedded")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="else both, where the engine can")
    parser.add_argument("--times", type=int, help="kills, restarts, calls: instead of the scenario's own number")
    parser.add_argument("--lives", type=int, help="processes at once")
    parser.add_argument("--people", type=int, help="how many work there")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--at", action="append", default=[], help="only failpoints with this in their name")
    parser.add_argument("--verbose", action="store_true", help="say how far it is")
    asked = parser.parse_args()
    unknown = set(asked.only) - set(SCENARIOS)
    if unknown:
        parser.error(f"there is no scenario {', '.join(sorted(unknown))}")
    print(f"engine {asked.engine}, seed {asked.seed}")  # noqa: T201 the verdict is for the terminal
    print(HEAD)  # noqa: T201
    good = True
    with Nursery() as nursery:
        for name in asked.only or SCENARIOS:
            for kind in _databases(name, asked.engine, asked.database):
                good &= _run(name, kind, nursery, asked)
    return 0 if good else 1


def _databases(name: str, engine: str, asked: str | None) -> list[str]:
    possible = [one for one in ("sqlite", "postgresql") if one in SCENARIOS[name].databases(engine)]
    return [one for one in possible if asked in (None, one)]


def _run(name: str, kind: str, nursery: Nursery, asked: argparse.Namespace) -> bool:
    with tempfile.TemporaryDirectory(prefix="rondo-chaos-", ignore_cleanup_errors=True) as folder, ExitStack() as stack:
        url, server = stack.enter_context(_database(kind, Path(folder), crashes=SCENARIOS[name].crashes))
        upgrade(Settings(database_url=url))
        order = Order(
            name=f"{name} {kind}",
            folder=Path(folder),
            url=url,
            server=server,
            nursery=nursery,
            engine=asked.engine,
            seed=asked.seed,
            times=asked.times or SCENARIOS[name].times,
            lives=asked.lives or SCENARIOS[name].lives,
            people=asked.people or SCENARIOS[name].people,
            at=tuple(asked.at),
            tell=partial(print, file=sys.stderr, flush=True) if asked.verbose else lambda said: None,
        )
        outcome = SCENARIOS[name].run(order)
        print(outcome.line(), flush=True)  # noqa: T201
        for complaint in outcome.verdict.complaints():
            print(f"    {complaint}")  # noqa: T201
        if not outcome.is_good:
            kept = Path(tempfile.gettempdir()) / f"rondo-chaos-{name}-{kind}-{asked.seed}.log"
            kept.write_bytes((Path(folder) / "lives.log").read_bytes())
            print(f"    what the processes said: {kept}")  # noqa: T201
    return outcome.is_good


@contextmanager
def _database(kind: str, folder: Path, *, crashes: bool) -> Iterator[tuple[str, databases.Restartable | None]]:
    if kind == "sqlite":
        url = f"sqlite:///{folder / 'rondo.db'}"
        yield url, None
    elif crashes:
        with databases.restartable() as (server, url):
            yield url, server
    else:
        with databases.postgres() as steady, steady.database() as url:
            yield url, None


if __name__ == "__main__":
    sys.exit(main())
