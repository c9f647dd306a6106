"""What outlives a round, on both databases: answers by name, and figures of nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.model import Figure, Kept, PersonId, Run
from bot.store import kept, runs, told
from bot.store.db import Database, Tx
from bot.store.forgetting import forget
from tests.store.cast import NOW, a_run, hire


def rounds(tx: Tx, *weeks: int, ritual: str = "checkin") -> list[Run]:
    opened = [a_run(ritual, weeks=one) for one in weeks]
    for run in opened:
        runs.claim(tx, run)
    return opened


def said(run: Run, person: PersonId, value: str, question: str = "mood") -> Kept:
    return Kept(run.id, run.ritual, run.nominal_date, question, person, value, series="s1", goal="g", revision=2)


def shown(run: Run, name: str = "mood", group: str = "") -> Figure:
    return Figure(run.id, run.ritual, run.nominal_date, name, n=8, data={"mean": 3.5, "of": {"ä": 1}}, group=group)


def test_the_last_answer_to_a_question_of_a_run_is_kept_as_it_was_given(database: Database) -> None:
    with database.begin() as tx:
        (ada,) = hire(tx, "U1")
        [run] = rounds(tx, 0)
        first = said(run, ada, "3")
        kept.put_many(tx, [first, said(run, ada, "Wegen <b> & 😀", "why")])
        late = replace(first, value="4", is_late=True)
        kept.put_many(tx, [late])
        kept.put_many(tx, [])
    with database.read() as tx:
        assert kept.of_run(tx, run.id) == (late, said(run, ada, "Wegen <b> & 😀", "why"))


def test_answers_of_somebody_come_newest_first_of_one_ritual_or_of_all(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        first, second, third = rounds(tx, 0, 1, 2)
        [other] = rounds(tx, 3, ritual="mirror")
        kept.put_many(tx, [said(run, ada, "1") for run in (second, other, first, third)] + [said(first, ben, "9")])
    with database.read() as tx:
        assert [one.run for one in kept.of_person(tx, ada, ritual="checkin", limit=2)] == [third.id, second.id]
        assert [one.run for one in kept.of_person(tx, ada, limit=9)] == [other.id, third.id, second.id, first.id]


def test_answers_go_with_their_author_or_after_a_time(database: Database) -> None:
    with database.begin() as tx:
        ada, ben, cem = hire(tx, "U1", "U2", "U3")
        old, new = rounds(tx, 0, 1)
        [other] = rounds(tx, 1, ritual="mirror")
        kept.put_many(tx, [said(run, person, "1") for run in (old, new, other) for person in (ada, ben, cem)])
        assert kept.forget_before(tx, new.nominal_date) == 3
        assert kept.forget_person(tx, ada, ritual="mirror") == 1
        assert kept.forget_person(tx, ada) == 1
        forget(tx, ben)
        assert {one.person for run in (old, new, other) for one in kept.of_run(tx, run.id)} == {cem}


def test_figures_come_oldest_first_and_are_told_once_for_each_group(database: Database) -> None:
    with database.begin() as tx:
        first, second = rounds(tx, 0, 1)
        told.put_many(tx, [shown(second), shown(first, group="Vertrieb"), shown(first), shown(first, "energy")])
        told.put_many(tx, [replace(shown(second), n=9)])
    with database.read() as tx:
        assert told.of_ritual(tx, "checkin") == (
            shown(first, "energy"),
            shown(first),
            shown(first, group="Vertrieb"),
            replace(shown(second), n=9),
        )
        assert told.of_run(tx, second.id) == (replace(shown(second), n=9),)


def test_figures_go_after_a_time_or_when_their_run_is_taken_back(database: Database) -> None:
    with database.begin() as tx:
        first, second, third = rounds(tx, 0, 1, 2)
        told.put_many(tx, [shown(one) for one in (first, second, third)])
        assert told.forget_before(tx, (NOW + timedelta(days=7)).date()) == 1
        assert told.forget_run(tx, second.id) == 1
        assert [one.run for one in told.of_ritual(tx, "checkin")] == [third.id]
