"""Every letter once, whatever Slack does."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy import text

from bot.delivery.doubt import settle_doubts
from bot.delivery.letter import Means, deliver_one
from bot.errors import DeliveryError
from bot.model import ChannelId
from bot.slack.gateway import Gateway
from bot.store import halts, letters
from bot.store.letters import Draft
from tests.integration.conftest import MakeWorld
from tests.integration.rollouts import ANNA
from tests.world import COFFEE, POST, World, words_of


def groups(world: World) -> Counter[frozenset[str]]:
    """Return how often each group was introduced."""
    return Counter(frozenset(row["members"]) for row in world.introductions())


class Deaf(Gateway):
    """A Slack that finds what is looked for, but in one conversation never answers."""

    def find(self, channel: ChannelId, **asked: Any) -> str | None:
        if channel == "BAD":
            raise DeliveryError("unreachable")
        return "1.2"


def let_the_round_finish(world: World) -> None:
    """Go on until nothing is due; doubts need a minute each."""
    for _ in range(30):
        world.advance(seconds=61)
        if not world.rondo.engine.waiting(world.now()):
            return
    raise AssertionError("letters are still waiting")


@pytest.mark.parametrize("fault", ["429", "500", "lost_reply", "reset"])
@pytest.mark.parametrize("method", ["chat.postMessage", "conversations.open"])
def test_a_round_survives_what_slack_does(world: World, fault: str, method: str) -> None:
    world.fault({"kind": fault, "method": method, "times": 3, "retry_after": 5})
    world.advance_to("mon 09:01")
    let_the_round_finish(world)
    assert set(groups(world).values()) == {1}
    assert sum(groups(world).values()) == 18


def test_a_lost_reply_is_found_by_its_mark_and_not_sent_again(world: World) -> None:
    world.fault({"kind": "lost_reply", "method": "chat.postMessage", "times": 1})
    world.advance_to("mon 09:01")
    let_the_round_finish(world)
    outcomes = Counter(letter.outcome for letter in world.letters(world.runs("kaffee")[0]))
    assert outcomes["found"] == 1


def test_what_was_sent_again_in_doubt_stays_known_as_that_when_it_is_found_later(world: World) -> None:
    world.fault({"kind": "lost_reply", "method": "chat.postMessage", "times": 1})
    world.advance_to("mon 09:00")
    with world.rondo.database.begin() as tx:
        tx.execute(text("UPDATE letters SET outcome = 'sent_again' WHERE state = 'sending'"))
    let_the_round_finish(world)
    outcomes = Counter(letter.outcome for letter in world.letters(world.runs("kaffee")[0]))
    assert (outcomes["sent_again"], outcomes["found"]) == (1, 0)


def test_without_look_up_an_introduction_in_doubt_is_sent_again(make_world: MakeWorld) -> None:
    world = make_world(look_up=False)
    world.fault({"kind": "lost_reply", "method": "chat.postMessage", "times": 1})
    world.advance_to("mon 09:01")
    let_the_round_finish(world)
    assert Counter(groups(world).values()) == {1: 17, 2: 1}


def test_without_look_up_a_channel_post_in_doubt_is_skipped(make_world: MakeWorld) -> None:
    world = make_world(look_up=False)
    world.advance_to("mon 09:29")
    world.fault({"kind": "lost_reply", "method": "chat.postMessage", "times": 1})
    world.advance_to("mon 09:31")
    let_the_round_finish(world)
    (letter,) = world.letters(world.runs("montagsfrage")[0])
    assert (letter.state, letter.outcome) == ("dead", "doubt_skipped")
    assert len(world.slack.channel_messages("montagsrunde")) == 1


def test_a_look_up_that_slack_refuses_is_left_to_the_pace_of_all(world: World) -> None:
    world.fault({"kind": "lost_reply", "method": "chat.postMessage", "times": 1})
    world.fault({"kind": "429", "method": "conversations.history", "times": 1, "retry_after": 40})
    world.skip_to("mon 09:00")
    world.beat()
    for seconds in (61, 30):
        world.slack.workspace.clock.advance(seconds)
        world.beat()
        looked = [call for call in world.slack.workspace.calls if call["method"] == "conversations.history"]
        assert [call["status"] for call in looked] == [429]
    let_the_round_finish(world)
    assert set(groups(world).values()) == {1}


def test_a_letter_in_doubt_waits_a_minute_before_it_is_looked_up(world: World) -> None:
    world.fault({"kind": "lost_reply", "method": "chat.postMessage", "times": 1})
    world.skip_to("mon 09:00")
    world.beat()
    looked = [call for call in world.slack.workspace.calls if call["method"] == "conversations.history"]
    assert looked == []
    world.skip_to("mon 09:01")
    world.beat()
    looked = [call for call in world.slack.workspace.calls if call["method"] == "conversations.history"]
    assert len(looked) == 1


def test_an_operation_told_to_wait_is_left_alone_meanwhile(world: World) -> None:
    world.fault({"kind": "429", "method": "conversations.open", "times": 1, "retry_after": 30})
    world.skip_to("mon 09:00")
    world.beat()
    calls = [call["status"] for call in world.slack.workspace.calls if call["method"] == "conversations.open"]
    assert calls == [429]
    let_the_round_finish(world)
    assert sum(groups(world).values()) == 18


def test_somebody_who_left_after_the_matching_gets_no_letter(world: World) -> None:
    world.skip_to("mon 09:00")
    world.rondo.tick(world.now())
    gone = world.slack.person("Bernd").id
    world.slack.deactivate(gone)
    world.restart()
    let_the_round_finish(world)
    assert not any(gone in row["members"] for row in world.introductions())


def test_a_group_that_met_before_keeps_its_conversation(world: World) -> None:
    world.advance_to("mon 09:01")
    opened = [call for call in world.slack.workspace.calls if call["method"] == "conversations.open"]
    assert len(opened) == 18


QUESTION = COFFEE.partition("commands:")[0] + "rituals:\n" + POST + f"    owner: {ANNA}\n"


def inbox(world: World, name: str) -> list[str]:
    """Return what somebody got, each message as all its words."""
    return [words_of(one) for one in world.slack.inbox(name)]


@pytest.mark.parametrize(("rule", "posts"), [("skip", 2), ("resend", 4)])
def test_that_a_letter_could_not_be_looked_up_is_told_the_owner_once_with_what_helps(
    make_world: MakeWorld, rule: str, posts: int
) -> None:
    world = make_world(rituals=QUESTION + f"    on_doubt: {rule}\n", look_up=False)
    for _ in range(2):
        world.advance_to("mon 09:29")
        world.fault({"kind": "lost_reply", "method": "chat.postMessage", "times": 1})
        world.advance_to("mon 09:31")
        let_the_round_finish(world)
    (told,) = [one for one in inbox(world, "Anna") if "rondo manifest --look-up" in one]
    assert "Montagsfrage" in told
    assert f"on_doubt: {rule}" in told
    assert len(world.slack.channel_messages("montagsrunde")) == posts


def test_what_one_person_gets_is_looked_up_with_the_default_scopes(make_world: MakeWorld) -> None:
    world = make_world(rituals=QUESTION, look_up=False)
    world.advance_to("sun 12:00")
    world.skip_to("tue 12:00")  # the Monday was missed, and the owner is told
    world.fault({"kind": "lost_reply", "method": "chat.postMessage", "times": 1})
    world.beat()
    let_the_round_finish(world)
    assert len([one for one in inbox(world, "Anna") if "Montagsfrage" in one]) == 1


@pytest.mark.parametrize(("seconds", "stops", "leaves"), [(31, False, False), (4, True, False), (4, False, True)])
def test_a_claim_that_grew_old_before_its_call_goes_back_uncalled(
    world: World, seconds: float, stops: bool, leaves: bool
) -> None:
    world.advance_to("mon 09:25")
    world.skip_to("mon 09:30")
    world.rondo.tick(world.now())
    begun = world.now()
    instants = iter([begun, *[begun + timedelta(seconds=seconds)] * 3])

    def clock() -> datetime:
        instant = next(instants)
        if stops and instant > begun:
            with world.rondo.database.begin() as tx:
                halts.put(tx, halts.ALL, by=None, now=instant)
        return instant

    deliver_one(Means(world.rondo.database, world.rondo.gateway, clock))
    (letter,) = world.letters(world.runs("montagsfrage")[0])
    assert letter.state == ("sent" if leaves else "due")
    assert len(world.slack.channel_messages("montagsrunde")) == leaves


def test_a_letter_whose_look_up_always_fails_does_not_keep_others_in_doubt(world: World) -> None:
    world.advance_to("mon 09:25")
    world.skip_to("mon 09:30")
    begun, means = world.now(), Means(world.rondo.database, Deaf(WebClient()), lambda: begun)
    with world.rondo.database.begin() as tx:
        drafts = [Draft(key=f"notice/{one}", op="post", channel=ChannelId(one)) for one in ("BAD", "GOOD")]
        letters.add_many(tx, drafts, now=begun)
        assert letters.claim_next(tx, now=begun)
        assert letters.claim_next(tx, now=begun)
    for minutes in range(2, 10):
        settle_doubts(replace(means, clock=lambda m=minutes: begun + timedelta(minutes=m, seconds=m)))  # type: ignore[misc]
    with world.rondo.database.read() as tx:
        assert {one.key: one.state for one in letters.ledger(tx)}["notice/GOOD"] == "sent"
