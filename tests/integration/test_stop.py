"""Stop and go: nothing unsent leaves while something is stopped, and those in charge decide what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.service.checkup import check_stops
from bot.service.lifting import Lift, carry_out
from bot.store import halts, runs
from tests.integration.conftest import MakeWorld
from tests.integration.rollouts import asked, inbox
from tests.integration.stops import ANNA, BERND, CARLA, DAILY, OLIVER, OWNED, letters_of, outcomes, press, stopped
from tests.world import POST, World, eventually, words_of


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    return make_world(rituals=OWNED + POST)


def half_sent(world: World) -> None:
    """Let the round open, and stop it before its letters are sent."""
    world.skip_to("mon 09:00")
    world.rondo.tick(world.now())
    world.answer_to(ANNA, "/rondo stop kaffee")  # nothing is delivered meanwhile


def test_what_is_stopped_sends_nothing_more_and_the_others_go_on(world: World) -> None:
    world.skip_to("mon 09:00")
    world.rondo.tick(world.now())
    assert "steht still" in world.answer_to(ANNA, "/rondo stop kaffee")
    world.advance_to("mon 12:00")
    assert world.introductions() == []
    assert {one.state for one in letters_of(world, "kaffee")} == {"due"}
    assert any("Was steht an?" in row["text"] for row in world.slack.workspace.journal.log)


def test_managers_and_owners_hear_at_once_who_stopped_what_even_when_everything_is_stopped(world: World) -> None:
    asked(world, ANNA, "/rondo stop all")
    for name in (BERND, OLIVER):
        heard = inbox(world, name)
        assert f"<@{ANNA}>" in heard
        assert "angehalten" in heard or "stopped" in heard
    assert "angehalten" not in inbox(world, CARLA)


def test_while_a_ritual_is_stopped_nothing_opens_and_no_step_is_carried_out(world: World) -> None:
    world.advance_to("mon 09:01")
    before = len(world.slack.workspace.journal.log)
    asked(world, ANNA, "/rondo stop kaffee")
    world.advance_to("mon 09:01")
    assert [run.nominal_date.isoformat() for run in world.runs("kaffee")] == ["2026-11-23"]
    assert world.runs("kaffee")[0].state == "open"
    later = [row["text"] for row in world.slack.workspace.journal.log[before:] if "Was steht an?" not in row["text"]]
    assert all("angehalten" in text or "stopped" in text for text in later)


def test_a_press_on_a_button_that_is_out_still_counts_while_its_ritual_is_stopped(world: World) -> None:
    world.advance_to("mon 09:01")
    world.advance_to("thu 12:00")
    asked(world, ANNA, "/rondo stop kaffee")
    world.answer_to(CARLA, "/rondo list")
    assert "freut mich" in press(world, "ritual:met:yes", by=CARLA)


@pytest.mark.parametrize(
    ("who", "command", "said"),
    [
        (CARLA, "/rondo stop kaffee", "vorbehalten"),
        (CARLA, "/rondo stop all", "vorbehalten"),
        (CARLA, "/rondo stop", "vorbehalten"),
        (CARLA, "/rondo stop gibtsnicht", "vorbehalten"),
        (CARLA, "/rondo go", "vorbehalten"),
        (OLIVER, "/rondo stop all", "Please ask"),
        (OLIVER, "/rondo stop montagsfrage", "Please ask"),
        (OLIVER, "/rondo stop kaffee", "is stopped"),
        (OLIVER, "/rondo stopp", "is stopped"),
        (BERND, "/rondo anhalten alles", "*Alles* steht still"),
        (BERND, "/rondo stop", "kaffee, montagsfrage"),
        (BERND, "/rondo stop tee", "gibt es nicht"),
        (BERND, "/rondo los", "Gerade steht nichts still"),
    ],
)
def test_managers_stop_everything_owners_their_own_and_nobody_else_anything(
    world: World, who: str, command: str, said: str
) -> None:
    reply = world.answer_to(who, command)
    assert said in reply or (said == "Please ask" and "look after" in reply), reply
    assert bool(stopped(world)) is (("still" in said and "nichts" not in said) or "is stopped" in said)


def test_everybody_sees_since_when_it_is_stopped_and_nobody_by_whom(world: World) -> None:
    asked(world, ANNA, "/rondo stop kaffee")
    for command in ("/rondo list", "/rondo next", "/rondo why kaffee"):
        shown = world.answer_to(CARLA, command)
        assert "still seit Mo. 23. Nov., 08:" in shown, shown
        assert ANNA not in shown
    assert "Mo. 23. Nov., 09:00" not in world.answer_to(CARLA, "/rondo next").partition("Montagsfrage")[0]
    world.slack.open_home(by=CARLA)
    assert "still seit" in words_of(eventually(lambda: world.slack.home(CARLA)))
    assert "kaffee since 2026-11-23" in check_stops(world.rondo.context).said


def test_going_on_shows_first_and_then_sends_what_is_current(world: World) -> None:
    half_sent(world)
    shown = world.answer_to(ANNA, "/rondo go")
    n = len([one for one in letters_of(world, "kaffee") if one.op == "post"])
    assert f"Eröffnung: {n} Nachrichten gingen hinaus" in shown
    assert "<@" not in shown
    assert stopped(world) == ["kaffee"]
    assert "geht weiter" in press(world, "stops:send", by=ANNA)
    world.advance_to("mon 12:00")
    assert stopped(world) == []
    assert outcomes(world, "kaffee") == {("sent", "ok")}
    assert len(world.introductions()) == n


def test_dropping_lets_nothing_of_it_go_and_the_next_round_comes(world: World) -> None:
    half_sent(world)
    world.answer_to(ANNA, "/rondo go kaffee")
    assert "verworfen" in press(world, "stops:drop", by=ANNA)
    world.advance_to("mon 12:00")
    assert outcomes(world, "kaffee") == {("dead", "dropped")}
    assert world.introductions() == []
    world.advance_to("mon 09:01")
    assert world.introductions() != []


def test_dropping_also_holds_for_what_is_in_doubt(world: World) -> None:
    world.skip_to("mon 09:00")
    world.fault({"kind": "reset", "method": "chat.postMessage", "times": 100})  # none of them arrives
    world.rondo.tick(world.now())
    world.rondo.deliver(world.now())
    assert {one.state for one in letters_of(world, "kaffee") if one.op == "post"} == {"sending"}
    world.slack.workspace.faults.clear()
    asked(world, ANNA, "/rondo stop kaffee")
    world.answer_to(ANNA, "/rondo go kaffee")
    press(world, "stops:drop", by=ANNA)
    world.advance_to("mon 12:00")
    assert world.introductions() == []
    assert {one.state for one in letters_of(world, "kaffee") if one.op == "post"} == {"dead"}


def test_staying_stopped_changes_nothing(world: World) -> None:
    half_sent(world)
    world.answer_to(ANNA, "/rondo go kaffee")
    assert "es bleibt dabei" in press(world, "stops:stay", by=ANNA)
    assert stopped(world) == ["kaffee"]


def test_what_is_a_day_old_is_too_old(world: World) -> None:
    half_sent(world)
    world.advance_to("tue 08:00")
    shown = world.answer_to(ANNA, "/rondo go kaffee")
    assert "zu alt" in shown
    press(world, "stops:send", by=ANNA)
    world.advance_to("tue 12:00")
    assert outcomes(world, "kaffee") == {("dead", "too_old")}


def test_a_date_passed_over_is_caught_up_within_its_grace(world: World) -> None:
    asked(world, ANNA, "/rondo stop kaffee")
    world.advance_to("mon 12:00")
    assert "nachgeholt" in world.answer_to(ANNA, "/rondo go kaffee")
    press(world, "stops:send", by=ANNA)
    world.advance_to("mon 12:05")
    assert world.introductions() != []
    assert [run.state for run in world.runs("kaffee")] == ["open"]


def test_dates_that_are_not_caught_up_are_recorded_once_and_the_owner_hears_why(world: World) -> None:
    asked(world, ANNA, "/rondo stop kaffee")
    world.advance_to("tue 12:00")
    world.advance(days=7)
    assert "fallen aus" in world.answer_to(ANNA, "/rondo go kaffee")
    press(world, "stops:send", by=ANNA)
    world.advance_to("wed 12:00")
    recorded = [(run.nominal_date.isoformat(), run.state, run.reason) for run in world.runs("kaffee")]
    assert recorded == [("2026-11-30", "missed", "stopped"), ("2026-11-23", "missed", "stopped")]
    assert "The ritual was stopped at that time" in inbox(world, OLIVER)
    assert world.introductions() == []


def test_a_second_press_and_a_second_manager_change_nothing_more(world: World) -> None:
    half_sent(world)
    world.answer_to(ANNA, "/rondo go kaffee")
    world.answer_to(BERND, "/rondo go kaffee")
    assert "verworfen" in press(world, "stops:drop", by=BERND)
    assert "steht nicht still" in press(world, "stops:send", by=ANNA)
    world.advance_to("mon 12:00")
    assert outcomes(world, "kaffee") == {("dead", "dropped")}


def test_who_decides_on_an_old_preview_is_shown_a_new_one(world: World) -> None:
    half_sent(world)
    world.answer_to(ANNA, "/rondo go kaffee")
    world.advance_to("tue 08:00")
    shown = press(world, "stops:send", by=ANNA)
    assert "Inzwischen hat sich etwas geändert" in shown
    assert "zu alt" in shown
    assert stopped(world) == ["kaffee"]
    assert "geht weiter" in press(world, "stops:send", by=ANNA)
    assert stopped(world) == []


def test_a_stop_of_one_ritual_outlives_the_stop_of_everything(world: World) -> None:
    asked(world, ANNA, "/rondo stop kaffee")
    asked(world, ANNA, "/rondo stop all")
    assert "Alles steht still" in world.answer_to(ANNA, "/rondo go kaffee")
    assert "einzeln angehalten: kaffee" in world.answer_to(ANNA, "/rondo go")
    press(world, "stops:send", by=ANNA)
    assert stopped(world) == ["kaffee"]


def test_of_a_message_with_two_rituals_only_the_part_that_is_stopped_waits(make_world: MakeWorld) -> None:
    second = (
        DAILY.replace("tagesfrage", "abendfrage").replace("Tagesfrage", "Abendfrage").replace("Was steht", "Was lief")
    )
    generous = OWNED.replace('"23:59"]}', '"23:59"], notification_budget: {day: 3, week: 9}}')
    world = make_world(rituals=generous + DAILY + second)
    world.skip_to("tue 09:00")
    world.rondo.tick(world.now())
    assert any(one.bundle for one in letters_of(world, "abendfrage"))
    world.answer_to(ANNA, "/rondo stop tagesfrage")
    assert not any(one.bundle for one in letters_of(world, "abendfrage"))
    world.advance_to("tue 09:05")
    read = "\n".join(words_of(one) for one in world.slack.inbox(CARLA))
    assert "Was lief an?" in read
    assert "Was steht an?" not in read
    world.answer_to(ANNA, "/rondo go tagesfrage")
    press(world, "stops:send", by=ANNA)
    world.advance_to("tue 17:00")
    assert outcomes(world, "tagesfrage") == {("sent", "ok")}
    assert "Was steht an?" in "\n".join(words_of(one) for one in world.slack.inbox(CARLA))


def test_after_a_restore_nothing_since_the_backup_goes_unless_somebody_says_so(world: World) -> None:
    world.skip_to("mon 09:00")
    world.rondo.tick(world.now())
    with world.rondo.database.begin() as tx:
        halts.put(tx, halts.ALL, by=None, now=world.now() - timedelta(minutes=5), reason=halts.RESTORED)
    shown = world.answer_to(ANNA, "/rondo go")
    assert "Sicherung" in shown
    assert "vielleicht schon angekommen" in shown
    press(world, "stops:send", by=ANNA)
    world.advance_to("mon 12:00")
    assert outcomes(world, "kaffee") == {("dead", "dropped")}


def test_after_a_restore_an_operator_may_send_what_is_in_question(world: World) -> None:
    world.skip_to("mon 09:00")
    world.rondo.tick(world.now())
    with world.rondo.database.begin() as tx:
        halts.put(tx, halts.ALL, by=None, now=world.now() - timedelta(minutes=5), reason=halts.RESTORED)
    done = carry_out(world.rondo.context, None, Lift(halts.ALL, "", "send_all"), now=world.now())
    assert done.anew is None
    world.advance_to("mon 12:00")
    assert outcomes(world, "kaffee") == {("sent", "ok")}


def test_a_step_whose_day_has_passed_is_left_out_and_the_round_still_closes(world: World) -> None:
    world.advance_to("mon 09:01")
    asked(world, ANNA, "/rondo stop kaffee")
    world.advance_to("sun 12:00")
    world.answer_to(ANNA, "/rondo go kaffee")
    press(world, "stops:send", by=ANNA)
    world.advance_to("mon 08:30")
    said = {one.key.split("/")[1] for one in letters_of(world, "kaffee")}
    assert said & {"nudge", "ask"} == set()
    with world.rondo.database.read() as tx:
        assert runs.get(tx, "kaffee@2026-11-23").state == "closed"  # type: ignore[union-attr]


def test_the_owner_of_a_ritual_reads_in_the_help_what_owners_may(world: World) -> None:
    said = world.answer_to(OLIVER, "/rondo help")
    assert all(f"`/rondo {verb}" in said for verb in ("preview", "stop", "go", "recall"))
    assert "/rondo versions" not in said
    assert "/rondo stop" not in world.answer_to(CARLA, "/rondo help")


def test_while_everything_is_stopped_no_sentence_promises_more_than_happens(world: World) -> None:
    asked(world, ANNA, "/rondo stop all")
    assert f"<@{ANNA}> hat alles angehalten" in inbox(world, BERND)
    assert "nach `/rondo go all`" in world.answer_to(ANNA, "/rondo stop kaffee")
    assert "kommt aber erst, wenn es weitergeht" in world.answer_to(ANNA, "/rondo preview montagsfrage")
    world.answer_to(ANNA, "/rondo go all")
    press(world, "stops:drop", by=ANNA)
    assert "als Direktnachricht geschickt" in world.answer_to(ANNA, "/rondo preview montagsfrage")


def test_that_nothing_goes_and_nothing_is_dropped_is_said_in_words(world: World) -> None:
    asked(world, ANNA, "/rondo stop kaffee")
    world.answer_to(ANNA, "/rondo go")
    said = press(world, "stops:send", by=ANNA)
    assert "Jetzt geht nichts hinaus. Verworfen ist nichts." in said
