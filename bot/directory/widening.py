"""What may stand for a term that too few or none have: longer words, parts, names in full, the word that was meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.directory.analyser import CLASSES, NAME, lemma, root
from bot.directory.meanings import Topics, kin
from bot.directory.nicknames import nicknames
from bot.directory.terms import BEGINS, EXACT, NEAR, PART, SAME, SPLIT, STEM, WITHIN, Option, Term, meant
from bot.directory.vocabulary import Vocabulary

_NOT_NAMES = "twa"
_SUBJECTS = "tw"


@dataclass(frozen=True)
class Widening:
    """Widens terms by the words of one audience."""

    vocabulary: Vocabulary
    topics: Topics

    def longer(self, term: Term, *, is_met: bool) -> list[Option]:
        """Return words of the same root, and longer ones; a name stays as it was typed where somebody has it."""
        classes = _NOT_NAMES if is_met else CLASSES
        own = [one.words[0] for one in term.options if len(one.words) == 1 and one.closeness == EXACT]
        found = [option for word in dict.fromkeys(own) for option in self._around(word, classes)]
        same = [one.words[0] for one in term.options if len(one.words) == 1 and one.closeness == SAME]
        found += [Option((other,), SAME, _SUBJECTS) for word in same for other in self._within(word)]
        return sorted(found, key=lambda one: one.closeness)

    def further(self, term: Term) -> Iterator[list[Option]]:
        """Yield what may stand for a term that nobody has, from near to far: the first that somebody has is enough."""
        longer = self.longer(term, is_met=False)
        yield longer
        if len(term.said) > 1 or not term.said[0].isalpha():
            return
        word = lemma(term.said[0])
        both = self._both(word)
        slips, near = self.vocabulary.near(term.said[0])
        if both and slips != 1:
            yield [*both, *self._standing_for(self._part(word), PART)]
        yield self._standing_for(near, NEAR)
        yield self._standing_for(self.vocabulary.likely(word), NEAR)
        yield self._standing_for(self._part(word), PART)

    def apart(self, term: Term) -> list[Option]:
        """Return the parts of a compound, where profiles may have them apart."""
        return [option for one in term.options if len(one.words) == 1 for option in self._both(lemma(one.words[0]))]

    def _around(self, word: str, classes: str) -> Iterator[Option]:
        words = self.vocabulary
        if NAME in classes:
            yield from (Option((name,), STEM, NAME) for name in nicknames().get(word, ()))
        plain = lemma(word)
        yield from (Option((other,), STEM, _NOT_NAMES) for other in kin(plain) if other in words)
        yield from (Option((other,), BEGINS, classes) for start in _starts(word) for other in words.beginning(start))
        yield from (Option((other,), WITHIN, _SUBJECTS) for other in self._within(plain))
        first = words.lightened(plain)
        if first:
            yield Option((first,), WITHIN, _NOT_NAMES)
            yield from (replace(one, closeness=WITHIN) for one in meant((first,), self.topics))

    def _both(self, word: str) -> list[Option]:
        both = self.vocabulary.whole(word)
        return [] if both is None else [Option(both, SPLIT, _NOT_NAMES)]

    def _within(self, word: str) -> list[str]:
        """Return the words that hold a word, its root, or a noun of that root."""
        nouns = [other for other in kin(word) if other.endswith(("ung", "ation"))]
        parts = dict.fromkeys((word, *([root(word)] if len(root(word)) >= 5 else []), *nouns))
        return [other for part in parts if len(part) >= 4 for other in self.vocabulary.holding(part)]

    def _standing_for(self, words: list[str], closeness: int) -> list[Option]:
        """Return the words that stand for one that nobody has, each with all that may stand for it."""
        found: list[Option] = []
        for word in words:
            term = Term((word,), (Option((word,)),)).with_options(meant((word,), self.topics))
            some = (*term.options, *self.longer(term, is_met=True), *self.apart(term))
            found += [replace(one, closeness=closeness + one.closeness) for one in some]
        return sorted(found, key=lambda one: one.closeness)

    def _part(self, word: str) -> list[str]:
        part = self.vocabulary.part(word)
        return [part] if part else []


def _starts(word: str) -> list[str]:
    """Return how longer words may begin: the word, that for a man, and the one without an ending."""
    plain = lemma(word)
    shorter = [plain[:-1]] if plain.endswith("en") and len(plain) > 5 else []
    bare = [root(plain)] if len(root(plain)) >= 5 else []
    return list(dict.fromkeys((word, plain, *shorter, *bare)))
