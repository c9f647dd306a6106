"""A question as terms: what has to be in a profile, each with everything that may stand for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.directory.analyser import CLASSES, Word, asking_words, stems, stop_words, words_of
from bot.directory.synonyms import built_in

EXACT, SAME, BEGINS, WITHIN, NEAR = range(5)
"""How close something comes to what was said: the word or its alias in the rituals file, a word of the same meaning,
a longer word that begins so, one that holds it or is a part of it, one that is misspelt."""
MOST_TERMS = 8
_LONGEST_PHRASE = 5
Group = tuple[tuple[str, ...], ...]
"""Phrases for one thing, each as its surfaces."""


@dataclass(frozen=True)
class Option:
    """One thing that may stand for a term: all of these words, each in one of these classes."""

    words: tuple[str, ...]
    closeness: int = EXACT
    classes: str = CLASSES


@dataclass(frozen=True)
class Term:
    """One thing that is sought."""

    said: tuple[str, ...]
    options: tuple[Option, ...]

    def with_options(self, more: Sequence[Option]) -> Term:
        """Return the term with further options, those that it has already left out."""
        known = {one.words for one in self.options}
        return replace(self, options=(*self.options, *(one for one in more if one.words not in known)))


def terms_of(query: str, topics: tuple[tuple[str, ...], ...], *, known: Callable[[str], bool]) -> list[Term]:
    """Return the terms of a query, words that only ask left out unless nothing else is left.

    `topics` are the aliases of the rituals file; `known` tells whether somebody's profile has a word, so that what is
    one word there may be two here.
    """
    words = words_of(query)
    for ignored in (asking_words(), stop_words(), frozenset[str]()):
        found = list(_terms(words, topics, ignored, known))
        if found:
            return list(dict.fromkeys(found))[:MOST_TERMS]
    return []


def subject_of(query: str) -> str:
    """Return what a query is about, in small letters and without the words that only ask."""
    kept = [word.whole for word in words_of(query) if word.whole not in asking_words()]
    return " ".join(kept)


def _terms(
    words: Sequence[Word], topics: tuple[tuple[str, ...], ...], ignored: frozenset[str], known: Callable[[str], bool]
) -> Iterator[Term]:
    place = 0
    while place < len(words):
        size, term = _phrase(words[place:], topics)
        if size <= 1 and words[place].whole in ignored:
            place += 1
            continue
        if size <= 1:
            joined = _joined(words[place:], ignored, known)
            if joined is not None:
                place, term, size = place + 1, joined, 1
        yield term
        place += max(size, 1)


def _phrase(words: Sequence[Word], topics: tuple[tuple[str, ...], ...]) -> tuple[int, Term]:
    """Return how many words the longest known phrase at the beginning takes, and its term."""
    plain = [word.whole for word in words[:_LONGEST_PHRASE]]
    for size in range(len(plain), 1, -1):
        said = tuple(plain[:size])
        options = (*_aliases(said, topics), *_synonyms(said))
        if options:
            return size, Term(said, (Option(_bare(said)),)).with_options(options)
    word = words[0]
    options = _own(word)
    for said in dict.fromkeys(((word.whole,), word.parts or (word.whole,))):
        options = (*options, *_aliases(said, topics), *_synonyms(said))
    return 1, Term((word.whole,), ()).with_options(options)


def _own(word: Word) -> tuple[Option, ...]:
    return (Option((word.whole,)), Option(word.parts)) if word.parts else (Option((word.whole,)),)


def _joined(words: Sequence[Word], ignored: frozenset[str], known: Callable[[str], bool]) -> Term | None:
    """Return two words as one where profiles write them so."""
    if len(words) < 2 or words[1].whole in ignored:
        return None
    first, second = words[0].whole, words[1].whole
    if min(len(first), len(second)) < 3:
        return None
    whole = next((one for one in (first + second, first + "s" + second) if known(one)), None)
    return (whole and Term((first, second), (Option((first, second)), Option((whole,))))) or None


def _aliases(said: tuple[str, ...], topics: tuple[tuple[str, ...], ...]) -> tuple[Option, ...]:
    return tuple(Option(_bare(phrase)) for phrase in _found(said, _groups(topics)))


def _synonyms(said: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(_bare(phrase), SAME, "twa") for phrase in _found(said, _groups(built_in())))


def _found(said: tuple[str, ...], groups: dict[tuple[str, ...], list[Group]]) -> Iterator[tuple[str, ...]]:
    for group in groups.get(_key(said), ()):
        yield from (phrase for phrase in group if phrase != said)


def _bare(phrase: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in phrase if word not in stop_words()) or phrase


@lru_cache(maxsize=64)
def _groups(topics: tuple[tuple[str, ...], ...]) -> dict[tuple[str, ...], list[Group]]:
    """Return the groups by each of their phrases."""
    found: dict[tuple[str, ...], list[Group]] = {}
    for names in topics:
        spelt = [words_of(name) for name in names]
        phrases = [tuple(word.whole for word in words) for words in spelt if words]
        phrases += [words[0].parts for words in spelt if len(words) == 1 and words[0].parts]
        group = tuple(dict.fromkeys(phrases))
        for key in {_key(phrase) for phrase in group}:
            found.setdefault(key, []).append(group)
    return found


def _key(phrase: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(stems(word)[0] for word in phrase)
