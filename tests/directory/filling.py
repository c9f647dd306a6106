"""The generated company in a database, written in batches and indexed, and its search as a colleague sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, insert

from bot.config import Config
from bot.delivery.courier import Courier
from bot.directory.catalogue import SHIPPED
from bot.model import LEVELS, PersonId
from bot.rituals.registry import kinds
from bot.service.context import Context
from bot.service.directory import index, search
from bot.store import tables as t
from bot.store.db import Database
from tests.directory.company import NOW, Colleague
from tests.directory.judge import Answer, Shown
from tests.directory.words import aliases
from tests.quiet import Listening
from tests.unit.cast import catalogues

AT_ONCE = 1_000
"""People of one transaction."""

Rows = dict[Table, list[dict[str, Any]]]


def open_company(database: Database, people: Iterable[Colleague]) -> Context:
    """Let everybody move in and be indexed; return what the use cases want to have."""
    directory = replace(SHIPPED, topics=aliases())
    config = Config((), "de", "Europe/Berlin", {}, "generated", directory=directory)
    slack = Listening([], {}, NOW)
    context = Context(database, slack, Courier(database, slack), kinds(), catalogues(), lambda: config)
    for some in _batches(people):
        with database.begin() as tx:
            for table, rows in _rows(some).items():
                tx.execute(insert(table), rows)
            index.refresh_many(tx, context, [PersonId(one.id) for one in some], now=NOW)
    return context


def ask(context: Context, text: str) -> Answer:
    """Ask as a colleague does; return whom the search shows, best first, with all that it shows of them."""
    found = search.find(context, text, looking="colleagues", now=NOW)
    return tuple(_shown(hit) for hit in found.hits)


def _shown(hit: search.Hit) -> Shown:
    told = [(fact.field, fact.value) for fact in hit.profile.facts]
    return Shown(hit.profile.person, frozenset([*told, *((why.field, why.value) for why in hit.why)]))


def _batches(people: Iterable[Colleague]) -> Iterator[list[Colleague]]:
    coming = iter(people)
    while some := list(islice(coming, AT_ONCE)):
        yield some


def _rows(people: list[Colleague]) -> Rows:
    rows: Rows = {
        t.people: [_person(one) for one in people],
        t.slack_ids: [{"person": one.id, "slack_id": f"U{one.number:08d}"} for one in people if one.kind != "outside"],
        t.outside_ids: [{"person": one.id, "outside_id": one.id} for one in people if one.kind == "outside"],
        t.listings: [_switches(one) for one in people],
        t.profile_facts: [row for one in people for row in _facts(one)],
    }
    return {table: some for table, some in rows.items() if some}


def _person(one: Colleague) -> dict[str, Any]:
    return {
        "id": one.id,
        "locale": "",
        "timezone": one.timezone,
        "is_bot": False,
        "is_guest": one.kind == "guest",
        "is_deactivated": one.kind == "left",
        "seen": NOW,
    }


def _switches(one: Colleague) -> dict[str, Any]:
    names = ("listed", "expert", "contactable", "paused_until")
    return {"person": one.id, **{name: getattr(one, name) for name in names}}


def _facts(one: Colleague) -> Iterator[dict[str, Any]]:
    order = list(SHIPPED.fields)
    for position, value in enumerate(sorted(one.values, key=lambda value: order.index(value.field))):
        yield {
            "person": one.id,
            "field": value.field,
            "position": position,
            "value": value.text,
            "audience": LEVELS.index(value.audience),
            "source": "import",
            "confirmed_at": NOW - timedelta(days=30 + one.number % 200),
            "expires_at": NOW - timedelta(days=3) if value.is_over else NOW + timedelta(days=90),
        }
