"""Topics for somebody who types one, and those close to what nobody was found for."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from bot.directory.analyser import fold, words_of
from bot.directory.terms import subject_of
from bot.directory.vocabulary import Vocabulary

Topics = tuple[tuple[str, ...], ...]
_ALIKE = 70
"""Of 100, from where on two topics are close."""
_CLOSE = 62
_NEAREST = 3


def suggestions(typed: str, vocabulary: Vocabulary, topics: Topics) -> list[str]:
    """Return topics for what was typed: those that begin so, then those with a word that does, that hold it, alike."""
    known = _names(vocabulary, topics)
    wanted = _key(typed)
    ranks = {name: rank for key, name in known if (rank := _rank(wanted, key)) is not None}
    if not ranks and len(wanted) > 3:
        alike = process.extract(wanted, [key for key, _ in known], scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=20)
        return list(dict.fromkeys(known[place][1] for _, _, place in alike))
    return sorted(ranks, key=lambda name: (ranks[name], name.casefold(), name))


def nearest(query: str, vocabulary: Vocabulary, topics: Topics) -> list[str]:
    """Return the topics of this audience that are closest to a query."""
    seen = dict.fromkeys(name for name in vocabulary.topics)
    keys = [_key(name) for name in seen]
    subject = subject_of(query)
    if len(subject) < 3:
        return []
    close = process.extract(subject, keys, scorer=fuzz.WRatio, score_cutoff=_CLOSE, limit=12)
    names = list(seen)
    return list({_key(names[place]): names[place] for _, _, place in close}.values())[:_NEAREST]


def _names(vocabulary: Vocabulary, topics: Topics) -> list[tuple[str, str]]:
    """Return (what is typed for it, topic); an alias leads to the name of its group."""
    found: dict[str, str] = {}
    for group in topics:
        found.update((_key(alias), group[0]) for alias in group if group)
    for name in vocabulary.topics:
        found.setdefault(_key(name), name)
    return list(found.items())


def _rank(wanted: str, key: str) -> int | None:
    if key.startswith(wanted):
        return 0
    if any(word.startswith(wanted) for word in _tails(key)):
        return 1
    return 2 if len(wanted) > 2 and wanted in key else None


def _tails(key: str) -> Iterator[str]:
    at = key.find(" ")
    while at >= 0:
        yield key[at + 1 :]
        at = key.find(" ", at + 1)


def _key(name: str) -> str:
    return " ".join(word.whole for word in words_of(name)) or fold(name)
