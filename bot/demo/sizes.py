"""How much of Slack's limits a message or a form takes: each limit once, with the part that comes closest to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.blocks import BLOCKS_PER_MESSAGE, BLOCKS_PER_VIEW, BUTTON, HEADER, SECTION
from bot.rituals.intro.letters import MOST_CHARACTERS
from bot.sandbox.blocks import MESSAGE_MOST, length
from bot.sandbox.forms import VIEW_BYTES
from bot.sandbox.methods.chat import UPDATE_MOST

What = Literal[
    "text", "all_text", "house_text", "blocks", "section", "field", "header", "button", "value", "metadata", "view"
]
VALUE, FIELD, METADATA = 2_000, 2_000, 3_000


@dataclass(frozen=True)
class Size:
    """One limit, and how much of it the largest part takes; `at` is the number of its block, -1 for the whole."""

    what: What
    used: int
    most: int
    at: int = -1

    def told(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


def of_message(text: str, blocks: list[Any]) -> list[Size]:
    """Return the sizes of a message."""
    everything = length(blocks) or len(text)
    return [
        Size("text", len(text), UPDATE_MOST),
        Size("house_text", everything, MOST_CHARACTERS),
        Size("all_text", everything, MESSAGE_MOST),
        Size("blocks", len(blocks), BLOCKS_PER_MESSAGE),
        *_parts(blocks),
    ]


def of_view(view: Mapping[str, Any]) -> list[Size]:
    """Return the sizes of a form or a Home tab."""
    body = {key: view[key] for key in ("type", "title", "blocks", "private_metadata", "callback_id") if view.get(key)}
    return [
        Size("blocks", len(view["blocks"]), BLOCKS_PER_VIEW),
        Size("view", len(json.dumps(body, ensure_ascii=False).encode()), VIEW_BYTES),
        Size("metadata", len(view.get("private_metadata") or ""), METADATA),
        *_parts(view["blocks"]),
    ]


def _parts(blocks: list[Any]) -> list[Size]:
    """Return the largest part of each sort."""
    largest: dict[str, Size] = {}
    for size in _measured(blocks):
        known = largest.get(size.what)
        if known is None or size.used > known.used:
            largest[size.what] = size
    return list(largest.values())


def _measured(blocks: list[Any]) -> Iterator[Size]:
    for at, block in enumerate(blocks):
        if block.get("type") == "section":
            yield Size("section", _length(block.get("text")), SECTION, at)
            yield from (Size("field", _length(one), FIELD, at) for one in block.get("fields") or ())
        elif block.get("type") == "header":
            yield Size("header", _length(block.get("text")), HEADER, at)
        for element in [*(block.get("elements") or ()), block.get("accessory") or {}]:
            if element.get("type") == "button":
                yield Size("button", _length(element.get("text")), BUTTON, at)
                yield Size("value", len(element.get("value") or ""), VALUE, at)


def _length(text: Any) -> int:
    return len(text.get("text") or "") if isinstance(text, Mapping) else 0
