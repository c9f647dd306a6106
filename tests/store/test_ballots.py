"""Answers of anonymous rounds, on both databases: one for each person, nobody's once the round has closed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.model import PersonId, Run
from bot.store import ballots, goal_tables, runs, scrubbing, tables
from bot.store.backup import write_backup
from bot.store.db import Database, Tx
from bot.store.forgetting import forget
from bot.store.goal_tables import ballot_keys, released_answers, turnout
from bot.store.restore import restore
from tests.store.cast import NOW, a_run, hire, race
from tests.store.test_erasure import files_of
from tests.store.test_forgetting import traces

SECRET = "qzvkw"


def opened(tx: Tx, ritual: str = "pulse") -> Run:
    run = a_run(ritual)
    runs.claim(tx, run)
    return run


def rows(tx: Tx, run: Run) -> dict[str, int]:
    """Count what ties people to a run."""
    linked = (goal_tables.ballots, ballot_keys, turnout)
    return {
        one.name: tx.scalar(select(func.count()).select_from(one).where(one.c.run == run.id)) or 0 for one in linked
    }


def test_the_last_answer_counts_and_everybody_once(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        run = opened(tx)
        for value in ("1", "2", "3"):
            ballots.cast(tx, run.id, ada, {"mood": value})
        ballots.cast(tx, run.id, ben, {"mood": "5", "text": "Zu viele Wege"})
    with database.read() as tx:
        assert rows(tx, run) == {"ballots": 3, "ballot_keys": 1, "turnout": 2}
        assert ballots.of_person(tx, run.id, ada) == {"mood": "3"}
        assert ballots.of_person(tx, run.id, ben) == {"mood": "5", "text": "Zu viele Wege"}
        assert sorted((one.question, one.value) for one in ballots.of_run(tx, run.id)) == [
            ("mood", "3"),
            ("mood", "5"),
            ("text", "Zu viele Wege"),
        ]
        assert ballots.voters(tx, run.id) == {ada, ben}
        assert ballots.has_voted(tx, run.id, ada)


def test_a_token_says_nothing_without_the_secret_and_joins_no_two_rounds(database: Database) -> None:
    with database.begin() as tx:
        (ada,) = hire(tx, "U1")
        first, second = opened(tx, "pulse"), opened(tx, "mirror")
        for run in (first, second):
            ballots.cast(tx, run.id, ada, {"mood": "4"})
    with database.read() as tx:
        [one], [other] = ballots.of_run(tx, first.id), ballots.of_run(tx, second.id)
        assert one.token != other.token
        assert ada not in one.token + other.token
        assert set(traces(tx, ada)) == {"people", "slack_ids", "turnout"}
        assert ballots.tokens(tx, first.id, [ada]) == {ada: one.token}


def test_who_answers_at_the_same_time_gets_the_same_secret(database: Database) -> None:
    with database.begin() as tx:
        everybody = hire(tx, *(f"U{number}" for number in range(8)))
        run = opened(tx)
    waiting = iter(everybody)

    def answer() -> PersonId:
        someone = next(waiting)
        with database.begin() as tx:
            runs.get(tx, run.id, lock=True)
            ballots.cast(tx, run.id, someone, {"mood": "1"})
        return someone

    assert sorted(race(8, answer)) == sorted(everybody)
    with database.read() as tx:
        assert rows(tx, run) == {"ballots": 8, "ballot_keys": 1, "turnout": 8}
        found = {person: ballots.of_person(tx, run.id, person) for person in everybody}
        assert found == {person: {"mood": "1"} for person in everybody}


def test_with_the_close_of_the_run_everything_goes_that_ties_an_answer_to_somebody(database: Database) -> None:
    with database.begin() as tx:
        everybody = hire(tx, *(f"U{number}" for number in range(5)))
        run, other = opened(tx), opened(tx, "mirror")
        for person in everybody:
            ballots.cast(tx, run.id, person, {"mood": "3"})
        ballots.cast(tx, other.id, everybody[0], {"mood": "1"})
    with database.begin() as tx:
        runs.close(tx, run.id, now=NOW)
        assert rows(tx, run) == {"ballots": 0, "ballot_keys": 0, "turnout": 0}
        assert rows(tx, other) == {"ballots": 1, "ballot_keys": 1, "turnout": 1}
        assert scrubbing.due(tx, mark=scrubbing.CLOSED) == NOW


def test_a_run_without_ballots_leaves_nothing_to_scrub(database: Database) -> None:
    with database.begin() as tx:
        run = opened(tx)
        runs.close(tx, run.id, now=NOW)
        assert scrubbing.due(tx, mark=scrubbing.CLOSED) is None


def test_what_is_released_lies_in_no_order_and_carries_nothing_else(database: Database) -> None:
    given = [("text", f"{number:02d}") for number in range(40)]
    with database.begin() as tx:
        run = opened(tx)
        ballots.release(tx, run.id, given)
        lying = list(tx.scalars(select(released_answers.c.value)))
    with database.read() as tx:
        told = ballots.released(tx, run.id)
        assert sorted(told) == given
        assert list(told) != given
        assert lying != [value for _, value in given]
        assert {column.name for column in released_answers.columns} == {"id", "run", "question", "value"}
        ids = list(tx.scalars(select(released_answers.c.id)))
        assert len({one[:8] for one in ids}) == len(ids)


def test_what_is_released_goes_with_its_run_or_after_a_time(database: Database) -> None:
    with database.begin() as tx:
        old, new = a_run("pulse"), a_run("pulse", weeks=1)
        for run in (old, new):
            runs.claim(tx, run)
            ballots.release(tx, run.id, [("text", "a"), ("text", "b")])
        assert ballots.forget_released_before(tx, new.nominal_date) == 2
        assert ballots.released(tx, old.id) == ()
        assert ballots.forget_released(tx, new.id) == 2
        assert ballots.forget_released(tx, new.id) == 0


def test_whoever_is_forgotten_takes_the_ballots_of_open_rounds_along(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        rounds = [opened(tx, name) for name in ("pulse", "mirror")]
        for run in rounds:
            for person, value in ((ada, "1"), (ben, "2")):
                ballots.cast(tx, run.id, person, {"mood": value, "text": value})
        forget(tx, ada)
    with database.read() as tx:
        for run in rounds:
            assert [one.value for one in ballots.of_run(tx, run.id)] == ["2", "2"]
            assert ballots.voters(tx, run.id) == {ben}


def test_somebody_can_take_back_what_they_said(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        run = opened(tx)
        for person in (ada, ben):
            ballots.cast(tx, run.id, person, {"mood": "3"})
        assert ballots.withdraw(tx, run.id, ada) == 1
        assert ballots.withdraw(tx, run.id, ada) == 0
        assert ballots.withdraw(tx, "no-such-run", ada) == 0
        assert ballots.voters(tx, run.id) == {ben}
        assert ballots.of_person(tx, run.id, ada) == {}


@pytest.mark.parametrize(("state", "late", "is_stale"), [("open", 13, False), ("open", 15, True), ("closed", 0, True)])
def test_ballots_do_not_outlive_their_run(database: Database, state: str, late: int, is_stale: bool) -> None:
    with database.begin() as tx:
        (ada,) = hire(tx, "U1")
        run = opened(tx)
        ballots.cast(tx, run.id, ada, {"mood": "3"})
        tx.execute(tables.runs.update().values(state=state))
        assert run.closes_at is not None
        now = run.closes_at + timedelta(days=late)
        assert ballots.stale(tx, before=now - timedelta(days=14)) == ([run.id] if is_stale else [])


def test_no_byte_is_left_of_the_ballots_of_a_closed_round(database: Database) -> None:
    with database.begin() as tx:
        everybody = hire(tx, *(f"U{number}" for number in range(60)))
        run = opened(tx)
    with database.begin() as tx:
        for number, person in enumerate(everybody):
            ballots.cast(tx, run.id, person, {"text": f"{SECRET} {number} " + "lang " * 40})
        needles = [one.token.encode() for one in ballots.of_run(tx, run.id)] + [SECRET.encode()]
        needles.append(tx.scalar(select(ballot_keys.c.secret)) or b"?")
    assert any(needle in file.read_bytes() for file in files_of(database) for needle in needles)
    with database.begin() as tx:
        runs.close(tx, run.id, now=NOW)
    assert scrubbing.scrub_ballots(database)
    for file in files_of(database):
        held = file.read_bytes()
        assert not [needle for needle in needles if needle in held], file.name


def test_a_backup_of_an_open_round_brings_back_what_it_held_and_nothing_of_a_closed_one(
    database: Database, tmp_path: Path
) -> None:
    with database.begin() as tx:
        (ada,) = hire(tx, "U1")
        run = opened(tx)
        ballots.cast(tx, run.id, ada, {"mood": "3"})
    write_backup(database, tmp_path / "open", now=NOW)
    with database.begin() as tx:
        runs.close(tx, run.id, now=NOW)
    write_backup(database, tmp_path / "closed", now=NOW)
    restore(database, tmp_path / "open", replace=True)
    with database.begin() as tx:
        ballots.cast(tx, run.id, ada, {"mood": "4"})
        assert [one.value for one in ballots.of_run(tx, run.id)] == ["4"]
    restore(database, tmp_path / "closed", replace=True)
    with database.read() as tx:
        assert rows(tx, run) == {"ballots": 0, "ballot_keys": 0, "turnout": 0}
