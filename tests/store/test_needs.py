"""What people need of each other and what was decided, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import DecisionItem, Need, PersonId
from bot.store import decisions, letters, needs, runs
from bot.store.db import Database, Tx
from bot.store.letters import Draft
from tests.store.cast import NOW, a_run, hire, race
from tests.store.test_forgetting import traces

DAY = NOW.date()
ITEM = DecisionItem("Mehr Ruhe", "later", "Erst nach der Messe")


def ask(tx: Tx, person: PersonId, other: PersonId, *, weeks: int = 0) -> Need:
    """Write down a need, and a letter about it that has left."""
    run = a_run("stand", weeks=weeks)
    runs.claim(tx, run)
    need = Need(run.id, "stand", person, other, "Zahlen", id=needs.new_id())
    needs.add(tx, need, on=run.nominal_date)
    said = {"text": f"<@person:{person}> braucht etwas"}
    letters.add_many(
        tx, [Draft(key=f"{needs.PREFIX}{need.id}/post", op="post", people=(other,), payload=said)], now=NOW
    )
    return need


def letter_of(tx: Tx, need: Need) -> tuple[object, ...]:
    stored = letters.by_key(tx, f"{needs.PREFIX}{need.id}/post")
    assert stored is not None
    return stored.people, dict(stored.payload), stored.state


def test_both_find_theirs_and_nobody_else_does(database: Database) -> None:
    with database.begin() as tx:
        ada, ben, cem = hire(tx, "U1", "U2", "U3")
        old, new = ask(tx, ada, ben), ask(tx, ada, cem, weeks=1)
        assert needs.of_person(tx, ada) == (new, old)
        assert needs.of_person(tx, ada, limit=1) == (new,)
        assert needs.to_person(tx, ben) == (old,)
        assert needs.to_person(tx, ada) == needs.of_person(tx, ben) == ()
        assert needs.of_run(tx, new.run, ada) == new
        assert needs.of_run(tx, new.run, cem) is None


def test_it_is_seen_once_answered_once_and_then_waits_no_more(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        need = ask(tx, ada, ben)
        assert [needs.see(tx, need.id), needs.see(tx, need.id)] == [True, False]
        needs.reword(tx, need.id, "Andere Zahlen")
        assert needs.get(tx, need.id) == replace(need, words="Andere Zahlen")
        assert [needs.answer(tx, need.id, "Gern"), needs.answer(tx, need.id, "Nein")] == [True, False]
        assert needs.see(tx, need.id) is False
        answered = replace(need, words="Andere Zahlen", state="answered", reply="Gern")
        assert needs.get(tx, need.id) == answered
        assert needs.to_person(tx, ben, waiting=True) == ()
        assert needs.to_person(tx, ben) == needs.of_person(tx, ada) == (answered,)


def test_of_two_answers_at_once_one_counts(database: Database) -> None:
    with database.begin() as tx:
        need = ask(tx, *hire(tx, "U1", "U2"))

    def answer() -> bool:
        with database.begin() as tx:
            return needs.answer(tx, need.id, "Gern")

    assert sorted(race(2, answer)) == [False, True]


def test_what_is_old_goes_with_what_its_letters_said(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        old, new = ask(tx, ada, ben), ask(tx, ada, ben, weeks=1)
        assert needs.forget_before(tx, DAY + timedelta(days=1), now=NOW) == 1
        assert needs.of_person(tx, ada) == (new,)
        assert letter_of(tx, old) == ((), {}, "dead")
        assert letter_of(tx, new)[0] == (ben,)


@pytest.mark.parametrize("who", [0, 1])
def test_whoever_deletes_everything_leaves_no_trace_on_either_side(who: int, database: Database) -> None:
    with database.begin() as tx:
        ada, ben, cem = hire(tx, "U1", "U2", "U3")
        ask(tx, ada, ben)
        kept = ask(tx, cem, cem)
        person = (ada, ben)[who]
        assert needs.forget_person(tx, person, now=NOW) == 1
        assert set(traces(tx, person)) <= {"people", "slack_ids"}
        assert needs.get(tx, kept.id) == kept


def test_a_decision_is_asked_for_once_and_stays_decided_when_it_is_corrected(database: Database) -> None:
    with database.begin() as tx:
        first, second = a_run("stand"), a_run("stand", weeks=1)
        for run in (first, second):
            runs.claim(tx, run)
        assert decisions.newest(tx, "stand") is None
        assert [decisions.ask(tx, first.id, "stand", now=NOW) for _ in range(2)] == [True, False]
        decisions.decide(tx, first.id, [ITEM], now=NOW)
        corrected = replace(ITEM, verdict="do", why="")
        decisions.decide(tx, first.id, [corrected], now=NOW + timedelta(days=1))
        found = decisions.get(tx, first.id)
        assert found is not None
        assert (found.decided_at, found.items) == (NOW, (corrected,))
        decisions.ask(tx, second.id, "stand", now=NOW + timedelta(weeks=1))
        newest = decisions.newest(tx, "stand")
        assert newest is not None
        assert (newest.run, newest.decided_at, newest.items) == (second.id, None, ())


def test_only_a_decision_that_is_waited_for_is_dropped(database: Database) -> None:
    with database.begin() as tx:
        first, second = a_run("stand"), a_run("stand", weeks=1)
        for run in (first, second):
            runs.claim(tx, run)
            decisions.ask(tx, run.id, "stand", now=run.opened_at)
        decisions.decide(tx, first.id, [ITEM], now=NOW)
        for run in (first, second):
            decisions.drop(tx, run.id)
        assert decisions.get(tx, first.id) is not None
        assert decisions.get(tx, second.id) is None
        assert decisions.forget_before(tx, NOW + timedelta(days=1)) == 1
