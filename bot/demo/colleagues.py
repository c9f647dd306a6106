"""Colleagues who answer when the visitor asks for it: one press of the time bar instead of forty forms by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import Any

from bot.demo.stage import Stage
from bot.sandbox import sight, windows
from bot.sandbox.acts import Acts
from bot.sandbox.blocks import elements
from bot.sandbox.choices import answer
from bot.sandbox.errors import ActError
from bot.sandbox.forms import initial
from bot.sandbox.model import Json

ASKED = re.compile(r"^ritual:(checkin|pulse|words|pick):(fill|open)$")
"""Buttons behind which a page waits that everybody fills in; sorting texts and deciding stay with the visitor."""
SHARE = 0.9
"""How many of those who were asked answer."""
PATIENCE = 10.0
"""Real seconds until a page must have opened."""
MOST_PAGES = 3
LEFT_EMPTY = ("need_words",)
"""Fields that need somebody picked beside them."""
SAID: Mapping[str, tuple[str, ...]] = {
    "de": (
        "Wer fragt, bekommt am selben Tag eine Antwort.",
        "Keine Anfrage bleibt über Nacht liegen.",
        "Der Vertrieb muss nicht mehr nachhaken.",
        "Wir antworten noch heute, auch wenn es nur ein Zwischenstand ist.",
        "Weniger offene Anfragen als letzten Monat.",
        "Wir lösen das Problem, statt nur schnell zu schreiben.",
        "Lieber eine gute Antwort morgen als eine halbe heute.",
        "Anfragen gründlich klären, auch wenn es länger dauert.",
    ),
    "en": (
        "Whoever asks gets an answer on the same day.",
        "No question waits overnight.",
        "Sales need not ask a second time.",
        "We reply today, even if it is only where things stand.",
        "Fewer open questions than last month.",
        "We solve the problem instead of just writing quickly.",
        "Rather a good answer tomorrow than half of one today.",
        "Answer questions properly, even if it takes longer.",
    ),
}


class Colleagues:
    """Everybody of the stage but the visitor."""

    def __init__(self, stage: Stage) -> None:
        self._sandbox = stage.sandbox
        self._acts = Acts(stage.sandbox.workspace)

    def answer(self, *, but: str) -> int:
        """Let most of those who were asked fill in what waits for them; return how many did.

        Whoever has a page open, or has answered, is left in peace. `but`: the Slack id of the visitor.
        """
        workspace = self._sandbox.workspace
        people = [one.id for one in workspace.people.values() if not (one.is_bot or one.deleted) and one.id != but]
        return sum([self._answer(one) for one in people])

    def _answer(self, person: str) -> bool:
        with self._sandbox.workspace.lock:
            waiting = self._waiting(person)
        return any([self._fill_in(person, place, block, action) for place, block, action in waiting])

    def _waiting(self, person: str) -> list[tuple[Json, str, str]]:
        """Return where this person can press: the message, the block, the button."""
        rows = sight.inbox(self._sandbox.workspace, person)
        return [
            ({"type": "message", "channel": row["channel"], "ts": row["ts"]}, block["block_id"], element["action_id"])
            for row in rows
            for block, element in elements(row["blocks"])
            if ASKED.match(element["action_id"]) and _luck(person, element).uniform(0, 1) < SHARE
        ]

    def _fill_in(self, person: str, place: Json, block: str, action: str) -> bool:
        if self._page(person) is not None:
            return False
        try:
            self._acts.interactions.click(person, place, block_id=block, action_id=action, chosen={}, state={})
            self._sandbox.until(lambda: self._page(person) is not None, seconds=PATIENCE)
            return self._submit_all(person)
        except (ActError, TimeoutError):
            return False
        finally:
            if self._page(person) is not None:
                self._acts.interactions.close(person)

    def _submit_all(self, person: str) -> bool:
        done = False
        for number in range(MOST_PAGES):
            page = self._page(person)
            if page is None or not page["submit"] or (not number and _is_filled_in(page["blocks"])):
                break
            language = self._sandbox.workspace.people[person].locale[:2]
            state = written(page["blocks"], language, Random(f"{person}/{page['private_metadata']}"))  # noqa: S311 no secret
            self._acts.perform({"do": "submit", "as": person, "state": state})
            done = True
        return done

    def _page(self, person: str) -> Json | None:
        with self._sandbox.workspace.lock:
            view = windows.top(self._sandbox.workspace, person)
            return windows.shape(self._sandbox.workspace, view) if view else None


def written(blocks: list[dict[str, Any]], language: str, rng: Random) -> Json:
    """Return a filled form; nobody is picked, no day named, and nothing needed of anybody."""
    state: Json = {}
    for block, element in elements(blocks):
        value = None if block["block_id"] in LEFT_EMPTY else _said(element, language, rng)
        if value is not None:
            state.setdefault(block["block_id"], {})[element["action_id"]] = answer(element, value)
    return state


def _said(element: Json, language: str, rng: Random) -> Any:
    kind = element["type"]
    if kind == "plain_text_input":
        return rng.choice(SAID.get(language, SAID["en"]))[: element.get("max_length", 3000)]
    if kind == "number_input":
        low, high = int(float(element.get("min_value", 0))), int(float(element.get("max_value", 100)))
        return str(rng.randint(low, high))
    if kind in ("radio_buttons", "static_select"):
        return rng.choice(element["options"])["value"]
    if kind in ("checkboxes", "multi_static_select") and len(element["options"]) > 1:
        return [one["value"] for one in rng.sample(element["options"], rng.randint(1, 2))]
    return None


def _is_filled_in(blocks: list[dict[str, Any]]) -> bool:
    """Return whether the page holds what this person said before."""
    return any(
        value not in (None, [], "")
        for block, element in elements(blocks)
        if block["type"] == "input"
        for name, value in initial(element).items()
        if name != "type"
    )


def _luck(person: str, element: Json) -> Random:
    return Random(f"{person}/{element['action_id']}/{element.get('value', '')}")  # noqa: S311 no secret
