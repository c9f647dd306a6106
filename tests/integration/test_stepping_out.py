"""Whoever leaves while something waits for them: it does not come, and nothing else is lost."""

from __future__ import annotations

from typing import Any

from bot.service import membership, workspace
from bot.store import introductions
from bot.store.db import Database
from tests.integration.test_quiet import ADA, ALSO, BEN, CEM, COFFEE, HEAD, HOUR, MONDAY, MORNING, STAFF, company
from tests.quiet import Quiet
from tests.world import words_of

TIGHT = HEAD.replace("Europe/Berlin}", "Europe/Berlin, notification_budget: {day: 1, week: 1}}")


def leave(place: Quiet, who: str, ritual: str) -> None:
    membership.leave(place.context, place.person(who), ritual, key=f"{who}/{ritual}", now=place.now)


def opened(database: Database, *rituals: str) -> Quiet:
    place = company(database, *rituals)
    place.skip_to(MONDAY)
    place.context.engine.stop(within=1)
    place.beat()
    return place


def outcomes(place: Quiet, ritual: str, who: str) -> list[Any]:
    someone = place.person(who).id
    return [one.outcome for one in place.letters(ritual) if one.op == "post" and someone in one.people]


def go_on(place: Quiet) -> None:
    place.courier.start()
    place.advance_to(place.now + HOUR)


def test_a_waiting_message_of_a_ritual_that_somebody_left_is_taken_back(database: Database) -> None:
    place = opened(database, MORNING)
    leave(place, ADA, "morgen")
    go_on(place)
    assert not place.slack.heard or ADA not in {who for one in place.slack.heard for who in one.people}
    assert outcomes(place, "morgen", ADA) == ["left"]
    assert len(place.heard_by(BEN)) == 1


def test_of_a_bundle_only_the_part_of_the_ritual_that_was_left_goes_whichever_carried_it(database: Database) -> None:
    for left, kept, word in (("morgen", "auch", "Weiter"), ("auch", "morgen", "Hallo")):
        place = opened(database, MORNING, ALSO)
        leave(place, ADA, left)
        go_on(place)
        (heard,) = place.heard_by(ADA)
        said = words_of(heard.payload)
        assert word in said
        assert ("Hallo" in said) + ("Weiter" in said) == 1
        assert "2 Dinge" not in said
        assert outcomes(place, left, ADA) == ["left"]
        assert outcomes(place, kept, ADA) == ["ok"]
        with database.begin() as tx:
            for table in ("letter_people", "letters", "follow_ups", "participation", "runs", "marks", "inbound"):
                tx.exec_driver_sql(f"DELETE FROM {table}")


def test_who_leaves_the_channel_that_a_ritual_is_for_gets_nothing_more_of_it(database: Database) -> None:
    place = opened(database, MORNING)
    workspace.member_left(place.context, "CALLE", ADA, key="gone", now=place.now)  # type: ignore[arg-type]
    go_on(place)
    assert place.heard_by(ADA) == []


def test_nobody_is_introduced_to_somebody_who_left_before_the_introduction_came(database: Database) -> None:
    place = opened(database, COFFEE)
    leave(place, ADA, "kaffee")
    leave(place, BEN, "kaffee")
    go_on(place)
    assert place.heard_by(ADA) == place.heard_by(BEN) == []
    together = [one for one in place.letters("kaffee") if len(one.people) > 1]
    assert {one.outcome for one in together} <= {"left", "predecessor_dead"}
    (offer,) = place.heard_by(CEM)
    assert "noch niemanden für dich" in words_of(offer.payload)


def test_whom_nobody_introduced_for_want_of_room_did_not_get_to_know_anybody(database: Database) -> None:
    place = Quiet(database, TIGHT + MORNING + COFFEE, staff=STAFF, now=MONDAY - 60 * HOUR)
    place.advance_to(MONDAY + HOUR)
    held = [one for one in place.letters("kaffee") if one.outcome == "over_budget"]
    assert held
    with database.read() as tx:
        assert introductions.of_run(tx, place.runs("kaffee")[0].id) == ()
