"""Requests for help and the limit of whoever is asked, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.directory.requests import is_open
from bot.model import ChannelId, Listing, PersonId, Profile, Request, StoredLetter
from bot.store import letters, profiles, requests, tables
from bot.store.db import Database, Tx
from bot.store.letters import Draft
from tests.store.cast import NOW, hire, race
from tests.store.test_forgetting import traces

LATER = NOW + timedelta(days=7)
OPEN = Listing(listed=True, contactable=True)


def request(seeker: PersonId, person: PersonId, *, at: datetime = NOW) -> Request:
    return Request(requests.new_id(), seeker, person, "Kubernetes", "Wie fange ich an?", at)


def ask(tx: Tx, seeker: PersonId, person: PersonId, *, at: datetime = NOW) -> Request:
    """Ask, and let the request reach the other."""
    made = request(seeker, person, at=at)
    assert requests.add(tx, made, expires_at=at + timedelta(days=7))
    said = {"text": f"<@person:{seeker}> fragt dich"}
    key = f"{requests.PREFIX}{made.id}"
    drafts = [
        Draft(key=f"{key}/open", op="open", people=(person,)),
        Draft(key=f"{key}/post", op="post", people=(person,), after=f"{key}/open", payload=said),
    ]
    letters.add_many(tx, drafts, now=at)
    return made


def sent(tx: Tx, made: Request) -> None:
    for part in ("open", "post"):
        letter = letters.by_key(tx, f"{requests.PREFIX}{made.id}/{part}")
        assert letter is not None
        letters.claim(tx, letter.id, now=NOW)
        letters.sent(tx, letter.id, now=NOW, channel=ChannelId("DXYZ"), slack_ts="1.1")


def test_a_request_waits_for_the_one_who_was_asked_and_for_nobody_else(database: Database) -> None:
    with database.begin() as tx:
        ada, ben, cem = hire(tx, "U1", "U2", "U3")
        made = ask(tx, ada, ben)
        assert requests.of(tx, made.id, person=ben) == made
        assert requests.of(tx, made.id, person=cem) is None
        assert requests.of(tx, made.id, person=ada) is None
        assert requests.of_seeker(tx, ada) == [made]
        assert requests.next_expiry_at(tx) == LATER
        assert requests.overdue(tx, LATER - timedelta(seconds=1)) == []
        assert requests.overdue(tx, LATER) == [made]


def test_two_people_have_one_request_at_a_time(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        ask(tx, ada, ben)
        assert not requests.add(tx, request(ada, ben), expires_at=LATER)
        assert requests.counts(tx, [ben], now=NOW) == {ben: 1}


@pytest.mark.parametrize("has_left", [True, False])
def test_once_settled_nothing_tells_whom_it_was_for(database: Database, has_left: bool) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        before = {one: traces(tx, one) for one in (ada, ben)}
        made = ask(tx, ada, ben)
        if has_left:
            sent(tx, made)
        assert requests.settle(tx, made, now=NOW)
        assert not requests.settle(tx, made, now=NOW)
        assert traces(tx, ada) == before[ada]
        assert traces(tx, ben) == {**before[ben], "help_counts": 1}
        assert traces(tx, "DXYZ") == traces(tx, "Kubernetes") == {}
        kept = {one.op: (one.state, one.payload, one.people) for one in _letters(tx, made)}
        state = "sent" if has_left else "dead"
        assert kept == {"open": (state, {}, ()), "post": (state, {}, ())}


def _letters(tx: Tx, made: Request) -> list[StoredLetter]:
    found = [letters.by_key(tx, f"{requests.PREFIX}{made.id}/{part}") for part in ("open", "post")]
    return [one for one in found if one is not None]


def test_only_one_of_several_presses_settles_it(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        made = ask(tx, ada, ben)

    def press() -> bool:
        with database.begin() as tx:
            return requests.settle(tx, made, now=NOW)

    assert sorted(race(4, press)) == [False, False, False, True]


def test_two_seekers_at_once_do_not_pass_the_limit_of_the_one_they_ask(database: Database) -> None:
    with database.begin() as tx:
        ben, *seekers = hire(tx, "U0", *(f"U{number}" for number in range(1, 9)))
        profiles.set_listing(tx, ben, Listing(listed=True, contactable=True, most_per_week=3))
    waiting = list(seekers)

    def try_it() -> bool:
        with database.begin() as tx:
            requests.lock(tx)
            profile = profiles.of_person(tx, ben)
            assert profile is not None
            if not is_open(profile, requests.counts(tx, [ben], now=NOW).get(ben, 0), NOW):
                return False
            return requests.add(tx, request(waiting.pop(), ben), expires_at=LATER)

    assert race(8, try_it).count(True) == 3
    with database.read() as tx:
        assert requests.counts(tx, [ben], now=NOW) == {ben: 3}


def test_a_request_counts_for_seven_days_and_the_answer_changes_nothing(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        requests.settle(tx, ask(tx, ada, ben), now=NOW)
        assert requests.counts(tx, [ben], now=NOW + timedelta(days=7)) == {ben: 1}
        assert requests.counts(tx, [ben], now=NOW + timedelta(days=8)) == {}
        requests.forget_old(tx, now=NOW + timedelta(days=7))
        assert len(tx.execute(select(tables.help_counts)).all()) == 1
        requests.forget_old(tx, now=NOW + timedelta(days=8))
        assert tx.execute(select(tables.help_counts)).all() == []


def test_after_thirty_days_requests_and_the_words_of_conversations_are_gone(database: Database) -> None:
    with database.begin() as tx:
        ada, ben, cem = hire(tx, "U1", "U2", "U3")
        sent(tx, ask(tx, ada, ben))
        talk = f"{requests.PREFIX}talk/1/post"
        letters.add_many(tx, [Draft(key=talk, op="post", people=(ada, cem), payload={"text": "Mut"})], now=NOW)
        letter = letters.by_key(tx, talk)
        assert letter is not None
        letters.claim(tx, letter.id, now=NOW)
        letters.sent(tx, letter.id, now=NOW, channel=ChannelId("GXYZ"), slack_ts="2.1")
        requests.forget_old(tx, now=NOW + timedelta(days=30))
        assert traces(tx, "Mut") == {"letters": 1}
        requests.forget_old(tx, now=NOW + timedelta(days=31))
        assert traces(tx, "Mut") == traces(tx, "Kubernetes") == traces(tx, "DXYZ") == {}
        assert "letter_people" not in traces(tx, ben)


def test_whoever_deletes_their_entry_withdraws_what_they_asked_and_lets_go_of_what_waits(database: Database) -> None:
    with database.begin() as tx:
        ada, ben, cem = hire(tx, "U1", "U2", "U3")
        mine, theirs = ask(tx, ben, ada), ask(tx, cem, ben)
        requests.withdraw(tx, ben, now=NOW + timedelta(hours=1))
        assert requests.of_seeker(tx, ben) == []
        assert traces(tx, mine.id) == {"letters": 2}
        waits = replace(theirs, words="")
        assert requests.to_person(tx, ben) == requests.overdue(tx, NOW + timedelta(hours=1)) == [waits]
        assert requests.counts(tx, [ada, ben], now=NOW) == {ada: 1}


def test_a_note_to_the_seeker_is_emptied_once_somebody_it_names_declines(database: Database) -> None:
    with database.begin() as tx:
        ada, ben, cem = hire(tx, "U1", "U2", "U3")
        for name, said in (("one", ben), ("two", cem)):
            key = f"{requests.NOTE}{name}/post"
            payload = {"text": f"Frag doch <@person:{said}>"}
            letters.add_many(tx, [Draft(key=key, op="post", people=(ada,), payload=payload)], now=NOW)
            letter = letters.by_key(tx, key)
            assert letter is not None
            letters.claim(tx, letter.id, now=NOW)
            letters.sent(tx, letter.id, now=NOW, channel=ChannelId("DXYZ"), slack_ts=name)
        requests.empty_notes(tx, request(ada, ben), now=NOW)
        assert "letters" not in traces(tx, ben)
        assert traces(tx, cem)["letters"] == 1
        requests.forget_old(tx, now=NOW + timedelta(days=2))
        assert "letters" not in traces(tx, cem)


def test_the_switches_breaks_and_the_limit_decide_who_may_be_asked() -> None:
    today = NOW.date()

    def asked(taken: int = 0, *, slack_id: str = "U1", eligible: bool = True, **listing: object) -> bool:
        chosen = Listing(**{"listed": True, "contactable": True, **listing})  # type: ignore[arg-type]
        profile = Profile(PersonId("p1"), slack_id, "", "Europe/Berlin", eligible, chosen)
        return is_open(profile, taken, NOW)

    assert asked()
    assert asked(100)
    assert asked(2, most_per_week=3)
    assert not asked(3, most_per_week=3)
    assert not asked(most_per_week=0)
    assert not asked(listed=False)
    assert not asked(contactable=False)
    assert not asked(paused_until=today)
    assert asked(paused_until=today - timedelta(days=1))
    assert not asked(availability="away")
    assert not asked(availability="away", away_until=today)
    assert asked(availability="away", away_until=today - timedelta(days=1))
    assert asked(availability="limited")
    assert not asked(slack_id="")
    assert not asked(eligible=False)
