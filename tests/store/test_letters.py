"""The ledger of letters on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import ChannelId, StoredLetter
from bot.store import halts, letter_rescue, letters, runs
from bot.store.db import Database, Tx
from bot.store.letters import Draft
from tests.store.cast import NOW, a_run, hire, race

MINUTE = timedelta(minutes=1)


def claim(tx: Tx, *blocked: str) -> StoredLetter:
    """Claim the next letter, which there must be."""
    letter = letters.claim_next(tx, now=NOW, blocked=blocked)
    assert letter is not None
    return letter


def test_a_letter_comes_back_as_it_was_written(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        draft = Draft(key="r/open/1", run="r", op="post", people=(ben, ada), payload={"text": "Grüße"}, on_doubt="skip")
        assert letters.add_many(tx, [draft, Draft(key="r/open/1", op="open")], now=NOW) == ["r/open/1"]
        assert letters.add_many(tx, [draft], now=NOW) == []
        letter = letters.by_key(tx, "r/open/1")
        assert letter is not None
        assert (letter.op, letter.people, letter.payload) == ("post", (ben, ada), {"text": "Grüße"})
        assert (letter.state, letter.attempts, letter.not_before, letter.on_doubt) == ("due", 0, NOW, "skip")
        assert letters.of_run(tx, "r") == [letter]


def test_letters_go_by_priority_then_by_hour_then_as_written(database: Database) -> None:
    with database.begin() as tx:
        drafts = [
            Draft(key="third", op="post"),
            Draft(key="fourth", op="post"),
            Draft(key="second", op="post", not_before=NOW - MINUTE),
            Draft(key="first", op="post", priority=1),
            Draft(key="tomorrow", op="post", not_before=NOW + MINUTE, priority=0),
        ]
        letters.add_many(tx, drafts, now=NOW)
        assert letters.due_count(tx, NOW) == 4
        assert [claim(tx).key for _ in range(4)] == ["first", "second", "third", "fourth"]
        assert letters.claim_next(tx, now=NOW) is None
        assert letters.next_due_at(tx) == NOW + MINUTE
        assert letters.due_count(tx, NOW) == 4
        assert letters.counts(tx) == {("sending", None): 4, ("due", None): 1}


def test_a_letter_waits_for_the_one_it_follows_and_inherits_its_channel(database: Database) -> None:
    with database.begin() as tx:
        drafts = [
            Draft(key="change", run="r", op="update", after="hello", priority=1),
            Draft(key="hello", run="r", op="post", after="open", priority=1),
            Draft(key="open", run="r", op="open"),
            Draft(key="reply", run="r", op="post", after="change", in_thread=True),
        ]
        letters.add_many(tx, drafts, now=NOW)
        opening = claim(tx)
        assert (opening.key, opening.channel, opening.attempts, opening.claimed_at) == ("open", None, 1, NOW)
        assert letters.predecessor(tx, opening) is None
        assert letters.claim_next(tx, now=NOW) is None
        assert letters.next_due_at(tx) is None
        assert letters.oldest_claim_at(tx) == NOW
        assert letters.sent(tx, opening.id, now=NOW, channel=ChannelId("G1"))
        assert letters.claim_next(tx, now=NOW, blocked={"post"}) is None
        hello = claim(tx, "open")
        assert (hello.key, hello.channel) == ("hello", "G1")
        letters.sent(tx, hello.id, now=NOW, slack_ts="1.5")
        change = claim(tx)
        assert (change.key, change.channel) == ("change", "G1")
        letters.sent(tx, change.id, now=NOW)
        reply = claim(tx)
        before = letters.predecessor(tx, reply)
        assert before is not None
        assert (before.key, before.slack_ts) == ("hello", "1.5")
        assert {one.key: one.channel for one in letters.of_run(tx, "r")} == dict.fromkeys(
            ("open", "hello", "change", "reply"), "G1"
        )


def test_letters_after_a_dead_one_are_buried_with_it(database: Database) -> None:
    with database.begin() as tx:
        drafts = [
            Draft(key="open", run="r", op="open"),
            Draft(key="hello", run="r", op="post", after="open"),
            Draft(key="change", run="r", op="update", after="hello"),
            Draft(key="lost", run="r", op="post", after="never written"),
            Draft(key="other", run="r", op="post"),
        ]
        letters.add_many(tx, drafts, now=NOW)
        assert letters.dead(tx, claim(tx).id, now=NOW, outcome="user_gone")
        assert letters.bury_orphans(tx, now=NOW) == 3
        assert letters.bury_orphans(tx, now=NOW) == 0
        assert letters.keys_of_run(tx, "r") == {"other"}
        assert letters.counts(tx) == {("dead", "user_gone"): 1, ("dead", "predecessor_dead"): 3, ("due", None): 1}
        assert [letter.key for letter in letters.stuck(tx)] == ["lost", "change", "hello", "open"]
        assert claim(tx).key == "other"


def test_a_letter_put_back_is_tried_again_at_its_hour(database: Database) -> None:
    with database.begin() as tx:
        letters.add_many(tx, [Draft(key="a", op="post")], now=NOW)
        first = claim(tx)
        assert letters.retry(tx, first.id, not_before=NOW + MINUTE, outcome="rate_limited")
        assert letters.claim_next(tx, now=NOW) is None
        again = letters.claim_next(tx, now=NOW + MINUTE)
        assert again is not None
        assert (again.attempts, again.outcome, again.claimed_at) == (2, "rate_limited", NOW + MINUTE)
        assert letters.sent(tx, again.id, now=NOW + MINUTE, slack_ts="1")
        assert not letters.sent(tx, again.id, now=NOW + MINUTE, slack_ts="2")
        assert not letters.retry(tx, again.id, not_before=NOW, outcome="unreachable")
        assert not letters.dead(tx, again.id, now=NOW, outcome="gave_up")
        settled = letters.by_key(tx, "a")
        assert settled is not None
        assert (settled.state, settled.slack_ts, settled.outcome) == ("sent", "1", "ok")


def test_a_letter_in_doubt_is_settled_by_one(database: Database) -> None:
    with database.begin() as tx:
        letters.add_many(tx, [Draft(key="a", op="post")], now=NOW)
        claim(tx)
        assert letters.in_doubt(tx, now=NOW + MINUTE, older_than=2 * MINUTE) == []
    later = NOW + 2 * MINUTE
    with database.read() as tx:
        (doubtful,) = letters.in_doubt(tx, now=later, older_than=2 * MINUTE)

    def send_again() -> bool:
        with database.begin() as tx:
            return letters.retry(tx, doubtful.id, not_before=later, outcome="unreachable", claimed_at=NOW)

    assert race(4, send_again).count(True) == 1
    with database.begin() as tx:
        assert not letters.dead(tx, doubtful.id, now=later, outcome="gave_up", claimed_at=NOW)


def test_eight_couriers_claim_two_hundred_letters_each_once(database: Database) -> None:
    with database.begin() as tx:
        letters.add_many(tx, [Draft(key=f"l{number}", op="post") for number in range(200)], now=NOW)
    claimed: list[str] = []

    def carry() -> None:
        while True:
            with database.begin() as tx:
                letter = letters.claim_next(tx, now=NOW)
            if letter is None:
                return
            claimed.append(letter.key)

    race(8, carry)
    assert sorted(claimed) == sorted(f"l{number}" for number in range(200))


def test_a_conversation_is_reopened_for_exactly_the_same_people(database: Database) -> None:
    with database.begin() as tx:
        ada, ben, cem = hire(tx, "U1", "U2", "U3")
        letters.add_many(
            tx,
            [
                Draft(key="1", op="open", people=(ada, ben)),
                Draft(key="2", op="open", people=(ben, ada)),
                Draft(key="3", op="open", people=(ada, ben, cem)),
                Draft(key="4", op="open", people=(ada, cem)),
            ],
            now=NOW,
        )
        for channel in ("G1", "G2", "G3"):
            letters.sent(tx, claim(tx).id, now=NOW, channel=ChannelId(channel))
        assert letters.reopen_conversation(tx, [ben, ada]) == "G2"
        assert letters.reopen_conversation(tx, {cem, ada, ben}) == "G3"
        assert letters.reopen_conversation(tx, [ada, cem]) is None
        assert letters.reopen_conversation(tx, []) is None


def test_a_conversation_is_remembered_for_those_it_was_opened_with(database: Database) -> None:
    with database.begin() as tx:
        ada, ben, cem = hire(tx, "U1", "U2", "U3")
        letters.add_many(tx, [Draft(key="1", op="open", people=(ada, ben, cem))], now=NOW)
        letters.sent(tx, claim(tx).id, now=NOW, channel=ChannelId("G1"), people=(ada, cem))
        assert letters.reopen_conversation(tx, [ada, ben, cem]) is None
        assert letters.reopen_conversation(tx, [ada, cem]) == "G1"


@pytest.mark.parametrize("halted", [halts.ALL, "coffee"])
def test_what_a_halt_holds_is_not_claimed_until_the_halt_is_lifted(database: Database, halted: str) -> None:
    with database.begin() as tx:
        for ritual in ("coffee", "tea"):
            runs.claim(tx, a_run(ritual))
        drafts = [
            Draft(key="coffee", op="post", run=a_run("coffee").id),
            Draft(key="tea", op="post", run=a_run("tea").id),
            Draft(key="notice", op="post"),
        ]
        letters.add_many(tx, drafts, now=NOW)
        halts.put(tx, "quiz", by=None, now=NOW)
        halts.put(tx, halted, by=None, now=NOW)
        free = [] if halted == halts.ALL else ["tea", "notice"]
        assert [one.key for one in letters.ready(tx, now=NOW, limit=9)] == free
        coffee = letters.by_key(tx, "coffee")
        assert coffee is not None
        assert letters.claim(tx, coffee.id, now=NOW) is None
        assert [claim(tx).key for _ in free] == free
        assert letters.claim_next(tx, now=NOW) is None
        assert letters.next_due_at(tx) is None
        halts.lift(tx, [halted])
        assert letters.next_due_at(tx) == NOW
        assert claim(tx).key == "coffee"


def test_one_letter_is_claimed_by_its_number_once_and_only_when_it_may_go(database: Database) -> None:
    with database.begin() as tx:
        drafts = [
            Draft(key="open", op="open"),
            Draft(key="post", op="post", after="open"),
            Draft(key="rider", op="post", bundle="open"),
            Draft(key="later", op="post", not_before=NOW + MINUTE),
            Draft(key="late", op="post", not_before=NOW - timedelta(hours=1), unsolicited=True),
        ]
        letters.add_many(tx, drafts, now=NOW)
        ids = {
            one.key: one.id for key in ("open", "post", "rider", "later", "late") if (one := letters.by_key(tx, key))
        }
        for key in ("post", "rider", "later", "late"):
            assert letters.claim(tx, ids[key], now=NOW) is None, key
        first = letters.claim(tx, ids["open"], now=NOW)
        assert first is not None
        assert (first.key, first.state, first.claimed_at, first.attempts) == ("open", "sending", NOW, 1)
        assert letters.claim(tx, ids["open"], now=NOW) is None
        letters.sent(tx, first.id, now=NOW, channel=ChannelId("G1"))
        second = letters.claim(tx, ids["post"], now=NOW)
        assert second is not None
        assert second.channel == "G1"


def test_a_scarce_operation_is_for_urgent_letters_and_a_busy_channel_for_none(database: Database) -> None:
    with database.begin() as tx:
        drafts = [
            Draft(key="open", op="open", priority=0),
            Draft(key="busy", op="post", after="open", priority=0),
            Draft(key="round", op="post", channel=ChannelId("C2")),
            Draft(key="press", op="post", channel=ChannelId("C2"), priority=letters.URGENT),
        ]
        letters.add_many(tx, drafts, now=NOW)
        letters.sent(tx, claim(tx).id, now=NOW, channel=ChannelId("G1"))
        first = letters.claim_next(tx, now=NOW, reserved={"post"}, busy={"G1"})
        assert first is not None
        assert first.key == "press"
        assert letters.claim_next(tx, now=NOW, reserved={"post"}, busy={"G1"}) is None
        assert letters.claim_next(tx, now=NOW, busy={"G1", "C2"}) is None
        assert [claim(tx).key, claim(tx).key] == ["busy", "round"]


def test_an_engine_gets_each_letter_once_and_again_after_it_was_put_off(database: Database) -> None:
    with database.begin() as tx:
        drafts = [
            Draft(key="open", op="open"),
            Draft(key="post", op="post", after="open"),
            Draft(key="later", op="post", not_before=NOW + MINUTE),
        ]
        letters.add_many(tx, drafts, now=NOW)
        (turn,) = letters.ready(tx, now=NOW, limit=9)
        assert (turn.key, turn.number) == ("open", 0)
        assert [(one.key, one.number) for one in letters.hand(tx, [turn.id], now=NOW)] == [("open", 1)]
        assert letters.hand(tx, [turn.id], now=NOW) == []
        assert letters.ready(tx, now=NOW, limit=9) == []
        letters.retry(tx, claim(tx).id, not_before=NOW, outcome="unreachable")
        assert [one.key for one in letters.ready(tx, now=NOW, limit=9)] == ["open"]
        assert [one.number for one in letters.hand(tx, [turn.id], now=NOW)] == [2]
        letter_rescue.put_back(tx, [turn.id])
        assert [one.number for one in letters.ready(tx, now=NOW, limit=9)] == [2]
        assert letters.followers(tx, "open", now=NOW) == []
        letters.sent(tx, claim(tx).id, now=NOW, channel=ChannelId("G1"))
        assert [one.key for one in letters.followers(tx, "open", now=NOW)] == ["post"]
        assert letters.hand(tx, [turn.id], now=NOW) == []


def test_of_several_processes_that_hand_over_a_letter_one_gets_it(database: Database) -> None:
    with database.begin() as tx:
        letters.add_many(tx, [Draft(key=f"l{number}", op="post") for number in range(20)], now=NOW)

    def sweep() -> list[str]:
        with database.begin() as tx:
            ids = [one.id for one in letters.ready(tx, now=NOW, limit=50)]
            return [one.key for one in letters.hand(tx, ids, now=NOW)]

    handed = [key for keys in race(4, sweep) for key in keys]
    assert sorted(handed) == sorted(f"l{number}" for number in range(20))


def test_a_word_that_waits_for_its_conversation_is_late_only_once_it_could_go(database: Database) -> None:
    with database.begin() as tx:
        words = Draft(key="post", op="post", after="open", unsolicited=True)
        letters.add_many(tx, [Draft(key="open", op="open"), words], now=NOW)
        later = NOW + timedelta(minutes=20)
        assert not letters.any_late(tx, later)
        letters.sent(tx, claim(tx).id, now=later, channel=ChannelId("G1"))
        assert letters.any_late(tx, later)
        assert [one.key for one in letters.late(tx, later)] == ["post"]
