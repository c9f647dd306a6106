"""Nobody's anonymous answer can be recovered with certainty, whatever happens over the rounds (docs/goals.md).

The big run takes about a minute: `pytest -m slow tests/unit/test_attacker.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import Any

import pytest

from bot.figures import ENOUGH, Limits, counts_of, is_safe, may_tell, mean_of, parts_of, rounded_share, ticks_of

from .attacker import Answers, Fact, World, recovered

PEOPLE = [f"p{number:02}" for number in range(40)]
OPTIONS = "1234"
FLOORS = (Limits(), Limits(), Limits(6, 9), Limits(8, 12))
QUESTIONS = 3
ALL = frozenset({"choice", "follow-up", "ticks"})
CHOICE = frozenset({"choice"})


@dataclass(frozen=True)
class Round:
    """One round of a history: what was asked of whom, and what they said."""

    truth: World
    known: frozenset[str]
    """Of whom the attacker knows the answers: himself and up to three others."""
    departments: Mapping[str, str]
    options: str
    asked: int
    limits: Limits
    asks: frozenset[str] = ALL

    @property
    def possible(self) -> list[Answers]:
        """What somebody can answer: a choice, a question asked only after the first choice, and several ticks."""
        choices = list(self.options) if "choice" in self.asks else [self.options[0]]
        follow = [
            (one, after)
            for one in choices
            for after in (self.options if one == self.options[0] and "follow-up" in self.asks else (None,))
        ]
        several = [frozenset(), *(frozenset(one) for one in self.options)]
        several += [frozenset((self.options[0], one)) for one in self.options[1:]]
        return [(*one, ticked) for one in follow for ticked in (several if "ticks" in self.asks else [frozenset("1")])]

    @property
    def groups(self) -> list[list[str]]:
        """Who stands in each department, of those who answered."""
        places = sorted(set(self.departments.values()))
        return [[one for one in self.truth if self.departments[one] == place] for place in places]


Publisher = Callable[[Round, World], Hashable]


def told(round_: Round, world: World) -> Hashable:
    """Give all that is left and seen after a close: figures, parts, rows without names, the response rate."""
    first, after, ticks = columns(world)
    limits = round_.limits
    asked: dict[str, Any] = {"anonymous": True, "limits": limits}
    counts = counts_of(first, round_.options, **asked)
    parts = parts_of(by_department(round_, world), round_.options, limits=limits) if counts else {}
    following = [one for one in after if one is not None]
    return (
        (len(first), rounded_share(len(first), round_.asked)),
        (frozen(counts), mean_of([float(one) for one in first], **asked)),
        tuple((part, frozen(one)) for part, one in parts.items()),
        frozen(counts_of(following, round_.options, hangs_on=[first], **asked)),
        tuple(sorted(following)) if may_tell(following, hangs_on=[first], **asked) else None,
        frozen(ticks_of(ticks, round_.options, **asked)),
    )


def columns(world: World) -> tuple[list[Any], list[Any], list[Any]]:
    first, after, ticks = ([answers[number] for answers in world.values()] for number in range(QUESTIONS))
    return first, after, ticks


def by_department(round_: Round, world: World) -> dict[str, list[str]]:
    sorted_out: dict[str, list[str]] = {}
    for person, answers in world.items():
        sorted_out.setdefault(round_.departments[person], []).append(str(answers[0]))
    return sorted_out


def frozen(counts: Mapping[str, int] | None) -> Hashable:
    return None if counts is None else tuple(counts.items())


def counted(values: Sequence[Any]) -> Hashable:
    return tuple(sorted((one, values.count(one)) for one in set(values)))


@dataclass
class History:
    """Rounds of one ritual over time: people come and go, change their minds or do not."""

    rng: Random
    smallest: int = 3
    largest: int = 16
    asks: frozenset[str] = ALL
    style: str = field(init=False)

    def rounds(self) -> list[Round]:
        """Draw a history."""
        rng = self.rng
        self.style = rng.choice(["random", "alike", "steady", "split"])
        options = OPTIONS[: rng.randint(1, 4)]
        limits = rng.choice(FLOORS)
        places = ["", "A", "B"][: rng.randint(1, 3)]
        departments = {one: rng.choice(places) for one in PEOPLE}
        roster = rng.sample(PEOPLE, rng.randint(self.smallest, self.largest))
        minds: dict[str, Answers] = {}
        drawn = []
        for _ in range(rng.randint(2, 4)):
            rate = rng.choice([1.0, 1.0, 0.9, 0.6])
            taking_part = [one for one in roster if rng.random() < rate]
            empty = Round({}, frozenset(), departments, options, len(roster), limits, self.asks)
            truth = {one: self._answer(empty.possible, minds.get(one)) for one in taking_part}
            minds |= truth
            drawn.append(replace(empty, truth=truth, known=self._known(taking_part, departments)))
            roster = self._moved(roster)
        return drawn

    def _answer(self, possible: list[Answers], before: Answers | None) -> Answers:
        if self.style == "steady" and before is not None and self.rng.random() < 0.9:
            return before
        if self.style == "alike" and self.rng.random() < 0.85:
            return possible[0]
        if self.style == "split":
            return self.rng.choice([possible[0], possible[-1]])
        return self.rng.choice(possible)

    def _known(self, people: list[str], departments: Mapping[str, str]) -> frozenset[str]:
        """Draw whom the attacker knows: anybody, or people of one department."""
        place = self.rng.choice(["", "A", "B", None])
        near = [one for one in people if place is None or departments[one] == place] or people
        return frozenset(self.rng.sample(near, min(len(near), self.rng.randint(1, ENOUGH - 1))))

    def _moved(self, roster: list[str]) -> list[str]:
        gone = set(self.rng.sample(roster, min(len(roster) - 1, self.rng.choice([0, 0, 1, 2]))))
        others = self.rng.sample(PEOPLE, len(PEOPLE))
        others = [one for one in others if one not in roster]
        return [one for one in roster if one not in gone] + others[: self.rng.choice([0, 0, 1, 2])]


def attack(rounds: Sequence[Round], publish: Publisher, *, in_turn: bool = False) -> list[Fact]:
    """Return what the attacker is certain of over a history; `in_turn`: what is told depends on who answered when.

    What a round tells depends on its own answers alone, so that worlds of different rounds go together freely, and
    differencing rounds is nothing else than looking at all of them.
    """
    found: list[Fact] = []
    for one in rounds:
        groups = [[person] for person in one.truth] if in_turn else one.groups
        found += recovered(one.truth, one.known, one.possible, partial(publish, one), groups)
    return found


def run(histories: int, publish: Publisher, *, seed: str, in_turn: bool = False, **drawn: Any) -> int:
    """Return how many answers are recovered in so many histories."""
    return sum(
        len(attack(History(Random(f"{seed}/{number}"), **drawn).rounds(), publish, in_turn=in_turn))
        for number in range(histories)
    )


def test_nobodys_answer_is_recovered() -> None:
    assert run(1_000, told, seed="rounds") == 0


@pytest.mark.slow
def test_nobodys_answer_is_recovered_in_ten_thousand_histories() -> None:
    assert run(10_000, told, seed="rounds") == 0


def test_nobodys_answer_is_recovered_where_departments_are_told() -> None:
    large = [History(Random(f"parts/{n}"), 16, 40, CHOICE).rounds() for n in range(300)]
    shown = sum(bool(parts_of(by_department(one, one.truth), one.options)) for rounds in large for one in rounds)
    assert shown > 50
    assert sum(len(attack(rounds, told)) for rounds in large) == 0


def from_five_on(round_: Round, world: World) -> Hashable:
    """Tell how answers are spread from five on, however alike they are."""
    first, after, ticks = columns(world)
    return tuple(counted(one) if len(one) >= ENOUGH else len(one) for one in (first, after, ticks))


def without_the_rest(round_: Round, world: World) -> Hashable:
    """Tell the whole by its rules, and departments of eight, whatever remains beside them."""
    first, _, _ = columns(world)
    whole = counts_of(first, OPTIONS, anonymous=True)
    parts = by_department(round_, world).items()
    return frozen(whole), tuple((p, counted(one)) for p, one in parts if whole and len(one) >= 8)


def follow_ups_alone(round_: Round, world: World) -> Hashable:
    """Tell how many answered what only some were asked, whether or not the first question may be told."""
    first, after, _ = columns(world)
    return frozen(counts_of(first, OPTIONS, anonymous=True)), sum(one is not None for one in after)


def each_tick(round_: Round, world: World) -> Hashable:
    """Tell ticks where the answers differ, and not whether a tick is shared by all."""
    ticks = columns(world)[2]
    if not may_tell(ticks, anonymous=True):
        return None
    return tuple(sum(option in one for one in ticks) for option in OPTIONS)


def live(round_: Round, world: World) -> Hashable:
    """Tell the spread after each answer from the fifth on."""
    first = columns(world)[0]
    return tuple(counted(first[:number]) for number in range(ENOUGH, len(first) + 1))


def told_again(round_: Round, world: World) -> Hashable:
    """Tell the spread at the close, and once more with the answer that came late."""
    first = columns(world)[0]
    return tuple(frozen(counts_of(one, OPTIONS, anonymous=True)) for one in (first[:-1], first))


@pytest.mark.parametrize(
    ("publish", "drawn"),
    [
        (from_five_on, {"asks": CHOICE}),
        (without_the_rest, {"asks": CHOICE, "smallest": 12}),
        (follow_ups_alone, {"asks": CHOICE | {"follow-up"}, "largest": 10}),
    ],
)
def test_with_a_rule_switched_off_the_attacker_recovers_answers(publish: Publisher, drawn: dict[str, Any]) -> None:
    assert run(200, publish, seed="off", **drawn) >= 10


def test_with_results_told_after_each_answer_the_attacker_recovers_answers() -> None:
    assert run(5, live, seed="again", in_turn=True, smallest=8, largest=10, asks=CHOICE) >= 20


def a_round(answers: str, known: str = "", ticks: Sequence[str] = (), options: str = "1234") -> Round:
    """Give a round of one department; a letter each for what somebody said."""
    ticked = [frozenset(one) for one in ticks] or [frozenset("1")] * len(answers)
    truth: dict[str, Answers] = {PEOPLE[n]: (one, None, ticked[n]) for n, one in enumerate(answers)}
    asks = frozenset({"ticks"}) if ticks else CHOICE
    places = dict.fromkeys(truth, "A")
    return Round(truth, frozenset(PEOPLE[: len(known)]), places, options, len(truth), Limits(), asks)


def test_a_late_answer_that_is_told_again_gives_its_author_away() -> None:
    one = a_round("111112222222" + "1", known="1", options="12")
    assert [fact[0] for fact in attack([one], told_again, in_turn=True)] == [PEOPLE[12]]
    assert attack([one], told, in_turn=True) == []


def test_a_tick_that_all_share_is_not_told_though_their_answers_differ() -> None:
    one = a_round("1" * 8, known="1", ticks=["1", "12", "13", "14", "12", "13", "1", "14"])
    assert {fact[2] for fact in attack([one], each_tick)} == {("ticked", "1")}
    assert attack([one], told) == []


def a_department_of_one_mind() -> Round:
    """Four of department A whom the attacker knows all differ; the other five say the same, which nobody else could."""
    alike = {f"a{n}": "1" for n in range(5)}
    known = {f"k{n}": option for n, option in enumerate("2345")}
    others = {f"b{n}": option for n, option in enumerate("2223334445")}
    truth: dict[str, Answers] = {
        one: (option, None, frozenset()) for one, option in {**alike, **known, **others}.items()
    }
    departments = {one: "B" if one[0] == "b" else "A" for one in truth}
    return Round(truth, frozenset(known), departments, "12345", len(truth), Limits(), CHOICE)


def test_a_department_that_is_not_told_does_not_give_itself_away_by_that() -> None:
    one = a_department_of_one_mind()
    assert parts_of(by_department(one, one.truth), one.options) == {}
    assert attack([one], told) == []

    seen = counted(columns(one.truth)[0])

    def at_the_same_bound(round_: Round, world: World) -> Hashable:
        whole = counted(columns(world)[0])
        if whole != seen:  # what follows is of no use to anybody then, and takes its time
            return whole
        groups = by_department(round_, world)
        return whole, all(map(is_safe, groups.values())) and frozen_parts(groups)

    assert {fact[0] for fact in attack([one], at_the_same_bound)} == {f"a{n}" for n in range(5)}


def frozen_parts(groups: Mapping[str, list[str]]) -> Hashable:
    return tuple((part, counted(values)) for part, values in sorted(groups.items()))
