"""A small company and its runs, for the tests of the store."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import TypeVar

from bot.model import PersonId, Run, SlackUser
from bot.store import people
from bot.store.db import Tx

T = TypeVar("T")

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def hire(tx: Tx, *names: str) -> list[PersonId]:
    """Let Slack tell of people with these Slack ids; return who they are, in this order."""
    people.upsert_many(tx, [SlackUser(name, "de-DE", "Europe/Berlin") for name in names], now=NOW)
    known = people.ids_by_slack(tx, names)
    return [known[name] for name in names]


def a_run(ritual: str = "coffee", *, weeks: int = 0, slot: str = "") -> Run:
    """Return an open run, so many weeks after the first."""
    opened = NOW + timedelta(weeks=weeks)
    day = opened.date()
    return Run(
        id=f"{ritual}@{day}{slot}",
        ritual=ritual,
        nominal_date=day,
        slot=slot,
        state="open",
        seed=2**63 - 1,
        opened_at=opened,
        closes_at=opened + timedelta(days=4),
        definition={"kind": "pairing", "title": {"de": "Kaffee", "en": "Coffee"}},
    )


def race(runners: int, act: Callable[[], T]) -> list[T]:
    """Let several threads act from the same moment on."""
    start = Barrier(runners)

    def run(_: int) -> T:
        start.wait()
        return act()

    with ThreadPoolExecutor(runners) as pool:
        return list(pool.map(run, range(runners)))
