"""What somebody types or presses is acknowledged at once, however much work waits; and the end of it comes in time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from bot.slack.build import finish_listeners
from bot.slack.pools import WORKERS
from tests.integration.conftest import MakeWorld
from tests.world import World, eventually, words_of


@contextmanager
def everybody_busy(world: World) -> Iterator[None]:
    """Give every listener something to do until the end of the block."""
    done = Event()
    pool = world.rondo._bolt.listener_runner.listener_executor
    for _ in range(WORKERS):
        pool.submit(done.wait, 30)
    try:
        yield
    finally:
        done.set()


def test_a_command_is_acknowledged_while_all_listeners_are_busy_and_answered_afterwards(world: World) -> None:
    before = len(world.slack.inbox("Anna"))
    with everybody_busy(world):
        assert world.slack.command("/rondo next", by="Anna")["ok"]
        assert len(world.slack.inbox("Anna")) == before
    assert eventually(lambda: world.slack.inbox("Anna")[before:])


def test_a_press_is_acknowledged_while_all_listeners_are_busy(world: World) -> None:
    world.slack.open_home(by="Anna")
    eventually(lambda: world.slack.home("Anna"))
    with everybody_busy(world):
        assert world.slack.click("home:help", by="Anna")["ok"]
    assert eventually(lambda: world.slack.modal("Anna"))


def test_a_form_is_decided_while_all_listeners_are_busy(world: World) -> None:
    world.slack.open_home(by="Anna")
    eventually(lambda: world.slack.home("Anna"))
    world.slack.click("home:pause", by="Anna")
    eventually(lambda: world.slack.modal("Anna"))
    with everybody_busy(world):
        refused = world.slack.submit({"until": "2020-01-01"}, by="Anna")
        assert refused["error"] == "errors" or refused["errors"]
        assert world.slack.submit({"until": "2026-12-01"}, by="Anna")["ok"]
    assert eventually(lambda: "1. Dez" in words_of(world.slack.home("Anna")) or None)


def test_the_end_does_not_wait_for_a_long_queue(make_world: MakeWorld) -> None:
    world = make_world()
    pool = world.rondo._bolt.listener_runner.listener_executor
    taken: list[float] = []

    def dawdle() -> None:
        taken.append(time.monotonic())
        time.sleep(0.2)

    for _ in range(20 * WORKERS):
        pool.submit(dawdle)
    began = time.monotonic()
    finish_listeners(world.rondo._bolt, within=0.5)
    assert time.monotonic() - began < 2
    assert WORKERS < len(taken) < 20 * WORKERS
