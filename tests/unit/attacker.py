"""An attacker on anonymous rounds, by brute force: what is the same in every world that fits what he sees, he knows.

He has everything that is left after a close, knows how it was made of the answers, who took part, in which department
everybody is, and what he and up to three others answered. He knows nothing of the rules that decide what is told: he
only ever asks whether another world would have shown him the same.

A world is what each person answered: person -> a tuple, one value a question, None where it was not asked of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, combinations_with_replacement, product
from math import comb, prod

Value = Hashable
Answers = tuple[Value, ...]
World = Mapping[str, Answers]
Publish = Callable[[World], Hashable]
"""All that somebody sees of a world."""
MOST_WORLDS = 500_000
Fact = tuple[str, int, Value]
"""Somebody's answer to the question of that number."""


def recovered(
    truth: World, known: Collection[str], possible: Sequence[Answers], publish: Publish, groups: Iterable[Sequence[str]]
) -> frozenset[Fact]:
    """Return every answer that the attacker is certain of, beyond those that he `known` anyway.

    `possible`: what somebody can answer at all; `groups`: people whom `publish` does not tell apart, so that of two
    worlds in which they only swap their answers one is enough. What has only one possible answer is no secret.
    """
    unknown = [person for person in truth if person not in known]
    suspects = {fact for person in unknown for fact in facts(person, truth[person]) if _is_secret(fact, possible)}
    seen = publish(truth)
    together = [[person for person in group if person in unknown] for group in groups]
    for changed in _near(truth, unknown, possible):
        if not suspects:
            return frozenset()
        doubted = {fact for fact in suspects if fact[0] in changed and fact not in facts(fact[0], changed[fact[0]])}
        if doubted and publish({**truth, **changed}) == seen:
            suspects -= doubted
    return _exhausted(truth, suspects, possible, together, lambda world: publish(world) == seen)


def facts(person: str, answers: Answers) -> frozenset[Fact]:
    """Return what somebody said: each answer, and of several that were ticked each one."""
    said: set[Fact] = set()
    for number, value in enumerate(answers):
        said |= {(person, number, value)} if value is not None else set()
        said |= {(person, number, ("ticked", one)) for one in (value if isinstance(value, frozenset) else ())}
    return frozenset(said)


def worlds(
    truth: World, groups: Iterable[Sequence[str]], possible: Sequence[Answers]
) -> Iterator[tuple[dict[str, Answers], list[tuple[Sequence[str], Answers]]]]:
    """Yield every world that differs in the answers of these groups, with who might have given which answer in it."""
    named = [group for group in groups if group]
    for given in product(*(combinations_with_replacement(possible, len(group)) for group in named)):
        world = dict(truth)
        for group, answers in zip(named, given, strict=True):
            world.update(zip(group, answers, strict=True))
        yield world, list(zip(named, given, strict=True))


def _near(truth: World, unknown: Sequence[str], possible: Sequence[Answers]) -> Iterator[dict[str, Answers]]:
    """Yield changes that are likely to look the same, to be done soon: all alike, in all questions or in all but one;
    swaps; one answer changed."""
    for answers in possible:
        yield dict.fromkeys(unknown, answers)
    for answers, kept in product(possible, range(len(possible[0]))):
        alike = {one: (*answers[:kept], truth[one][kept], *answers[kept + 1 :]) for one in unknown}
        if all(one in possible for one in alike.values()):
            yield alike
    for one, other in combinations(unknown, 2):
        if truth[one] != truth[other]:
            yield {one: truth[other], other: truth[one]}
    for person, answers in product(unknown, possible):
        if answers != truth[person]:
            yield {person: answers}


def _exhausted(
    truth: World,
    suspects: Collection[Fact],
    possible: Sequence[Answers],
    groups: Sequence[Sequence[str]],
    fits: Callable[[World], bool],
) -> frozenset[Fact]:
    certain = frozenset(suspects)
    number = prod(comb(len(group) + len(possible) - 1, len(group)) for group in groups)
    assert number <= MOST_WORLDS or not certain, "too many worlds to look at each: `_near` must find one that fits"
    for world, given in worlds(truth, groups, possible):
        if not certain:
            break
        if fits(world):
            certain &= _common(given)
    return certain


def _common(given: Sequence[tuple[Sequence[str], Answers]]) -> frozenset[Fact]:
    """Return what holds however the members of each group share its answers among them."""
    return frozenset(
        fact
        for group, answers in given
        for person in group
        for fact in frozenset.intersection(*(facts(person, one) for one in set(answers)))  # type: ignore[arg-type]
    )


def _is_secret(fact: Fact, possible: Sequence[Answers]) -> bool:
    person, number, value = fact
    return not all((person, number, value) in facts(person, answers) for answers in possible)
