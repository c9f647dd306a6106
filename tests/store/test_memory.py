"""A ritual's small memory, what people answered, and who reads a channel."""

from __future__ import annotations

from bot.model import Answer, Channel, ChannelId, Fact, SlackUser
from bot.store import answers, channels, facts, people, runs
from bot.store.db import Database
from tests.store.cast import NOW, a_run, hire


def test_of_facts_with_one_name_and_subject_the_last_counts_and_empty_ones_go(database: Database) -> None:
    with database.begin() as tx:
        facts.put_many(
            tx, "a", [Fact("turn", "x", {"on": 1}), Fact("turn", "y", {"on": 1}), Fact("turn", "x", {"on": 2})]
        )
        facts.put_many(tx, "a", [Fact("turn", "y", {}), Fact("turn", "z", {}), Fact("turn", "w", {"on": 3})])
        facts.put_many(tx, "a", [])
        assert [(one.subject, one.data["on"]) for one in facts.of_ritual(tx, "a")] == [("w", 3), ("x", 2)]
        assert facts.of_ritual(tx, "b") == ()


def test_of_one_person_only_their_facts_and_those_of_the_run_are_read(database: Database) -> None:
    with database.begin() as tx:
        anna, ben = hire(tx, "UANNA", "UBEN")
        kept = [Fact("turn", anna, {"n": 1}), Fact("asked", f"r@1/{anna}", {"n": 2}), Fact("next", "r@1", {"n": 3})]
        others = [Fact("turn", ben, {"n": 4}), Fact("asked", f"r@1/{ben}", {"n": 5}), Fact("next", "r@2", {"n": 6})]
        facts.put_many(tx, "r", [*kept, *others])
        assert {one.data["n"] for one in facts.concerning(tx, "r", anna, run="r@1")} == {1, 2, 3}


def test_of_one_person_only_their_answers_are_read(database: Database) -> None:
    run = a_run()
    with database.begin() as tx:
        anna, ben = hire(tx, "UANNA", "UBEN")
        runs.claim(tx, run)
        for who, question in ((anna, "intro"), (ben, "intro"), (anna, "draft")):
            answers.put(tx, Answer(run.id, question, who, "x"))
        assert [(one.question, one.person) for one in answers.of_person(tx, run.id, anna)] == [
            ("draft", anna),
            ("intro", anna),
        ]


def test_of_a_channel_it_is_known_whether_guests_read_there(database: Database) -> None:
    told = [
        SlackUser("UANNA"),
        SlackUser("UBEN"),
        SlackUser("UGUEST", is_guest=True),
        SlackUser("UBOT", is_bot=True),
        SlackUser("UGONE", is_deactivated=True),
    ]
    with database.begin() as tx:
        people.upsert_many(tx, told, now=NOW)
        known = people.ids_by_slack(tx, [one.slack_id for one in told])
        here, there = ChannelId("CHERE"), ChannelId("CTHERE")
        channels.put_many(tx, [Channel(here, "here"), Channel(there, "there")])
        channels.set_members(tx, here, known.values())
        assert channels.listeners(tx, here) == [False, True]
        assert channels.listeners(tx, there) == []
