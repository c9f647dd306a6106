"""What people type, and what they read."""

from __future__ import annotations

import pytest

from tests.world import World, eventually, words_of

GERMAN, ENGLISH = "Bernd", "Oliver"


def test_help_is_answered_in_the_persons_language(world: World) -> None:
    assert "Alles ist freiwillig" in world.answer_to(GERMAN, "/rondo help")
    assert "Everything is voluntary" in world.answer_to(ENGLISH, "/rondo")


def test_the_list_shows_each_ritual_when_it_happens_and_whether_i_am_in(world: World) -> None:
    shown = world.answer_to(GERMAN, "/rondo list")
    assert "Kaffeerunde" in shown
    assert "09:00" in shown
    assert "Du bist dabei" in shown
    assert "Montagsfrage" in shown


def test_next_names_the_coming_dates_with_their_zone(world: World) -> None:
    assert "Europe/Berlin" in world.answer_to(GERMAN, "/rondo next")
    assert "Mo. 23. Nov., 09:00" in world.answer_to(GERMAN, "/rondo termine")


def test_leave_and_join_change_the_next_round_and_say_so(world: World) -> None:
    assert "nicht mehr dabei" in world.answer_to(GERMAN, "/rondo leave")
    world.advance_to("mon 09:01")
    me = world.slack.person(GERMAN).id
    assert not any(me in row["members"] for row in world.introductions())
    assert "Schön" in world.answer_to(GERMAN, "/rondo join kaffee")
    assert "schon dabei" in world.answer_to(GERMAN, "/rondo join")
    world.advance_to("mon 09:01")
    assert any(me in row["members"] for row in world.introductions())


def test_an_alias_of_the_rituals_file_works_like_the_words_behind_it(world: World) -> None:
    assert "schon dabei" in world.answer_to(GERMAN, "/kaffee")


def test_pause_and_resume_say_until_when(world: World) -> None:
    assert "Montag, 7. Dezember" in world.answer_to(GERMAN, "/rondo pause")
    assert "24. Dezember" in world.answer_to(GERMAN, "/rondo pause bis 24.12.")
    assert "Thursday, 24 December" in world.answer_to(ENGLISH, "/rondo pause 24 Dec")
    assert "Willkommen zurück" in world.answer_to(GERMAN, "/rondo resume")
    assert "gar keine Pause" in world.answer_to(GERMAN, "/rondo weiter")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/rondo jion", "/rondo join"),
        ("/rondo pause gestern", "verstehe ich nicht als Datum"),
        ("/rondo pause 2020-01-01", "Mittwoch, 1. Januar 2020 liegt nicht in der Zukunft"),
        ("/rondo pause 3000d", "verstehe ich nicht"),
        ("/rondo pause 900d", "länger als ein Jahr"),
        ("/rondo join tee", "gibt es nicht"),
        ("/rondo <!channel> *x*", "kenne ich nicht"),
    ],
)
def test_what_is_not_understood_is_met_with_a_way_on(world: World, typed: str, said: str) -> None:
    reply = world.answer_to(GERMAN, typed)
    assert said in reply
    assert "<!channel>" not in reply


def test_a_guest_is_told_why_they_cannot_join(world: World) -> None:
    guest = next(p for p in world.slack.workspace.people.values() if p.is_guest and not p.deleted)
    assert "Gast" in world.answer_to(guest.id, "/rondo join") or "guest" in world.answer_to(guest.id, "/rondo join")


def test_a_command_delivered_twice_acts_and_answers_once(world: World) -> None:
    world.fault({"kind": "duplicate_event", "times": 1})
    world.slack.command("/rondo leave", by=GERMAN)
    eventually(lambda: world.slack.inbox(GERMAN))
    world.answer_to(GERMAN, "/rondo help")
    replies = [words_of(one) for one in world.slack.inbox(GERMAN) if one.get("ephemeral")]
    assert len([one for one in replies if "nicht mehr dabei" in one or "gar nicht mit" in one]) == 1
