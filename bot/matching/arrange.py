"""One round, from its people to its groups and the certificate of how good they are. Pure and seeded.

The objective, in this order: nobody is left out; never a forbidden pair; working hours overlap as wished; as few
repeats as can be; whoever had less than their share of the larger group is in it now; a repeat lies longest back; a
language in common; the wishes, the first before the second; newcomers meet experienced people; shared topics; chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from bot.matching.exact import EXACT, Found, exact
from bot.matching.pricing import Pricing
from bot.matching.search import large
from bot.matching.tables import tables
from bot.matching.values import LARGEST, Certificate, History, Roster, Round, Rules

if TYPE_CHECKING:
    from random import Random

    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.int64]

Group = tuple[int, ...]


def arrange(roster: Roster, history: History, rules: Rules, rng: Random) -> Round:
    """Return the groups of a round. The same people, in any order, history, rules and seed give the same groups."""
    roster, history = _in_order(roster, history)
    seed = rng.getrandbits(62)
    pricing = Pricing(roster, history, rules, seed=seed)
    found = _found(pricing, roster, rules, rng, seed=seed)
    groups, alone = _allowed(pricing, found.groups, found.alone, rules.size)
    proven = found.is_best and groups == found.groups
    named = sorted(tuple(roster.ids[seat] for seat in sorted(group)) for group in groups)
    left_out = tuple(roster.ids[seat] for seat in sorted(alone))
    return Round(tuple(named), left_out, _certificate(pricing, rules, groups, alone, found, proven=proven))


def _in_order(roster: Roster, history: History) -> tuple[Roster, History]:
    """Return the same with the people ordered by id, so that the order they came in says nothing."""
    import numpy as np

    order = sorted(range(len(roster.ids)), key=roster.ids.__getitem__)
    if order == list(range(len(order))):
        return roster, history
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    one, other = place[history.one], place[history.other]
    return (
        Roster(
            ids=tuple(roster.ids[at] for at in order),
            attributes={name: [column[at] for at in order] for name, column in roster.attributes.items()},
            hours=[roster.hours[at] for at in order] if roster.hours else (),
            newcomers=roster.newcomers,
            topics=[roster.topics[at] for at in order] if roster.topics else (),
            languages=[roster.languages[at] for at in order] if roster.languages else (),
            duty=roster.duty,
            turns=roster.turns,
        ),
        History(np.minimum(one, other), np.maximum(one, other), history.day, history.met),
    )


def _found(pricing: Pricing, roster: Roster, rules: Rules, rng: Random, *, seed: int) -> Found:
    number = pricing.number
    if number < 2:
        return Found([], list(range(number)), is_best=True)
    due, is_steady = _due(roster)
    if (
        rules.size == 2
        and number <= EXACT
        and (found := exact(pricing, range(number), due, is_steady=is_steady)) is not None
    ):
        return found
    kinds = pricing.kinds
    if rules.size == 2:
        alike = bool(rules.mix) and rules.mix[0].want == "same"
        return Found(large(pricing, due, kinds, seed=seed, alike=alike), [], is_best=False)
    return Found(tables(pricing, rules.size, kinds, due, rng), [], is_best=False)


def _due(roster: Roster) -> tuple[frozenset[int], bool]:
    """Return whose turn the larger group is: whoever had it no more than their share of the rounds they were in.

    And whether all were in equally many, so that everybody has it once before anybody has it again.
    """
    duty = [roster.duty.get(one, 0) for one in roster.ids]
    turns = [roster.turns.get(one, 0) for one in roster.ids] if roster.turns else [1] * len(duty)
    had, came = sum(duty), sum(turns)
    due = frozenset(seat for seat in range(len(duty)) if duty[seat] * came <= turns[seat] * had)
    return due, len(set(turns)) < 2


def _allowed(
    pricing: Pricing, groups: Sequence[Group], alone: Sequence[int], size: int
) -> tuple[list[Group], list[int]]:
    """Take people out of groups in which two must not meet, and seat them elsewhere, if anybody may have them."""
    if not pricing.forbids:
        return list(groups), list(alone)
    kept: list[list[int]] = []
    pool = list(alone)
    for group in groups:
        left = list(group)
        while len(left) > 1 and (quarrel := _quarrels(pricing, left)):
            worst = max(left, key=lambda seat: (sum(seat in pair for pair in quarrel), seat))
            left.remove(worst)
            pool.append(worst)
        if len(left) > 1:
            kept.append(left)
        else:
            pool += left
    out: list[int] = []
    for seat in sorted(pool):
        homes = [home for home in kept if len(home) < LARGEST and not _quarrels(pricing, [*home, seat], of=seat)]
        partner = next((one for one in out if not _quarrels(pricing, [one, seat])), None)
        if partner is not None:
            out.remove(partner)
            kept.append([partner, seat])
        elif homes:
            min(homes, key=len).append(seat)
        else:
            out.append(seat)
    return [tuple(sorted(home)) for home in kept], out


def _quarrels(pricing: Pricing, seats: Sequence[int], *, of: int | None = None) -> list[tuple[int, int]]:
    """Return the pairs among these people that must not meet."""
    import numpy as np

    pairs = [pair for pair in combinations(seats, 2) if of is None or of in pair]
    rows = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return [pair for pair, bad in zip(pairs, pricing.is_forbidden(rows[:, 0], rows[:, 1]).tolist(), strict=True) if bad]


def _certificate(
    pricing: Pricing, rules: Rules, groups: Sequence[Group], alone: Sequence[int], found: Found, *, proven: bool
) -> Certificate:
    import numpy as np

    rows = np.array([pair for group in groups for pair in combinations(group, 2)], dtype=np.int64).reshape(-1, 2)
    levels = pricing.levels(rows[:, 0], rows[:, 1])
    sums = dict(zip(pricing.names, levels.sum(axis=1).tolist(), strict=True))
    repeats = int(sums["repeats"])
    least = max(_fewest_repeats(pricing, groups), found.bound[1] if proven and found.bound else 0)
    mixed, most = _mixed(pricing, rules, groups, alone, levels)
    free = [sums[name] for name in pricing.names if name not in ("repeats", "mix0", "chance")]
    at_bounds = repeats == least and mixed == most and not any(free)
    return Certificate(
        repeats=repeats,
        repeats_bound=min(repeats, least),
        mixed=mixed,
        mixed_bound=most,
        no_overlap=int(sums["apart"]),
        optimal=(proven or at_bounds) and not alone,
    )


def _fewest_repeats(pricing: Pricing, groups: Sequence[Group]) -> int:
    """Return a number of repeats that no round undercuts: whoever knows nearly all cannot meet strangers only."""
    import numpy as np

    size = np.zeros(pricing.number, dtype=np.int64)
    smallest = min((len(group) for group in groups), default=1)
    size[:] = smallest - 1
    strangers = pricing.number - 1 - pricing.acquaintances()
    return int((np.maximum(size - strangers, 0).sum() + 1) // 2)


def _mixed(
    pricing: Pricing, rules: Rules, groups: Sequence[Group], alone: Sequence[int], levels: Column
) -> tuple[int, int]:
    """Return how many pairs within groups fulfil the first wish, and how many could.

    Of one kind as many people as there are groups can be apart; more are spread as evenly as can be.
    """
    import numpy as np

    kinds = pricing.kinds
    if kinds is None:
        return 0, 0
    fine = int(levels.shape[1] - levels[pricing.names.index("mix0")].sum())
    counts = np.bincount(kinds[kinds >= 0], minlength=1)
    if rules.mix[0].want == "same":
        whole, rest = np.divmod(counts, max(map(len, groups), default=1))
        size = max(map(len, groups), default=1)
        return fine, min(levels.shape[1], int((whole * (size * (size - 1) // 2) + rest * (rest - 1) // 2).sum()))
    for _ in alone:  # at best it is one of those who are many
        counts[counts.argmax()] = max(0, counts.max() - 1)
    each, over = np.divmod(counts, max(1, len(groups)))
    return fine, int(levels.shape[1] - (len(groups) * (each * (each - 1) // 2) + over * each).sum())
