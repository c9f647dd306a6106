"""The packed past says what the rows say, and never more."""

from __future__ import annotations

from array import array
from datetime import timedelta

from bot.model import Introduction, PastRound, PersonId
from bot.model.past import MEMBERS, MET, MISSED, UNKNOWN
from bot.store import introductions, past, runs
from bot.store.db import Database, Tx
from bot.store.forgetting import forget
from tests.store.cast import NOW, a_run, hire


def told(one: PastRound) -> list[list[int]]:
    """Return the groups of a packed round."""
    numbers, groups = list(array(MEMBERS, one.members)), []
    for size in one.sizes:
        groups.append(numbers[:size])
        numbers = numbers[size:]
    return groups


def two_rounds(tx: Tx) -> tuple[PersonId, PersonId, PersonId]:
    ada, ben, cem = hire(tx, "U1", "U2", "U3")
    for weeks, groups in ((0, [(ada, ben)]), (1, [(ada, cem), (ben, cem)])):
        run = a_run(weeks=weeks)
        runs.claim(tx, run)
        made = [
            Introduction(f"{run.id}#{n}", run.id, run.ritual, tuple(sorted(group)), run.nominal_date, f"question.{n}")
            for n, group in enumerate(groups)
        ]
        introductions.add_many(tx, made)
    introductions.set_outcomes(tx, {f"{a_run(weeks=1).id}#0": True, f"{a_run(weeks=1).id}#1": False})
    return ada, ben, cem


def test_packed_or_not_the_past_is_the_same(database: Database) -> None:
    with database.begin() as tx:
        people = two_rounds(tx)
        loose = past.before(tx, a_run(weeks=2), people=people)
        for weeks in (0, 1):
            past.pack(tx, a_run(weeks=weeks).id)
        tight = past.before(tx, a_run(weeks=2), people=people)
    named = [
        [[{number: one for one, number in each.numbers.items()}[no] for no in group] for group in told(one)]
        for each in (loose, tight)
        for one in each.rounds
    ]
    assert named[:2] == named[2:]
    assert [(one.run, one.on, one.sizes, one.met, one.asked, one.questions) for one in loose.rounds] == [
        (one.run, one.on, one.sizes, one.met, one.asked, one.questions) for one in tight.rounds
    ]
    assert [one.met for one in tight.rounds] == [bytes([UNKNOWN]), bytes([MET, MISSED])]
    assert tight.rounds[1].questions == ("question.0", "question.1")


def test_only_what_came_before_counts_and_a_half_packed_past_is_whole(database: Database) -> None:
    with database.begin() as tx:
        people = two_rounds(tx)
        past.pack(tx, a_run().id)
        assert [one.run for one in past.before(tx, a_run(weeks=2), people=people).rounds] == [
            a_run().id,
            a_run(weeks=1).id,
        ]
        assert [one.run for one in past.before(tx, a_run(weeks=1), people=people).rounds] == [a_run().id]


def test_what_changes_is_read_anew(database: Database) -> None:
    with database.begin() as tx:
        ada, ben, cem = two_rounds(tx)
        for weeks in (0, 1):
            past.pack(tx, a_run(weeks=weeks).id)
        forget(tx, cem)
        found = past.before(tx, a_run(weeks=2), people=[ada, ben])
        assert [len(one.sizes) for one in found.rounds] == [1, 2]
        assert sorted(map(len, told(found.rounds[1]))) == [1, 1]
        assert cem not in found.numbers


def test_closed_runs_that_are_not_packed_are_found(database: Database) -> None:
    with database.begin() as tx:
        two_rounds(tx)
        assert past.unpacked(tx) == []
        for weeks in (0, 1):
            runs.close(tx, a_run(weeks=weeks).id, now=NOW + timedelta(weeks=3))
        assert past.unpacked(tx) == [a_run().id, a_run(weeks=1).id]
        past.pack(tx, a_run().id)
        assert past.unpacked(tx) == [a_run(weeks=1).id]
