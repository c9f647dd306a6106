"""What a preview takes for granted: a goal, a facilitator, and a team that means three different things by it."""

from __future__ import annotations

from dataclasses import replace

from bot.model import Answer, Fact, Goal, PersonId, State
from bot.rituals.alignment.answering import SORTING
from bot.rituals.alignment.memory import READINGS, released
from bot.rituals.alignment.options import AlignmentOptions
from bot.rituals.alignment.picking import PICK, PREDICT
from bot.rituals.alignment.words import WORDS, Said

TEXT = {
    "de": "Kunden haben ihre Lieferung am nächsten Tag.",
    "en": "Customers have their delivery on the next day.",
}
OTHERS = {
    "de": ("Weniger Reklamationen", "Neue Kunden gewinnen"),
    "en": ("Fewer complaints", "Win new customers"),
}
SHARES = (5, 3, 2)
"""How many of ten mean which reading."""
EXPECTED = "80"


def example(options: AlignmentOptions, state: State) -> State:
    """Return a state in which there is something to say: what was answered, sorted and chosen stands in it."""
    if not state.members:
        return state
    who = state.members[-1].id
    goal = next((one for one in state.goals if one.id == options.goal), Goal(id=options.goal, text=TEXT))
    readings: Fact = released(state, goal.text, OTHERS[state.ritual.language])
    return replace(
        state,
        goals=state.goals or (goal,),
        named={**dict.fromkeys(options.leads, state.members[0].id), options.facilitator: who},
        facts=(*state.facts, readings),
        answers=(*state.answers, *_answers(options, state, readings)),
    )


def unsorted(options: AlignmentOptions, state: State, given: Answer) -> State:
    """Return a state in which the texts are still to be sorted, for whoever sorts them."""
    if given.question not in SORTING:
        return state
    return replace(state, facts=tuple(one for one in state.facts if one.name != READINGS))


def _answers(options: AlignmentOptions, state: State, readings: Fact) -> list[Answer]:
    assert readings.name == READINGS
    found = [Answer(state.run.id, PREDICT, state.members[0].id, EXPECTED)] if options.leads else []
    letters = [letter for letter, share in zip("abc", SHARES, strict=True) for _ in range(share)]
    for number, letter in enumerate(letters):
        person = PersonId(f"ballot-{number}")
        said = Said(readings.data["readings"]["abc".index(letter)]["de"], "yes" if number % 2 else "no")
        found += [Answer(state.run.id, WORDS, person, said.value), Answer(state.run.id, PICK, person, letter)]
    return found
