"""Runs, their steps and what hangs on them, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.model import Answer, Channel, ChannelId, Fact, FollowUp, Introduction
from bot.store import answers, channels, facts, introductions, participation, runs
from bot.store.db import Database
from tests.store.cast import NOW, a_run, hire, race

HOUR = timedelta(hours=1)


def test_a_run_comes_back_as_it_was_written(database: Database) -> None:
    run = a_run()
    with database.begin() as tx:
        assert runs.claim(tx, run)
        assert not runs.claim(tx, run)
    with database.read() as tx:
        assert runs.get(tx, run.id) == run
        assert runs.get(tx, "other") is None


def test_of_eight_who_race_for_a_run_one_wins(database: Database) -> None:
    run = a_run()

    def claim() -> bool:
        with database.begin() as tx:
            return runs.claim(tx, run)

    assert race(8, claim).count(True) == 1


def test_of_eight_who_race_for_a_step_one_wins(database: Database) -> None:
    run = a_run()
    with database.begin() as tx:
        runs.claim(tx, run)
        runs.add_follow_ups(tx, run.id, [FollowUp("open", NOW)])

    def claim() -> bool:
        with database.begin() as tx:
            return runs.claim_step(tx, run.id, "open", now=NOW)

    assert race(8, claim).count(True) == 1


def test_runs_are_listed_newest_first(database: Database) -> None:
    first, second, other = a_run(), a_run(weeks=2), a_run("post", weeks=1)
    with database.begin() as tx:
        for run in (second, first, other):
            runs.claim(tx, run)
        assert runs.of_ritual(tx, "coffee") == [second, first]
        assert runs.latest(tx, "coffee") == second
        assert runs.latest(tx, "none") is None
        assert runs.open_runs(tx) == [first, other, second]


def test_a_mark_is_kept_per_ritual(database: Database) -> None:
    with database.begin() as tx:
        assert runs.mark(tx, "coffee") is None
        runs.set_mark(tx, "coffee", NOW)
        runs.set_mark(tx, "coffee", NOW + HOUR)
        assert runs.mark(tx, "coffee") == NOW + HOUR
        assert runs.mark(tx, "post") is None


def test_steps_come_due_oldest_first_and_once(database: Database) -> None:
    run = a_run()
    with database.begin() as tx:
        runs.claim(tx, run)
        runs.add_follow_ups(tx, run.id, [FollowUp("close", NOW + 2 * HOUR), FollowUp("open", NOW)])
        runs.add_follow_ups(tx, run.id, [FollowUp("remind", NOW + HOUR), FollowUp("open", NOW + 9 * HOUR)])
        assert [due.step for due in runs.due_steps(tx, NOW + HOUR)] == ["open", "remind"]
        assert runs.due_steps(tx, NOW)[0].run == run
        assert runs.claim_step(tx, run.id, "open", now=NOW)
        assert not runs.claim_step(tx, run.id, "open", now=NOW)
        assert runs.next_step_at(tx) == NOW + HOUR


def test_closing_a_run_deletes_its_answers_and_drops_its_steps(database: Database) -> None:
    run, other = a_run(), a_run("post")
    with database.begin() as tx:
        (ada,) = hire(tx, "U1")
        for each in (run, other):
            runs.claim(tx, each)
            runs.add_follow_ups(tx, each.id, [FollowUp("close", NOW + HOUR)])
            answers.put(tx, Answer(each.id, "met", ada, "no"))
            answers.put(tx, Answer(each.id, "met", ada, "yes"))
        assert answers.of_run(tx, run.id) == (Answer(run.id, "met", ada, "yes"),)
        runs.close(tx, run.id, now=NOW)
        assert answers.of_run(tx, run.id) == ()
        assert answers.of_run(tx, other.id) != ()
        assert [due.run.id for due in runs.due_steps(tx, NOW + HOUR)] == [other.id]
        closed = runs.get(tx, run.id)
        assert closed is not None
        assert closed.state == "closed"


def test_introductions_are_read_by_run_and_by_person_and_take_their_outcomes(database: Database) -> None:
    first, post, now, later = a_run(), a_run("lunch", weeks=1), a_run(weeks=2), a_run(weeks=3)
    with database.begin() as tx:
        ada, ben, cem = hire(tx, "U1", "U2", "U3")
        made: dict[str, Introduction] = {}
        for run, pair in ((first, (ben, ada)), (post, (cem, ben)), (now, (ada, cem)), (later, (ada, ben))):
            runs.claim(tx, run)
            made[run.id] = Introduction(f"{run.id}/1", run.id, run.ritual, tuple(sorted(pair)), run.nominal_date)
            introductions.add_many(tx, [made[run.id]])
        assert introductions.of_run(tx, now.id) == (made[now.id],)
        assert introductions.of_person(tx, cem) == (made[post.id], made[now.id])
        introductions.set_outcomes(tx, {made[now.id].id: True, made[first.id].id: False})
        assert [each.met for each in introductions.of_person(tx, ada)] == [False, True, None]


def test_the_newest_fact_replaces_the_older_and_one_without_data_takes_it_away(database: Database) -> None:
    data: dict[str, Any] = {"times": 2, "words": ["ä", None]}
    with database.begin() as tx:
        facts.put(tx, "coffee", Fact("spare", "b", {"times": 1}))
        facts.put(tx, "coffee", Fact("spare", "b", data))
        facts.put(tx, "coffee", Fact("spare", "a", {"times": 3}))
        facts.put(tx, "coffee", Fact("spare", "c", {"times": 4}))
        facts.put(tx, "post", Fact("spare", "a", {"times": 5}))
        facts.put(tx, "coffee", Fact("spare", "c", {}))
        assert facts.of_ritual(tx, "coffee") == (Fact("spare", "a", {"times": 3}), Fact("spare", "b", data))


def test_people_join_and_leave_rituals_and_channels(database: Database) -> None:
    general = Channel(ChannelId("C1"), "general", is_member=True)
    old = Channel(ChannelId("C0"), "general", is_archived=True)
    with database.begin() as tx:
        ada, ben, cem = hire(tx, "U1", "U2", "U3")
        participation.put(tx, ada, "coffee", "joined")
        participation.put(tx, ada, "coffee", "left")
        participation.put(tx, ben, "coffee", "joined")
        assert participation.stances(tx, "coffee") == {ada: "left", ben: "joined"}
        assert participation.of_person(tx, ada) == {"coffee": "left"}
        channels.put_many(tx, [old, Channel(ChannelId("C1"), "general")])
        channels.put(tx, general)
        assert channels.by_name(tx, "general") == general
        assert channels.by_id(tx, old.id) == old
        assert channels.everything(tx) == [old, general]
        channels.set_members(tx, general.id, [ada, ben])
        channels.set_members(tx, general.id, [ben, cem])
        channels.add_member(tx, general.id, cem)
        assert channels.member_ids(tx, general.id) == {ben, cem}
        channels.remove_member(tx, general.id, cem)
        assert channels.of_person(tx, cem) == frozenset()
        assert channels.of_person(tx, ben) == {"C1"}
