"""Opening questions: Rondo's own or the manager's, and which of them a group gets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.matching import Asked
from bot.model import PersonId, Words
from bot.rituals.pairing.options import PairingOptions

if TYPE_CHECKING:
    from random import Random

QUESTIONS = 161
"""How many opening questions the catalogues hold (question.01 …): three people who meet somebody each week of a year,
and never the same ones, have had 156 of them."""


def question_pool(options: PairingOptions) -> dict[str, Words]:
    """Return the opening questions by name: the manager's own, else Rondo's collection."""
    own = {_name(text): Words(own=text) for text in options.questions}
    names = (f"question.{number:02d}" for number in range(1, QUESTIONS + 1))
    return own or {name: Words(name) for name in names}


def chosen(pool: Mapping[str, Words], groups: Sequence[Sequence[PersonId]], asked: Asked, rng: Random) -> list[str]:
    """Return a question for each group: none that one of its people had, else the one longest ago.

    As few groups of a round as can be get the same.
    """
    names = list(pool)
    rng.shuffle(names)
    return [first_new(names, number, [asked.of(one) for one in group]) for number, group in enumerate(groups)]


def first_new(names: Sequence[str], start: int, known: Sequence[Mapping[str, int]]) -> str:
    """Return the first name from a place on, around the row, that nobody knows; else the one longest ago.

    `known` has for each person the ordinal of the last date of each question.
    """
    row = (
        [names[(start + step) % len(names)] for step in range(len(names))]
        if any(known)
        else [names[start % len(names)]]
    )
    free = next((name for name in row if all(name not in had for had in known)), None)
    return free or min(row, key=lambda name: max(had.get(name, 0) for had in known))


def _name(text: Mapping[str, str]) -> str:
    """Return what a manager's own question is remembered by; it changes with its words."""
    return "own." + hashlib.sha256("\n".join(sorted(text.values())).encode()).hexdigest()[:12]
