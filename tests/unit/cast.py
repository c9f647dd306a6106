"""Colleagues, a ritual and its runs, as values: for the tests of the pure half."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from bot.i18n import Catalogues
from bot.model import ChannelId, Language, Person, PersonId, Ritual, Rule, Run, State
from bot.rituals.base import OPEN, Kind
from bot.schedule import closing_time

NAMES = (
    "anna", "ben", "cem", "dana", "emil", "fatima", "georg", "hanna", "ivan", "jule", "kofi", "lena", "milan",
    "nora", "oskar", "petra", "quirin", "rosa", "samir", "tilda", "ulf", "vera", "wanda", "xaver", "yara", "zoe",
)  # fmt: skip
ANNA, BEN, CEM, DANA, EMIL, *_ = (PersonId(name) for name in NAMES)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""Nine o'clock in Berlin."""
TITLE = {"de": "Kaffeerunde", "en": "Coffee round"}


@cache
def catalogues() -> Catalogues:
    """Return the words of both languages, read once."""
    return Catalogues()


def colleague(name: str, **changes: Any) -> Person:
    """Return a colleague; the Slack id is made of the name."""
    values: dict[str, Any] = {"slack_id": f"U{name.upper()}", "locale": "de-DE", "timezone": "Europe/Berlin"}
    return Person(PersonId(name), **{**values, **changes})


def company(size: int) -> tuple[Person, ...]:
    """Return so many colleagues, ordered by id."""
    rounds = range(size // len(NAMES) + 1)
    names = [f"{name}-{number}" if number else name for number in rounds for name in NAMES]
    return tuple(sorted((colleague(name) for name in names[:size]), key=lambda one: one.id))


def a_rule(**changes: Any) -> Rule:
    """Return: every Monday at nine in Berlin."""
    values: dict[str, Any] = {
        "every": "week",
        "interval": 1,
        "days": ("mon",),
        "at": "09:00",
        "timezone": "Europe/Berlin",
    }
    return Rule(**{**values, **changes})


def a_ritual(kind: Kind, options: Any, *, language: Language = "de", close_after: timedelta | int | None = 4) -> Ritual:
    """Return a ritual of this kind, open for four working days."""
    return Ritual(
        id="kaffee",
        kind=kind.name,
        title=TITLE,
        channel="kaffeerunde",
        rule=a_rule(),
        language=language,
        options=options,
        close_after=close_after,
    )


def a_state(
    ritual: Ritual, members: Sequence[Person], *, step: str = OPEN, opened: datetime = MONDAY, **known: Any
) -> State:
    """Return what a kind sees when a step of the ritual's run falls due."""
    run = Run(
        id=f"{ritual.id}@{opened.date()}",
        ritual=ritual.id,
        nominal_date=opened.date(),
        slot="",
        state="open",
        seed=7,
        opened_at=opened,
        closes_at=closing_time(opened, ritual.close_after, ritual.rule.timezone),
        definition={},
    )
    people = {one.id: one for one in members}
    values: dict[str, Any] = {"people": people, **known}
    return State(
        ritual=ritual, run=run, step=step, now=opened, channel=ChannelId("CKAFFEE"), members=tuple(members), **values
    )


def weeks_ago(number: int, *, before: datetime = MONDAY) -> date:
    """Return the date so many weeks before a run."""
    return before.date() - timedelta(weeks=number)


def ids(people: Iterable[Person]) -> list[PersonId]:
    """Return who they are."""
    return [one.id for one in people]
