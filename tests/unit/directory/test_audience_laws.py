"""A million made-up cases of field, audience, viewer and surface: nothing is shown that the audience may not see.

A case counts once for each value of the profile. The normal run takes a fifth of them; `make laws` takes all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.directory.audience import SEEN_BY, least, level_in, level_of, reaches, shown
from bot.directory.catalogue import SHIPPED
from bot.model import LEVELS, NAME, UNLISTED, Level, Listing, Person, PersonId, Profile, ProfileFact
from tests.unit.directory.audience_oracle import PERSONAL, Case, cases, kind_of, read_by, visible

PIECES = 5
CASES = 200_000
"""Of each piece: values under the eyes of somebody, on a surface."""
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def looking(case: Case) -> Level:
    """Return what Rondo takes the readers of a case for."""
    if case.surface in PERSONAL:
        return level_of(case.viewer)
    return level_in(case.readers, is_shared=case.is_shared)


@pytest.mark.parametrize("piece", [0, *(pytest.param(piece, marks=pytest.mark.slow) for piece in range(1, PIECES))])
def test_exactly_that_is_shown_which_all_readers_may_see(piece: int) -> None:
    done, seen = 0, Counter[tuple[str, str, bool]]()
    for case in cases(CASES, seed=piece):
        found = shown(case.profile, looking(case), case.directory, case.now)
        facts = [] if found is None else list(found.facts)
        assert facts == visible(case), case
        for fact in facts:
            seen[(fact.audience, case.surface, case.is_shared)] += 1
        done += len(case.profile.facts)
        if done >= CASES:
            break
    assert done >= CASES
    assert not any(audience == "self" for audience, _, _ in seen), "nobody but themselves sees what is theirs alone"
    assert not any(audience == "colleagues" and is_shared for audience, _, is_shared in seen)
    assert {surface for _, surface, _ in seen} == {"list", "card", "suggestion", "answer", "post", "thread", "group"}
    assert sum(seen.values()) > CASES // 50, "and the cases are not all empty ones"


def sample() -> list[Case]:
    return list(cases(4_000, seed=99))


def test_who_may_see_more_never_sees_less() -> None:
    for case in sample():
        told = [shown(case.profile, level, case.directory, case.now) for level in SEEN_BY]
        values = [set() if one is None else {fact.id for fact in one.facts} for one in told]
        assert values[0] >= values[1] >= values[2]
        assert shown(case.profile, "self", case.directory, case.now) == case.profile


def test_what_is_shown_is_a_part_of_the_profile_in_its_order_and_cutting_again_changes_nothing() -> None:
    for case in sample():
        found = shown(case.profile, looking(case), case.directory, case.now)
        if found is not None:
            kept = [fact for fact in case.profile.facts if fact in found.facts]
            assert list(found.facts) == kept
            assert shown(found, looking(case), case.directory, case.now) == found
            assert (found.person, found.slack_id) == (case.profile.person, case.profile.slack_id)


def test_nothing_tells_of_limits_pauses_or_keepers_and_an_absence_only_while_it_lasts() -> None:
    for case in sample():
        found = shown(case.profile, looking(case), case.directory, case.now)
        if found is None or looking(case) == "self":
            continue
        told, own = found.listing, case.profile.listing
        assert (told.most_per_week, told.paused_until, told.keeper) == (None, None, None)
        assert (told.listed, told.expert, told.contactable) == (True, own.expert, own.contactable)
        if own.away_until is not None and own.away_until < case.now.date() - timedelta(days=1):
            assert (told.availability, told.away_until, told.substitute) == ("available", None, None)


def test_each_switch_takes_away_what_belongs_to_it_and_nothing_else() -> None:
    for case in sample():
        level, listing = looking(case), replace(case.profile.listing, listed=True, expert=True, contactable=True)
        whole = shown(replace(case.profile, listing=listing), level, case.directory, case.now)
        switched = {
            "listed": replace(listing, listed=False),
            "expert": replace(listing, expert=False),
            "contactable": replace(listing, contactable=False),
        }
        for switch, one in switched.items():
            off = replace(case.profile, listing=one)
            rest = shown(off, level, case.directory, case.now)
            if switch == "listed" or whole is None:
                assert rest is None
                continue
            fields = case.directory.fields
            gone = {
                fact.id
                for fact in whole.facts
                if (fields[fact.field].is_expertise if switch == "expert" else fields[fact.field].type == "contact")
            }
            assert rest is not None
            assert {fact.id for fact in rest.facts} == {fact.id for fact in whole.facts} - gone


def test_a_conversation_is_read_by_its_least_privileged_member() -> None:
    for case in sample():
        if case.surface in PERSONAL or not [one for one in case.readers if not one.is_bot]:
            continue
        alone = [level_of(one) for one in case.readers if not one.is_bot]
        together = level_in(case.readers, is_shared=case.is_shared)
        assert all(reaches(together, one) for one in alone)
        assert together in (*alone, "partners")
        assert together != "colleagues" or (not case.is_shared and read_by(case) == {"employee"})


def test_where_nobody_knows_who_listens_only_what_is_public_is_said() -> None:
    assert level_in([], is_shared=False) == least([]) == "public"
    robot = Person(PersonId("b"), "B", is_bot=True)
    assert level_in([robot], is_shared=False) == "public"
    assert level_in([robot], is_shared=True) == "partners"
    assert kind_of(robot) == "stranger"


# ---------------------------------------------------------------- the shipped catalogue, by hand


def anna(listing: Listing, *, until: datetime | None = None) -> Profile:
    """Return somebody who said something in every shipped field, each for the field's widest audience."""
    facts = tuple(
        ProfileFact(key, f"{key} of Anna", field.audiences[-1], "self", NOW, until if key != NAME else None, id=number)
        for number, (key, field) in enumerate(SHIPPED.fields.items(), start=1)
    )
    return Profile(PersonId("anna"), "U0ANNA", "", "Europe/Berlin", is_eligible=True, listing=listing, facts=facts)


def keys(profile: Profile, level: Level) -> set[str]:
    found = shown(profile, level, SHIPPED, NOW)
    return {fact.field for fact in found.facts} if found else set()


def test_of_somebody_who_never_said_a_word_nothing_is_seen_by_anybody_else() -> None:
    assert all(keys(anna(UNLISTED), level) == set() for level in SEEN_BY)
    assert keys(anna(UNLISTED), "self") == set(SHIPPED.fields)


def test_the_shipped_catalogue_keeps_inside_what_belongs_inside() -> None:
    all_on = anna(Listing(listed=True, expert=True, contactable=True))
    assert keys(all_on, "colleagues") == set(SHIPPED.fields)
    assert keys(all_on, "partners") == set(SHIPPED.fields) - {"wants_to_learn"}
    assert keys(all_on, "public") == set(SHIPPED.fields) - {"wants_to_learn", "projects", "fun_fact"}


def test_the_shipped_catalogue_hides_expertise_and_contact_behind_their_switches() -> None:
    expertise = {key for key, field in SHIPPED.fields.items() if field.is_expertise}
    assert expertise == {"ask_me_about", "works_with", "can_mentor", "responsibilities"}
    listed = anna(Listing(listed=True))
    assert keys(listed, "colleagues") == set(SHIPPED.fields) - expertise - {"contact"}
    assert keys(anna(Listing(expert=True, contactable=True)), "colleagues") == set()


def test_what_is_over_is_seen_by_nobody_else() -> None:
    over = anna(Listing(listed=True, expert=True, contactable=True), until=NOW)
    assert keys(over, "colleagues") == {NAME}
    assert keys(over, "self") == set(SHIPPED.fields)


@pytest.mark.parametrize("level", LEVELS)
def test_no_default_of_the_shipped_catalogue_reaches_outside(level: Level) -> None:
    outside = level in ("partners", "public")
    assert not any(field.default == level for field in SHIPPED.fields.values()) if outside else True
