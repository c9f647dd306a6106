"""The words of one audience's profiles, for what no exact hit answers: beginnings, parts of compounds, misspellings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.directory.analyser import CLASSES, fold
from bot.directory.words import ALONE

PHRASE = "p"
"""The class of a whole topic, as its owner wrote it."""
MOST = 60
"""Words that stand for one."""
_PART = 5
"""Letters of a word that may be part of a longer one that is sought."""
_SHORTEST = 4
"""Letters of a word that may be misspelt, or stand within another one."""
_FRAMES = ("", "s", "es", "n", "en", "e", "er")
"""What German puts between the parts of a compound."""


@cache
def _alone() -> frozenset[str]:
    return frozenset(ALONE.split())


class Vocabulary:
    """Words with their class before them, and in how many profiles each stands."""

    def __init__(self, words: Mapping[str, int], *, people: int) -> None:
        self.people = people
        self._numbers = {word: n for word, n in words.items() if word[0] in CLASSES}
        self._ordered = sorted({word[1:] for word in self._numbers})
        self._known = frozenset(self._ordered)
        self._text = "\n" + "\n".join(self._ordered) + "\n"
        self._lengths: dict[int, list[str]] = {}
        for word in self._ordered:
            self._lengths.setdefault(len(word), []).append(word)
        self.topics = tuple(sorted(word[1:] for word in words if word[0] == PHRASE))
        """Every topic, as it is written."""
        self.folded = tuple(map(fold, self.topics))

    def __contains__(self, surface: str) -> bool:
        return surface in self._known

    def times(self, surface: str, classes: str = CLASSES) -> int:
        """Return in how many profiles a surface stands, at most; 0 where it is unknown."""
        return max((self._numbers.get(letter + surface, 0) for letter in classes), default=0)

    def beginning(self, start: str) -> list[str]:
        """Return the words that begin so and go on, the frequent ones first."""
        if len(start) < _SHORTEST - 1 or start in _alone():
            return []
        place = bisect_left(self._ordered, start)
        found = takewhile(lambda word: word.startswith(start), iter(self._ordered[place : place + 2_000]))
        return self._best(word for word in found if word != start)

    def holding(self, part: str) -> list[str]:
        """Return the words that a part stands in, not at the beginning."""
        if len(part) < _SHORTEST or part in _alone():
            return []
        found: list[str] = []
        at = self._text.find(part)
        while at >= 0 and len(found) < 2_000:
            begin, end = self._text.rfind("\n", 0, at) + 1, self._text.find("\n", at)
            if at - begin >= 3:  # what stands before is a word of its own, no mere prefix
                found.append(self._text[begin:end])
            at = self._text.find(part, end)
        return self._best(found)

    def parts(self, compound: str) -> list[str]:
        """Return the longest words that a compound begins or ends with."""
        longest = len(compound) - 3
        if longest < _PART:
            return []
        heads = [compound[:size] for size in range(longest, _PART - 1, -1) if self._stands(compound[:size])]
        tails = [compound[-size:] for size in range(longest, _PART - 1, -1) if self._stands(compound[-size:])]
        found = [*heads[:1], *tails[:1]]
        size = max(map(len, found), default=0)
        return [word for word in found if len(word) == size] if 2 * size >= len(compound) else []

    def whole(self, compound: str) -> tuple[str, str] | None:
        """Return the two words that make up a compound, whatever joins them."""
        for size in range(len(compound) - 3, 2, -1):
            head, rest = compound[:size], compound[size:]
            if head in self._known:
                for frame in _FRAMES:
                    tail = rest.removeprefix(frame) if frame else rest
                    if rest.startswith(frame) and len(tail) >= 3 and tail in self._known:
                        return head, tail
        return None

    def near(self, word: str) -> list[str]:
        """Return the words that are the fewest slips of the finger away: 1, 2 or 3, by the word's length."""
        if len(word) < _SHORTEST or not word.isalpha():
            return []
        slips = 1 if len(word) <= 5 else 2 if len(word) <= 9 else 3
        found: list[tuple[int, str]] = []
        for size in range(max(3, len(word) - slips), len(word) + slips + 1):
            bucket = self._lengths.get(size, ())
            hits = process.extract(word, bucket, scorer=OSA.distance, score_cutoff=slips, limit=None, processor=None)
            found += [(int(distance), other) for other, distance, _ in hits]
        least = min((distance for distance, _ in found), default=0)
        nearest = [other for distance, other in found if distance == least]
        same = [other for other in nearest if other[0] == word[0]]
        return self._best(same or nearest)[:12]

    def _stands(self, word: str) -> bool:
        return word in self._known and word not in _alone()

    def _best(self, found: Iterable[str]) -> list[str]:
        return sorted(set(found), key=lambda word: (-self.times(word), word))[:MOST]
