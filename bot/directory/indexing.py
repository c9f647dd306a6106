"""What a profile, cut to an audience, gives to its index; and which of its values answer a question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain

from bot.directory.analyser import ABOUT, NAME, TOPIC, WORK, kept, lemma, stop_words, surfaces_of
from bot.directory.scale import Scale
from bot.directory.search import LARGEST
from bot.directory.tongues import names_of
from bot.directory.vocabulary import PHRASE
from bot.model import NAME as NAMED
from bot.model import Directory, Field, FieldType, Profile

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
            words.update(dict.fromkeys(letter + one for one in _surfaces(fact.value, field.type, letter)))
            phrases += [PHRASE + fact.value] if field.type in _TOPICS else []
    found = chain.from_iterable(kept(word[1:], word[0]) for word in words)
    return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(chain(words, phrases)))


def seed_of(profile: Profile) -> int:
    """Return whence the number of somebody's documents comes: the same on every database."""
    name = profile.slack_id or profile.outside_id or profile.person
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") % (LARGEST - 1) + 1


def reasons(profile: Profile, scales: Sequence[Scale], directory: Directory) -> tuple[Why, ...] | None:
    """Return the values that answer the terms, best first; None where a term is answered by none.

    The profile is cut to what the asker may see. So nobody is found by what they have hidden since they were indexed.
    """
    told: list[tuple[float, int, Why]] = []
    answered: set[int] = set()
    for place, fact in enumerate(profile.facts):
        field = directory.fields[fact.field]
        letter = class_of(field)
        if letter:
            held, size = _held(fact.value, field.type, letter)
            worth = [scale.worth(held) for scale in scales]
            answered.update(number for number, amount in enumerate(worth) if amount)
            if any(worth):
                told.append((-sum(worth) * (1 + 0.2 / size), place, Why(fact.field, fact.value)))
    if len(answered) < len(scales):
        return None
    return tuple(why for _, _, why in sorted(told, key=lambda one: one[:2])[:MOST_REASONS])


@lru_cache(maxsize=10_000)
def _held(value: str, kind: FieldType, letter: str) -> tuple[frozenset[str], int]:
    """Return the tokens of a value, and how many words it has."""
    found = _surfaces(value, kind, letter)
    return frozenset(token for one in found for token in kept(one, letter)), max(1, len(found))


def _surfaces(value: str, kind: FieldType, letter: str) -> tuple[str, ...]:
    if kind == "languages":
        return tuple(dict.fromkeys(_spoken(value)))
    found = surfaces_of(value)
    if letter == NAME:
        return found
    if kind == "long":
        found = tuple(word for word in found if word not in stop_words())
    return tuple(dict.fromkeys(map(lemma, found)))


def _spoken(value: str) -> Iterable[str]:
    for name in names_of(value):
        yield from surfaces_of(name)
