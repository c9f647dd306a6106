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

from bot.directory.analyser import ABOUT, CLASSES, NAME, TOPIC, WORK, tokens
from bot.directory.nicknames import nicknames
from bot.directory.terms import BEGINS, NEAR, SAME, WITHIN, Option, Term
from bot.directory.vocabulary import Vocabulary

WEIGHTS = {NAME: 6.0, TOPIC: 5.0, WORK: 2.0, ABOUT: 1.0}
FEW = 400
"""Documents that are scored one by one; of more the best are asked for, class by class."""
MOST_LOOKS = 12
"""Questions to the index about one large set."""
LARGEST = 2_147_483_647
"""A prime; numbers of documents are smaller."""
Wanted: TypeAlias = Sequence[Sequence[Sequence[tuple[str, ...]]]]
"""All of these, each as any of these, each as all of these words, each as any of these tokens."""


@dataclass(frozen=True)
class Document:
    """One person in one audience's index."""

    number: int
    person: str
    tokens: frozenset[str]


class Index(Protocol):
    """What looks tokens up."""

    def some(self, wanted: Wanted, most: int) -> list[Document]:
        """Return documents, in no order, at most so many."""

    def next(self, wanted: Wanted, most: int, turn: int) -> list[Document]:
        """Return the first documents by `mixed`."""

    def has(self, wanted: Wanted) -> bool:
        """Return whether there is any."""


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


def search(terms: Sequence[Term], index: Index, vocabulary: Vocabulary, *, limit: int, turn: int) -> Outcome:
    """Return the best for all terms; where nobody has all, for those that somebody has, the rarest kept longest."""
    seeker = _Seeker(index, vocabulary, limit, turn)
    if not terms:
        return Outcome((), ())
    exact = seeker.ranked(terms)
    if len(exact) >= limit:
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
    return Outcome((), ())


class _Seeker:
    """One search on its way."""

    def __init__(self, index: Index, vocabulary: Vocabulary, limit: int, turn: int) -> None:
        self._index, self._vocabulary, self._limit, self._turn = index, vocabulary, limit, turn

    def ranked(self, terms: Sequence[Term]) -> list[Hit]:
        """Return the best who have all terms."""
        few = self._index.some(_wanted(terms), FEW + 1)
        if len(few) <= FEW:
            weighed = [(term, self.rarity(term)) for term in terms]
            hits = (_weigh(one, weighed, self._turn) for one in few)
            found = [hit for hit in hits if hit is not None]
        else:
            found = list(self._leading(terms))
        return sorted(found, key=lambda hit: (hit.closeness, -hit.score, hit.mixed))[: self._limit]

    def rarity(self, term: Term) -> float:
        """Return how much a term tells: of a rare one more."""
        least = min(one.closeness for one in term.options)
        nearest = (one for one in term.options if one.closeness == least)
        times = max((min(map(self._vocabulary.times, one.words)) for one in nearest), default=0)
        return log(1 + (self._vocabulary.people + 1) / (times + 0.5))

    def widened(self, term: Term, *, is_met: bool) -> Term | None:
        """Return the term with what else may stand for it, None where nothing does.

        A name stays as it was typed where somebody has it; a word that is there is never taken for a slip.
        """
        is_met = is_met or self._index.has(_wanted([term]))
        classes = "twa" if is_met else CLASSES
        longer = term.with_options(list(self._longer(term, classes)))
        if is_met or (len(longer.options) > len(term.options) and self._index.has(_wanted([longer]))):
            return longer
        slips = [
            Option((other,), NEAR)
            for word in term.said[:1]
            if len(term.said) == 1
            for other in self._vocabulary.near(word)
        ]
        near = longer.with_options(slips)
        return near if slips else None

    def _longer(self, term: Term, classes: str) -> Iterator[Option]:
        words = self._vocabulary
        for word in dict.fromkeys(one.words[0] for one in term.options if len(one.words) == 1):
            if NAME in classes:
                yield from (Option((name,), SAME, NAME) for name in nicknames().get(word, ()))
            yield from (Option((other,), BEGINS, classes) for other in words.beginning(word))
            yield from (Option((other,), WITHIN, classes) for other in words.holding(word))
        if len(term.said) == 1:
            both = words.whole(term.said[0])
            if both:
                yield Option(both, WITHIN, "twa")
            elif term.said[0] not in words:
                yield from (Option((other,), WITHIN, "twa") for other in words.parts(term.said[0]))

    def _leading(self, terms: Sequence[Term]) -> Iterator[Hit]:
        """Yield the first of very many, class by class, the weightiest combination first."""
        rarities = [self.rarity(term) for term in terms]
        every = [[letter for letter in CLASSES if self._may_be(term, letter)] or list(CLASSES) for term in terms]
        worth = [
            (sum(r * WEIGHTS[letter] for r, letter in zip(rarities, letters, strict=True)), letters)
            for letters in product(*every)
        ]
        seen: set[str] = set()
        for score, letters in islice(sorted(worth, key=lambda one: (-one[0], one[1])), MOST_LOOKS):
            narrow = [_narrowed(term, letter) for term, letter in zip(terms, letters, strict=True)]
            if all(narrow):
                yield from self._new(narrow, seen, score)
            if len(seen) >= self._limit:
                return
        yield from self._new([list(_option_tokens(term)) for term in terms], seen, 0.0)

    def _new(self, wanted: Wanted, seen: set[str], score: float) -> Iterator[Hit]:
        for one in self._index.next(wanted, self._limit + len(seen), self._turn):
            if one.person not in seen:
                seen.add(one.person)
                yield Hit(one.person, 0, score, mixed(one.number, self._turn))

    def _may_be(self, term: Term, letter: str) -> bool:
        exact = [one for one in term.options if one.closeness == 0 and letter in one.classes]
        return any(all(self._vocabulary.times(word, letter) for word in one.words) for one in exact)


def _narrowed(term: Term, letter: str) -> list[list[tuple[str, ...]]]:
    """Return what stands for a term exactly, in one class."""
    exact = (one for one in term.options if one.closeness == 0 and letter in one.classes)
    return [[tokens(word, letter) for word in one.words] for one in exact]


def _wanted(terms: Iterable[Term]) -> Wanted:
    return [list(_option_tokens(term)) for term in terms]


def _option_tokens(term: Term) -> Iterator[list[tuple[str, ...]]]:
    for one in term.options:
        yield [tokens(word, one.classes) for word in one.words]


def _weigh(one: Document, terms: Sequence[tuple[Term, float]], turn: int) -> Hit | None:
    closeness, score = 0, 0.0
    for term, rarity in terms:
        best = max((_match(option, one.tokens) for option in term.options), key=lambda pair: (-pair[0], pair[1]))
        if not best[1]:
            return None
        closeness = max(closeness, best[0])
        score += rarity * best[1]
    return Hit(one.person, closeness, round(score, 6), mixed(one.number, turn))


def _match(option: Option, held: frozenset[str]) -> tuple[int, float]:
    """Return how close and how weighty an option is in a document; no weight where it is not there."""
    weight = 0.0
    for word in option.words:
        classes = [letter for letter in option.classes if not held.isdisjoint(tokens(word, letter))]
        if not classes:
            return NEAR + 1, 0.0
        weight += WEIGHTS[classes[0]] / len(option.words)
    return option.closeness, weight
