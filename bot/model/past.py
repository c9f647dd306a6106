"""Who was brought together in earlier runs, packed: one value for each run, so that a year of 100,000 people fits.

People stand in it as numbers that mean nothing outside of the database; whoever is forgotten loses theirs.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.model.ids import PersonId
from bot.model.introductions import Introduction

MEMBERS = "i"
"""The type code of `members`, 32 bits wide everywhere that Python 3.11 runs."""
UNKNOWN, MET, MISSED, HEARD = range(4)
"""Whether a group met: nobody said anything, they did, they did not; nobody knows, but somebody said something."""


@dataclass(frozen=True)
class PastRound:
    """The introductions of one run; one entry for each group in `sizes`, `met` and `asked`."""

    run: str
    ritual: str
    on: date
    sizes: bytes
    """How many people each group had."""
    members: bytes
    """Their numbers, group after group: 32-bit integers in the byte order of the machine's `array`."""
    met: bytes
    asked: bytes
    """The opening question of each group, as a place in `questions`."""
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Past:
    """Earlier rounds of all rituals, oldest first, and the number of each person who takes part today."""

    rounds: tuple[PastRound, ...] = ()
    numbers: Mapping[PersonId, int] = field(default_factory=dict)


def packed(introductions: Iterable[Introduction], numbers: Mapping[PersonId, int]) -> PastRound | None:
    """Return the introductions of one run packed, None where there are none; whoever has no number is left out."""
    groups = list(introductions)
    if not groups:
        return None
    members = [[numbers[one] for one in group.people if one in numbers] for group in groups]
    questions = tuple(dict.fromkeys(group.question for group in groups))
    place = {question: at for at, question in enumerate(questions[:256])}
    outcome = {None: UNKNOWN, True: MET, False: MISSED}
    return PastRound(
        run=groups[0].run,
        ritual=groups[0].ritual,
        on=groups[0].on,
        sizes=bytes(len(some) for some in members),
        members=array(MEMBERS, [one for some in members for one in some]).tobytes(),
        met=bytes(HEARD if group.met is None and group.heard else outcome[group.met] for group in groups),
        asked=bytes(place.get(group.question, 0) for group in groups),
        questions=questions[:256],
    )


def past_of(introductions: Iterable[Introduction]) -> Past:
    """Return the past that these introductions make, with numbers given on the way."""
    by_run: dict[str, list[Introduction]] = {}
    for one in introductions:
        by_run.setdefault(one.run, []).append(one)
    people = sorted({person for groups in by_run.values() for one in groups for person in one.people})
    numbers = {person: number for number, person in enumerate(people, start=1)}
    rounds = (packed(groups, numbers) for groups in by_run.values())
    return Past(tuple(one for one in rounds if one is not None), numbers)
