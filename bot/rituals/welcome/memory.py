"""Since when somebody is there, and what they were told: one fact for each person, kept by the ritual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.model import Fact, PersonId, State
from bot.rituals.welcome.options import WelcomeMessage
from bot.schedule import workday_after, workdays_from

BEGAN, ARRIVED, BUDDY = "began", "arrived", "buddy"
"""Facts: by ritual, since when it watches; by person, since when they are there (no date: longer than the ritual),
what they were told, and whether they have a buddy; by person, when they last became somebody's buddy."""
TOO_LATE = 3
"""Working days after which a message that could not come on its day is left out."""


def today(state: State) -> date:
    """Return the date of the run."""
    return state.run.nominal_date


def is_workday(state: State) -> bool:
    """Return whether anybody works today."""
    return workday_after(today(state), 0, state.ritual.rule) == today(state)


def known(state: State) -> dict[str, Mapping[str, Any]]:
    """Return what is remembered of each person."""
    return {one.subject: one.data for one in state.facts if one.name == ARRIVED}


def remembered(state: State) -> Iterator[Fact]:
    """Yield who is there for the first time today; on the very first run everybody counts as there already."""
    there, began = known(state), any(one.name == BEGAN for one in state.facts)
    if not began:
        yield Fact(BEGAN, state.ritual.id, {"on": today(state).isoformat()})
    new = {one.id for one in state.members} | (state.resting if not began else set())
    for person in sorted(new - there.keys()):
        yield Fact(ARRIVED, person, {"on": today(state).isoformat() if began else "", "said": []})


def due(
    messages: Mapping[str, WelcomeMessage], state: State, noted: Mapping[str, Mapping[str, Any]]
) -> dict[PersonId, str]:
    """Return who gets which message today: each the earliest that they did not get, and that is not too late."""
    found: dict[PersonId, str] = {}
    for person in (one.id for one in state.members):
        data = noted.get(person) or {}
        if data.get("on"):
            here = date.fromisoformat(data["on"])
            names = (name for name in messages if name not in data["said"] and _is_time(messages[name], here, state))
            name = next(names, None)
            if name is not None:
                found[person] = name
    return found


def told(noted: Mapping[str, Mapping[str, Any]], person: PersonId, name: str) -> Fact:
    """Return the fact that somebody gets a message."""
    data = noted[person]
    return Fact(ARRIVED, person, {**data, "said": [*data["said"], name]})


def is_new(data: Mapping[str, Any] | None, state: State, *, within: int) -> bool:
    """Return whether somebody came within so many working days."""
    since = (data or {}).get("on")
    return bool(since) and workdays_from(date.fromisoformat(str(since)), today(state), state.ritual.rule) <= within


def _is_time(message: WelcomeMessage, here: date, state: State) -> bool:
    if (today(state) - here).days > 3 * (message.days + TOO_LATE) + 30:
        return False  # long ago, holidays or not: nothing to count
    on = workday_after(here, message.days, state.ritual.rule)
    return on <= today(state) and workdays_from(on, today(state), state.ritual.rule) <= TOO_LATE
