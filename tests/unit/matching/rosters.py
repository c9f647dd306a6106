"""What the tests of matching share: rosters and histories of any kind, and every partition there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from random import Random
from typing import Literal

from bot.matching import LARGEST, History, Hours, Roster, Round, Rules, Wish, arrange
from tests.unit.cast import company
from tests.unit.matching.judge import Judge

WANTS: tuple[Literal["other", "same"], ...] = ("other", "same")
FIRST = date(2026, 1, 5)
Group = tuple[str, ...]
Past = list[tuple[Sequence[str], date, bool]]


def people(number: int) -> tuple[str, ...]:
    """Return so many ids."""
    return tuple(one.id for one in company(number))


def matched(
    ids: Sequence[str], past: Iterable[tuple[Iterable[str], date, bool]] = (), *, seed: int = 1, size: int = 2,
    mix: Mapping[str, Mapping[str, str]] | None = None,
) -> Round:  # fmt: skip
    """Return the round of these people; `mix`: attribute -> person -> value."""
    columns = {name: [values.get(one, "") for one in ids] for name, values in (mix or {}).items()}
    rules = Rules(size=size, mix=tuple(Wish(name) for name in columns))
    return arrange(Roster(tuple(ids), columns), History.of(ids, past), rules, Random(seed))


def season(n: int, rounds: int, *, seed: int = 1, size: int = 2) -> Iterator[Round]:
    """Return the rounds of one season in which everybody takes part every week, as they come."""
    ids, past, duty = people(n), Past(), Counter[str]()
    for week in range(rounds):
        done = arrange(Roster(ids, duty=duty), History.of(ids, past), Rules(size=size), Random(f"{seed}/{week}"))
        past += [(group, FIRST + timedelta(weeks=week), True) for group in done.groups]
        smallest = min(map(len, done.groups))
        duty.update(one for group in done.groups if len(group) > smallest for one in group)
        yield done


def pairs(groups: Iterable[Group]) -> list[frozenset[str]]:
    """Return all pairs within groups."""
    return [frozenset(pair) for group in groups for pair in combinations(group, 2)]


def a_past(ids: Sequence[str], rng: Random) -> Past:
    """Return a history in which some, many or all have met."""
    share = rng.choice((0.3, 0.7, 1.0))
    known = [pair for pair in combinations(ids, 2) if rng.random() < share]
    return [(pair, FIRST + timedelta(weeks=rng.randrange(5)), rng.random() < 0.8) for pair in known]


def a_roster(ids: Sequence[str], rng: Random) -> Roster:
    """Return people about whom something is known, of some more than of others."""
    return Roster(
        ids=tuple(ids),
        attributes={
            "department": [rng.choice("abc") for _ in ids],
            "site": [rng.choice(("x", "y", "")) for _ in ids],
        },
        hours=[Hours(rng.randrange(0, 1440, 60), rng.choice((240, 480))) if rng.random() < 0.8 else None for _ in ids],
        newcomers=frozenset(one for one in ids if rng.random() < 0.3),
        topics=[frozenset(rng.sample("klmnop", rng.randrange(4))) for _ in ids],
        languages=[frozenset(rng.sample(("de", "en", "fr"), rng.randrange(3))) for _ in ids],
        duty={one: rng.randrange(2) for one in ids},
    )


def some_rules(ids: Sequence[str], rng: Random) -> Rules:
    """Return rules, some of which may contradict each other."""
    never = frozenset(frozenset(pair) for pair in combinations(ids, 2) if rng.random() < 0.1)
    mix = (Wish("department"), Wish("site", rng.choice(("other", "same"))))
    apart = rng.choice(((), (), ("site",)))
    return Rules(mix=mix, min_overlap=rng.choice((0, 120, 240)), never=never, apart=apart)


def partitions(ids: Sequence[str], trios: int) -> Iterator[list[Group]]:
    """Yield every way to make pairs and so many trios of these people."""
    if not ids:
        if not trios:
            yield []
        return
    first, *rest = ids
    for size in (1, 2) if trios else (1,):
        for others in combinations(rest, size):
            left = [one for one in rest if one not in others]
            for more in partitions(left, trios - (size == 2)):
                yield [(first, *others), *more]


def against_everything(n: int, seed: int) -> str:
    """Return what is wrong with the round of some people, compared with every partition there is; nothing: ""."""
    rng, ids = Random(f"{n}/{seed}"), people(n)
    roster, rules, past = a_roster(ids, rng), some_rules(ids, rng), a_past(ids, rng)
    done = arrange(roster, History.of(ids, past), rules, Random(seed))
    judge = Judge(roster, past, rules)
    possible = [price for groups in partitions(ids, n % 2) if (price := judge.price(groups)) is not None]
    if not possible:
        return ""
    best, found, told = min(possible), judge.price(done.groups), done.certificate
    if done.left_out or found != best:
        return f"{found} is not {best}, and {done.left_out} are left out"
    said = (told.no_overlap, told.repeats, told.repeats_bound, told.optimal)
    return "" if said == (best[0], best[2], best[2], True) else f"the certificate says {told}"


def anything(seed: int) -> tuple[Roster, Past, Rules]:
    """Return a roster, a past and rules that somebody may come up with, sensible or not."""
    rng = Random(seed)
    ids = people(rng.choice((0, 1, 2, 3, 5, rng.randrange(60), rng.randrange(60), rng.randrange(400))))
    roster = a_roster(ids, rng)
    if rng.random() < 0.2:
        roster = replace(roster, attributes={"department": ["one"] * len(ids), "site": [""] * len(ids)})
    if rng.random() < 0.2:
        roster = replace(roster, hours=[Hours(rng.choice((0, 700)), 480) for _ in ids])
    wishes = [Wish(name, want) for name in ("department", "site", "unknown") for want in WANTS]
    share = rng.choice((0.0, 0.0, 0.05, 0.5, 1.0)) if len(ids) < 60 else 0.01
    rules = Rules(
        size=rng.choice((2, 2, 2, 3, 4, 5, 8)),
        mix=tuple(rng.sample(wishes, rng.randrange(5))),
        min_overlap=rng.choice((0, 0, 120, 1440)),
        never=frozenset(pair for pair in map(frozenset, combinations(ids, 2)) if rng.random() < share),
        apart=rng.choice(((), (), (), ("site",), ("department", "site"), ("unknown",))),
    )
    past = [] if rng.random() < 0.2 or len(ids) > 60 else a_past(ids, rng)
    some = [rng.sample(ids, min(len(ids), rng.randrange(1, 9))) for _ in range(rng.randrange(20))]
    return roster, [*past, *((one, FIRST, True) for one in some)], rules


def flaws(roster: Roster, rules: Rules, done: Round) -> list[str]:
    """Return what is wrong with a round as such."""
    told, seated = done.certificate, Counter(one for some in (*done.groups, done.left_out) for one in some)
    judge, free = Judge(roster, [], rules), not (rules.never or rules.apart)
    wrong = {
        "somebody is missing or twice": seated != Counter(roster.ids),
        "a group is too large or too small": any(not 2 <= len(group) <= LARGEST for group in done.groups),
        "a forbidden pair": any(judge.is_forbidden(*pair) for pair in pairs(done.groups)),
        "somebody is left out for nothing": free and len(done.left_out) > (len(roster.ids) == 1),
        "the certificate contradicts itself": told.repeats < told.repeats_bound or told.mixed > told.mixed_bound,
    }
    return [name for name, is_so in wrong.items() if is_so]
