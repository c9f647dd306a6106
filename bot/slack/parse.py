"""The grammar of /rondo: text in, a command out; German and English. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

from bot.errors import UserError
from bot.model import Words
from bot.text import clean

VERBS = ("help", "list", "join", "leave", "pause", "resume", "skip", "meet", "next", "why")
MANAGERS_VERBS = ("preview", "versions", "stop", "go", "recall")
"""Understood from everybody, told to managers only."""
OWNERS_VERBS = ("preview", "stop", "go", "recall")
"""Those of them that are told to the owner of a ritual too."""
DIRECTORY_VERBS = ("find", "ask", "card", "me")
"""Understood and told where the company has a directory."""
COVERAGE_VERBS = ("coverage",)
"""And these to its managers."""
GOALS_VERBS = ("goals",)
"""Understood and told where there are goals."""
OTHER_WORDS = {
    "hilfe": "help", "?": "help", "": "help", "liste": "list", "rituale": "list", "rituals": "list",
    "mitmachen": "join", "beitreten": "join", "dabei": "join", "aussteigen": "leave", "verlassen": "leave",
    "austreten": "leave", "weiter": "resume", "zurück": "resume", "zurueck": "resume", "fortsetzen": "resume",
    "aussetzen": "skip", "überspringen": "skip", "ueberspringen": "skip",
    "treffen": "meet", "kennenlernen": "meet", "kollegin": "meet", "kollege": "meet",
    "warum": "why", "wieso": "why", "weshalb": "why",
    "termine": "next", "nächste": "next", "naechste": "next", "dates": "next",
    "stopp": "stop", "anhalten": "stop", "halt": "stop", "stoppen": "stop", "los": "go", "freigeben": "go",
    "aufheben": "go", "zurückholen": "recall", "zurueckholen": "recall", "zurücknehmen": "recall",
    "zuruecknehmen": "recall",
    "frage": "ask", "fragen": "ask", "frag": "ask", "bitte": "ask",
    "finde": "find", "finden": "find", "suche": "find", "suchen": "find", "wer": "find", "who": "find",
    "search": "find", "karte": "card", "visitenkarte": "card", "ich": "me", "profil": "me", "profile": "me",
    "abdeckung": "coverage", "themen": "coverage",
    "ziele": "goals", "ziel": "goals", "goal": "goals",
    "vorschau": "preview", "versionen": "versions", "fassungen": "versions",
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("mon monday mo montag", "tue tuesday di dienstag", "wed wednesday mi mittwoch", "thu thursday do donnerstag",
         "fri friday fr freitag", "sat saturday sa samstag", "sun sunday so sonntag")
    )
    for name in names.split()
}  # fmt: skip
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january januar", "feb february februar", "mar march mär maerz märz", "apr april", "may mai",
         "jun june juni", "jul july juli", "aug august", "sep september", "oct october okt oktober",
         "nov november", "dec december dez dezember"), start=1
    )
    for name in names.split()
}  # fmt: skip
LONGEST, ARGUMENT = 1300, 200
"""Characters that are read of a command: of one that carries a text, and of the words behind any other verb."""
LONG = frozenset({"recall"})
DEFAULT_PAUSE = timedelta(weeks=2)
LONGEST_PAUSE = timedelta(days=366)


@dataclass(frozen=True)
class Command:
    """What somebody asked for. `verb` is one of those above, or "" with the unknown word in `argument`."""

    verb: str
    argument: str = ""
    guess: str = ""
    """The verb that was probably meant, when `verb` is empty."""


def parse(text: str, *, has_directory: bool = True, has_goals: bool = True) -> Command:
    """Read the text behind /rondo; any case, German or English words. What there is not, nobody knows the verbs of."""
    known: tuple[str, ...] = (*VERBS, *MANAGERS_VERBS, *((*DIRECTORY_VERBS, *COVERAGE_VERBS) if has_directory else ()))
    known += GOALS_VERBS if has_goals else ()
    others = {word: verb for word, verb in OTHER_WORDS.items() if verb in known}
    words = clean(text, limit=LONGEST).split(maxsplit=1)
    first = words[0].lower() if words else ""
    rest = words[1] if len(words) > 1 else ""
    verb = first if first in known else others.get(first, "")
    if verb:
        return Command(verb, rest.strip() if verb in LONG else rest.strip()[:ARGUMENT].rstrip())
    close = get_close_matches(first, [*known, *(word for word in others if word)], n=1, cutoff=0.6)
    guess = others.get(close[0], close[0]) if close else ""
    return Command("", first, guess)


def until(text: str, today: date) -> date:
    """Return the last day of a break. Understands 2w, 3d, 2026-12-24, 24.12., 24 Dec, freitag; "" means two weeks.

    Raises UserError when it is no date, lies not in the future, or more than a year away.
    """
    words = text.lower().strip().strip(".!")
    words = re.sub(r"^(bis|until|till|to|am|on|zum|für|fuer|for)\s+(zum\s+)?", "", words)
    day = today + DEFAULT_PAUSE if not words else _duration(words, today) or _calendar(words, today)
    if day is None:
        raise UserError("pause.not_understood", text=text)
    problem = problem_of(day, today)
    if problem is not None:
        raise problem
    return day


def problem_of(day: date | None, today: date) -> UserError | None:
    """Return what is wrong with the last day of a break, if anything; no day at all is wrong, too."""
    if day is None:
        return UserError("pause.not_understood", text="")
    if day <= today:
        dated = Words("pause.past.day", {"day": day, "year": str(day.year)})
        return UserError("pause.past", until=day if day.year == today.year else dated)
    return UserError("pause.far") if day > today + LONGEST_PAUSE else None


def _duration(words: str, today: date) -> date | None:
    match = re.fullmatch(r"(\d{1,3})\s*(d|days?|tage?n?|t|w|weeks?|wochen?|m|months?|monate?n?)", words)
    if not match:
        return None
    unit = {"d": 1, "t": 1, "w": 7, "m": 30}[match.group(2)[0]]
    return today + timedelta(days=int(match.group(1)) * unit)


def _calendar(words: str, today: date) -> date | None:
    if words in {"morgen", "tomorrow"}:
        return today + timedelta(days=1)
    if words in WEEKDAYS:
        return today + timedelta(days=(WEEKDAYS[words] - today.weekday() - 1) % 7 + 1)
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})\.\s*(\d{1,2})(?:\.\s*(\d{4}|\d{2})?)?", words):
        return _next(int(match[1]), int(match[2]), match[3], today)
    if match := re.fullmatch(r"([a-zä]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s*(\d{4})?", words):
        return _next(int(match[2]), MONTHS.get(match[1], 0), match[3], today)
    if match := re.fullmatch(r"(\d{1,2})\.?\s*([a-zä]+)\.?\s*(\d{4})?", words):
        return _next(int(match[1]), MONTHS.get(match[2], 0), match[3], today)
    return None


def _next(day: int, month: int, year: str | None, today: date) -> date | None:
    """Return the date in the given year, or its next one from today on."""
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this_year = _date(today.year, month, day)
    return this_year if this_year and this_year > today else _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
