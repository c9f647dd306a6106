"""People on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from bot.model import PersonId, SlackUser, UserGroup
from bot.store import people, tables, user_groups
from bot.store.db import Database, Tx
from tests.store.cast import hire

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_person_known_already_keeps_their_id_and_takes_over_what_slack_says(database: Database) -> None:
    with database.begin() as tx:
        first = people.upsert(tx, SlackUser("U1", "de-DE", "Europe/Berlin"), now=NOW)
        people.set_language(tx, first.id, "en")
        second = people.upsert(tx, SlackUser("U1", "en-GB", "Europe/London", is_guest=True), now=LATER)
    assert first.id.startswith("p")
    assert second.id == first.id
    assert (second.locale, second.timezone, second.is_guest, second.language) == ("en-GB", "Europe/London", True, "en")
    with database.read() as tx:
        assert tx.scalar(select(tables.people.c.seen)) == LATER


def test_a_pause_and_a_language_do_not_disturb_each_other(database: Database) -> None:
    with database.begin() as tx:
        ada = people.upsert(tx, SlackUser("U1"), now=NOW).id
        people.pause(tx, ada, date(2026, 12, 24))
        people.set_language(tx, ada, "de")
    with database.begin() as tx:
        paused = people.by_ids(tx, [ada])[ada]
        people.resume(tx, ada)
        people.set_language(tx, ada, None)
    with database.read() as tx:
        resumed = people.by_slack_id(tx, "U1")
    assert (paused.paused_until, paused.language) == (date(2026, 12, 24), "de")
    assert resumed is not None
    assert (resumed.paused_until, resumed.language) == (None, None)


@pytest.mark.timeout(60)
def test_ten_thousand_people_are_taken_over_at_once(database: Database) -> None:
    users = [SlackUser(f"U{number}", "de-DE", "Europe/Berlin") for number in range(10_000)]
    with database.begin() as tx:
        people.upsert_many(tx, users, now=NOW)
    moved = [SlackUser(user.slack_id, "de-DE", "Europe/Paris") for user in users[:500]]
    with database.begin() as tx:
        people.upsert_many(tx, [*moved, *users[500:]], now=LATER)
    with database.read() as tx:
        everyone = people.everyone(tx)
        assert len(people.ids_by_slack(tx, (user.slack_id for user in users))) == 10_000
        assert len(people.by_ids(tx, (person.id for person in everyone))) == 10_000
        assert tx.scalar(select(func.min(tables.people.c.seen))) == LATER
    assert len(everyone) == 10_000
    assert sum(person.timezone == "Europe/Paris" for person in everyone) == 500


def test_whom_slack_no_longer_lists_has_left(database: Database) -> None:
    with database.begin() as tx:
        people.upsert_many(tx, [SlackUser("U1"), SlackUser("U2"), SlackUser("U3", is_deactivated=True)], now=NOW)
        assert people.mark_missing_deactivated(tx, {"U1"}) == 1
        assert people.mark_missing_deactivated(tx, {"U1"}) == 0
        gone = {person.slack_id for person in people.everyone(tx) if person.is_deactivated}
        people.deactivate(tx, ["U1", "unknown"])
        assert gone == {"U2", "U3"}
        assert all(person.is_deactivated for person in people.everyone(tx))


def test_a_person_listed_twice_is_one_person(database: Database) -> None:
    with database.begin() as tx:
        people.upsert_many(tx, [SlackUser("U1", "de"), SlackUser("U1", "en")], now=NOW)
        assert [person.locale for person in people.everyone(tx)] == ["en"]


def profiles(tx: Tx) -> dict[str, tuple[str, str]]:
    """Return department and site by Slack id."""
    return {person.slack_id: (person.department, person.site) for person in people.everyone(tx)}


def test_a_profile_is_kept_only_of_whom_and_as_long_as_it_is_needed(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        for person in (ada, ben):
            people.set_profile(tx, person, {"department": "Verkauf", "site": "Köln"})
        people.upsert(tx, SlackUser("U1", "en-GB"), now=LATER)
        assert profiles(tx) == {"U1": ("Verkauf", "Köln"), "U2": ("Verkauf", "Köln")}
        people.forget_profiles(tx, but={"department"}, of=[ada])
        assert profiles(tx) == {"U1": ("Verkauf", ""), "U2": ("", "")}
        people.forget_profiles(tx, but=(), of=[ada])
        assert profiles(tx) == {"U1": ("", ""), "U2": ("", "")}


def test_a_department_is_found_whatever_its_capitals_umlauts_included(database: Database) -> None:
    with database.begin() as tx:
        ada, ben, cem = hire(tx, "U1", "U2", "U3")
        people.set_profile(tx, ada, {"department": "Qualität & ÜBERWACHUNG"})
        people.set_profile(tx, ben, {"department": "Vertrieb"})
        assert people.in_departments(tx, ["QUALITÄT & Überwachung"]) == {ada}
        assert people.in_departments(tx, ["qualität & überwachung", "vertrieb"]) == {ada, ben}
        assert people.in_departments(tx, ["", "vertr%"]) == frozenset()
        assert cem in people.eligible_ids(tx)


def test_user_groups_come_go_and_swap_their_handles(database: Database) -> None:
    def members(tx: Tx) -> list[frozenset[PersonId]]:
        return [user_groups.member_ids(tx, [handle]) for handle in ("sales", "service")]

    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        user_groups.replace_all(tx, {UserGroup("S1", "sales"): [ada], UserGroup("S2", "service"): [ada, ben]})
        assert members(tx) == [{ada}, {ada, ben}]
        assert user_groups.of_person(tx, ada) == {"sales", "service"}
        user_groups.replace_all(tx, {UserGroup("S1", "service"): [ada], UserGroup("S2", "sales"): [ben]})
        assert members(tx) == [{ben}, {ada}]
        user_groups.replace_all(tx, {UserGroup("S2", "sales"): []})
        assert members(tx) == [frozenset(), frozenset()]
        assert [user_groups.is_known(tx, key) for key in ("S1", "S2")] == [False, True]
