"""How much of Slack's limits a message or a form takes: each limit once, with the part that comes closest to it.

The limits are those of the Block Kit reference (docs.slack.dev), and the one that the house keeps to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.blocks import BLOCKS_PER_MESSAGE, BLOCKS_PER_VIEW, BUTTON, CONTEXT, HEADER, LABEL, MODAL_TITLE, OPTION, SECTION
from bot.sandbox.blocks import MESSAGE_MOST, length
from bot.sandbox.forms import VIEW_BYTES
from bot.sandbox.methods.chat import UPDATE_MOST
from bot.service.bundle import TEXT_PER_MESSAGE, characters

VALUE, FIELD, METADATA, PLACEHOLDER = 2_000, 2_000, 3_000, 150
TEXTS: Mapping[str, int] = {
    "section": SECTION,
    "field": FIELD,
    "header": HEADER,
    "context": CONTEXT,
    "button": BUTTON,
    "option": OPTION,
    "label": LABEL,
    "hint": LABEL,
    "placeholder": PLACEHOLDER,
    "title": MODAL_TITLE,
    "submit": MODAL_TITLE,
    "close": MODAL_TITLE,
}
"""What a text may hold, by where it stands."""
INSIDE = {"fields": "field", "options": "option", "option_groups": "option"}
OWN = ("label", "hint", "placeholder")
ASKED = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
"""What the texts of the question whether somebody is sure may hold."""


@dataclass(frozen=True)
class Size:
    """One limit, and how much of it the fullest part takes; `at` is the number of its block, -1 for the whole.

    `what`: `section`, `button` and so on for a text; `all_text` counts as Slack does, `house_text` as Rondo does.
    """

    what: str
    used: int
    most: int
    at: int = -1

    @property
    def share(self) -> float:
        """Return how much of the limit is used."""
        return self.used / self.most

    def told(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


def of_message(text: str, blocks: Sequence[Any]) -> list[Size]:
    """Return the sizes of a message."""
    return [
        Size("text", len(text), UPDATE_MOST),
        Size("house_text", len(text) + characters(blocks), TEXT_PER_MESSAGE),
        Size("all_text", length(list(blocks)) or len(text), MESSAGE_MOST),
        Size("blocks", len(blocks), BLOCKS_PER_MESSAGE),
        *_fullest(_measured({"blocks": blocks})),
    ]


def of_view(view: Mapping[str, Any]) -> list[Size]:
    """Return the sizes of a form or a Home tab."""
    sent = ("type", "title", "submit", "close", "blocks", "private_metadata", "callback_id")
    body = {key: view[key] for key in sent if view.get(key)}
    return [
        Size("blocks", len(view["blocks"]), BLOCKS_PER_VIEW),
        Size("view", len(json.dumps(body, ensure_ascii=False).encode()), VIEW_BYTES),
        Size("metadata", len(view.get("private_metadata") or ""), METADATA),
        *_fullest(_measured(view)),
    ]


def closest(sizes: Iterable[Size]) -> Size:
    """Return the text that is closest to its limit."""
    texts = (one for one in sizes if one.what in TEXTS or one.what == "confirm")
    return max(texts, key=lambda one: one.share, default=Size("section", 0, SECTION))


def _fullest(sizes: Iterable[Size]) -> list[Size]:
    """Return the fullest part of each sort."""
    found: dict[str, Size] = {}
    for size in sizes:
        known = found.get(size.what)
        if known is None or size.share > known.share:
            found[size.what] = size
    return list(found.values())


def _measured(view: Mapping[str, Any]) -> Iterator[Size]:
    """Yield each text of a message or a view, and what its buttons carry."""
    for name in ("title", "submit", "close"):
        yield from _texts(view.get(name), name, -1)
    for at, block in enumerate(view.get("blocks") or ()):
        yield from _texts(block, "section", at)
        for element in [*(block.get("elements") or ()), block.get("accessory") or {}]:
            if element.get("type") == "button":
                yield Size("value", len(element.get("value") or ""), VALUE, at)


def _texts(tree: Any, place: str, at: int) -> Iterator[Size]:
    """Yield the texts of a part of a view, by where they stand."""
    if isinstance(tree, Mapping):
        kind = str(tree.get("type") or "")
        if kind in ("mrkdwn", "plain_text"):
            yield Size(place, len(str(tree.get("text") or "")), TEXTS[place], at)
            return
        for key, value in tree.items():
            if key == "confirm":
                yield from (Size("confirm", len(value[part]["text"]), most, at) for part, most in ASKED.items())
            else:
                yield from _texts(value, _place(key, kind if kind in TEXTS else place), at)
    elif isinstance(tree, list | tuple):
        for value in tree:
            yield from _texts(value, place, at)


def _place(key: str, around: str) -> str:
    """Return where the texts under a key stand; what an option says beside its name is as short as its name."""
    if around == "option":
        return around
    return key if key in OWN else INSIDE.get(key, around)
