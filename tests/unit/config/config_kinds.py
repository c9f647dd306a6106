"""Kinds such as the house has them, with the options that the tests need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from bot.config import Config, parse
from bot.errors import ConfigError, Problem
from bot.model import Plan
from bot.rituals.alignment import ALIGNMENT
from bot.rituals.base import Kind, Options, Placeholders, Text
from bot.rituals.checkin import CHECKIN
from bot.rituals.digest import DIGEST
from bot.rituals.intro import INTRO
from bot.rituals.pulse import PULSE
from bot.rituals.welcome import WELCOME


class Round(Options):
    """Options of a pairing."""

    intro: Annotated[Text, Placeholders(("people", "title"))] | None = None
    questions: tuple[Text, ...] = ()
    nudge: bool = True
    wrap_up: bool = True
    group_size: int = 2
    size: int = 2
    mix: tuple[str, ...] = ()
    style: Literal["warm", "brief"] = "warm"


class Post(Options):
    """Options of a post."""

    text: Annotated[Text, Placeholders(("title", "channel"))]


class Intro(Options):
    """Options of introductions."""

    people: int = 2
    newcomer: int = 30
    ask: Annotated[Text, Placeholders(("title", "channel"))] | None = None
    intro: Annotated[Text, Placeholders(("people", "title"))] | None = None


def nothing(*_: Any) -> Plan:
    return Plan()


KINDS: Mapping[str, Kind] = {
    "alignment": ALIGNMENT,
    "digest": DIGEST,
    "intro": INTRO,
    "pairing": Kind("pairing", Round, nothing, close_after="4 workdays", reminds=True),
    "post": Kind("post", Post, nothing, has_members=False),
    "pulse": PULSE,
    "welcome": WELCOME,
    "checkin": CHECKIN,
}


def read(source: str) -> Config:
    return parse(source, file="rituals.yaml", kinds=KINDS)


def problems(source: str) -> tuple[Problem, ...]:
    """Return what is wrong with a file."""
    try:
        read(source)
    except ConfigError as error:
        return error.problems
    return ()
