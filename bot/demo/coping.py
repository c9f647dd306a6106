"""How the bot copes with Slack's bad days: its ledger beside what really arrived in the sandbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from bot.demo.director import Director
from bot.demo.tracks import mark_in
from bot.sandbox.model import Json
from bot.slack.gateway import mark_of
from bot.store import letters
from bot.store.letter_counts import Entry

BAD_DAYS = frozenset({"gave_up", "unreachable", "rate_limited", "doubt_skipped", "too_much_history"})
"""How letters end that a better day at Slack would have let arrive."""


def coping(director: Director, asked: dict[str, Any]) -> dict[str, Any]:
    """Count letters by state and outcome, and check each sent one against the sandbox's own log."""
    now = director.now()
    with director.stage.rondo.database.read() as tx:
        ledger = letters.ledger(tx)
        retried, due_now = letters.retried(tx), letters.due_count(tx, now)
    states = Counter(one.state for one in ledger if one.bundle is None)
    outcomes = Counter(one.outcome for one in ledger if one.outcome)
    arrived = arrivals(director.stage.sandbox.workspace.journal.log)
    return {
        "letters": {state: states[state] for state in ("due", "sending", "sent", "dead")},
        "due_now": due_now,
        "retried": retried,
        "outcomes": dict(outcomes.most_common()),
        "found": outcomes["found"],
        "sent_again": outcomes["sent_again"],
        "arrived": len(arrived),
        "twice": sum(1 for count in arrived.values() if count > 1),
        "missing": len(missing(ledger, arrived)),
        "died": len(died(ledger)),
    }


def arrivals(log: Iterable[Json]) -> Counter[str]:
    """Return how often each letter arrived as a message of its own, by its mark."""
    marks = (mark_in(row.get("metadata")) for row in list(log))
    return Counter(mark for mark in marks if mark)


def missing(ledger: Iterable[Entry], arrived: Counter[str]) -> list[str]:
    """Return the keys of posts that the ledger calls sent, and that are nowhere in the sandbox."""
    return [one.key for one in ledger if _is_posted(one) and not arrived[mark_of(one.bundle or one.key)]]


def died(ledger: Iterable[Entry]) -> list[str]:
    """Return the keys of letters that bad days kept from arriving, and of those that hung on them; of a bundle one."""
    found: dict[str, Entry] = {}
    for one in ledger:
        hangs = one.outcome == "predecessor_dead" and (one.after in found or one.bundle in found)
        if one.state == "dead" and (one.outcome in BAD_DAYS or hangs):
            found[one.key] = one
    return [key for key, one in found.items() if one.bundle is None]


def _is_posted(one: Entry) -> bool:
    return one.op == "post" and one.state == "sent"
