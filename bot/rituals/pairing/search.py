"""How far the search for a new match is, and who dropped out: read from the facts of an open run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.model import (
    Fact,
    Letter,
    PersonId,
    State,
    Words,
)
from bot.rituals.base import ARRIVE, CLOSE, DEPART
from bot.rituals.pairing.letters import ASK, key_of, number_of, sentence, titled
from bot.schedule import add_workdays, between

MATCH, APART, NUMBERS = "match", "apart", "numbers"
"""Facts of an open run: by `run/person`, how far the search for a new match is; by introduction, who dropped out of it;
by run, the last number given to an introduction, so that none is given twice."""
OFFERED, SEEKING, FOUND, DECLINED, NEXT = "offered", "seeking", "found", "declined", "next"
"""How far a search is; `next`: the round is over, and they come first in the next one."""


def dropped_out(state: State) -> dict[str, frozenset[PersonId]]:
    """Return who dropped out, by introduction, of those that are kept for it."""
    return {
        state.run.id + "#" + one.subject.rpartition("/")[2]: frozenset(one.data["gone"])
        for one in state.facts
        if one.name == APART and one.subject.rpartition("/")[0] == state.run.id
    }


def searches(state: State) -> dict[PersonId, Mapping[str, Any]]:
    """Return how far whose search for a new match is in this run."""
    mine = [one for one in state.facts if one.name == MATCH and one.subject.rpartition("/")[0] == state.run.id]
    known = {str(person): person for person in state.people}
    found = [(known.get(one.subject.rpartition("/")[2]), one.data) for one in mine]
    return {person: data for person, data in found if person is not None}


def noted(state: State, person: PersonId, how: str) -> Fact:
    return Fact(MATCH, f"{state.run.id}/{person}", {**searches(state)[person], "state": how})


def last_number(state: State) -> int:
    noted = [int(one.data["last"]) for one in state.facts if one.name == NUMBERS and one.subject == state.run.id]
    return max([*noted, *(int(number_of(one)) for one in state.introductions)], default=0)


def is_late(state: State) -> bool:
    """Return whether a new match would come too late: people are asked already, or it is less than a working day."""
    opened, closes, rule = state.run.opened_at, state.run.closes_at or state.now, state.ritual.rule
    asked = between(opened, closes, 0.75, rule.timezone, rule)
    return state.now >= asked or add_workdays(state.now, 1, rule.timezone, rule) > closes


def fell_through(state: State, outcomes: Mapping[str, bool]) -> tuple[str, ...]:
    """Return which introductions count for nothing: somebody dropped out in time, and nobody says that they met."""
    apart = dropped_out(state)
    return tuple(
        one.id
        for one in state.introductions
        if one.id in apart and not outcomes.get(one.id) and key_of(state, one, "post", step=ASK) not in state.letters
    )


def offers_closed(state: State) -> list[Letter]:
    """Return the letters that take the buttons of offers away."""
    message = sentence(Words("pairing.match.closed", titled(state)))
    offers = {
        str(search.get("offer") or f"{state.run.id}/{DEPART}/{search['group']}/post"): person
        for person, search in searches(state).items()
    }
    return [
        Letter(
            key=f"{key.replace(f'/{DEPART}/', f'/{CLOSE}/').replace(f'/{ARRIVE}/', f'/{CLOSE}/')}-{DEPART}",
            op="update",
            people=(person,),
            after=key,
            message=message,
        )
        for key, person in offers.items()
        if key in state.letters
    ]


def forgotten(state: State) -> tuple[Fact, ...]:
    """Forget who dropped out and who sought; whoever still seeks comes first in the next round."""
    return tuple(
        Fact(one.name, one.subject, {"state": NEXT} if one.data.get("state") == SEEKING else {})
        for one in state.facts
        if one.subject == state.run.id or one.subject.startswith(f"{state.run.id}/")
    )
