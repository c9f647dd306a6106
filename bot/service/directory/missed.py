"""What people sought in vain: topics and numbers, never who, never what else they wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.directory.analyser import LONGEST as TOKEN
from bot.directory.analyser import asking_words, fold, stop_words
from bot.directory.nicknames import nicknames
from bot.directory.terms import subject_of
from bot.figures import ENOUGH
from bot.model import PersonId
from bot.service.context import Context
from bot.service.directory.door import acting
from bot.store import missed_topics

LONGEST = 60
KEPT = timedelta(days=90)
"""Without anybody who misses it again."""
_PRIVATE = re.compile(r"@|\d{4,}|https?:|www\.|<[@#!]")
"""What hints at an address, a number, a person."""
_WORD = re.compile(r"[^\W\d_]+")
_PEOPLE = frozenset({"herr", "herrn", "frau", "mr", "mrs", "ms", "kollege", "kollegin", "kollegen", "chef", "chefin"})


def note(context: Context, query: str, asker: PersonId, *, now: datetime) -> None:
    """Count a search in vain by its topic, once for the same person."""
    topic = topic_of(query)
    if not topic or not context.lexicons.is_first(asker, topic):
        return
    with acting(context) as tx:
        missed_topics.count(tx, topic, on=now.date(), forget=(now - KEPT).date())


def topics(context: Context, *, now: datetime) -> list[tuple[str, int]]:
    """Return topics that were sought in vain often enough, with how often, the most wanted first."""
    with context.database.read() as tx:
        return missed_topics.often(tx, least=ENOUGH, since=(now - KEPT).date())


def words_of(values: Iterable[str]) -> list[str]:
    """Return the words of an entry as a kept topic would have them."""
    return sorted({word for value in values for word in subject_of(value).split()})


def topic_of(query: str) -> str:
    """Return what may be kept of a query; empty where that is nothing."""
    if _PRIVATE.search(query) or any(len(word) >= TOKEN for word in query.split()) or _may_name(query):
        return ""
    topic = subject_of(query)
    return topic if 3 <= len(topic) <= LONGEST and any(letter.isalpha() for letter in topic) else ""


def _may_name(query: str) -> bool:
    """Return whether a question may be about somebody: a given name, a title, or several words, all capitalised."""
    said = {word: fold(word) for word in _WORD.findall(query)}
    if any(folded in nicknames() or word.casefold() in _PEOPLE for word, folded in said.items()):
        return True
    idle = stop_words() | asking_words()
    words = [word for word, folded in said.items() if folded not in idle]
    return len(words) > 1 and all(word[0].isupper() for word in words)
