"""Entries of the directory in the store, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

from bot.model import UNLISTED, Listing, PersonId, ProfileFact
from bot.store import people, profiles
from bot.store.db import Database, Tx
from tests.store.cast import NOW, hire

LISTED = Listing(listed=True)


def fact(field: str, value: str, *, days: int | None = None, other: PersonId | None = None) -> ProfileFact:
    until = None if days is None else NOW + timedelta(days=days)
    return ProfileFact(field, value, "colleagues", "self", NOW, until, other)


def values(tx: Tx, person: PersonId) -> list[tuple[str, str]]:
    profile = profiles.of_person(tx, person)
    assert profile is not None
    return [(one.field, one.value) for one in profile.facts]


def test_whoever_never_said_a_word_is_known_and_unlisted(database: Database) -> None:
    with database.begin() as tx:
        [ada] = hire(tx, "U1")
        profile = profiles.of_person(tx, ada, lock=True)
        assert profile is not None
        assert (profile.listing, profile.facts, profile.is_eligible) == (UNLISTED, (), True)
        assert profiles.said(tx, [ada]) == {}


def test_fields_of_many_are_replaced_in_their_order_and_others_stay(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        profiles.replace_values(tx, ada, "role", [fact("role", "Alt")])
        profiles.replace_values(tx, ada, "site", [fact("site", "Bonn")])
        new = {"projects": [fact("projects", "B"), fact("projects", "A")]}
        profiles.replace_many(tx, {ada: {"role": [], **new}, ben: new})
        assert values(tx, ada) == [("projects", "B"), ("projects", "A"), ("site", "Bonn")]
        assert values(tx, ben) == [("projects", "B"), ("projects", "A")]


def test_nobody_confirms_or_removes_what_is_somebody_elses(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        profiles.replace_values(tx, ada, "role", [fact("role", "Alt", days=1)])
        [mine] = profiles.of_people(tx, [ada])[ada].facts
        profiles.confirm(tx, ben, [mine.id], now=NOW + timedelta(days=9), lifetime=timedelta(days=1))
        profiles.remove_values(tx, ben, [mine.id])
        assert profiles.of_people(tx, [ada])[ada].facts == (mine,)


def test_a_word_of_their_own_stays_with_the_switches(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        profiles.set_listings(tx, {ada: LISTED, ben: LISTED})
        profiles.note_said(tx, ada, "own")
        profiles.asked_on(tx, ada, date(2026, 11, 1))
        profiles.set_listing(tx, ada, UNLISTED)
        assert profiles.said(tx, [ada, ben]) == {ada: "own"}
        assert profiles.asked(tx) == {ada: date(2026, 11, 1)}
        assert profiles.listed(tx) == [ben]


def test_who_left_is_noted_once_and_forgotten_when_they_are_back(database: Database) -> None:
    with database.begin() as tx:
        ada, ben, _ = hire(tx, "U1", "U2", "U3")
        profiles.set_listing(tx, ada, LISTED)
        profiles.replace_values(tx, ben, "role", [fact("role", "Nur eine Angabe")])
        people.deactivate(tx, ["U1", "U2", "U3"])
        assert profiles.gone(tx) == dict.fromkeys(sorted([ada, ben]))
        profiles.note_gone(tx, [ada, ben], date(2026, 11, 1))
        assert set(profiles.gone(tx).values()) == {date(2026, 11, 1)}
        assert profiles.listed(tx) == [ada]
        hire(tx, "U1")
        profiles.note_back(tx)
        assert set(profiles.gone(tx)) == {ben}
        people.deactivate(tx, ["U1"])
        assert profiles.gone(tx)[ada] is None


def test_who_named_somebody_is_found_and_the_name_taken_out(database: Database) -> None:
    with database.begin() as tx:
        ada, ben, cem = hire(tx, "U1", "U2", "U3")
        profiles.replace_values(tx, ada, "responsibilities", [fact("responsibilities", "Post", other=cem)])
        profiles.set_listing(tx, ben, Listing(substitute=cem, keeper=cem))
        assert profiles.naming(tx, cem) == sorted([ada, ben])
        profiles.unname(tx, cem)
        assert profiles.naming(tx, cem) == []
        assert profiles.kept_by(tx, cem) == []
        assert values(tx, ada) == [("responsibilities", "Post")]


def test_people_without_a_slack_account_are_met_once_and_go_as_a_whole(database: Database) -> None:
    with database.begin() as tx:
        first = profiles.enrol_outside(tx, ["post", "pforte"], now=NOW)
        assert profiles.enrol_outside(tx, ["post"], now=NOW)["post"] == first["post"]
        people.set_timezones(tx, {first["post"]: "Europe/Berlin"})
        post = profiles.of_person(tx, first["post"])
        assert post is not None
        assert (post.outside_id, post.slack_id, post.timezone) == ("post", "", "Europe/Berlin")
        profiles.remove(tx, first["post"])
        assert profiles.of_person(tx, first["post"]) is None
        assert people.everyone(tx) == []


def test_who_waits_longest_is_read_first_and_only_the_listed(database: Database) -> None:
    with database.begin() as tx:
        ada, ben, cem, dora = hire(tx, "U1", "U2", "U3", "U4")
        profiles.set_listings(tx, {ada: LISTED, ben: LISTED, cem: LISTED, dora: UNLISTED})
        profiles.note_read(tx, ada, NOW - timedelta(days=8))
        profiles.note_read(tx, ben, NOW - timedelta(days=1))
        assert profiles.unread_since(tx, NOW - timedelta(days=7), most=9) == [cem, ada]
        profiles.note_read(tx, ben, None)
        assert set(profiles.unread_since(tx, NOW - timedelta(days=7), most=2)) == {ben, cem}


def test_what_ends_soon_is_found_and_may_be_postponed(database: Database) -> None:
    with database.begin() as tx:
        [ada] = hire(tx, "U1")
        soon = [fact("projects", "bald", days=1), fact("projects", "später", days=9), fact("projects", "immer")]
        profiles.replace_values(tx, ada, "projects", soon)
        [ending] = profiles.expiring(tx, before=NOW + timedelta(days=2))[ada]
        assert ending.value == "bald"
        profiles.postpone(tx, [ending.id], NOW + timedelta(days=20))
        assert profiles.expiring(tx, before=NOW + timedelta(days=2)) == {}
