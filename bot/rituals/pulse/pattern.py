"""What a preview takes for granted: invented people on both sides of the mirror, whose answers differ enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.model import Answer, Person, PersonId, State
from bot.rituals.pulse.asking import questions_for
from bot.rituals.pulse.letters import PULSE
from bot.rituals.pulse.mirror import SIDES, Side
from bot.rituals.pulse.options import PulseOptions
from bot.rituals.questions import Question, choices_of, packed

MORE = 16
"""Answers of people who get no letter, so that both sides of a mirror have enough of them."""
NARROW = 3
"""Different answers of one side of a mirror; the team takes the upper ones of a scale, its customers the lower."""


def example(options: PulseOptions, state: State) -> State:
    """Return a state in which invented people have departments and have answered, as many as it takes."""
    people = (*state.members, *_others(options, state))
    members = tuple(_placed(options, one, number) for number, one in enumerate(people))
    authors = [one.id for one in members]
    if options.mirror is not None:
        authors += [PersonId(f"more-{number}") for number in range(MORE)]
    return replace(
        state,
        members=members,
        people={**state.people, **{one.id: one for one in members}},
        answers=tuple(_page(options, state, one, number) for number, one in enumerate(authors)),
    )


def _others(options: PulseOptions, state: State) -> Iterator[Person]:
    """Yield whoever is missing so that anybody is asked."""
    wanted = options.fewest * (len(SIDES) if options.mirror else 1)
    for number in range(len(state.members), wanted):
        yield Person(
            PersonId(f"other-{number}"),
            f"UOTHER{number}",
            timezone=state.ritual.rule.timezone,
            language=state.ritual.language,
        )


def _placed(options: PulseOptions, someone: Person, number: int) -> Person:
    return replace(someone, department=_department(options, number)) if options.mirror else someone


def _department(options: PulseOptions, number: int) -> str:
    """Return the department of somebody with this number: by turns of the team and of its customers."""
    return str(getattr(options.mirror, SIDES[number % len(SIDES)])[0]) if options.mirror else ""


def _page(options: PulseOptions, state: State, person: PersonId, number: int) -> Answer:
    questions = questions_for(options, _department(options, number))
    plain = {one.id for one in options.questions}
    sides: dict[str, Side | None] = {
        one.id: None if one.id in plain else SIDES[number % len(SIDES)] for one in questions
    }
    said = {one.id: _said(one, number, sides[one.id]) for one in questions}
    return Answer(state.run.id, PULSE, person, packed(said))


def _said(question: Question, number: int, side: Side | None) -> str:
    choices = [value for value, _ in choices_of(question)]
    if not choices:
        return str(number)
    if side is None:
        return choices[-1 - number % len(choices)]
    turn = number // len(SIDES) % NARROW
    return choices[-1 - turn] if side == "team" else choices[turn]
