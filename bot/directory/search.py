"""Which people come first for a question. It knows no database: an Index looks tokens up, all scoring happens here.

What matches exactly comes first, then words of the same meaning, then beginnings and parts of compounds, then
misspellings; each only where the nearer ones found too few, and never beside exact hits of the same word. Within one
of these, the rarer word and the weightier field; equals rotate from day to day. Nothing else counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, islice, product
from math import log
from typing import Protocol, TypeAlias

from bot.directory.analyser import CLASSES, forms, lemma, tokens
from bot.directory.meanings import Topics
from bot.directory.scale import WEIGHTS, Scale, scale_of
from bot.directory.terms import EXACT, STEM, Option, Term
from bot.directory.vocabulary import Vocabulary
from bot.directory.widening import Widening

FEW = 100
"""Documents that are scored one by one; of more the best are asked for, class by class."""
MOST_LOOKS = 12
"""Questions to the index about one large set."""
_SUBJECTS = "ntw"
SPARE = 5
"""Hits beyond the limit, in place of people whose document is a moment too old."""
LARGEST = 2_147_483_647
"""A prime; numbers of documents are smaller."""
Wanted: TypeAlias = Sequence[Sequence[Sequence[tuple[str, ...]]]]
"""All of these, each as any of these, each as all of these words, each as any of these tokens."""


@dataclass(frozen=True)
class Document:
    """One person in one audience's index."""

    number: int
    person: str
    tokens: frozenset[str] = frozenset()


class Index(Protocol):
    """What looks tokens up."""

    def some(self, wanted: Wanted, most: int) -> list[Document]:
        """Return documents, in no order, at most so many."""

    def next(self, wanted: Wanted, most: int, turn: int) -> list[Document]:
        """Return the first documents by `mixed`, without their tokens."""


@dataclass(frozen=True)
class Hit:
    """One person who was found, the closest first."""

    person: str
    closeness: int
    score: float
    mixed: int


@dataclass(frozen=True)
class Outcome:
    """Who was found, best first, and by which terms."""

    hits: tuple[Hit, ...]
    terms: tuple[Term, ...]


def turn_of(on: date) -> int:
    """Return what mixes the numbers of documents anew each day."""
    return pow(48_271, on.toordinal(), LARGEST)


def mixed(number: int, turn: int) -> int:
    """Return the place among equals that a document has on a day; each comes first equally often."""
    return number * turn % LARGEST


def search(
    terms: Sequence[Term], index: Index, vocabulary: Vocabulary, *, topics: Topics, limit: int, turn: int
) -> Outcome:
    """Return the best for all terms; where nobody has all, for those that somebody has, the rarest kept longest."""
    seeker = _Seeker(index, Widening(vocabulary, topics), limit + SPARE, turn)
    if not terms:
        return Outcome((), ())
    terms = seeker.firm(terms)
    is_known = all(seeker.stands(term.options) for term in terms)
    exact = seeker.ranked(terms) if is_known else []
    if len(exact) >= limit and exact[limit - 1].closeness <= STEM:
        return Outcome(tuple(exact), tuple(terms))
    wide = [seeker.widened(term, is_met=bool(exact)) for term in terms]
    found = [term for term in wide if term is not None]
    hits = seeker.ranked(found) if found else []
    if hits:
        return Outcome(tuple(hits), tuple(found))
    for size in range(len(found) - 1, 0, -1):
        for some in sorted(combinations(found, size), key=lambda one: -sum(map(seeker.rarity, one))):
            hits = seeker.ranked(some)
            if hits:
                return Outcome(tuple(hits), some)
    # A word that somebody has just written stands in the index before it is among the known ones.
    return Outcome((), ()) if is_known else Outcome(tuple(seeker.ranked(terms)), tuple(terms))


class _Seeker:
    """One search on its way."""

    def __init__(self, index: Index, widening: Widening, limit: int, turn: int) -> None:
        self._index, self._widening, self._limit, self._turn = index, widening, limit, turn
        self._vocabulary = widening.vocabulary

    def firm(self, terms: Sequence[Term]) -> Sequence[Term]:
        """Return the terms of a question that are subjects; all of them where nobody knows which."""
        if all(term.is_firm for term in terms):
            return terms
        known = [term for term in terms if term.is_firm or self.stands(term.options, _SUBJECTS)]
        return known or terms

    def ranked(self, terms: Sequence[Term]) -> list[Hit]:
        """Return the best who have all terms."""
        few = [] if self._are_many(terms) else self._index.some(_wanted(terms), FEW + 1)
        if few and len(few) <= FEW:
            weighed = [(scale_of(term), self.rarity(term)) for term in terms]
            hits = (_weigh(one, weighed, self._turn) for one in few)
            found = [hit for hit in hits if hit is not None]
        else:
            found = list(self._leading(terms)) if few or self._are_many(terms) else []
        return sorted(found, key=lambda hit: (hit.closeness, -hit.score, hit.mixed))[: self._limit]

    def rarity(self, term: Term) -> float:
        """Return how much a term tells: of a rare one more."""
        least = self._least(term)
        nearest = (one for one in term.options if one.closeness == least)
        times = max((min(map(self._vocabulary.times, one.words)) for one in nearest), default=0)
        return len(term.said) * log(1 + (self._vocabulary.people + 1) / (times + 0.5))

    def widened(self, term: Term, *, is_met: bool) -> Term | None:
        """Return the term with what else may stand for it, None where nothing does."""
        if is_met or self.stands(term.options):
            return term.with_options([*self._widening.apart(term), *self._widening.longer(term, is_met=True)])
        for more in self._widening.further(term):
            if self.stands(more):
                return term.with_options(more)
        return None

    def stands(self, options: Iterable[Option], classes: str = CLASSES) -> bool:
        """Return whether somebody has one of these, going by the words that are known."""
        return any(self._is_known(option, classes) for option in options)

    def _is_known(self, option: Option, classes: str) -> bool:
        meant = "".join(letter for letter in option.classes if letter in classes)
        known = self._vocabulary.stands
        return all(known(word, meant) or known(lemma(word), meant) for word in option.words)

    def _leading(self, terms: Sequence[Term]) -> Iterator[Hit]:
        """Yield the first of very many, class by class, the weightiest combination first."""
        rarities, closeness = [self.rarity(term) for term in terms], max(map(self._least, terms))
        every = [[letter for letter in CLASSES if self._may_be(term, letter)] or list(CLASSES) for term in terms]
        worth = [
            (sum(r * WEIGHTS[letter] for r, letter in zip(rarities, letters, strict=True)), letters)
            for letters in product(*every)
        ]
        seen: set[str] = set()
        for score, letters in islice(sorted(worth, key=lambda one: (-one[0], one[1])), MOST_LOOKS):
            narrow = [self._narrowed(term, letter) for term, letter in zip(terms, letters, strict=True)]
            if all(narrow):
                yield from self._new(narrow, seen, closeness, score)
            if len(seen) >= self._limit:
                return
        yield from self._new(_wanted(terms), seen, max(STEM, closeness), 0.0)

    def _new(self, wanted: Wanted, seen: set[str], closeness: int, score: float) -> Iterator[Hit]:
        for one in self._index.next(wanted, self._limit + len(seen), self._turn):
            if one.person not in seen:
                seen.add(one.person)
                yield Hit(one.person, closeness, score, mixed(one.number, self._turn))

    def _are_many(self, terms: Sequence[Term]) -> bool:
        """Return whether so many have the one term that is sought that nobody needs to look."""
        least = self._least(terms[0])
        nearest = (one.words for one in terms[0].options if one.closeness == least)
        times = [min(map(self._vocabulary.times, words)) for words in nearest]
        return len(terms) == 1 and (max(times) > FEW or sum(times) > 2 * FEW)

    def _may_be(self, term: Term, letter: str) -> bool:
        return self.stands(self._nearest(term, letter), letter)

    def _least(self, term: Term) -> int:
        """Return how close to what was said the closest comes that somebody has."""
        known = [one.closeness for one in term.options if self.stands([one])]
        return min(known or [one.closeness for one in term.options])

    def _nearest(self, term: Term, letter: str) -> list[Option]:
        """Return what comes closest to what was said, and may stand in a class."""
        least = self._least(term)
        return [one for one in term.options if one.closeness == least and letter in one.classes]

    def _narrowed(self, term: Term, letter: str) -> list[list[tuple[str, ...]]]:
        """Return what stands for a term most closely, in one class, as it is written."""
        return [[forms(word, letter) for word in one.words] for one in self._nearest(term, letter)]


def _wanted(terms: Iterable[Term]) -> Wanted:
    return [_spelt(term, CLASSES) for term in terms]


def _spelt(term: Term, classes: str) -> list[list[tuple[str, ...]]]:
    found = []
    for one in term.options:
        letters = "".join(letter for letter in one.classes if letter in classes)
        if letters:
            found.append([tokens(word, letters) for word in one.words])
    return found


def _weigh(one: Document, terms: Sequence[tuple[Scale, float]], turn: int) -> Hit | None:
    closeness, score = EXACT, 0.0
    for scale, rarity in terms:
        grade = scale.grade(one.tokens)
        if grade is None:
            return None
        closeness = max(closeness, grade[0])
        score -= rarity * grade[1]
    return Hit(one.person, closeness, round(score, 6), mixed(one.number, turn))
