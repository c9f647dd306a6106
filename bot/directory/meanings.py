"""What means the same as a word or phrase: aliases of the rituals file, built-in synonyms, verb and noun of a root."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bot.directory.analyser import stems, stop_words, words_of
from bot.directory.synonyms import built_in

Phrase = tuple[str, ...]
"""Surfaces."""
Topics = tuple[tuple[str, ...], ...]
"""Groups of words for one topic, as the rituals file gives them."""
_DOING = ("ierungen", "ierung", "ationen", "ation", "ieren", "ierst", "ierte", "iert", "iere")
_FOREIGN = ("ierung", "ieren", "ation", "ierungen", "ationen")
_MAKING = ("ungen", "ung", "en", "et", "t")
_NATIVE = ("ung", "en", "ungen", "n", "")


def aliases(said: Phrase, topics: Topics) -> list[Phrase]:
    """Return what the rituals file calls by the same name."""
    return list(dict.fromkeys(_found(said, topics)))


def synonyms(said: Phrase) -> list[Phrase]:
    """Return what means the same in German or English."""
    return list(dict.fromkeys(_found(said, built_in())))


def kin(word: str) -> list[str]:
    """Return verbs and nouns of the root of a German word: reinigen and Reinigung, moderieren and Moderation."""
    for endings, others in ((_DOING, _FOREIGN), (_MAKING, _NATIVE)):
        ending = next((one for one in endings if word.endswith(one)), "")
        bare = word.removesuffix(ending) if ending else ""
        if len(bare) >= 4:
            return [bare + other for other in others if bare + other != word]
    return []


def _found(said: Phrase, topics: Topics) -> Iterator[Phrase]:
    for group in _groups(topics).get(_key(said), ()):
        yield from (_bare(phrase) for phrase in group if phrase != said)


def _bare(phrase: Phrase) -> Phrase:
    return tuple(word for word in phrase if word not in stop_words()) or phrase


@lru_cache(maxsize=64)
def _groups(topics: Topics) -> dict[Phrase, list[tuple[Phrase, ...]]]:
    """Return the groups by each of their phrases."""
    found: dict[Phrase, list[tuple[Phrase, ...]]] = {}
    for names in topics:
        spelt = [words_of(name) for name in names]
        phrases = [tuple(word.whole for word in words) for words in spelt if words]
        phrases += [words[0].parts for words in spelt if len(words) == 1 and words[0].parts]
        group = tuple(dict.fromkeys(phrases))
        for key in {_key(phrase) for phrase in group}:
            found.setdefault(key, []).append(group)
    return found


def _key(phrase: Phrase) -> Phrase:
    return tuple(stems(word)[0] for word in phrase)
