"""Nobody appears in the directory because somebody else named them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.model import UNLISTED, Level, PersonId, Profile, ProfileFact, SlackUser
from bot.service.context import Context
from bot.service.directory import cards, leaving, rights, search
from bot.store import people, profiles
from bot.store.db import Database
from tests.store.cast import NOW, hire
from tests.store.directory import OPEN, a_context, say

VALUES = {"name": "Anna Auer", "responsibilities": "Zoll"}


def named_by_anna(database: Database) -> tuple[Context, PersonId, PersonId]:
    """Let Anna name Ben as her deputy for a responsibility, and as who stands in while she is away."""
    context = a_context(database)
    with database.begin() as tx:
        anna = say(tx, context, "U1", VALUES, audience="public")
        ben = say(tx, context, "U2", {"name": "Ben Boll"}, audience="partners")
        profiles.set_listing(tx, anna, replace(OPEN, availability="away", substitute=ben))
        told = profiles.of_person(tx, anna)
        assert told is not None
        named = [replace(fact, other=ben) for fact in told.facts if fact.field == "responsibilities"]
        profiles.replace_values(tx, anna, "responsibilities", named)
    return context, anna, ben


def others(seen: Profile | None) -> set[PersonId | None]:
    assert seen is not None
    return {seen.listing.substitute, *(fact.other for fact in seen.facts)} - {None}


def seen_by(context: Context, anna: PersonId, level: Level) -> list[set[PersonId | None]]:
    """Return who else is named on the card, and among the hits."""
    (hit,) = search.find(context, "Zoll", looking=level, now=NOW).hits
    return [others(cards.card_of(context, anna, looking=level, now=NOW)), others(hit.profile)]


def test_a_deputy_is_named_only_to_whom_they_show_themselves(database: Database) -> None:
    context, anna, ben = named_by_anna(database)
    assert seen_by(context, anna, "colleagues") == [{ben}, {ben}]
    assert seen_by(context, anna, "partners") == [{ben}, {ben}]
    assert seen_by(context, anna, "public") == [set(), set()]
    with database.begin() as tx:
        profiles.set_listing(tx, ben, UNLISTED)
    assert seen_by(context, anna, "colleagues") == [set(), set()]
    assert others(cards.card_of(context, anna, looking="self", now=NOW)) == {ben}


def test_a_leaver_hands_on_only_what_colleagues_saw_and_no_further_than_that(database: Database) -> None:
    context, anna, ben = named_by_anna(database)
    later = NOW + timedelta(days=9)
    with database.begin() as tx:
        mine = ProfileFact("responsibilities", "Geheimes", "self", "self", NOW, other=ben)
        over = ProfileFact("responsibilities", "Altes", "colleagues", "self", NOW, NOW + timedelta(days=1), other=ben)
        seen = ProfileFact("responsibilities", "Zoll", "public", "self", NOW, other=ben)
        profiles.replace_values(tx, anna, "responsibilities", [mine, over, seen])
        people.deactivate(tx, ["U1"])
        leaving.hide_gone(tx, context, now=later)
        heir = profiles.of_person(tx, ben)
    assert heir is not None
    told = [(one.value, one.audience) for one in heir.facts if one.field == "responsibilities"]
    assert told == [("Zoll", "colleagues")]


def test_a_keeper_who_has_become_a_guest_reads_and_deletes_nothing(database: Database) -> None:
    context = a_context(database)
    with database.begin() as tx:
        [ben] = hire(tx, "U2")
        (post,) = profiles.enrol_outside(tx, ["post-1"], now=NOW).values()
        profiles.set_listing(tx, post, replace(OPEN, keeper=ben))
        keeper = people.upsert(tx, SlackUser("U2", is_guest=True), now=NOW)
    with pytest.raises(UserError, match="guest"):
        rights.everything(context, keeper, now=NOW, whose=post)
    with pytest.raises(UserError, match="guest"):
        rights.delete_everything(context, keeper, key="k", now=NOW, whose=post)
