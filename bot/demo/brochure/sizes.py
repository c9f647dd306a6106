"""How full a message or a form is, against what Slack takes (docs.slack.dev, Block Kit reference)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.blocks import BLOCKS_PER_MESSAGE, BLOCKS_PER_VIEW, BUTTON, CONTEXT, HEADER, LABEL, MODAL_TITLE, OPTION, SECTION
from bot.service.bundle import TEXT_PER_MESSAGE

PLACEHOLDER = 150
WHOLE = {"section": SECTION, "header": HEADER, "context": CONTEXT, "button": BUTTON}
"""What a text may hold, by the block or element it stands in."""
PARTS = {"label": LABEL, "hint": LABEL, "placeholder": PLACEHOLDER, "title": MODAL_TITLE, "submit": 24, "close": 24}
"""What a text may hold, by its own name."""


@dataclass(frozen=True)
class Size:
    """What is used, and what there is."""

    blocks: int
    most_blocks: int
    characters: int
    most_characters: int | None
    """None where Slack sets no limit to all texts together."""
    place: str
    """Where the text stands that is closest to its limit: `section`, `button`, `label` and so on."""
    fullest: int
    limit: int

    @property
    def share(self) -> float:
        """Return how much of what is closest to its end is used."""
        all_texts = self.characters / self.most_characters if self.most_characters else 0.0
        return max(self.blocks / self.most_blocks, self.fullest / self.limit, all_texts)


def size_of(view: Mapping[str, Any], *, is_form: bool) -> Size:
    """Return how full a message or a modal is."""
    texts = list(_texts(view, "section"))
    place, fullest, limit = max(texts, key=lambda one: one[1] / one[2], default=("section", 0, SECTION))
    return Size(
        blocks=len(view.get("blocks") or ()),
        most_blocks=BLOCKS_PER_VIEW if is_form else BLOCKS_PER_MESSAGE,
        characters=sum(length for _, length, _ in texts),
        most_characters=None if is_form else TEXT_PER_MESSAGE,
        place=place,
        fullest=fullest,
        limit=limit,
    )


def _texts(tree: Any, place: str) -> Iterator[tuple[str, int, int]]:
    """Yield each text of a view: where it stands, its length and its limit."""
    if isinstance(tree, Mapping):
        kind = str(tree.get("type") or "")
        if kind in ("mrkdwn", "plain_text"):
            yield place, len(str(tree.get("text") or "")), PARTS.get(place) or WHOLE.get(place) or OPTION
            return
        for key, value in tree.items():
            inside = key if key in PARTS else "option" if key in ("options", "option_groups") else ""
            yield from _texts(value, inside or (kind if kind in WHOLE else place))
    elif isinstance(tree, list | tuple):
        for value in tree:
            yield from _texts(value, place)
