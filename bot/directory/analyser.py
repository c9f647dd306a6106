"""Words as tokens, the same for what profiles say and for what somebody asks.

A text becomes surfaces: plain words of [a-z0-9] with umlauts and accents folded, "Müller", "Mueller" and "Muller" the
same. A surface has stems, German and English ones side by side; two words mean the same where they share one. A token
is a stem behind the letter of its class. Names are kept as they are: a stem would make Peters of Peter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.german_stemmer import GermanStemmer

from bot.directory.words import ASKING, COUPLES, NO_WOMEN, PROTECTED, STOP, WOMEN

NAME, TOPIC, WORK, ABOUT = CLASSES = "ntwa"
"""What a word stands in: the name; topics, responsibilities; role, place, languages, projects; free text."""
LONGEST = 40
"""Characters of a token."""
_PLAIN = 3
"""Words up to this length have no endings."""

_INNER = re.compile(r"(?<=[a-zäöüß])In(nen)?(?![A-Za-zÄÖÜäöüß])")
_NO_INNER = re.compile(
    r"(?:linked|plug|built|check|log|sign|add|opt|drop|sit|stand|all|zoom|fade|walk)$", re.IGNORECASE
)
_SIGNED = re.compile(r"(?<=[a-zäöüß])(?:[:*_·•’]|/-?|-/)in(?:nen)?(?![a-zäöüß0-9])")
_BRACKETED = re.compile(r"(?<=[a-zäöüß])\(-?in(?:nen)?\)")
_ENDED = re.compile(r"(?<=[a-zäöüß])[:*_·](?:[rnsm]|er|en|e)(?![a-zäöüß0-9])")
_ENDINGS = ("en", "em", "es", "e", "n", "s")
_IZE = re.compile(r"(?<=[a-z]{3})iz(?=e|ing|ation)")
_UE = re.compile(r"(?<![qae])ue(?!s?(?![a-z]))")
_CHUNK = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_JOINED = re.compile(r"(?<=\w)['’‘`´](?=\w)")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "æ": "a", "œ": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ß": "ss"}
)


@dataclass(frozen=True)
class Word:
    """One word of a text: as a whole, and its parts where it was written with hyphens."""

    whole: str
    parts: tuple[str, ...] = ()

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Return every way to find it."""
        return (self.whole, *self.parts)


@lru_cache(maxsize=4_096)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text, in order."""
    return tuple(_words(text))


def surfaces_of(text: str) -> tuple[str, ...]:
    """Return the surfaces of a text, parts and wholes of hyphened words, each once."""
    return tuple(dict.fromkeys(surface for word in words_of(text) for surface in word.surfaces))


def fold(text: str) -> str:
    """Return a text in small letters of [a-z0-9] and the signs it had, gendered forms and umlauts brought to one."""
    small = _without_women(unicodedata.normalize("NFC", text)).casefold().translate(_DASHES)
    small = _JOINED.sub("-", small)
    for pattern, plain in _protected():
        small = pattern.sub(plain, small)
    spread = unicodedata.normalize("NFKD", small.translate(_LETTERS))
    bare = "".join(map(_ascii, spread)) if not spread.isascii() else spread
    return _UE.sub("u", _IZE.sub("is", bare.replace("ae", "a").replace("oe", "o")))


@lru_cache(maxsize=50_000)
def lemma(surface: str) -> str:
    """Return the word for a man where a surface is one for a woman, else the surface: what roles are sought by."""
    return _as_man(surface) if len(surface) > _PLAIN and surface.isalpha() else surface


def root(surface: str) -> str:
    """Return a surface without the ending of a case or of several."""
    for ending in _ENDINGS:
        if surface.endswith(ending) and len(surface) - len(ending) >= _PLAIN:
            return surface[: -len(ending)]
    return surface


@lru_cache(maxsize=150_000)
def stems(surface: str) -> tuple[str, ...]:
    """Return the stems of a surface, the German one first."""
    if len(surface) <= _PLAIN or not surface.isalpha():
        return (surface,)
    man = lemma(surface)
    # A stemmer keeps what it works on within itself, so each word gets its own.
    return tuple(dict.fromkeys((GermanStemmer().stemWord(man), EnglishStemmer().stemWord(man))))


def tokens(surface: str, classes: str = CLASSES) -> tuple[str, ...]:
    """Return what stands for a surface in these classes: any of them will do."""
    named = (NAME + surface,) if NAME in classes else ()
    return (*named, *(letter + stem for letter in classes if letter != NAME for stem in stems(surface)))


def forms(surface: str, letter: str) -> tuple[str, ...]:
    """Return the tokens of a surface in one class as it is written, in any case and number."""
    if letter == NAME:
        return (NAME + surface,)
    bare = root(lemma(surface))
    return tuple(dict.fromkeys((letter + lemma(surface), *(letter + bare + ending for ending in ("", *_ENDINGS)))))


def kept(surface: str, letter: str) -> tuple[str, ...]:
    """Return the tokens under which a document holds a surface: its stems, and the word as it is written."""
    return tuple(dict.fromkeys((*tokens(surface, letter), letter + (surface if letter == NAME else lemma(surface)))))


@cache
def stop_words() -> frozenset[str]:
    """Return the words that carry no topic, folded."""
    return frozenset(fold(word) for word in STOP.split())


@cache
def asking_words() -> frozenset[str]:
    """Return the words of questions, those that carry no topic included, folded."""
    return stop_words() | frozenset(fold(word) for word in ASKING.split())


def _words(text: str) -> Iterator[Word]:
    for found in _CHUNK.finditer(fold(text)):
        parts = found[0].split("-")
        if len(parts) == 1:
            yield Word(parts[0][:LONGEST])
        else:
            yield Word("".join(parts)[:LONGEST], tuple(part[:LONGEST] for part in parts))


@cache
def _protected() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), plain) for pattern, plain in PROTECTED)


def _without_women(text: str) -> str:
    """Return the text with "Entwickler:in", "EntwicklerInnen" and their like as "Entwickler"."""
    inner = _INNER.sub(lambda found: found[0] if _NO_INNER.search(text[: found.start()]) else "", text)
    return _ENDED.sub("", _BRACKETED.sub("", _SIGNED.sub("", inner)))


@cache
def _no_women() -> frozenset[str]:
    return frozenset(NO_WOMEN.split())


def _as_man(surface: str) -> str:
    """Return the word for a man where a surface is one for a woman: one stem for both."""
    for ending, other in COUPLES:
        if surface.endswith(ending) and surface not in _no_women():
            return surface.removesuffix(ending) + other
    single = surface.removesuffix("nen") if surface.endswith("innen") else surface
    if single not in _no_women() and single.endswith(WOMEN) and len(single) > 5:
        return single.removesuffix("in")
    return surface


def _ascii(letter: str) -> str:
    """Return a letter as plain ones; those of other scripts by their number, so that they can be found as written."""
    if letter.isascii():
        return letter
    if unicodedata.combining(letter):
        return ""
    return f"x{ord(letter):x}" if letter.isalnum() else " "
