"""What may be told of a round that closes: of each question by itself, of a mirror both sides or none.

The two sides of a mirror are questions of their own with words of their own, and who was on neither was not asked:
nothing is told of all of them together, so there is no remainder to be reckoned out. Each side is held to the limits by
itself, and what is told of them depends on which answers there were, never on who gave which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.figures import Limits, counts_of, may_tell, mean_of, rounded_share, ticks_of
from bot.model import Answer, Figure, State
from bot.rituals.pulse.mirror import SIDES, Mirror, MirrorQuestion
from bot.rituals.pulse.options import PulseOptions
from bot.rituals.questions import Question, apart, choices_of, compared, series_of, values_of

WHOLE = ""
"""The name of the figure that is of the round as a whole: how many answered, and of how many percent."""


@dataclass(frozen=True)
class Result:
    """What is told of one question, or of one side of a mirror."""

    question: Question
    series: str
    n: int
    mean: float | None = None
    """Of numbers only."""
    counts: Mapping[str, int] | None = None
    """Option or step -> how many chose it, in their order."""
    group: str = ""
    """Of a side of a mirror its departments."""
    values: tuple[str, ...] = ()
    """What is kept of it without any author."""


@dataclass(frozen=True)
class Told:
    """What the readers of a round get to know: a result for each question, None where it must not be told."""

    plain: tuple[tuple[Question, Result | None], ...]
    mirrored: tuple[tuple[MirrorQuestion, tuple[Result, Result] | None], ...] = ()
    """The team, and its customers."""

    @property
    def results(self) -> tuple[Result, ...]:
        """Return all that is told."""
        both = (one for _, pair in self.mirrored if pair is not None for one in pair)
        return (*(one for _, one in self.plain if one is not None), *both)


def told(options: PulseOptions, pages: Sequence[Answer]) -> Told:
    """Return what may be told of a round; `pages`: what people answered."""
    limits = options.limits
    plain = tuple((one, _result(one, values_of(pages, one), limits)) for one in options.questions)
    mirror = options.mirror
    if mirror is None:
        return Told(plain)
    return Told(plain, tuple((one, _both(mirror, one, pages, limits)) for one in mirror.questions))


def figures(state: State, results: Sequence[Result], *, n: int, asked: int) -> Iterator[Figure]:
    """Yield what is kept of what was told: how many answered, then of each question; of texts only how many there are.

    `n`: who said anything; `asked`: who could have.
    """
    if not results:
        return
    share = rounded_share(n, asked)
    yield _figure(state, WHOLE, n, {} if share is None else {"share": share})
    for one in results:
        mean = {} if one.mean is None else {"mean": round(one.mean, 2)}
        counts = {} if one.counts is None else {"counts": dict(one.counts)}
        yield _figure(state, one.question.id, one.n, {**mean, **counts}, group=one.group, series=one.series)


def released(results: Sequence[Result]) -> tuple[tuple[str, str], ...]:
    """Return the answers that are kept without any author; of several ticks each by itself."""
    return tuple((one.question.id, value) for one in results for value in one.values)


def _result(question: Question, values: Sequence[str], limits: Limits) -> Result | None:
    """Return what may be told of a question that everybody was asked."""
    known: dict[str, Any] = {"question": question, "series": series_of(question), "n": len(values)}
    match question.type:
        case "text":
            given = [compared(question, one) for one in values]
            may_be_read = may_tell(given, anonymous=True, limits=limits)
            return Result(**known, values=tuple(values)) if may_be_read else None
        case "number":
            mean = mean_of([float(one) for one in values], anonymous=True, limits=limits)
            return None if mean is None else Result(**known, mean=mean)
        case "multiple":
            ticked = [apart(question, one) for one in values]
            counts = ticks_of(ticked, _options(question), anonymous=True, limits=limits)
            kept = tuple(one for some in ticked for one in some)
            return None if counts is None else Result(**known, counts=counts, values=kept)
        case "single":
            counts = counts_of(values, _options(question), anonymous=True, limits=limits)
            return None if counts is None else Result(**known, counts=counts, values=tuple(values))
    return _on_scale(known, question, values, limits)


def _on_scale(known: dict[str, Any], question: Question, values: Sequence[str], limits: Limits) -> Result | None:
    mean = mean_of([int(one) for one in values], anonymous=True, limits=limits)
    if mean is None:
        return None
    counts = counts_of(values, _options(question), anonymous=True, limits=limits)
    return Result(**known, mean=mean, counts=counts, values=tuple(values) if counts else ())


def _both(mirror: Mirror, one: MirrorQuestion, pages: Sequence[Answer], limits: Limits) -> tuple[Result, Result] | None:
    """Return what may be told of both sides: the spread of both, the mean of both, or nothing."""
    found = []
    for side in SIDES:
        question = one.asks(side)
        values = values_of(pages, question)
        known = {"question": question, "series": mirror.series_of(one), "n": len(values)}
        known |= {"group": mirror.departments(side)}
        found.append(_on_scale(known, question, values, limits))
    team, customers = found
    if team is None or customers is None:
        return None
    if team.counts is None or customers.counts is None:
        return _bare(team), _bare(customers)
    return team, customers


def _bare(result: Result) -> Result:
    return Result(result.question, result.series, result.n, result.mean, group=result.group)


def _options(question: Question) -> tuple[str, ...]:
    return tuple(value for value, _ in choices_of(question))


def _figure(state: State, name: str, n: int, data: Mapping[str, Any], *, group: str = "", series: str = "") -> Figure:
    run = state.run
    return Figure(run.id, state.ritual.id, run.nominal_date, name, n, data, group=group, series=series)
