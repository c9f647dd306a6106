"""A first rituals file out of templates: comments in one language, texts in both, channels that exist.

A template is text. `#de ` and `#en ` begin a comment in one language, `#de=` and `#en=` a line for one language only,
`%%name%%` a place for an answer. Every answer goes through the schema's own function before it is put in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.config import nodes
from bot.config.loader import parse
from bot.config.schema import Refusal, as_channel, as_holidays, as_timezone
from bot.model import HolidayPlace, Language
from bot.rituals.base import Kind

TEMPLATES = ("coffee", "trios", "intros", "checkin", "alignment", "wins", "customer", "onboarding")
HEAD = "head"
ANOTHER = {"de": "en", "en": "de"}
TOKEN = re.compile(r"%%([a-z]+)%%")
PLAIN = re.compile(r"[^\W\d][\w-]*\Z")
"""What needs no quotes in YAML, unless it is one of its own words, such as `true`."""


@dataclass(frozen=True)
class Answers:
    """What somebody said about their company; `channels` by template."""

    language: Language
    timezone: str
    holidays: str
    """`none`, `AT` or `DE-BY`."""
    channels: Mapping[str, str]


def compose(templates: Iterable[str], answers: Answers, *, kinds: Mapping[str, Kind]) -> str:
    """Return the text of a rituals file, each template once.

    Raises Refusal for an answer that is not possible, ConfigError if the whole cannot be read.
    """
    language = answers.language
    common = {
        "language": language,
        "timezone": _scalar(as_timezone(answers.timezone)),
        "holidays": _holidays(holidays_of(answers.holidays)),
    }
    parts = [_filled(_template(HEAD, language), common)]
    for name in dict.fromkeys(templates):
        channel = {"channel": _scalar(as_channel(answers.channels[name]))}
        parts.append(_filled(_template(name, language), channel))
    source = parts[0] + "\n" + "\n".join(parts[1:])
    parse(source, file="rituals.yaml", kinds=kinds)
    return source


def holidays_of(words: str) -> HolidayPlace | None:
    """Return the place that `DE-BY`, `de` or `none` names. Raises Refusal."""
    country, _, state = words.strip().upper().partition("-")
    place = as_holidays("none" if country == "NONE" else {"country": country, "state": state})
    return None if place == "none" else place


def possible(check: Callable[[Any], Any], value: str) -> Refusal | None:
    """Return what speaks against a value, if anything does."""
    try:
        check(value)
    except Refusal as refusal:
        return refusal
    return None


def _template(name: str, language: Language) -> str:
    text = files("bot.config").joinpath("templates", f"{name}.yaml").read_text(encoding="utf-8")
    other, lines = ANOTHER[language], []
    for line in text.splitlines():
        words = line.lstrip()
        indent = line[: len(line) - len(words)]
        if words.startswith(f"#{other}"):
            continue
        if words.startswith(f"#{language}="):
            words = words.removeprefix(f"#{language}=")
        elif words.startswith(f"#{language}"):
            words = "#" + words.removeprefix(f"#{language}")
        lines.append((indent + words).rstrip())
    return "\n".join(lines) + "\n"


def _filled(template: str, values: Mapping[str, str]) -> str:
    """Put in the answers; what stands in an answer is not read again."""
    return TOKEN.sub(lambda match: values[match[1]], template)


def _holidays(place: HolidayPlace | None) -> str:
    if place is None:
        return "none"
    state = f", state: {_scalar(place.state)}" if place.state else ""
    return f"{{country: {_scalar(place.country)}{state}}}"


def _scalar(value: str) -> str:
    """Return a text as YAML, in quotes where it would mean something else without."""
    is_plain = "/" in value or bool(PLAIN.match(value))
    return value if is_plain and nodes.plain(value) == value else json.dumps(value, ensure_ascii=False)
