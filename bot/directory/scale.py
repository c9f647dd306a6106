"""How close and how weighty what a profile holds is for a term: looked up, so that hundreds are weighed in no time."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from bot.directory.analyser import ABOUT, NAME, TOPIC, WORK, forms, tokens
from bot.directory.terms import EXACT, STEM, Option, Term

WEIGHTS = {NAME: 6.0, TOPIC: 5.0, WORK: 2.0, ABOUT: 1.0}
Grade = tuple[int, float]
"""How close, and minus the weight: the least is the best."""


@dataclass(frozen=True)
class Scale:
    """What weighs something for one term: words by token, and phrases, of which each word has such tokens."""

    words: dict[str, Grade]
    phrases: tuple[tuple[dict[str, Grade], ...], ...]

    def grade(self, held: Set[str]) -> Grade | None:
        """Return the best that stands in a document; None where nothing does."""
        found = [self.words[one] for one in held if one in self.words]
        for phrase in self.phrases:
            grades = [_best(word, held) for word in phrase]
            known = [one for one in grades if one is not None]
            if len(known) == len(grades):
                found.append((max(one[0] for one in known), sum(one[1] for one in known) / len(known)))
        return min(found, default=None)

    def worth(self, held: Set[str]) -> float:
        """Return how much of an answer a value is: of a phrase also the part that it has."""
        best = [(1.0, self.words[one]) for one in held if one in self.words]
        for phrase in self.phrases:
            grades = [one for one in (_best(word, held) for word in phrase) if one is not None]
            if grades:
                best.append((len(grades) / len(phrase), min(grades)))
        return max((share * -weight / (1 + closeness) for share, (closeness, weight) in best), default=0.0)


def scale_of(term: Term) -> Scale:
    """Return what weighs for a term."""
    words: dict[str, Grade] = {}
    phrases = []
    for option in term.options:
        if len(option.words) > 1:
            phrases.append(tuple(dict(_grades(option, word)) for word in option.words))
            continue
        for token, grade in _grades(option, option.words[0]):
            if token not in words or grade < words[token]:
                words[token] = grade
    return Scale(words, tuple(phrases))


def _grades(option: Option, word: str) -> Iterator[tuple[str, Grade]]:
    """Yield what each token of a word counts for; a word of the same stem is a little further than the word itself."""
    for letter in option.classes:
        weight = -WEIGHTS[letter]
        loose = option.closeness if letter == NAME else max(option.closeness, STEM)
        yield from ((token, (loose, weight)) for token in tokens(word, letter))
        if option.closeness == EXACT:
            yield from ((token, (EXACT, weight)) for token in forms(word, letter))


def _best(word: dict[str, Grade], held: Set[str]) -> Grade | None:
    return min((word[one] for one in word.keys() & held), default=None)
