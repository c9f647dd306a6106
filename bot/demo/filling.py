"""How a simulated colleague fills in a form: something in each kind of field, by chance with a seed; nothing is logged.

Sentences are canned; a number, a day, a choice and a person are drawn. A box that stands alone is an agreement to
something, which nobody gives by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from bot.demo.sentences import SENTENCES
from bot.sandbox.blocks import elements
from bot.sandbox.choices import answer as as_state
from bot.sandbox.elements import all_options
from bot.sandbox.forms import initial
from bot.sandbox.model import Json

WIDE = 100
"""From 0 to here where a field for a number has no bounds."""
AHEAD = 28
"""Days within which a day is chosen."""
MOST_TICKED = 2
"""Options of several that are chosen."""
SELDOM = {"need_words": 0.1, "need_whom": 0.1}
"""Fields, and the share of people who fill them in: most need nothing of anybody. Whoever fills in one is asked for the
other."""


@dataclass
class Pen:
    """What one person writes with on one page and those that follow from it."""

    rng: Random
    today: date
    colleagues: Sequence[str]
    """Slack ids of people who may be chosen."""
    is_german: bool = True
    optional: float = 0.7
    """The share of fields that are filled in though they may stay empty."""
    by_example: bool = False
    """Whether to write what stands below a field as an example, in place of a canned sentence."""
    _used: set[str] = field(default_factory=set)

    def filled(self, blocks: Sequence[Json], wrong: Collection[str] = ()) -> Json:
        """Return the state of a page; `wrong`: the fields that were refused, which are filled in again in any case."""
        state: Json = {}
        for block, element in elements(list(blocks)):
            must = not _is_optional(block) or block["block_id"] in wrong
            share = SELDOM.get(block["block_id"], self.optional)
            if element["type"] in self._ways() and (must or self.rng.uniform(0, 1) < share):
                value = self._ways()[element["type"]](block, element)
                if value is not None:
                    given = {element["action_id"]: as_state(element, value)}
                    state.setdefault(block["block_id"], {}).update(given)
        return state

    def _ways(self) -> Mapping[str, Callable[[Json, Json], Any]]:
        return {
            "plain_text_input": self._written,
            "number_input": self._number,
            "datepicker": lambda block, element: (self.today + timedelta(self.rng.randint(1, AHEAD))).isoformat(),
            "users_select": lambda block, element: self.rng.choice(self.colleagues) if self.colleagues else None,
            "static_select": self._chosen,
            "radio_buttons": self._chosen,
            "checkboxes": self._ticked,
            "multi_static_select": self._ticked,
        }

    def _written(self, block: Json, element: Json) -> str:
        most = int(element.get("max_length") or 3000)
        if self.by_example and block.get("hint"):
            return str(block["hint"]["text"])[:most]
        known = SENTENCES["de" if self.is_german else "en"]
        fresh = [one for one in known if one not in self._used] or list(known)
        said = self.rng.choice(fresh)
        self._used.add(said)
        return said[:most]

    def _number(self, block: Json, element: Json) -> str:
        least = float(element.get("min_value") or 0)
        most = float(element.get("max_value") or max(WIDE, least))
        return str(self.rng.randint(int(least), int(most)))

    def _chosen(self, block: Json, element: Json) -> str:
        return str(self.rng.choice(all_options(element))["value"])

    def _ticked(self, block: Json, element: Json) -> list[str] | None:
        values = [str(one["value"]) for one in all_options(element)]
        if len(values) == 1:
            return None
        return self.rng.sample(values, self.rng.randint(1, MOST_TICKED))


def _is_optional(block: Json) -> bool:
    return block["type"] != "input" or bool(block.get("optional"))


def is_filled_in(blocks: Sequence[Json]) -> bool:
    """Return whether a page holds what somebody said before."""
    return any(
        value not in (None, [], "")
        for block, element in elements(list(blocks))
        if block["type"] == "input"
        for name, value in initial(element).items()
        if name != "type"
    )
