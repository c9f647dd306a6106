"""Time on the page: it survives what goes wrong, stands still within a jump, and nobody waits for one unasked."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.demo.director import Director
from bot.demo.habits import Habits
from bot.demo.stage import RATE
from tests.integration.desks import ask, served
from tests.world import COFFEE, POST

PATIENCE = 10.0
"""Real seconds until something must have happened."""


@pytest.fixture
def director(tmp_path: Path, database_url: str) -> Iterator[Director]:
    """The page around the coffee round and the Monday question."""
    with served(tmp_path, database_url) as found:
        yield found


def in_a_jump(director: Director, act: Callable[[], Any]) -> list[Any]:
    """Jump over the first round, and act once while it is under way; return what came of that."""
    came: list[Any] = []
    clock = director.stage.sandbox.workspace.clock

    def arrived() -> None:
        if director.journey is not None and not came:
            came.append(None)
            came.append(act())

    clock.on_change(arrived)
    director.advance(director.now() + timedelta(days=3))
    return came[1:]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_time_goes_on_after_an_error_and_starts_again_where_it_had_ended(director: Director) -> None:
    came, past = [RuntimeError("a bad moment"), SystemExit()], threading.Event()

    def listen(now: datetime) -> None:
        if came:
            raise came.pop(0)
        past.set()

    director.colleagues.listen = listen  # type: ignore[method-assign]
    director.run(rate=RATE)
    director.stage.sandbox.until(lambda: director._pulse and not director._pulse.is_alive(), seconds=PATIENCE)
    assert not came, "it went on after the error, and ended at the end of its thread only"
    director.run()
    director.run()
    assert past.wait(PATIENCE)
    assert [one.name for one in threading.enumerate()].count("director") == 1


def test_the_clock_stands_still_within_a_jump_and_goes_on_behind_it(director: Director) -> None:
    clock = director.stage.sandbox.workspace.clock
    director.run(rate=RATE)
    assert in_a_jump(director, lambda: clock.running) == [False]
    assert clock.running
    assert clock.rate == RATE
    director.run(running=False)
    running = []

    def play() -> None:
        director.run(rate=RATE)
        running.append(clock.running)

    in_a_jump(director, play)
    assert running == [False]
    assert clock.running, "whoever presses Play while time jumps wants it to go on from there"
    in_a_jump(director, lambda: director.run(running=False))
    assert not clock.running


def test_a_file_is_refused_at_once_while_time_jumps_and_taken_afterwards(director: Director) -> None:
    text = COFFEE + POST.replace("Was steht an?", "Was kommt?")
    asked = {"text": text, "language": "de"}
    for name in ("apply", "undo", "redo", "reset"):
        [said] = in_a_jump(director, lambda name=name: ask(director, f"demo/file/{name}", asked))  # type: ignore[misc]
        assert (said["ok"], said["error"]) == (False, "jumping")
        assert said["message"].startswith("Gerade läuft ein Zeitsprung.")
    [said] = in_a_jump(director, lambda: ask(director, "demo/file/undo", {"language": "en"}))
    assert said["message"].startswith("Time is moving right now.")
    assert director.stage.config.source == COFFEE + POST
    assert ask(director, "demo/file/apply", asked)["ok"]
    assert director.stage.config.source == text


def test_nothing_moves_any_more_once_the_stage_is_being_taken_down(director: Director) -> None:
    queued: list[threading.Thread] = []

    def close() -> None:
        queued.append(threading.Thread(target=director.advance, args=(director.now() + timedelta(weeks=4),)))
        queued[0].start()
        director._resting.set()
        director.halt()

    began = director.now()
    in_a_jump(director, close)
    queued[0].join(PATIENCE)
    assert not queued[0].is_alive()
    assert director.now() < began + timedelta(days=3)
    assert director.step() is None


def test_a_paused_clock_stays_so_when_somebody_opens_another_tab(director: Director) -> None:
    clock = director.stage.sandbox.workspace.clock
    ask(director, "demo/opened", {})
    assert clock.running
    ask(director, "demo/play", {"on": False})
    ask(director, "demo/opened", {})
    assert not clock.running


def test_colleagues_look_around_while_the_company_changes(director: Director) -> None:
    workspace, ended = director.stage.sandbox.workspace, threading.Event()
    some, person = next(iter(workspace.conversations.values())), next(iter(workspace.people.values()))

    def change() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            with workspace.lock:
                workspace.conversations[f"C{number}"] = replace(some, id=f"C{number}", members=[])
                workspace.people[f"U{number}"] = replace(person, id=f"U{number}", deleted=True)
                if number > 50:
                    del workspace.conversations[f"C{number - 50}"], workspace.people[f"U{number - 50}"]

    changing, pace = threading.Thread(target=change), sys.getswitchinterval()
    colleagues = director.colleagues
    colleagues.set(on=True, habits=Habits(answer=0), seed=1)
    try:
        sys.setswitchinterval(1e-5)
        changing.start()
        for _ in range(300):
            colleagues.shown()
            colleagues._crowd._heard()
            colleagues._tell_bot("nobody", "/rondo")
    finally:
        ended.set()
        changing.join()
        sys.setswitchinterval(pace)
