"""What may stand for a term that too few or none have: longer words, parts, names in full, the word that was meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.directory.analyser import CLASSES, NAME, lemma, root
from bot.directory.meanings import Topics, kin
from bot.directory.nicknames import nicknames
from bot.directory.terms import BEGINS, EXACT, NEAR, PART, SAME, SPLIT, WITHIN, Option, Term, meant
from bot.directory.vocabulary import Vocabulary

_NOT_NAMES = "twa"


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
        found += [Option((other,), WITHIN, _NOT_NAMES) for word in same for other in self._within(word)]
        return sorted(found, key=lambda one: one.closeness)

    def further(self, term: Term) -> Iterator[list[Option]]:
        """Yield what may stand for a term that nobody has, from near to far: the first that somebody has is enough."""
        longer = self.longer(term, is_met=False)
        yield longer
        if len(term.said) > 1 or not term.said[0].isalpha():
            return
        word = lemma(term.said[0])
        both = self.vocabulary.whole(word)
        slips, near = self.vocabulary.near(term.said[0])
        if both is not None and slips != 1:
            yield [*longer, Option(both, SPLIT, _NOT_NAMES), *self._part(word)]
        yield self._meant(near)
        yield self._part(word)

    def _around(self, word: str, classes: str) -> Iterator[Option]:
        words = self.vocabulary
        if NAME in classes:
            yield from (Option((name,), SAME, NAME) for name in nicknames().get(word, ()))
        plain = lemma(word)
        yield from (Option((other,), SAME, _NOT_NAMES) for other in kin(plain) if other in words)
        starts = dict.fromkeys((word, plain, *([root(plain)] if len(root(plain)) >= 4 else [])))
        yield from (Option((other,), BEGINS, classes) for start in starts for other in words.beginning(start))
        yield from (Option((other,), WITHIN, classes) for other in self._within(plain))
        first = words.lightened(plain)
        if first:
            yield Option((first,), WITHIN, _NOT_NAMES)
            yield from (replace(one, closeness=WITHIN) for one in meant((first,), self.topics))
        both = words.whole(plain)
        if both is not None:
            yield Option(both, SPLIT, _NOT_NAMES)

    def _within(self, word: str) -> list[str]:
        """Return the words that hold a word, its root, or a noun of that root."""
        nouns = [other for other in kin(word) if other.endswith(("ung", "ation"))]
        parts = dict.fromkeys((word, *([root(word)] if len(root(word)) >= 5 else []), *nouns))
        return [other for part in parts if len(part) >= 4 for other in self.vocabulary.holding(part)]

    def _meant(self, near: list[str]) -> list[Option]:
        """Return the words that may have been meant, each with all that may stand for it."""
        found: list[Option] = []
        for word in near:
            term = Term((word,), (Option((word,)),)).with_options(meant((word,), self.topics))
            some = (*term.options, *self.longer(term, is_met=True))
            found += [replace(one, closeness=NEAR + one.closeness) for one in some]
        return sorted(found, key=lambda one: one.closeness)

    def _part(self, word: str) -> list[Option]:
        part = self.vocabulary.part(word)
        if not part:
            return []
        own = Option((part,), PART, _NOT_NAMES)
        return [own, *(replace(one, closeness=PART, classes=_NOT_NAMES) for one in meant((part,), self.topics))]
