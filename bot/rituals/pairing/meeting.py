"""Somebody asks to meet a colleague now, outside of the rounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.model import Introduction, PersonId, Plan, State, Words
from bot.rituals.pairing.letters import introduce
from bot.rituals.pairing.matching import company, is_free, questions_of, ready
from bot.rituals.pairing.opening import follow_ups
from bot.rituals.pairing.options import PairingOptions
from bot.rituals.pairing.questions import chosen, question_pool

if TYPE_CHECKING:
    from random import Random


def meet(options: PairingOptions, state: State, person: PersonId, rng: Random) -> Plan:
    """Bring somebody together with whoever suits best of those who said yes to that; at most once a week."""
    if not is_free(state, person):
        return Plan(reply=Words("meet.this_week"))
    offers = [(one,) for one in ready(state, person)]
    found = company(options, state, person, offers, seed=rng.getrandbits(62))
    if found is None:
        return Plan(reply=Words("meet.nobody"))
    pool = question_pool(options)
    (question,) = chosen(pool, [found.people], questions_of(state, found.people), rng)
    one = Introduction(
        id=f"{state.run.id}#001",
        run=state.run.id,
        ritual=state.ritual.id,
        people=found.people,
        on=state.run.nominal_date,
        question=question,
    )
    letters = introduce(options, state, one, pool[question], why=found.reason)
    return Plan(
        letters=tuple(replace(letter, asked_by=frozenset({person})) for letter in letters),
        introductions=(one,),
        follow_ups=follow_ups(state),
        reply=Words("meet.found"),
    )
