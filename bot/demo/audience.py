"""Simulated colleagues: some press a button that they got, and fill in what opens. The seed decides who and what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.demo.filling import Pen, is_filled_in
from bot.demo.habits import Habits
from bot.sandbox import windows
from bot.sandbox.acts import Acts
from bot.sandbox.blocks import elements
from bot.sandbox.errors import ActError
from bot.sandbox.model import Json
from bot.sandbox.sandbox import Sandbox

GONE = ("element_not_found", "message_not_found")
OFFERS = ("ritual:ics:", "ritual:share:")
"""Buttons that bring a file or a form instead of taking an answer."""
PATIENCE = 60.0
"""Real seconds until the bot must have answered all presses of one moment."""
EXAMPLES = ("ritual:intro:yes",)
"""Buttons that open a page whose fields show an example, which is written into them."""
DECISION = "decision:open"
"""The button of those in charge, without whom the next round would not open."""
SURVEYS = ("ritual:checkin:fill", "ritual:pulse:fill", "ritual:words:open", "ritual:pick:open", "ritual:group:open")
FORMS = (*EXAMPLES, *SURVEYS, DECISION)
"""Buttons that open a page, which is filled in and agreed to."""
NEEDED = ("ritual:group:open", DECISION)
"""Of these, what a round waits for: whoever is asked does it, unless nobody answers at all."""
MET, PLANNED = "ritual:met:yes", "ritual:met:planned"
EAGER = 8
"""How much more often a survey is filled in than its other buttons are pressed."""
SOME, FEW = 0.7, 0.2
"""The share of fields that are filled in though they may stay empty; the same where one line is enough."""
MOST_PAGES = 8
"""Pages that follow each other, those included that are filled in again since something was wrong."""


@dataclass(frozen=True)
class Press:
    """Who presses what, and where."""

    person: str
    channel: str
    ts: str
    block: str
    action: str
    value: str
    """What the button stands for: mostly the round that asks."""
    rng: Random
    """What they do on the page that opens."""


class Crowd:
    """Everybody in the sandbox, as far as buttons go."""

    def __init__(
        self, sandbox: Sandbox, *, habits: Habits, seed: int, patience: float = PATIENCE, lenient: bool = False
    ) -> None:
        """`patience`: real seconds until the bot must have answered.

        `lenient` is for a page on which somebody clicks at the same time: what fails is left, and nobody fills in
        again what is filled in.
        """
        self._sandbox = sandbox
        self._acts = Acts(sandbox.workspace)
        self.habits = habits
        self.seed = seed
        self._patience = patience
        self._lenient = lenient
        self.pressed = 0

    def answer(self, rows: Iterable[Json]) -> None:
        """Let some of those who got these messages press a button, and wait until the bot has said its thanks."""
        self.press([press for row in rows for press in self.presses(row)])

    def press(self, presses: Sequence[Press]) -> list[Press]:
        """Press these buttons and fill in what opens; return what came to something."""
        if not presses:
            return []
        pages = [press for press in presses if press.action in FORMS]
        plain = [press for press in presses if press.action not in FORMS]
        before = self._replies(plain)
        done = [press for press in plain if self._press(press)]
        self._wait(lambda: self._replies(plain) >= before + len(done))
        # Afterwards: a reply that comes now says that no page opens for somebody.
        done += [press for press in pages if self._press(press)]
        self.pressed += len(done)
        return done

    def presses(self, row: Json, *, only: re.Pattern[str] | None = None) -> Iterable[Press]:
        """Yield what is pressed on a message: one button of each question, for several may share a message.

        `only`: the buttons that count.
        """
        asked: dict[str, dict[str, str]] = {}
        for block, action, value in questions(row["blocks"]):
            if only is None or only.match(action):
                asked.setdefault(block, {})[action] = value
        people = self._sandbox.workspace.people
        for person in row["members"] if asked else ():
            rng = Random(f"{self.seed}/{row['text']}/{row['at']}/{person}")  # noqa: S311 a seeded choice, no secret
            for block, values in asked.items():
                chosen = None if people[person].is_bot else self._chosen(list(values), rng)
                if chosen is not None:
                    yield Press(person, row["channel"], row["ts"], block, chosen, values[chosen], rng)

    def _chosen(self, actions: Sequence[str], rng: Random) -> str | None:
        """Return the button of a question that somebody presses; None where they ignore it."""
        habits, luck = self.habits, rng.uniform(0, 1)
        if habits.met is not None and MET in actions:
            if luck < habits.met:
                return MET
            others = [one for one in actions if one != MET]
            return rng.choice(others) if others and luck < habits.met + (1 - habits.met) * habits.answer else None
        share = habits.date if habits.date is not None and list(actions) == [PLANNED] else self._share_of(actions)
        if luck >= share:
            return None
        return rng.choice([one for one in actions for _ in range(EAGER if one in SURVEYS else 1)])

    def _press(self, press: Press) -> bool:
        """Press a button; False when it is gone, for the round was closed at the same moment."""
        place = {"type": "message", "channel": press.channel, "ts": press.ts}
        click = self._acts.interactions.click
        try:
            click(press.person, place, block_id=press.block, action_id=press.action, chosen={}, state={})
        except ActError as failure:
            if failure.code not in GONE and not self._lenient:
                raise
            return False
        return self._fill_in(press) if press.action.startswith(FORMS) else True

    def _fill_in(self, press: Press) -> bool:
        """Fill in the page that opens and those that follow, and agree to what is asked.

        Nothing opens for whoever may no longer answer: they read so instead.
        """
        person = press.person
        heard = self._heard()
        self._wait(lambda: self._page(person) or self._heard() > heard)
        pen, wrong = self._pen(press), frozenset[str]()
        done = 0
        for number in range(MOST_PAGES):
            page = self._page(person)
            if page is None or not page["submit"] or (self._lenient and not number and is_filled_in(page["blocks"])):
                break
            wrong = self._submit(person, pen.filled(page["blocks"], wrong))
            done += 1
        while self._page(person) is not None:
            self._acts.interactions.close(person)
        return bool(done) or not self._lenient

    def _submit(self, person: str, state: Json) -> frozenset[str]:
        """Send a page; return the fields that it was refused for."""
        try:
            self._acts.perform({"do": "submit", "as": person, "state": state})
        except ActError as failure:
            if not (failure.errors or self._lenient):
                raise
            return frozenset(failure.errors)
        return frozenset()

    def _pen(self, press: Press) -> Pen:
        """Return what somebody writes with; they choose others, never themselves."""
        workspace = self._sandbox.workspace
        with workspace.lock:
            there = [one for one, known in workspace.people.items() if one != press.person and known.is_colleague]
        return Pen(
            press.rng,
            today=workspace.clock.now().date(),
            colleagues=there,
            is_german=workspace.people[press.person].locale.startswith("de"),
            optional={DECISION: FEW, **dict.fromkeys(EXAMPLES, 1.0)}.get(press.action, SOME),
            by_example=press.action in EXAMPLES,
        )

    def _share_of(self, actions: Iterable[str]) -> float:
        """Return how many press a button of a question."""
        is_needed = any(one in NEEDED for one in actions)
        return 1.0 if is_needed and self.habits.answer else self.habits.answer

    def _wait(self, holds: Callable[[], Any]) -> None:
        with suppress(TimeoutError) if self._lenient else nullcontext():
            self._sandbox.until(holds, seconds=self._patience)

    def _page(self, person: str) -> Json | None:
        with self._sandbox.workspace.lock:
            view = windows.top(self._sandbox.workspace, person)
            return windows.shape(self._sandbox.workspace, view) if view else None

    def _heard(self) -> int:
        """Return how many replies only one person sees were given so far, everywhere."""
        with self._sandbox.workspace.lock:
            return sum(len(one.ephemerals) for one in self._sandbox.workspace.conversations.values())

    def _replies(self, presses: Sequence[Press]) -> int:
        conversations = self._sandbox.workspace.conversations
        return sum(len(conversations[channel].ephemerals) for channel in {press.channel for press in presses})


def forms(blocks: list[dict[str, Any]]) -> frozenset[str]:
    """Return the pages that a message asks to fill in, each by its button and what it is for."""
    shown = (element for _, element in elements(blocks))
    return frozenset(f"{one['action_id']}@{one.get('value', '')}" for one in shown if one["action_id"] in FORMS)


def questions(blocks: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Return the buttons that answer what a ritual asks: block id, action id and value."""
    shown = ((block["block_id"], one["action_id"], str(one.get("value", ""))) for block, one in elements(blocks))
    return [each for each in shown if _answers(each[1])]


def _answers(action: str) -> bool:
    return action == DECISION or (action.startswith("ritual:") and not action.startswith(OFFERS))
