"""The words of one audience's profiles, for what no exact hit answers: beginnings, parts of compounds, misspellings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.directory.analyser import CLASSES, NAME, root
from bot.directory.words import ALONE, LIGHT

PHRASE = "p"
"""The class of a whole topic, as its owner wrote it."""
MOST = 60
"""Words that stand for one."""
_SEEN = 2_000
"""Words that are looked at for one."""
_PART = 4
"""Letters of a word that may be part of another one, or misspelt."""
_LONG = 8
"""Letters from where on the beginning of a longer word may be misspelt."""
_FRAMES = ("", "s", "es", "n", "en", "e", "er")
"""What German puts between the parts of a compound."""
_FIRM = "tw"
"""The classes whose words may stand for a longer one."""


def _nearest(word: str, lengths: Mapping[int, list[str]]) -> tuple[int, list[str]]:
    """Return the words that are the fewest slips away, those with the same first letter where there is one."""
    most = 1 if len(word) <= 5 else 2 if len(word) <= 9 else 3
    found: list[tuple[int, str]] = []
    for size in range(max(3, len(word) - most), len(word) + most + 1):
        bucket = lengths.get(size, ())
        hits = process.extract(word, bucket, scorer=OSA.distance, score_cutoff=most, limit=None, processor=None)
        found += [(int(distance), other) for other, distance, _ in hits]
    least = min((distance for distance, _ in found), default=0)
    nearest = [other for distance, other in found if distance == least]
    return least, [other for other in nearest if other[0] == word[0]] or nearest


@cache
def _alone() -> frozenset[str]:
    return frozenset(ALONE.split())


@cache
def _light() -> tuple[str, ...]:
    return tuple(sorted(LIGHT.split(), key=len, reverse=True))


class Vocabulary:
    """Words with their class before them, and in how many profiles each stands."""

    def __init__(self, words: Mapping[str, int], *, people: int) -> None:
        self.people = people
        self._numbers = {word: n for word, n in words.items() if word[0] in CLASSES}
        self._ordered = sorted({word[1:] for word in self._numbers})
        self._text = "\n" + "\n".join(self._ordered) + "\n"
        self._lengths: dict[int, list[str]] = {}
        self._roots: dict[str, list[str]] = {}
        for word in self._ordered:
            self._lengths.setdefault(len(word), []).append(word)
            self._roots.setdefault(root(word), []).append(word)
        self._root_lengths: dict[int, list[str]] = {}
        for word in self._roots:
            self._root_lengths.setdefault(len(word), []).append(word)
        self.topics = tuple(sorted(word[1:] for word in words if word[0] == PHRASE))
        """Every topic, as it is written."""

    def __contains__(self, surface: str) -> bool:
        return any(letter + surface in self._numbers for letter in CLASSES)

    def times(self, surface: str, classes: str = CLASSES) -> int:
        """Return in how many profiles a word stands in some form, about; 0 where it is unknown."""
        some = [surface, *(one for one in self._roots.get(root(surface), ()) if one != surface)]
        return max((self._numbers.get(letter + one, 0) for letter in classes for one in some), default=0)

    def stands(self, surface: str, classes: str = CLASSES) -> bool:
        """Return whether somebody has a word: a name as it is, all else in some form."""
        rest = "".join(letter for letter in classes if letter != NAME)
        return (NAME in classes and NAME + surface in self._numbers) or bool(rest and self.times(surface, rest))

    def beginning(self, start: str) -> list[str]:
        """Return the words that begin so and go on, the frequent ones first."""
        if len(start) < 3 or start in _alone():
            return []
        place = bisect_left(self._ordered, start)
        found = takewhile(lambda word: word.startswith(start), self._ordered[place : place + _SEEN])
        return self._best(word for word in found if word != start)

    def holding(self, part: str) -> list[str]:
        """Return the words that a part stands in, not at the beginning."""
        if len(part) < _PART or part in _alone():
            return []
        found: list[str] = []
        at = self._text.find(part)
        while at >= 0 and len(found) < _SEEN:
            begin, end = self._text.rfind("\n", 0, at) + 1, self._text.find("\n", at)
            if at - begin >= 3:  # what stands before is a word of its own, no mere prefix
                found.append(self._text[begin:end])
            at = self._text.find(part, end)
        return self._best(found)

    def lightened(self, compound: str) -> str:
        """Return the part of a compound that matters where the rest is a word like "management"; else nothing."""
        for ending in _light():
            first = compound.removesuffix(ending)
            if first != compound and len(first) >= _PART:
                return next((one for one in self._firsts(first) if self._is_firm(one)), "")
        return ""

    def whole(self, compound: str) -> tuple[str, str] | None:
        """Return the two words that make up a compound, whatever joins them, the longest first one."""
        for size in range(len(compound) - _PART, _PART - 1, -1):
            second = compound[size:]
            if self._stands(second):
                first = next((one for one in self._firsts(compound[:size]) if self._stands(one)), None)
                if first is not None:
                    return first, second
        return None

    def part(self, compound: str) -> str:
        """Return the longest word that a compound begins with, else that it ends with; nothing where there is none."""
        sizes = range(len(compound) - 3, _PART - 1, -1)
        heads = (compound[:size] for size in sizes)
        tails = (compound[-size:] for size in sizes if size > _PART)
        return next((one for some in (heads, tails) for one in some if self._is_firm(one)), "")

    def near(self, word: str) -> tuple[int, list[str]]:
        """Return the words that are the fewest slips of the finger away, and how many: at most 1 to 3, by length.

        Where there is none in the case and number that was typed, those of another one count.
        """
        if len(word) < _PART or not word.isalpha():
            return 0, []
        slips, found = _nearest(word, self._lengths)
        if found:
            return slips, self._best(found)[:12]
        slips, found = _nearest(root(word), self._root_lengths)
        return slips, self._best(other for one in found for other in self._roots[one])[:12]

    def likely(self, start: str) -> list[str]:
        """Return longer words whose beginning is a slip or two away."""
        if len(start) < _LONG or not start.isalpha():
            return []
        longer = [word for size, some in self._lengths.items() if size > len(start) for word in some]
        heads = [word[: len(start)] for word in longer]
        hits = process.extract(start, heads, scorer=OSA.distance, score_cutoff=2, limit=None, processor=None)
        least = min((distance for _, distance, _ in hits), default=0)
        return self._best(longer[place] for _, distance, place in hits if distance == least)[:12]

    def _firsts(self, part: str) -> list[str]:
        """Return what the first part of a compound may be by itself, without what joins it."""
        bare = [part.removesuffix(frame) if frame else part for frame in _FRAMES if part.endswith(frame)]
        return [one for one in dict.fromkeys(bare) if len(one) >= _PART]

    def _stands(self, word: str) -> bool:
        return word not in _alone() and (word in self or root(word) in self._roots)

    def _is_firm(self, word: str) -> bool:
        return word not in _alone() and self.times(word, _FIRM) > 0

    def _best(self, found: Iterable[str]) -> list[str]:
        known = {word: max(self._numbers.get(letter + word, 0) for letter in CLASSES) for word in set(found)}
        return sorted(known, key=lambda word: (-known[word], word))[:MOST]
