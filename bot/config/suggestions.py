"""What somebody probably meant, among the words that are possible."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any

from bot.config.vocabulary import OTHER_WORDS, ZONES

MANY = 12
"""More choices than these are not listed."""


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return the choice that somebody probably meant, or an empty string."""
    possible = list(choices)
    wanted = word[:40].lower().strip().strip("„“”‚‘’\"'\u200b")
    if wanted in possible:
        return wanted
    known = (choice for choice in possible if wanted.replace(" ", "_") in OTHER_WORDS.get(choice, ()))
    return next(known, "") or _similar(wanted, tuple(possible), 0.6)


def first_of(value: Any) -> str:
    """Return a value, of a list its first one, as a text."""
    return str(value[0] if isinstance(value, list) and value else value)


def shown(value: Any) -> str:
    """Return a value as somebody would write it, cut to one short line."""
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
    text = f"[{', '.join(str(one)[:40] for one in value[:40])}]" if isinstance(value, list) else text
    line = " ".join(text[:200].split()) or '""'
    return f"`{line[:40]}…`" if len(line) > 40 else f"`{line}`"


def listed(choices: Iterable[str]) -> str:
    """Return the choices side by side."""
    possible = list(choices)
    return ", ".join([f"`{choice}`" for choice in possible[:MANY]] + ["…"] * (len(possible) > MANY))


@lru_cache(maxsize=1000)
def _similar(word: str, choices: tuple[str, ...], cutoff: float) -> str:
    return next(iter(get_close_matches(word, choices, n=1, cutoff=cutoff)), "")


@cache
def _cities(zones: tuple[str, ...]) -> dict[str, list[tuple[str, str]]]:
    """Return city and zone by the first letter of the city, in small letters."""
    by_letter: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted(zones, reverse=True):
        city = zone.rsplit("/", 1)[-1].lower()
        by_letter.setdefault(city[:1], []).append((city, zone))
    return by_letter


def nearest_zone(value: str, zones: tuple[str, ...]) -> str:
    """Return the zone that somebody probably meant; a city alone is enough, and an abbreviation."""
    wanted = value[:40].strip().strip("„“\"'").lower().replace(" ", "_")
    if wanted in ZONES:
        return ZONES[wanted]
    city = wanted.rsplit("/", 1)[-1]
    if city in ZONES:
        return ZONES[city]
    near = dict(_cities(zones).get(city[:1], ()))
    return near.get(city) or near.get(_similar(city, tuple(near), 0.7), "")
