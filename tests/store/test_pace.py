"""Slack's limits in the database, on both databases."""

from __future__ import annotations

from datetime import timedelta

from bot.delivery.limits import CHANNEL, SLACK
from bot.delivery.pace import IDLE, KEPT, Pace
from bot.model import ChannelId, StoredLetter
from bot.store import letters, pace
from bot.store.db import Database
from bot.store.letters import Draft
from tests.store.cast import NOW, race

OPENS = SLACK["conversations.open"]
SECOND = timedelta(seconds=1)


def written(database: Database, *drafts: Draft) -> list[StoredLetter]:
    """Write letters down and return them."""
    with database.begin() as tx:
        letters.add_many(tx, drafts, now=NOW)
        return [one for draft in drafts if (one := letters.by_key(tx, draft.key))]


def taken(database: Database, letter: StoredLetter, *, times: int = 100, after: timedelta = 0 * SECOND) -> int:
    """Take this letter's call as often as the pace allows, and return how often that was."""
    for number in range(times):
        with database.begin() as tx:
            if Pace().take(tx, letter, now=NOW + after) > 0:
                return number
    return times


def test_a_round_leaves_the_reserve_to_those_who_pressed_a_button(database: Database) -> None:
    of_round, pressed = written(database, Draft(key="r", op="open"), Draft(key="p", op="open", priority=1))
    assert taken(database, of_round) == OPENS.burst - OPENS.reserve
    with database.begin() as tx:
        assert Pace().look(tx, now=NOW).reserved == {"open"}
    assert taken(database, pressed) == OPENS.reserve
    with database.begin() as tx:
        assert Pace().look(tx, now=NOW).blocked == {"open"}
        wait = Pace().take(tx, pressed, now=NOW)
    assert taken(database, pressed, after=timedelta(seconds=wait)) == 1


def test_a_channel_gets_no_more_than_its_burst_and_others_get_theirs(database: Database) -> None:
    one, other = written(
        database,
        Draft(key="1", op="post", channel=ChannelId("C1")),
        Draft(key="2", op="post", channel=ChannelId("C2")),
    )
    assert taken(database, one) == SLACK[CHANNEL].burst
    with database.begin() as tx:
        assert Pace().look(tx, now=NOW).busy == {"C1"}
    assert taken(database, other) == SLACK[CHANNEL].burst
    with database.begin() as tx:
        posts = next(one for one in pace.every(tx) if one.name == "chat.postMessage")
        assert Pace().look(tx, now=NOW + 2 * SECOND).busy == set()
    assert posts.level == SLACK["chat.postMessage"].burst - 2 * SLACK[CHANNEL].burst


def test_what_slack_refuses_to_one_process_is_refused_to_all(database: Database) -> None:
    (letter,) = written(database, Draft(key="r", op="open"))
    with database.begin() as tx:
        Pace().refuse(tx, "conversations.open", now=NOW, seconds=20)
    with database.begin() as tx:
        assert Pace().take(tx, letter, now=NOW + 19 * SECOND) >= 1
        assert Pace().look(tx, now=NOW + 19 * SECOND).blocked == {"open"}
        (bucket,) = pace.every(tx)
    assert (bucket.per_minute, bucket.refused) == (OPENS.per_minute / 2, 1)


def test_processes_that_take_at_once_take_no_more_than_there_is(database: Database) -> None:
    drafts = [Draft(key=str(number), op="post", channel=ChannelId(f"C{number % 2}")) for number in range(4)]
    wanted = iter(written(database, *drafts))
    assert sum(race(4, lambda: taken(database, next(wanted)))) == 2 * SLACK[CHANNEL].burst


def test_the_buckets_of_channels_that_are_full_again_are_forgotten(database: Database) -> None:
    many = int(SLACK["chat.postMessage"].burst) - int(SLACK["chat.postMessage"].reserve)
    assert many > KEPT
    for letter in written(
        database, *(Draft(key=str(one), op="post", channel=ChannelId(f"C{one}")) for one in range(many))
    ):
        assert taken(database, letter, times=1) == 1
    with database.begin() as tx:
        Pace().look(tx, now=NOW + IDLE)
        assert len(pace.every(tx)) == many + 1
        Pace().look(tx, now=NOW + IDLE + SECOND)
        assert [one.name for one in pace.every(tx)] == ["chat.postMessage"]
