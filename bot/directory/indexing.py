"""What a profile, cut to an audience, gives to its index; and which of its values answer a question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain

from bot.directory.analyser import ABOUT, NAME, TOPIC, WORK, kept, lemma, stems, stop_words, surfaces_of
from bot.directory.search import LARGEST, WEIGHTS
from bot.directory.terms import Option, Term
from bot.directory.tongues import names_of
from bot.directory.vocabulary import PHRASE
from bot.model import NAME as NAMED
from bot.model import Directory, Field, Profile, ProfileFact

_UNSOUGHT = ("photo", "contact")
_TOPICS = ("topics", "responsibilities")
MOST_REASONS = 3


@dataclass(frozen=True)
class Why:
    """One value that answers."""

    field: str
    value: str


def class_of(field: Field) -> str:
    """Return what the words of a field count as; empty where nobody searches in it."""
    if not field.searchable or field.type in _UNSOUGHT:
        return ""
    if field.key == NAMED:
        return NAME
    if field.type in _TOPICS or field.is_expertise:
        return TOPIC
    return ABOUT if field.type == "long" else WORK


def indexed(profile: Profile, directory: Directory) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tokens and the words of a profile that is cut to its audience already."""
    words: dict[str, None] = {}
    phrases = []
    for fact in profile.facts:
        field = directory.fields[fact.field]
        letter = class_of(field)
        if letter:
            words.update(dict.fromkeys(letter + one for one in _surfaces(fact, field)))
            phrases += [PHRASE + fact.value] if field.type in _TOPICS else []
    found = chain.from_iterable(kept(word[1:], word[0]) for word in words)
    return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(chain(words, phrases)))


def seed_of(profile: Profile) -> int:
    """Return whence the number of somebody's documents comes: the same on every database."""
    name = profile.slack_id or profile.outside_id or profile.person
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") % (LARGEST - 1) + 1


def reasons(profile: Profile, terms: Sequence[Term], directory: Directory) -> tuple[Why, ...] | None:
    """Return the values that answer the terms, best first; None where a term is answered by none.

    The profile is cut to what the asker may see. So nobody is found by what they have hidden since they were indexed.
    """
    held = [(fact, _Held(fact, directory.fields[fact.field])) for fact in profile.facts]
    held = [(fact, one) for fact, one in held if one.letter]
    told: list[tuple[float, int, ProfileFact]] = []
    answered: set[int] = set()
    for place, (fact, one) in enumerate(held):
        worth = [max((one.worth(option) for option in term.options), default=0.0) for term in terms]
        answered.update(number for number, amount in enumerate(worth) if amount)
        if any(worth):
            told.append((-sum(worth), place, fact))
    if len(answered) < len(terms):
        return None
    return tuple(Why(fact.field, fact.value) for _, _, fact in sorted(told, key=lambda one: one[:2])[:MOST_REASONS])


class _Held:
    """The words of one value, looked at only as far as needed."""

    def __init__(self, fact: ProfileFact, field: Field) -> None:
        self.letter = class_of(field)
        self._surfaces = _surfaces(fact, field) if self.letter else ()

    def worth(self, option: Option) -> float:
        """Return how well the value answers: by its closeness, its field, and how much of the value it is."""
        if self.letter not in option.classes:
            return 0.0
        met = sum(self._has(word) for word in option.words)
        if not met:
            return 0.0
        share = met / len(option.words)
        return share * (WEIGHTS[self.letter] + 1 / (1 + len(self._surfaces))) / (1 + option.closeness)

    def _has(self, word: str) -> bool:
        if self.letter == NAME:
            return word in self._surfaces
        if lemma(word) in self._surfaces:
            return True
        mine = stems(word)
        begin = {stem[:2] for stem in mine}
        return any(not set(stems(one)).isdisjoint(mine) for one in self._surfaces if one[:2] in begin)


def _surfaces(fact: ProfileFact, field: Field) -> tuple[str, ...]:
    if field.type == "languages":
        return tuple(dict.fromkeys(_spoken(fact.value)))
    found = surfaces_of(fact.value)
    if field.key == NAMED:
        return found
    if field.type == "long":
        found = tuple(word for word in found if word not in stop_words())
    return tuple(dict.fromkeys(map(lemma, found)))


def _spoken(value: str) -> Iterable[str]:
    for name in names_of(value):
        yield from surfaces_of(name)
