"""The judge: who may be shown to a colleague, whom a query asks for, and how good an answer is.

It reads what people meant, never what they wrote, and knows neither the search nor the rules it follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from tests.directory.company import NOW, Colleague, Value
from tests.directory.queries import Query

TOP = 10
EXPERTISE = ("ask_me_about", "works_with", "responsibilities", "can_mentor")
NOT_SEARCHED = ("wants_to_learn", "fun_fact")


@dataclass(frozen=True)
class Shown:
    """Somebody whom the search shows, and the values (field and text) that it shows of them."""

    person: str
    values: frozenset[tuple[str, str]]


Answer = tuple[Shown, ...]
"""What the search returned, best first."""


@dataclass(frozen=True)
class Truth:
    """What colleagues may find: by person, what they let them know."""

    known: dict[str, frozenset[str]]
    shown: dict[str, frozenset[tuple[str, str]]]
    """By person: field and text of each value that a colleague may read."""

    def relevant(self, query: Query) -> frozenset[str]:
        """Return who answers a query."""
        return frozenset(one for one, means in self.known.items() if all(means & group for group in query.wanted))


@dataclass(frozen=True)
class Verdict:
    """How one query went."""

    query: Query
    relevant: int
    returned: int
    found: int
    """How many of the first ten are relevant."""
    is_first: bool
    """Whether the first one is."""
    errors: int
    """Hits that may not be shown, or not with all that is shown of them."""

    @property
    def precision(self) -> float:
        """Return precision at 10: the relevant ones of the first ten, of as many as there can be."""
        return self.found / min(TOP, self.relevant)

    @property
    def strict(self) -> float:
        """Return the share of relevant ones in what was returned."""
        return self.found / self.returned if self.returned else 0.0


def truth_of(people: Iterable[Colleague]) -> Truth:
    """Look at everybody as a colleague does."""
    known, shown = {}, {}
    for one in cut(people):
        searched = [value for value in one.values if value.field not in NOT_SEARCHED]
        known[one.id] = frozenset(meant for value in searched for meant in value.means)
        shown[one.id] = frozenset((value.field, value.text) for value in one.values)
    return Truth(known, shown)


def cut(people: Iterable[Colleague]) -> Iterator[Colleague]:
    """Return those whom a colleague may find, with nothing but what a colleague may read."""
    for one in people:
        if may_be_found(one):
            yield replace(one, values=tuple(value for value in one.values if _is_seen(one, value)))


def may_be_found(one: Colleague) -> bool:
    """Return whether a colleague may find somebody at all."""
    if one.kind in ("guest", "left") or not one.listed:
        return False
    if one.paused_until is not None and one.paused_until >= NOW.date():
        return False
    return any(value.field == "name" and value.audience != "self" for value in one.values)


def judge(query: Query, answer: Answer, truth: Truth) -> Verdict:
    """Judge what a search returned."""
    relevant, top = truth.relevant(query), [one.person for one in answer][:TOP]
    return Verdict(
        query,
        relevant=len(relevant),
        returned=len(top),
        found=len(relevant.intersection(top)),
        is_first=bool(top) and top[0] in relevant,
        errors=len([one for one in answer if not one.values <= truth.shown.get(one.person, frozenset())]),
    )


def mean(verdicts: Iterable[Verdict]) -> float:
    """Return the mean precision at 10."""
    return fmean(one.precision for one in verdicts)


def by_kind(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    """Sort the verdicts by the class of their queries."""
    found: dict[str, list[Verdict]] = {}
    for one in verdicts:
        found.setdefault(one.query.kind, []).append(one)
    return found


def table(verdicts: Sequence[Verdict]) -> str:
    """Return a line for each class and one for all."""
    lines = [f"{'class':<28} {'queries':>7} {'P@10':>6} {'strict':>6} {'first':>6} {'errors':>6}"]
    lines += [_line(kind, some) for kind, some in by_kind(verdicts).items()]
    return "\n".join([*lines, _line("all", verdicts)])


def _line(kind: str, some: Sequence[Verdict]) -> str:
    strict, first = fmean(one.strict for one in some), fmean(one.is_first for one in some)
    errors = sum(one.errors for one in some)
    return f"{kind:<28} {len(some):>7} {mean(some):>6.3f} {strict:>6.3f} {first:>6.3f} {errors:>6}"


def _is_seen(one: Colleague, value: Value) -> bool:
    return value.audience != "self" and not value.is_over and (one.expert or value.field not in EXPERTISE)
