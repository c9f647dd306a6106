"""The laws of delivery under everything at once: time, crashes, events, people, stops, edits, a Slack with bad moments.

Hypothesis seeks an order of steps that breaks a law and prints the shortest one it finds.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.store import halts
from tests.stateful.file import EDITS
from tests.stateful.hazards import TROUBLES, Trouble
from tests.stateful.town import STAFF, Town

BEGINS = (
    datetime(2026, 10, 23, 6, tzinfo=UTC),  # two days before the clocks go back in Berlin
    datetime(2027, 3, 26, 6, tzinfo=UTC),  # two days before they go forward
    datetime(2026, 11, 21, 12, tzinfo=UTC),
)
WHO = st.sampled_from([one.slack_id for one in STAFF])
STEPS = st.integers(0, 8)
RITUALS = ("kaffee", "gruss", "brief")


class Laws(RuleBasedStateMachine):
    """One life of a company."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        shutil.copyfile(self.template, Path(self._folder.name) / "rondo.db")

    @initialize(begins=st.sampled_from(BEGINS), steps=st.integers(0, 10))
    def open(self, begins: datetime, steps: int) -> None:
        folder = Path(self._folder.name)
        self.town = Town(folder, f"sqlite:///{folder / 'rondo.db'}", begins)
        self.live(steps)

    @rule()
    def beat(self) -> None:
        self.town.beat()

    @rule(minutes=st.sampled_from((0.2, 1.1, 6, 25, 70, 300)))
    def wait(self, minutes: float) -> None:
        self.town.slack.now += timedelta(minutes=minutes)
        self.town.beat()

    @rule(steps=STEPS)
    def live(self, steps: int) -> None:
        """Go from one due instant to the next."""
        for _ in range(steps):
            due = self.town.next()
            if due is None or due > self.town.now + timedelta(days=5):
                return
            self.town.slack.now = due
            self.town.beat()

    @rule(hours=st.sampled_from((1, 9, 30, 80, 200)))
    def be_down(self, hours: int) -> None:
        self.town.slack.now += timedelta(hours=hours)

    @rule(places=st.integers(1, 60), steps=STEPS)
    def die_soon(self, places: int, steps: int) -> None:
        """Kill the process after so many commits and calls."""
        self.town.doom.left = places
        self.live(steps)

    @rule()
    def restart(self) -> None:
        self.town.doom.left = 0
        self.town.start()

    @rule(troubles=st.lists(st.sampled_from(TROUBLES), min_size=1, max_size=4), steps=STEPS)
    def have_troubles(self, troubles: list[Trouble], steps: int) -> None:
        self.town.slack.troubles.extend(troubles)
        self.live(steps)

    @rule(who=WHO, into=st.booleans(), told=st.booleans())
    def move(self, who: str, into: bool, told: bool) -> None:
        self.town.moves(who, "alle", into=into, told=told)

    @rule(back=st.integers(0, 3))
    def hear_again(self, back: int) -> None:
        self.town.hear_again(back)

    @rule(
        who=WHO, verb=st.sampled_from(("join", "leave", "pause", "resume")), ritual=st.sampled_from(("kaffee", "brief"))
    )
    def choose(self, who: str, verb: str, ritual: str) -> None:
        self.town.chooses(who, verb, ritual)

    @rule(who=WHO, choice=st.sampled_from((("join", "leave"), ("resume", "pause"))), steps=STEPS)
    def hear_an_old_choice(self, who: str, choice: tuple[str, str], steps: int) -> None:
        """Somebody chooses and thinks better of it; then what they chose first comes once more."""
        for verb in choice:
            self.town.chooses(who, verb, "brief")
        self.town.hear_again(1)
        self.live(steps)

    @rule(who=WHO, verb=st.sampled_from(("leave", "pause")), ritual=st.sampled_from(("kaffee", "brief")))
    def step_out_before_it_leaves(self, who: str, verb: str, ritual: str) -> None:
        """Somebody steps out after a round was planned and before its letters leave."""
        due = self.town.next()
        if due is not None:
            self.town.slack.now = due
            self.town.open()
            self.town.chooses(who, verb, ritual)
            self.live(2)

    @precondition(lambda self: len(self.town.gone) < 3)
    @rule(who=WHO, told=st.booleans())
    def deactivate(self, who: str, told: bool) -> None:
        self.town.deactivates(who, told=told)

    @rule()
    def reconcile(self) -> None:
        self.town.reconciles()

    @rule(what=st.sampled_from((halts.ALL, *RITUALS)))
    def stop(self, what: str) -> None:
        self.town.stop(what)

    @rule()
    def lift(self) -> None:
        self.town.lift()

    @rule(edit=st.sampled_from(sorted(EDITS)))
    def edit(self, edit: str) -> None:
        self.town.edit(EDITS[edit])

    @invariant()
    def nothing_is_doubled(self) -> None:
        if hasattr(self, "town"):
            self.town.insist()

    def teardown(self) -> None:
        if hasattr(self, "town"):
            try:
                self.town.settle()
                self.town.insist()
                self.town.insist_whole()
            finally:
                self.town.close()
        self._folder.cleanup()


def life(template: Path, **chosen: Any) -> None:
    """Let Hypothesis try so many lives on copies of a migrated database."""
    laws = type("Lives", (Laws,), {"template": template})
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(laws, settings=settings(deadline=None, suppress_health_check=checks, **chosen))


@pytest.mark.timeout(600)  # 15 s of work, and a busy machine takes many times that
def test_no_order_of_steps_breaks_a_law_of_delivery(sqlite_template: Path) -> None:
    found = (Phase.explicit, Phase.generate)  # to shrink what was found is for `make laws`, which has the time
    life(sqlite_template, max_examples=10, stateful_step_count=20, derandomize=True, phases=found)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_no_order_of_steps_breaks_a_law_of_delivery_swept_wide(sqlite_template: Path) -> None:
    life(sqlite_template, max_examples=3000, stateful_step_count=60)
