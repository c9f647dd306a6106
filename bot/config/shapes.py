"""The shape of what may stand in the file, in the words of JSON Schema, for each function that reads a value.

A shape is never narrower than its function, so that no editor marks what Rondo takes; where it is wider, `rondo
check` has the last word. Patterns mean the same in Python and in JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.config import admission, catalogue_values, goal_values
from bot.config.texts import LONGEST_TEXT
from bot.config.vocabulary import COUNTRIES
from bot.rituals.base import as_text
from bot.rituals.questions import LONGEST_OPTION, as_option
from bot.schedule import MONTH_DAYS, WEEKDAYS

Shape = dict[str, Any]
LEGACY_ZONES = (
    "CET CST6CDT Cuba EET EST EST5EDT Egypt Eire Factory GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong "
    "Iceland Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal "
    "ROC ROK Singapore Turkey UCT UTC Universal W-SU WET Zulu"
)
"""The names of the IANA database that have no slash; no new ones come."""
BROADCAST = r"(^|[^\w])@([cC]hannel|[hH]ere|[eE]veryone)\b|<!(channel|here|everyone|subteam)"
NAME, HANDLE = r"[^\x00-\x2C\x2E\x2F\x3A-\x5E\x60\x7B-\x7F]+", r"[^\x00-\x2C\x2F\x3A-\x5E\x60\x7B-\x7F]+"
"""Small letters of any alphabet, digits, - and _; a handle also has dots. JavaScript's own words know ASCII only."""
CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
DAY = r"20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
TIME: Shape = {"type": "string", "pattern": f"^{CLOCK}$", "examples": ["09:00", "14:30"]}
FEW: Shape = {"type": "integer", "minimum": 1, "maximum": 50}


def text(longest: int = LONGEST_TEXT) -> Shape:
    """Return the shape of a text of so many characters, in one language or several."""
    words: Shape = {"type": "string", "pattern": r"\S", "maxLength": longest, "not": {"pattern": BROADCAST}}
    by_language = {
        "type": "object",
        "properties": {"de": words, "en": words},
        "additionalProperties": False,
        "minProperties": 1,
    }
    return {"anyOf": [words, by_language]}


def _pattern(pattern: str, *examples: str) -> Shape:
    return {"type": "string", "pattern": f"^({pattern})$", "examples": list(examples)}


def _duration(*more: str) -> Shape:
    units = "|".join(("minute", "hour", "day", "week", *more))
    return _pattern(f"[0-9]{{1,4}} *({units})s?", "2 hours", *(f"4 {unit}s" for unit in more or ("day",)))


def _zone(*more: str) -> Shape:
    legacy = "|".join([*more, *LEGACY_ZONES.replace("+", r"\+").split()])
    return _pattern(f"{legacy}|[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)+", "Europe/Berlin", "Europe/Vienna", *more)


def _holidays() -> Shape:
    places = [
        {
            "type": "object",
            "properties": {"country": {"const": country}, "state": {"enum": [*states, *_numbers(states)]}},
            "required": ["country"],
            "additionalProperties": False,
        }
        for country, states in COUNTRIES.items()
    ]
    return {"anyOf": [{"const": "none"}, *places], "examples": [{"country": "DE", "state": "BY"}, "none"]}


def _numbers(states: tuple[str, ...]) -> list[int]:
    """Return the states that somebody may write as a number, those of Austria."""
    return [int(state) for state in states if state.isdigit()]


def _hours() -> Shape:
    return {"type": "array", "items": TIME, "minItems": 2, "maxItems": 2, "examples": [["08:00", "18:00"]]}


def _budget() -> Shape:
    parts = {"type": "object", "properties": {"day": FEW, "week": FEW}, "additionalProperties": False}
    return {"anyOf": [FEW, {**parts, "minProperties": 1}], "examples": [{"day": 1, "week": 3}]}


def _option() -> Shape:
    parts = {"id": _pattern("[a-z0-9-]{1,40}", "ja"), "text": text(LONGEST_OPTION)}
    whole = {"type": "object", "properties": parts, "required": ["text"], "additionalProperties": False}
    return {"anyOf": [*text(LONGEST_OPTION)["anyOf"], whole]}


SHAPES: Mapping[Callable[..., Any], Shape] = {
    as_text: text(),
    as_option: _option(),
    admission.as_id: _pattern("[a-z0-9-]{1,40}", "kaffee", "montagsfrage"),
    admission.as_channel: _pattern(f"#?{NAME}", "kaffeerunde"),
    admission.as_user_group: _pattern(f"@?{HANDLE}", "produkt"),
    admission.as_slack_id: _pattern("[UW][A-Z0-9]{6,14}", "U012ABCDE"),
    admission.as_every: _pattern(
        "(0*[1-9][0-9]? +)?(day|week|month|quarter)s?", "day", "week", "2 weeks", "month", "quarter"
    ),
    admission.as_day: {"enum": [*WEEKDAYS, *MONTH_DAYS]},
    admission.as_time: TIME,
    admission.as_date: _pattern(DAY, "2026-11-26"),
    admission.as_days: _pattern(rf" *{DAY}( *\.\. *{DAY})? *", "2026-12-24", "2026-12-24..2027-01-06"),
    admission.as_timezone: _zone(),
    admission.as_zone: _zone(admission.PERSONAL),
    admission.as_holidays: _holidays(),
    admission.as_hours: _hours(),
    admission.as_budget: _budget(),
    admission.as_close_after: _duration("workday"),
    admission.as_grace: _duration(),
    admission.as_remind: {"anyOf": [{"const": admission.NEVER}, _duration("workday")]},
    admission.as_version: {"const": 1},
    catalogue_values.as_lifetime: {
        "anyOf": [{"const": admission.NEVER}, _pattern("[0-9]{1,4} *(day|week)s?", "365 days")]
    },
    catalogue_values.as_slack_label: {"type": "string", "pattern": r"\S"},
    catalogue_values.as_topic: {"type": "string", "pattern": r"\S"},
    goal_values.as_scope: {"enum": list(goal_values.SCOPES)},
    goal_values.as_owner: {"type": "string", "pattern": r"\S"},
    goal_values.as_first_day: _pattern(DAY, "2026-10-01"),
    goal_values.as_last_day: _pattern(DAY, "2026-12-31"),
    goal_values.as_start: {"type": "number"},
    goal_values.as_target: {"type": "number"},
}
