"""Take a run back: what it posted goes, what it has not sent never comes, also while everything is stopped."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from bot.service.recall import recall
from bot.store import introductions, letters
from tests.integration.conftest import MakeWorld
from tests.integration.rollouts import asked, inbox
from tests.integration.stops import ANNA, BERND, CARLA, DAILY, OLIVER, OWNED, letters_of, outcomes, press
from tests.world import POST, World, words_of

ROUND, QUESTION = "kaffee@2026-11-23", "montagsfrage@2026-11-23"


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    return make_world(rituals=OWNED + POST)


def standing(world: World, *, having: str = "") -> list[str]:
    """Return the texts of all messages of the bot that still stand."""
    shown = (one for room in world.slack.workspace.conversations.values() for one in room.messages.values())
    texts = (words_of({"text": one.text, "blocks": one.blocks}) for one in shown)
    return [text for text in texts if having in text]


def introduced(world: World) -> list[Any]:
    with world.rondo.database.read() as tx:
        return list(introductions.of_run(tx, ROUND))


def take_back(world: World, command: str, *, by: str = ANNA) -> tuple[str, str]:
    """Type the command, press the red button; return what was asked, and what was said then."""
    question = world.answer_to(by, command)
    said = press(world, "recall:do", by=by)
    world.advance(minutes=10)
    return question, said


def test_what_a_round_posted_is_deleted_and_its_introductions_were_never_made(world: World) -> None:
    world.advance_to("mon 09:05")
    groups = len(introduced(world))
    assert groups > 10
    question, said = take_back(world, f"/rondo recall {ROUND}")
    assert f"Das betrifft {groups} Nachrichten" in question
    assert f"Sie stehen in {groups} Unterhaltungen" in question
    assert "wird zurückgeholt" in said
    world.advance(minutes=5)
    assert standing(world, having="darf ich euch") == []
    assert introduced(world) == []
    assert world.runs("kaffee")[0].state == "closed"
    assert outcomes(world, "kaffee", "delete") == {("sent", "ok")}


def test_what_was_not_sent_yet_never_leaves(world: World) -> None:
    world.skip_to("mon 09:00")
    world.rondo.tick(world.now())
    question, said = take_back(world, f"/rondo recall {ROUND}")
    assert "noch nicht gesendet und kommen nicht mehr" in question
    assert "kommen nicht mehr" in said
    assert world.introductions() == []
    assert outcomes(world, "kaffee") == {("dead", "recalled")}
    assert letters_of(world, "kaffee")[-1].op != "delete"


def test_it_works_while_everything_is_stopped(world: World) -> None:
    world.advance_to("mon 09:05")
    asked(world, ANNA, "/rondo stop all")
    take_back(world, f"/rondo recall {ROUND}")
    assert standing(world, having="darf ich euch") == []


def test_a_text_takes_the_place_of_what_was_said_and_is_data(world: World) -> None:
    world.advance_to("mon 09:35")
    question, _ = take_back(world, f"/rondo recall {QUESTION} Das war ein Versehen <!channel> *x*")
    assert "Stattdessen stünde dort: Das war ein Versehen" in question
    assert standing(world, having="Was steht an?") == []
    (shown,) = set(standing(world, having="Das war ein Versehen"))
    assert "<!channel>" not in shown
    assert "&lt;!channel&gt;" in shown


def test_taking_back_twice_is_harmless_and_a_text_can_still_give_way_to_nothing(world: World) -> None:
    world.advance_to("mon 09:35")
    take_back(world, f"/rondo recall {QUESTION} Ein Versehen.")
    assert "nichts mehr" in world.answer_to(ANNA, f"/rondo recall {QUESTION} Ein Versehen.")
    take_back(world, f"/rondo recall {QUESTION}")
    assert standing(world, having="Versehen") == []
    assert "nichts mehr" in world.answer_to(ANNA, f"/rondo recall {QUESTION}")
    assert "nichts mehr" in world.answer_to(ANNA, f"/rondo recall {QUESTION} Noch ein Text.")


def test_two_managers_who_press_at_once_take_back_once(world: World) -> None:
    world.advance_to("mon 09:35")
    for name in (ANNA, BERND):
        world.answer_to(name, f"/rondo recall {QUESTION}")
    press(world, "recall:do", by=ANNA)
    assert "nichts mehr" in press(world, "recall:do", by=BERND)
    with world.rondo.database.read() as tx:
        assert len([one for one in letters.of_run(tx, QUESTION) if one.op == "delete"]) == 1


def test_a_message_that_somebody_deleted_by_hand_is_no_obstacle(world: World) -> None:
    world.advance_to("mon 09:35")
    room = next(one for one in world.slack.workspace.conversations.values() if one.name == "montagsrunde")
    room.messages.clear()
    take_back(world, f"/rondo recall {QUESTION}")
    assert outcomes(world, "montagsfrage", "delete") == {("dead", "message_gone")}


def test_without_a_run_the_last_ones_are_listed_each_with_its_button(world: World) -> None:
    assert "noch keine Runde" in world.answer_to(ANNA, "/rondo recall")
    world.advance_to("mon 09:35")
    shown = world.answer_to(ANNA, "/rondo zurückholen")
    assert ROUND in shown
    assert QUESTION in shown
    assert "Das betrifft" in press(world, "recall:show", by=ANNA)
    assert "bleibt, wie es ist" in press(world, "recall:stay", by=ANNA)
    assert standing(world, having="Was steht an?") != []


def test_owners_take_back_their_own_and_others_learn_nothing(world: World) -> None:
    world.advance_to("mon 09:35")
    for command in (f"/rondo recall {QUESTION}", "/rondo recall gibtsnicht"):
        assert "look after" in world.answer_to(OLIVER, command)
    listed = world.answer_to(OLIVER, "/rondo recall")
    assert ROUND in listed
    assert QUESTION not in listed
    for command in ("/rondo recall", f"/rondo recall {ROUND}", "/rondo recall gibtsnicht"):
        assert "vorbehalten" in world.answer_to(CARLA, command)
    assert "kenne ich nicht" in world.answer_to(ANNA, "/rondo recall gibtsnicht")
    take_back(world, f"/rondo recall {ROUND}", by=OLIVER)
    assert "zurück" in inbox(world, ANNA)
    assert standing(world, having="darf ich euch") == []


def test_of_a_message_with_two_rituals_only_the_part_of_the_run_goes(make_world: MakeWorld) -> None:
    second = (
        DAILY.replace("tagesfrage", "abendfrage").replace("Tagesfrage", "Abendfrage").replace("Was steht", "Was lief")
    )
    world = make_world(rituals=OWNED + DAILY + second)
    world.advance_to("tue 09:05")
    assert "Was steht an?" in words_of(world.slack.inbox(CARLA)[-1])
    run = world.runs("tagesfrage")[0].id
    take_back(world, f"/rondo recall {run}")
    (left,) = questions(world)
    assert "Was steht an?" not in left
    assert "Was lief an?" in left
    take_back(world, f"/rondo recall {world.runs('abendfrage')[0].id}")
    assert questions(world) == []


def questions(world: World) -> list[str]:
    """Return the questions that Carla still sees."""
    texts = (words_of(one) for one in world.slack.inbox(CARLA) if not one.get("ephemeral"))
    return [text for text in texts if "Was steht an?" in text or "Was lief an?" in text]


def test_who_said_that_they_met_keeps_the_introduction(world: World) -> None:
    world.advance_to("mon 09:05")
    world.advance_to("thu 12:00")
    press(world, "ritual:met:yes", by=CARLA)
    take_back(world, f"/rondo recall {ROUND}")
    kept = introduced(world)
    assert len(kept) == 1
    assert kept[0].met is True


def test_what_was_in_doubt_and_never_arrived_does_not_arrive_after_it_was_taken_back(world: World) -> None:
    world.advance_to("mon 09:25")
    world.fault({"kind": "500", "method": "chat.postMessage", "times": 1})
    world.skip_to("mon 09:30")
    world.beat()
    assert outcomes(world, "montagsfrage") == {("sending", None)}
    with_recall(world, QUESTION)
    world.advance(minutes=10)
    assert outcomes(world, "montagsfrage") == {("dead", "recalled")}
    assert outcomes(world, "montagsfrage", "delete") == {("dead", "predecessor_dead")}
    assert world.slack.channel_messages("montagsrunde") == []


def test_a_letter_that_is_claimed_while_its_run_is_taken_back_is_taken_back_too(world: World) -> None:
    world.advance_to("mon 09:25")
    world.skip_to("mon 09:30")
    world.rondo.tick(world.now())
    with ThreadPoolExecutor(1) as other:
        with world.rondo.database.begin() as tx:
            claimed = letters.claim_next(tx, now=world.now())
            assert claimed is not None
            assert claimed.run == QUESTION
            done = other.submit(with_recall, world, QUESTION)
            with suppress(TimeoutError):
                done.result(timeout=0.7)
        done.result(timeout=20)
    assert ("due", None) in outcomes(world, "montagsfrage", "delete")


def with_recall(world: World, run: str) -> None:
    recall(world.rondo.context, None, run, key="", now=world.now())
