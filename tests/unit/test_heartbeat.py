"""The heartbeat that dies, and the watchdog that ends the process for it."""

from __future__ import annotations

import threading
import time
from datetime import datetime

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from bot.clock import Heartbeat, SystemClock, Watchdog


def heartbeat() -> Heartbeat:
    """Return a heartbeat whose jobs do nothing."""

    def nothing(now: datetime) -> None:
        return None

    return Heartbeat(SystemClock(), tick=nothing, deliver=nothing, nightly=nothing)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_heartbeat_whose_thread_died_says_so_and_the_process_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(scheduler: BackgroundScheduler) -> None:
        raise SystemExit  # a thread ends by it without a word, as by an error in the scheduler itself

    beating = heartbeat()
    beating.start()
    try:
        assert beating.is_alive()
        monkeypatch.setattr(BackgroundScheduler, "_process_jobs", die)
        beating.kick()
        ended = threading.Event()
        dog = Watchdog(beating.has_died, end=ended.set, every=0.01, after=0.05)
        dog.start()
        assert ended.wait(5)
        assert beating.has_died()
        assert not beating.is_alive()
    finally:
        monkeypatch.undo()
        beating.stop()


def test_a_heart_that_beats_is_left_alone_however_long_its_tick_takes() -> None:
    beating = heartbeat()
    beating.start()
    ended = threading.Event()
    dog = Watchdog(beating.has_died, end=ended.set, every=0.01, after=0.0)
    dog.start()
    time.sleep(0.2)
    dog.stop()
    beating.stop()
    assert not ended.is_set()
    assert not beating.has_died()


def test_a_round_that_opens_while_the_process_ends_does_not_hold_it_up() -> None:
    opening, go_on = threading.Event(), threading.Event()

    def tick(now: datetime) -> None:
        opening.set()
        go_on.wait(5)
        beating.kick()  # what it wrote down is to leave at once

    beating = Heartbeat(SystemClock(), tick=tick, deliver=lambda now: None, nightly=lambda now: None)
    beating.start()
    assert opening.wait(5)
    ending = threading.Thread(target=beating.stop, daemon=True)
    ending.start()
    ending.join(0.1)
    assert ending.is_alive(), "a job in hand is finished"
    go_on.set()
    ending.join(5)
    assert not ending.is_alive()
