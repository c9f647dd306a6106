"""Thresholds and suppression: the one place that decides which figure about people may be told. Pure.

Five is the floor that surveys of employees use; below it a figure tells of persons. It cannot be set lower.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

ENOUGH = 5
"""People, or searches, that a figure must count before it is told."""
SPREAD = 8
"""Answers from which on it is told how they are spread."""
STEP = 5
"""Shares are told in steps of so many percent, so that two reports say nothing about one person between them."""


def told(count: int) -> int | None:
    """Return a count that may be told; None for 1 to 4, of which only that they are fewer than ENOUGH is said."""
    return count if count == 0 or count >= ENOUGH else None


def rounded_share(part: int, whole: int) -> int | None:
    """Return a share in percent, rounded; None where the whole, the part or what remains is of too few.

    None and all of a whole that is large enough are told: nobody stands out in them.
    """
    if whole < ENOUGH or told(part) is None or told(whole - part) is None:
        return None
    return round(100 * part / whole / STEP) * STEP


@dataclass(frozen=True)
class Limits:
    """From how many answers on something is told; a ritual may raise both, never lower them."""

    enough: int = ENOUGH
    spread: int = SPREAD

    def __post_init__(self) -> None:
        """Raise ValueError for limits below the floor."""
        if self.enough < ENOUGH or self.spread < max(SPREAD, self.enough):
            raise ValueError(f"figures of people are told from {ENOUGH} and {SPREAD} answers on, not earlier")


FLOOR = Limits()


def is_safe(values: Collection[Hashable], *, apart: int = ENOUGH) -> bool:
    """Return whether anonymous answers to one question may be told in any way that does not depend on who gave which:
    at least `apart` of them differ from the most frequent one.

    Told: whoever knows ENOUGH - 1 of them is left with two that differ, and may swap the people behind them without
    changing what is told. Not told: that all who are left said A would not be told either, and so for B. Numbers are
    compared as numbers: give 7.0, not "7.0" (docs/goals.md, "What an attacker learns").
    """
    return len(values) - max(Counter(values).values(), default=0) >= apart


def may_tell(
    values: Collection[Hashable],
    *,
    anonymous: bool,
    limits: Limits = FLOOR,
    hangs_on: Collection[Collection[Hashable]] = (),
) -> bool:
    """Return whether a mean, or the answers themselves without names, may be told.

    `hangs_on`: where a question was asked only of those with a certain answer to an earlier one, all answers to that
    one. How many were asked tells of it, so it must be safe itself, and where nothing is told, not even that is said.
    """
    return len(values) >= limits.enough and (not anonymous or all(map(is_safe, (values, *hangs_on))))


def mean_of(
    values: Sequence[float],
    *,
    anonymous: bool,
    limits: Limits = FLOOR,
    hangs_on: Collection[Collection[Hashable]] = (),
) -> float | None:
    """Return the mean, None where it must not be told."""
    if not may_tell(values, anonymous=anonymous, limits=limits, hangs_on=hangs_on):
        return None
    return sum(values) / len(values)


def counts_of(
    values: Sequence[str],
    options: Sequence[str],
    *,
    anonymous: bool,
    limits: Limits = FLOOR,
    hangs_on: Collection[Collection[Hashable]] = (),
) -> dict[str, int] | None:
    """Return how many chose each of the options, in their order; None where it must not be told."""
    if len(values) < limits.spread or not may_tell(values, anonymous=anonymous, limits=limits, hangs_on=hangs_on):
        return None
    counted = Counter(values)
    return {option: counted[option] for option in options}


def ticks_of(
    values: Sequence[Collection[str]],
    options: Sequence[str],
    *,
    anonymous: bool,
    limits: Limits = FLOOR,
    hangs_on: Collection[Collection[Hashable]] = (),
) -> dict[str, int] | None:
    """Return how many ticked each of the options where several may be ticked; None where it must not be told.

    Answers that differ may still share a tick, so at least ENOUGH must be without each of them.
    """
    chosen = [frozenset(one) for one in values]
    counted = {option: sum(option in one for one in chosen) for option in options}
    if len(chosen) < limits.spread or not may_tell(chosen, anonymous=anonymous, limits=limits, hangs_on=hangs_on):
        return None
    if anonymous and any(len(chosen) - count < ENOUGH for count in counted.values()):
        return None
    return counted


def parts_of(
    values: Mapping[str, Sequence[str]],
    options: Sequence[str],
    *,
    limits: Limits = FLOOR,
    hangs_on: Collection[Collection[Hashable]] = (),
) -> dict[str, dict[str, int]]:
    """Return the counts of each part (a department) of anonymous answers; of none where any part, or what remains
    of the whole beside the parts that are told, could give somebody away.

    `values`: part -> answers; the parts together are the whole that is told, "" holds whoever is of no part. One more
    must stand apart in each than in the whole: the whole is known, so with ENOUGH that nothing is told could itself
    mean that those who are left in a part said the same. With one more, one of them may swap with somebody else of the
    whole, and nothing is told all the same.
    """
    told = {part: given for part, given in values.items() if part and len(given) >= limits.spread}
    rest = [one for part, given in values.items() if part not in told for one in given]
    groups = [*told.values(), *([rest] if rest else [])]
    if not told or len(groups) == 1 or not all(map(is_safe, hangs_on)):
        return {}
    if not all(is_safe(group, apart=ENOUGH + 1) for group in groups):
        return {}
    return {part: {one: Counter(given)[one] for one in options} for part, given in sorted(told.items())}
