"""Simulated colleagues: some of them press a button that they got. Who and which is decided by the seed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

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
FORMS = ("ritual:intro:yes",)
"""Buttons that open a page, which is filled in and agreed to."""
MOST_PAGES = 3
"""Pages that follow each other."""


@dataclass(frozen=True)
class Press:
    """Who presses what, and where."""

    person: str
    channel: str
    ts: str
    block: str
    action: str


class Crowd:
    """Everybody in the sandbox, as far as buttons go."""

    def __init__(self, sandbox: Sandbox, *, share: float, seed: int) -> None:
        self._sandbox = sandbox
        self._acts = Acts(sandbox.workspace)
        self._share = share
        self._seed = seed
        self.pressed = 0

    def answer(self, rows: Iterable[Json]) -> None:
        """Let some of those who got these messages press a button, and wait until the bot has said its thanks."""
        presses = [press for row in rows for press in self._presses(row)]
        if not presses:
            return
        before = self._replies(presses)
        done = [press for press in presses if self._press(press)]
        replies = sum(not press.action.startswith(FORMS) for press in done)
        self._sandbox.until(lambda: self._replies(presses) >= before + replies, seconds=PATIENCE)
        self.pressed += len(done)

    def _presses(self, row: Json) -> Iterable[Press]:
        buttons = questions(row["blocks"])
        people = self._sandbox.workspace.people
        for person in row["members"] if buttons else ():
            rng = Random(f"{self._seed}/{row['text']}/{row['at']}/{person}")  # noqa: S311 a seeded choice, no secret
            if people[person].is_bot or rng.uniform(0, 1) >= self._share:
                continue
            block, action = rng.choice(buttons)
            yield Press(person, row["channel"], row["ts"], block, action)

    def _press(self, press: Press) -> bool:
        """Press a button; False when it is gone, for the round was closed at the same moment."""
        place = {"type": "message", "channel": press.channel, "ts": press.ts}
        click = self._acts.interactions.click
        try:
            click(press.person, place, block_id=press.block, action_id=press.action, chosen={}, state={})
        except ActError as failure:
            if failure.code not in GONE:
                raise
            return False
        if press.action.startswith(FORMS):
            self._fill_in(press.person)
        return True

    def _fill_in(self, person: str) -> None:
        """Write into each field of the page that opens what stands below it as an example, and agree to what follows.

        Nothing opens for whoever may no longer answer: they read so instead.
        """
        conversations = self._sandbox.workspace.conversations
        heard = sum(len(one.ephemerals) for one in conversations.values())
        self._sandbox.until(
            lambda: self._page(person) or sum(len(one.ephemerals) for one in conversations.values()) > heard,
            seconds=PATIENCE,
        )
        for _ in range(MOST_PAGES):
            page = self._page(person)
            if page is None or not page["submit"]:
                break
            self._acts.perform({"do": "submit", "as": person, "state": written(page["blocks"])})
        if self._page(person) is not None:
            self._acts.interactions.close(person)

    def _page(self, person: str) -> Json | None:
        with self._sandbox.workspace.lock:
            view = windows.top(self._sandbox.workspace, person)
            return windows.shape(self._sandbox.workspace, view) if view else None

    def _replies(self, presses: Sequence[Press]) -> int:
        conversations = self._sandbox.workspace.conversations
        return sum(len(conversations[channel].ephemerals) for channel in {press.channel for press in presses})


def questions(blocks: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the buttons that answer what a ritual asks: block id and action id."""
    shown = ((block["block_id"], element["action_id"]) for block, element in elements(blocks))
    return [
        (block, action) for block, action in shown if action.startswith("ritual:") and not action.startswith(OFFERS)
    ]


def written(blocks: list[dict[str, Any]]) -> Json:
    """Return the state of a form whose fields hold their own examples; no box is ticked."""
    return {
        block["block_id"]: {element["action_id"]: {"type": element["type"], "value": block["hint"]["text"]}}
        for block, element in elements(blocks)
        if element["type"] == "plain_text_input"
    }
