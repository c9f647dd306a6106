"""Searching the directory at 1k, 10k and 100k profiles, on both databases, beside LIKE and their own full-text search.

The command fails (exit code 1) where a search or an update takes longer than promised at the largest size.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from math import log
from pathlib import Path
from random import Random

from sqlalchemy import text

from bot.logs import configure
from bot.model import PersonId
from bot.service.context import Context
from bot.service.directory import index, search
from bot.store import profiles
from bot.store.db import Database, Tx
from bot.store.migrate import upgrade
from tests import databases
from tests.directory.company import NOW, company
from tests.directory.filling import open_company
from tests.directory.queries import queries

SIZES = (1_000, 10_000, 100_000)
P50, P99, UPDATE = 5.0, 100.0, 20.0
"""Milliseconds that are promised at the largest size."""
BARE = 60
"""Queries of the baselines; they are slow."""
UPDATES = 40


@dataclass(frozen=True)
class Times:
    """Milliseconds, of many runs."""

    taken: Sequence[float]

    def at(self, share: float) -> float:
        """Return a percentile."""
        return sorted(self.taken)[min(len(self.taken) - 1, int(len(self.taken) * share))]


@dataclass(frozen=True)
class Figures:
    """One size on one database."""

    search: Times
    like: Times
    own: Times
    update: Times
    megabytes: float


BUFFERS = "shared_buffers=512MB"
"""What a server for 100,000 people has at least: a quarter of its memory is the usual advice; the default is 128 MB."""


def measure() -> None:
    """Print search, update, size and growth for each database and size; sizes may follow the name."""
    configure("console", "ERROR")
    sizes = [int(one) for one in sys.argv[2:] if one.isdigit()] or list(SIZES)
    kept = [_kind(kind, sizes) for kind in ("SQLite", "PostgreSQL")]
    if not all(kept):
        raise SystemExit("A search or an update takes longer than promised.")


def _kind(kind: str, sizes: Sequence[int]) -> bool:
    found = {}
    heads = f"{'search p50':>10} {'p99':>7}  {'LIKE p50':>9} {'p99':>7}  {'own FTS p50':>11} {'p99':>7}"
    print(f"{kind:<11} {'profiles':>8}  {heads}  {'update p50':>10} {'p99':>6}  {'index':>7}   (ms, MB)")
    for size in sizes:
        one = found[size] = _measured(kind, size)
        print(
            f"{'':<11} {size:>8}  {one.search.at(0.5):>10.1f} {one.search.at(0.99):>7.1f}  "
            f"{one.like.at(0.5):>9.1f} {one.like.at(0.99):>7.1f}  {one.own.at(0.5):>11.1f} {one.own.at(0.99):>7.1f}  "
            f"{one.update.at(0.5):>10.1f} {one.update.at(0.99):>6.1f}  {one.megabytes:>7.1f}",
            flush=True,
        )
    first, last = min(found), max(found)
    if first < last:
        times = found[last].search.at(0.5) / found[first].search.at(0.5)
        print(f"  {kind}: the median grows with the profiles to the power of {log(times) / log(last / first):.2f}")
    worst = found[last]
    return worst.search.at(0.5) < P50 and worst.search.at(0.99) < P99 and worst.update.at(0.5) < UPDATE


def _measured(kind: str, size: int) -> Figures:
    with ExitStack() as stack:
        database = Database.open(_address(stack, kind))
        stack.callback(database.close)
        context = open_company(database, company(size))
        _prepare_baseline(database)
        asked = [query.text for query in queries()]
        Random(1).shuffle(asked)
        searched = Times([_timed(_finding(context, one)) for one in [*asked[:50], *asked]][50:])
        like = Times([_timed(_reading(database, _like(one))) for one in asked[:BARE]])
        own = Times([_timed(_reading(database, _own(database, one))) for one in asked[:BARE]])
        return Figures(searched, like, own, Times(list(_updates(context, size))), _megabytes(database))


def _address(stack: ExitStack, kind: str) -> str:
    if kind == "PostgreSQL":
        return stack.enter_context(stack.enter_context(databases.postgres(BUFFERS)).database())
    url = f"sqlite:///{Path(stack.enter_context(tempfile.TemporaryDirectory())) / 'rondo.db'}"
    upgrade(url)
    return url


def _finding(context: Context, query: str) -> Callable[[], object]:
    return lambda: search.find(context, query, looking="colleagues", now=NOW)


def _updates(context: Context, size: int) -> Iterator[float]:
    """Change one topic of one profile at a time, and index it in the same transaction."""
    chance = Random(2)
    for number in chance.sample(range(1, size), UPDATES):
        person = PersonId(f"p{number:06d}")

        def change(person: PersonId = person) -> None:
            with context.database.begin() as tx:
                facts = [one for one in profiles.of_people(tx, [person])[person].facts if one.field == "works_with"]
                profiles.replace_values(tx, person, "works_with", facts[:-1])
                index.refresh(tx, context, person, now=NOW)

        yield _timed(change)


# ---------------------------------------------------------------- baselines


def _prepare_baseline(database: Database) -> None:
    """Put the values of each person into one row, with the database's own full-text index over it."""
    with database.begin() as tx:
        if database.is_sqlite:
            tx.execute(text("CREATE TABLE plain AS SELECT person, group_concat(value, ' ') AS body FROM profile_facts "
                            "GROUP BY person"))  # fmt: skip
            tx.execute(text("CREATE VIRTUAL TABLE plain_fts USING fts5(body, tokenize='unicode61', detail=full)"))
            tx.execute(text("INSERT INTO plain_fts(rowid, body) SELECT rowid, body FROM plain"))
            return
        tx.execute(text("CREATE TABLE plain AS SELECT person, string_agg(value, ' ') AS body FROM profile_facts "
                        "GROUP BY person"))  # fmt: skip
        tx.execute(text("CREATE INDEX plain_fts ON plain USING gin (to_tsvector('german', body))"))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _reading(database: Database, read: Callable[[Tx], object]) -> Callable[[], None]:
    def work() -> None:
        with database.read() as tx:
            read(tx)

    return work


def _like(query: str) -> Callable[[Tx], object]:
    words = {f"w{place}": f"%{word.lower()}%" for place, word in enumerate(query.split())}
    where = " AND ".join(f"lower(body) LIKE :{name}" for name in words)
    return lambda tx: tx.execute(text(f"SELECT person FROM plain WHERE {where} LIMIT 10"), words).all()


def _own(database: Database, query: str) -> Callable[[Tx], object]:
    if database.is_sqlite:
        sought = " ".join('"' + word.replace('"', "") + '"' for word in query.split())
        statement = "SELECT rowid FROM plain_fts WHERE plain_fts MATCH :q ORDER BY rank LIMIT 10"
    else:
        sought = query
        matching = "to_tsvector('german', body) @@ plainto_tsquery('german', :q)"
        rank = "ts_rank(to_tsvector('german', body), plainto_tsquery('german', :q))"
        statement = f"SELECT person FROM plain WHERE {matching} ORDER BY {rank} DESC LIMIT 10"
    return lambda tx: tx.execute(text(statement), {"q": sought}).all()


def _megabytes(database: Database) -> float:
    """Return what documents, words and index of all audiences take."""
    with database.read() as tx:
        if database.is_sqlite:
            size = tx.scalar(text("SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%search%'"))
        else:
            size = tx.scalar(text("SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c WHERE relkind = 'r' "
                                  "AND relname LIKE 'search%'"))  # fmt: skip
    return float(size or 0) / 1_000_000


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
