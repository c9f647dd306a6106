"""A question as terms: what has to be in a profile, each with everything that may stand for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.directory.analyser import CLASSES, Word, asking_words, stop_words, words_of
from bot.directory.meanings import Phrase, Topics, aliases, synonyms

EXACT, STEM, SPLIT, BEGINS, WITHIN, SAME, NEAR, PART = 0, 1, 2, 3, 4, 5, 6, 20
"""How close something comes to what was said: the word or its alias in the rituals file; a word of its root; the parts
of a compound apart; a longer word that begins so, or holds it; a word of the same meaning; one that is misspelt, from
NEAR on, with all that may stand for it; and where there is nothing else the first part of a compound, from PART on."""
MOST_TERMS = 8
_LONGEST_PHRASE = 5
_NOT_NAMES = "twa"


@dataclass(frozen=True)
class Option:
    """One thing that may stand for a term: all of these words, each in one of these classes."""

    words: Phrase
    closeness: int = EXACT
    classes: str = CLASSES


@dataclass(frozen=True)
class Term:
    """One thing that is sought."""

    said: Phrase
    options: tuple[Option, ...]
    is_firm: bool = True
    """Whether it is surely a subject; in a question only words that somebody's topics have and German nouns are."""

    def with_options(self, more: Sequence[Option]) -> Term:
        """Return the term with further options; of two that are the same words the closer one stays."""
        found: dict[Phrase, Option] = {}
        for one in (*self.options, *more):
            if one.words not in found or one.closeness < found[one.words].closeness:
                found[one.words] = one
        return replace(self, options=tuple(found.values()))


def terms_of(query: str, topics: Topics, *, known: Callable[[str], bool]) -> list[Term]:
    """Return the terms of a query, words that only ask left out unless nothing else is left.

    `topics` are the aliases of the rituals file; `known` tells whether somebody's profile has a word, so that what is
    one word there may be two here.
    """
    words = words_of(query)
    nouns = _nouns(query)
    for ignored in (asking_words(), stop_words(), frozenset[str]()):
        found = list(dict.fromkeys(_terms(words, topics, ignored, known)))
        if found:
            asks = any(word.whole in asking_words() for word in words) and len(words) > 2
            firm = [replace(one, is_firm=not asks or one.said[0] in nouns or len(one.said) > 1) for one in found]
            return firm[:MOST_TERMS]
    return []


def subject_of(query: str) -> str:
    """Return what a query is about, in small letters and without the words that only ask."""
    return " ".join(word.whole for word in words_of(query) if word.whole not in asking_words())


def meant(said: Phrase, topics: Topics) -> list[Option]:
    """Return what means the same as a phrase."""
    other = aliases(said, topics)
    same = [phrase for one in (said, *other) for phrase in synonyms(one)]
    return [*(Option(one) for one in other), *(Option(one, SAME, _NOT_NAMES) for one in same)]


def _nouns(query: str) -> frozenset[str]:
    """Return the words that begin with a capital within a sentence that has small ones too."""
    spelt = query.split()
    if not any(one[:1].islower() for one in spelt):
        return frozenset()
    return frozenset(word.whole for one in spelt[1:] if one[:1].isupper() for word in words_of(one))


def _terms(
    words: Sequence[Word], topics: Topics, ignored: frozenset[str], known: Callable[[str], bool]
) -> Iterator[Term]:
    place = 0
    while place < len(words):
        size, term = _phrase(words[place:], topics)
        if size == 1 and words[place].whole in ignored:
            place += 1
            continue
        joined = _joined(words[place:], ignored, topics, known) if size == 1 else None
        yield joined or term
        place += 2 if joined is not None else size


def _phrase(words: Sequence[Word], topics: Topics) -> tuple[int, Term]:
    """Return how many words the longest known phrase at the beginning takes, and its term."""
    plain = [word.whole for word in words[:_LONGEST_PHRASE]]
    for size in range(len(plain), 1, -1):
        said = tuple(plain[:size])
        options = meant(said, topics)
        if options:
            bare = tuple(one for one in said if one not in stop_words()) or said
            return size, Term(said, (Option(bare),)).with_options(options)
    word = words[0]
    spelt: list[Phrase] = [(word.whole,), *([word.parts] if word.parts else [])]
    return 1, Term((word.whole,), tuple(map(Option, spelt))).with_options(
        [option for said in spelt for option in meant(said, topics)]
    )


def _joined(
    words: Sequence[Word], ignored: frozenset[str], topics: Topics, known: Callable[[str], bool]
) -> Term | None:
    """Return two words as one where profiles write them so."""
    if len(words) < 2 or words[1].whole in ignored:
        return None
    first, second = words[0].whole, words[1].whole
    if min(len(first), len(second)) < 3:
        return None
    whole = next((one for one in (first + second, first + "s" + second) if known(one)), None)
    if whole is None:
        return None
    return Term((first, second), (Option((first, second)), Option((whole,)))).with_options(meant((whole,), topics))
