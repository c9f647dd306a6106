"""Several messages for one person become one: a first line, each part under its title, one footer. Pure.

The payload of a message to people carries, beside what Slack gets, what is needed to add to it (`parts`): of each
part its title, its ritual, its reason and how many blocks are its own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.blocks import BLOCKS_PER_MESSAGE, Say, header, option, overflow, render, section
from bot.model import Block, Message, Words

TEXT_PER_MESSAGE = 9000
"""Characters; Slack refuses messages from some 11,000 on without saying where its limit is."""
WORDS_PER_MINUTE = 150
THINKING = 0.5
"""Minutes for each thing on top of reading it: to think, and to answer."""
WAYS = "ways"
"""The action of the small menu at the end of each message."""
LEAVES = 3
"""Rituals of a bundle that its menu offers to leave; a menu has five entries."""


@dataclass(frozen=True)
class Part:
    """One message as it stands in a bundle: rendered, without footer."""

    title: str
    ritual: str
    why: str
    text: str
    blocks: tuple[Block, ...]


def part_of(message: Message, *, title: Words, ritual: str, why: Words, say: Say) -> Part:
    """Render a message as the part of a bundle; cut to what leaves room for the footer."""
    blocks = message.blocks or (section(message.text),)
    return Part(
        title=say(title, plain=True),
        ritual=ritual,
        why=say(why, plain=False),
        text=say(message.text, plain=False),
        blocks=tuple(render(blocks[: BLOCKS_PER_MESSAGE - 1], say)),
    )


def payload_of(parts: Sequence[Part], say: Say) -> dict[str, Any]:
    """Return what a letter with these parts says."""
    if len(parts) == 1:
        (only,) = parts
        return {"text": only.text, "blocks": [*only.blocks, footer(parts, say)], "parts": _noted(parts)}
    first = Words("bundle.first", {"n": len(parts), "minutes": _spent(minutes(parts))})
    titles = [one.title for one in parts]
    shown = [block for number, one in enumerate(parts, start=1) for block in _shown(one, number, say)]
    return {
        "text": say(Words("bundle.text", {"first": first, "titles": titles}), plain=False),
        "blocks": [render(header(first), say), *shown, footer(parts, say)],
        "parts": _noted(parts),
    }


def parts_of(payload: Mapping[str, Any]) -> tuple[Part, ...]:
    """Return the parts of a letter's payload; none where it was not made here."""
    noted = payload.get("parts") or ()
    blocks = list(payload.get("blocks", ()))[0 if len(noted) == 1 else 1 :]
    parts = []
    for one in noted:
        own = tuple(blocks[one["above"] : one["above"] + one["blocks"]])
        del blocks[: one["above"] + one["blocks"]]
        parts.append(Part(one["title"], one["ritual"], one["why"], one["text"], own))
    return tuple(parts)


def fits(payload: Mapping[str, Any]) -> bool:
    """Return whether Slack takes a message of this size."""
    blocks = payload["blocks"]
    return len(blocks) <= BLOCKS_PER_MESSAGE and len(payload["text"]) + characters(blocks) <= TEXT_PER_MESSAGE


def characters(tree: Any) -> int:
    """Return the length of all that people read in a tree of blocks."""
    return sum(len(text) for text in _texts(tree))


def minutes(parts: Sequence[Part]) -> int:
    """Return how long the parts take at WORDS_PER_MINUTE, with THINKING for each, in whole minutes."""
    words = sum(len(text.split()) for one in parts for text in _texts(one.blocks))
    return max(1, math.ceil(words / WORDS_PER_MINUTE + THINKING * len(parts) - 1e-9))


def footer(parts: Sequence[Part], say: Say) -> Block:
    """Return the last block of a message: why they get it, and the ways to ask, to pause and to leave."""
    rituals = dict.fromkeys((one.ritual, one.title) for one in parts)
    return _footer(tuple(rituals), parts[0].why if len(parts) == 1 else None, say)


@lru_cache(maxsize=64)
def _footer(rituals: tuple[tuple[str, str], ...], why: str | None, say: Say) -> Block:
    """Return the one footer of all messages that end alike: in a round of thousands it stands under each."""
    if why is not None:
        words = _own(why)
        leaves = [option(Words("footer.leave"), f"leave:{rituals[0][0]}")]
    else:
        words = Words("footer.bundle", {"titles": [title for _, title in rituals]})
        leaves = [
            option(Words("footer.leave_one", {"title": title}), f"leave:{key}") for key, title in rituals[:LEAVES]
        ]
    asked = rituals[0][0] if len(rituals) == 1 else ""
    ways = [option(Words("footer.ask"), f"why:{asked}"), option(Words("footer.pause"), f"pause:{asked}"), *leaves]
    block: Block = render(section(words, accessory=overflow(WAYS, ways)), say)
    return block


def _own(text: str) -> Words:
    return Words(own={"de": text, "en": text})


def _spent(number: int) -> Words:
    return Words("bundle.minutes", {"n": number})


def _shown(part: Part, number: int, say: Say) -> list[Block]:
    above = [] if _has_header(part) else [render(header(_own(part.title)), say)]
    return [*above, *(_apart(block, number) for block in part.blocks)]


def _has_header(part: Part) -> bool:
    return bool(part.blocks) and part.blocks[0].get("type") == "header"


def _apart(block: Block, number: int) -> Block:
    """Give a block's id the number of its part: ids are unique in a message, and two parts may use the same."""
    name = block.get("block_id")
    return {**block, "block_id": f"{str(name).partition('~')[0]}~{number}"} if name else block


def _noted(parts: Sequence[Part]) -> list[dict[str, Any]]:
    several = len(parts) > 1
    return [
        {
            "title": one.title,
            "ritual": one.ritual,
            "why": one.why,
            "text": one.text,
            "above": int(several and not _has_header(one)),
            "blocks": len(one.blocks),
        }
        for one in parts
    ]


def _texts(tree: Any) -> list[str]:
    """Return all that people read in a tree of blocks."""
    if isinstance(tree, Mapping):
        own = [tree["text"]] if isinstance(tree.get("text"), str) else []
        return own + [
            text for value in tree.values() if isinstance(value, Mapping | list | tuple) for text in _texts(value)
        ]
    if isinstance(tree, list | tuple):
        return [text for one in tree for text in _texts(one)]
    return []
