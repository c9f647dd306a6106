"""What a round tells: counted once, at its close, and only what bot.figures lets through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from bot.figures import counts_of, parts_of, rounded_share
from bot.model import Figure, State
from bot.rituals.alignment.drift import ALIGNMENT, CONTRIBUTION, Told, percent
from bot.rituals.alignment.letters import invited
from bot.rituals.alignment.memory import LETTERS, NONE, Round
from bot.rituals.alignment.options import AlignmentOptions
from bot.rituals.alignment.picking import leads_of, picks, predictions
from bot.rituals.alignment.words import LINES, said_in

WHOLE, PICKS, AGREEMENT, GAP = "", "picks", "agreement", "gap"
"""Names of figures: how many answered; how many meant which reading; the share of the most common one; what leads
expected beyond it."""


@dataclass(frozen=True)
class Result:
    """A round that may be told. Counts are by letter of the readings."""

    round: Round
    counts: Mapping[str, int]
    asked: int
    """How many were asked which reading they meant."""
    expected: Fraction | None
    """The share of the goal's own wording that leads expect, in the mean; None without a lead's word."""
    contribution: Mapping[str, int] | None
    """How many know what they do for it; None where that must not be told."""
    departments: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Counts of each department that may be told."""

    @property
    def n(self) -> int:
        """How many chose."""
        return sum(self.counts.values())

    @property
    def official(self) -> str:
        """The letter of the goal's own wording."""
        return LETTERS[self.round.official]

    @property
    def common(self) -> list[str]:
        """The letters of the readings that somebody meant, the most common first."""
        chosen = [one for one in self.round.letters if self.counts[one]]
        return sorted(chosen, key=lambda one: -self.counts[one])

    @property
    def leading(self) -> list[str]:
        """The letters of the two most common readings, and of all that are as common as the second."""
        least = self.counts[self.common[1]] if len(self.common) > 1 else 0
        return [one for one in self.common if self.counts[one] >= least]

    @property
    def alignment(self) -> Fraction:
        """The share of those who meant the goal as it is written."""
        return Fraction(self.counts[self.official], self.n)

    @property
    def agreement(self) -> Fraction:
        """The share of those who meant the most common reading."""
        return Fraction(max(self.counts[one] for one in self.round.letters), self.n)

    @property
    def points(self) -> int | None:
        """By how many points leads expected more than there is; negative: less."""
        return None if self.expected is None else percent(self.expected) - percent(self.alignment)

    @property
    def shares(self) -> dict[str, Fraction]:
        """The share of those who meant the goal as it is written, of each department that may be told."""
        return {part: Fraction(found[self.official], sum(found.values())) for part, found in self.departments.items()}


def result_of(options: AlignmentOptions, state: State, found: Round) -> Result | None:
    """Return what may be told of a round; None where nothing may."""
    chosen = picks(state, found)
    counts = counts_of([one for _, one in chosen], found.choices, anonymous=True, limits=options.limits)
    if counts is None:
        return None
    expected = predictions(options, state)
    lines = [one.line for one in said_in(state) if one.line]
    leads_alone = leads_of(options, state) - {one.id for one in state.members}
    parts: dict[str, list[str]] = defaultdict(list)
    for person, one in chosen if options.compare_departments else ():
        parts[state.departments.get(person, "")].append(one)
    return Result(
        found,
        counts,
        asked=max(len(chosen), len(invited(state) - leads_alone)),
        expected=Fraction(sum(expected), 100 * len(expected)) if expected else None,
        contribution=counts_of(lines, LINES, anonymous=True, limits=options.limits),
        departments=parts_of(parts, found.choices, limits=options.limits),
    )


def figures_of(result: Result, state: State) -> Iterator[Figure]:
    """Yield what is kept of a round that is told."""
    share = rounded_share(result.n, result.asked)
    yield _figure(result, state, WHOLE, {} if share is None else {"share": share})
    yield _figure(result, state, PICKS, {"counts": _named(result, state, result.counts)})
    yield _figure(result, state, ALIGNMENT, _counted(result.counts[result.official], result.alignment))
    most = max(result.counts[one] for one in result.round.letters)
    yield _figure(result, state, AGREEMENT, _counted(most, result.agreement))
    if result.expected is not None:
        yield _figure(result, state, GAP, {"expected": percent(result.expected), "points": result.points})
    if result.contribution is not None:
        lines = {"counts": result.contribution}
        yield _figure(result, state, CONTRIBUTION, lines, n=sum(result.contribution.values()))
    for part, counts in result.departments.items():
        n = sum(counts.values())
        yield _figure(result, state, PICKS, {"counts": _named(result, state, counts)}, n=n, group=part)
        official = _counted(counts[result.official], result.shares[part])
        yield _figure(result, state, ALIGNMENT, official, n=n, group=part)


def released_of(result: Result, state: State) -> Iterator[tuple[str, str]]:
    """Yield the choices that are kept without any author: exactly those that the counts tell."""
    for reading, count in _named(result, state, result.counts).items():
        yield from [(PICKS, reading)] * count


def told_of(result: Result, state: State) -> Told:
    """Return what later rounds compare with."""
    lines = result.contribution
    unclear = None if lines is None else Fraction(lines["no"], sum(lines.values()))
    return Told(state.run.nominal_date, result.round.revision, result.alignment, unclear)


def _named(result: Result, state: State, counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts by the words of the readings, in the ritual's language; NONE stays as it is."""
    words = {
        letter: text[state.ritual.language]
        for letter, text in zip(result.round.letters, result.round.readings, strict=True)
    }
    return {words.get(letter, NONE): count for letter, count in counts.items()}


def _counted(count: int, share: Fraction) -> dict[str, Any]:
    return {"count": count, "share": percent(share)}


def _figure(
    result: Result, state: State, name: str, data: Mapping[str, Any], *, n: int | None = None, group: str = ""
) -> Figure:
    return Figure(
        run=state.run.id,
        ritual=state.ritual.id,
        on=state.run.nominal_date,
        name=name,
        n=result.n if n is None else n,
        data=data,
        group=group,
        goal=result.round.goal,
        revision=result.round.revision,
    )
