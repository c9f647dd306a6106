"""What the past says of the people of a round: columns that say the same as the introductions they come from."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import Record
from bot.model import Introduction, PersonId, past_of
from bot.model.past import Past

DAY = date(2026, 1, 5)
PEOPLE = [PersonId(name) for name in ("anna", "ben", "cem", "dora", "emil", "fritz", "gone")]
HERE = PEOPLE[:-1]


def a_past(rng: Random) -> list[Introduction]:
    """Return some rounds of two rituals, with groups of every size; somebody has left since."""
    found = []
    for number in range(rng.randrange(6)):
        ritual, people = rng.choice(["coffee", "lunch"]), rng.sample(PEOPLE, rng.randrange(2, 8))
        size = rng.choice([2, 3, 4])
        groups = [people[at : at + size] for at in range(0, len(people), size)]
        found += [
            Introduction(
                f"{number}#{place}", f"run{number}", ritual, tuple(sorted(group)), DAY + timedelta(weeks=number),
                question=rng.choice(["", "q1", "q2", "q3"]), met=rng.choice([True, False, None]),
            )
            for place, group in enumerate(groups)
        ]  # fmt: skip
    return found


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**30))
def test_the_columns_say_what_the_introductions_say(seed: int) -> None:
    told = a_past(Random(seed))
    record = Record.of(past_of(told), HERE)
    history = record.history()
    pairs = Counter(
        zip(history.one.tolist(), history.other.tolist(), history.day.tolist(), history.met.tolist(), strict=True)
    )
    at = {one: seat for seat, one in enumerate(HERE)}
    assert pairs == Counter(
        (*sorted((at[a], at[b])), each.on.toordinal(), each.met is not False)
        for each in told
        for a, b in combinations(each.people, 2)
        if a in at and b in at
    )
    for ritual in ("coffee", "lunch"):
        assert record.duty(ritual) == expected_duty(told, ritual)
        assert record.turns(ritual) == expected_turns(told, ritual)
        assert record.unheard(ritual, rounds=2) == expected_silence(told, ritual, rounds=2)
    asked = record.questions(DAY + timedelta(weeks=2))
    for seat, one in enumerate(HERE):
        mine = [each for each in told if one in each.people]
        assert record.last_days()[seat] == max((each.on.toordinal() for each in mine), default=0)
        late = [each for each in mine if each.question and each.on >= DAY + timedelta(weeks=2)]
        assert asked.of(one) == {each.question: each.on.toordinal() for each in late}


def expected_duty(told: list[Introduction], ritual: str) -> Counter[PersonId]:
    smallest: dict[str, int] = {}
    for each in told:
        if len(each.people) > 1:  # of a group of one everybody else was forgotten
            smallest[each.run] = min(len(each.people), smallest.get(each.run, 9))
    larger = (each for each in told if each.ritual == ritual and len(each.people) > smallest.get(each.run, 9))
    return Counter(one for each in larger for one in each.people if one in HERE)


def expected_turns(told: list[Introduction], ritual: str) -> Counter[PersonId]:
    sizes: dict[str, set[int]] = {}
    for each in told:
        sizes.setdefault(each.run, set()).update({len(each.people)} - {1})
    uneven = (each for each in told if each.ritual == ritual and len(sizes[each.run]) > 1)
    return Counter(one for each in uneven for one in each.people if one in HERE)


def expected_silence(told: list[Introduction], ritual: str, *, rounds: int) -> set[PersonId]:
    said = {one: [each.met for each in told if each.ritual == ritual and one in each.people] for one in HERE}
    return {one for one, words in said.items() if len(words) >= rounds and words[-rounds:] == [None] * rounds}


def test_without_a_past_nothing_is_known() -> None:
    record = Record.of(Past(), HERE)
    assert len(record.history().one) == 0
    assert record.duty("coffee") == record.turns("coffee") == {}
    assert record.unheard("coffee", rounds=3) == frozenset()
    assert record.questions(DAY).of(HERE[0]) == {}
    assert record.last_days().tolist() == [0] * len(HERE)
