"""What people sought in vain: topics and numbers, never who, never what else they wrote."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from bot.directory.analyser import LONGEST as TOKEN
from bot.directory.terms import subject_of
from bot.figures import ENOUGH
from bot.model import PersonId
from bot.service.context import Context
from bot.store import missed_topics

LONGEST = 60
KEPT = timedelta(days=90)
"""Without anybody who misses it again."""
_PRIVATE = re.compile(r"@|\d{4,}|https?:|www\.|<[@#!]")
"""What hints at an address, a number, a person."""


def note(context: Context, query: str, asker: PersonId, *, now: datetime) -> None:
    """Count a search in vain by its topic, once a day for the same person."""
    topic = topic_of(query)
    if not topic or not context.lexicons.is_first(asker, topic, now.date()):
        return
    with context.database.begin() as tx:
        missed_topics.count(tx, topic, on=now.date(), forget=(now - KEPT).date())


def topics(context: Context, *, now: datetime) -> list[tuple[str, int]]:
    """Return topics that were sought in vain often enough, with how often, the most wanted first."""
    with context.database.read() as tx:
        return missed_topics.often(tx, least=ENOUGH, since=(now - KEPT).date())


def topic_of(query: str) -> str:
    """Return what may be kept of a query; empty where that is nothing."""
    if _PRIVATE.search(query) or any(len(word) >= TOKEN for word in query.split()):
        return ""
    topic = subject_of(query)
    return topic if 3 <= len(topic) <= LONGEST and any(letter.isalpha() for letter in topic) else ""
