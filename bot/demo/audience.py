"""Simulated colleagues: some of them press a button that they got. Who and which is decided by the seed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

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
        done = sum(self._press(press) for press in presses)
        self._sandbox.until(lambda: self._replies(presses) >= before + done, seconds=PATIENCE)
        self.pressed += done

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
        return True

    def _replies(self, presses: Sequence[Press]) -> int:
        conversations = self._sandbox.workspace.conversations
        return sum(len(conversations[channel].ephemerals) for channel in {press.channel for press in presses})


def questions(blocks: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the buttons that answer what a ritual asks: block id and action id."""
    shown = ((block["block_id"], element["action_id"]) for block, element in elements(blocks))
    return [
        (block, action) for block, action in shown if action.startswith("ritual:") and not action.startswith(OFFERS)
    ]
