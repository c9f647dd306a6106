"""A first rituals file out of templates: comments in one language, texts in both, channels that exist.

A template is text. `#de ` and `#en ` begin a comment in one language, `#de=` and `#en=` a line for one language only,
`%%name%%` a place for an answer. An answer is written as one YAML value, and the result is read as every rituals
file before anybody gets it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from bot.config import nodes
from bot.config.loader import parse
from bot.errors import ConfigError
from bot.model import Language
from bot.rituals.base import Kind

TEMPLATES = ("coffee", "trios", "intros", "checkin", "alignment", "pulse", "wins", "customer", "onboarding")
HEAD, GOALS, RITUALS = "head", "goals", "rituals:\n"
ASKING = ("checkin", "alignment")
"""Templates that ask about a goal, so that the file has one."""
ZONE, HOLIDAYS = "Europe/Berlin", "none"
ANOTHER = {"de": "en", "en": "de"}
TOKEN = re.compile(r"%%([a-z]+)%%")
PLAIN = re.compile(r"[^\W\d][\w-]*(/[\w+-]+)*\Z")
"""What needs no quotes in YAML, unless it is one of its own words, such as `true`."""
PROBE = """\
version: 1
defaults: {timezone: %%timezone%%, holidays: %%holidays%%}
rituals:
- {id: a, kind: post, title: A, channel: %%channel%%, schedule: {every: day, at: "09:00"}, text: A}
"""
"""The smallest file that takes every answer."""
Answer = Literal["timezone", "holidays", "channel"]


@dataclass(frozen=True)
class Answers:
    """What somebody said about their company; `channels` by template."""

    language: Language
    timezone: str
    holidays: str
    """`none`, `AT` or `DE-BY`."""
    channels: Mapping[str, str]


def compose(templates: Iterable[str], answers: Answers, *, kinds: Mapping[str, Kind]) -> str:
    """Return the text of a rituals file, each template once. Raises ConfigError for an answer that is not possible."""
    language = answers.language
    common = {"language": language, **_put("timezone", answers.timezone), **_put("holidays", answers.holidays)}
    chosen = tuple(dict.fromkeys(templates))
    goals = f"{_template(GOALS, language)}\n" if set(chosen) & set(ASKING) else ""
    parts = [_filled(_template(HEAD, language).removesuffix(RITUALS) + goals + RITUALS, common)]
    for name in chosen:
        parts.append(_filled(_template(name, language), _put("channel", answers.channels[name])))
    source = parts[0] + "\n" + "\n".join(parts[1:])
    parse(source, file="rituals.yaml", kinds=kinds)
    return source


def objection(answer: Answer, value: str, *, kinds: Mapping[str, Kind], language: Language) -> str:
    """Return what speaks against an answer, in a sentence; empty if nothing does."""
    fine = {**_put("timezone", ZONE), **_put("holidays", HOLIDAYS), **_put("channel", "a")}
    try:
        parse(_filled(PROBE, fine | _put(answer, value)), file="", kinds=kinds)
    except ConfigError as error:
        return " ".join(error.problems[0].words(language)).strip()
    return ""


def _put(answer: Answer, value: str) -> dict[str, str]:
    """Return an answer as it stands in the file."""
    value = value.strip()
    if answer == "holidays":
        return {answer: _holidays(value)}
    return {answer: _scalar(value.removeprefix("#") if answer == "channel" else value)}


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


def _holidays(words: str) -> str:
    country, _, state = words.upper().partition("-")
    if country == "NONE":
        return "none"
    return f"{{country: {_scalar(country)}, state: {_scalar(state)}}}" if state else f"{{country: {_scalar(country)}}}"


def _scalar(value: str) -> str:
    """Return a text as YAML, in quotes where it would mean something else without."""
    is_plain = PLAIN.match(value) and nodes.plain(value) == value
    return value if is_plain else json.dumps(value, ensure_ascii=False)
