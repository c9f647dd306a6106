"""What somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

OTHER_WORDS = {
    "kanal": "channel",
    "titel": "title",
    "name": "title",
    "sprache": "language",
    "art": "kind",
    "typ": "kind",
    "type": "kind",
    "zeitplan": "schedule",
    "when": "schedule",
    "uhrzeit": "at",
    "time": "at",
    "um": "at",
    "tage": "days",
    "tag": "days",
    "day": "days",
    "on": "days",
    "zeitzone": "timezone",
    "tz": "timezone",
    "ab": "starting",
    "start": "starting",
    "from": "starting",
    "bis": "until",
    "end": "until",
    "frage": "text",
    "message": "text",
    "prompt": "text",
    "täglich": "day",
    "daily": "day",
    "woche": "week",
    "wöchentlich": "week",
    "weekly": "week",
    "biweekly": "2 weeks",
    "fortnight": "2 weeks",
    "monat": "month",
    "monatlich": "month",
    "monthly": "month",
    "mo": "mon",
    "montag": "mon",
    "monday": "mon",
    "di": "tue",
    "dienstag": "tue",
    "tuesday": "tue",
    "mi": "wed",
    "mittwoch": "wed",
    "wednesday": "wed",
    "do": "thu",
    "donnerstag": "thu",
    "thursday": "thu",
    "fr": "fri",
    "freitag": "fri",
    "friday": "fri",
    "sa": "sat",
    "samstag": "sat",
    "saturday": "sat",
    "so": "sun",
    "sonntag": "sun",
    "sunday": "sun",
    "deutsch": "de",
    "german": "de",
    "englisch": "en",
    "english": "en",
}
"""What people write instead; a suggestion only if the right word is possible there."""


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return the choice that somebody probably meant, or an empty string."""
    possible = list(choices)
    known = OTHER_WORDS.get(word.lower().strip(), "")
    if known in possible:
        return known
    return next(iter(get_close_matches(word.lower()[:40], possible, n=1, cutoff=0.6)), "")


def shown(value: Any) -> str:
    """Return a value as somebody would write it, cut to one short line."""
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
    line = " ".join(text.split())
    return f"`{line[:40]}…`" if len(line) > 40 else f"`{line}`"


def listed(choices: Iterable[str]) -> str:
    """Return the choices side by side."""
    return ", ".join(f"`{choice}`" for choice in choices)


def meant(word: str, choices: Iterable[str]) -> str:
    """Return a question or a list that leads to the right word."""
    possible = list(choices)
    near = nearest(word, possible)
    return f"Did you mean `{near}`?" if near else f"Possible are {listed(possible)}." if possible else ""


def nearest_zone(value: str, choices: Iterable[str]) -> str:
    """Return the zone that somebody probably meant; a city alone is enough."""
    wanted = value.strip().lower().replace(" ", "_")
    by_name = {zone.lower(): zone for zone in choices}
    by_city = {name.rsplit("/", 1)[-1]: zone for name, zone in sorted(by_name.items())}
    return by_city.get(wanted) or by_name.get(nearest(wanted, by_name), "")
