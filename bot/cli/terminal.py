"""Block Kit as readable text for a terminal: pure, and forgiving about blocks it does not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from textwrap import fill
from typing import Any

Json = Mapping[str, Any]
WIDTH = 100
LONGEST = 40
"""Characters of an address behind its words."""
LINK = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def as_text(payload: Json) -> str:
    """Return a message or a form as lines: headlines underlined, small print after a bar, buttons in brackets."""
    lines = []
    if title := payload.get("title"):
        name = plain(title)
        lines.append(f"{name}\n{'=' * len(name)}")
    blocks = payload.get("blocks") or [{"type": "section", "text": {"type": "mrkdwn", "text": payload.get("text", "")}}]
    lines += [drawn for block in blocks if (drawn := _block(block))]
    ends = [f"[{plain(payload[key])}]" for key in ("submit", "close") if key in payload]
    return "\n\n".join([*lines, *([" ".join(ends)] if ends else [])])


def plain(text: Any) -> str:
    """Return a text object, or a string, as somebody reads it."""
    raw = text.get("text", "") if isinstance(text, Mapping) else str(text or "")
    read = LINK.sub(_link, raw)
    for entity, sign in ENTITIES:
        read = read.replace(entity, sign)
    return read.strip()


def _link(match: re.Match[str]) -> str:
    target, label = match[1], match[2]
    if target[0] in "@#!":
        return label or target
    if not label or label == target:
        return target
    return f"{label} ({target if len(target) <= LONGEST else target[: LONGEST - 1] + '…'})"


def _block(block: Json) -> str:
    draw = DRAWN.get(str(block.get("type")))
    return draw(block) if draw else f"({block.get('type')})"


def _header(block: Json) -> str:
    said = plain(block.get("text"))
    return f"{said}\n{'-' * len(said)}"


def _section(block: Json) -> str:
    parts = [_wrapped(plain(block["text"]))] if block.get("text") else []
    parts += [_wrapped(plain(one), "  ") for one in block.get("fields", ())]
    if accessory := block.get("accessory"):
        parts.append(_element(accessory))
    return "\n".join(parts)


def _context(block: Json) -> str:
    return "\n".join(_wrapped(_element(one), "| ") for one in block.get("elements", ()))


def _input(block: Json) -> str:
    hint = f"\n{_wrapped(plain(block['hint']), '  ')}" if block.get("hint") else ""
    return f"{plain(block.get('label'))}: {_element(block.get('element') or {})}{hint}"


def _element(element: Json) -> str:
    kind = str(element.get("type"))
    if kind in ("mrkdwn", "plain_text"):
        return plain(element)
    if kind == "image":
        return f"({element.get('alt_text', '')})"
    if kind == "button":
        return f"[{plain(element.get('text'))}]"
    choices = [plain(one.get("text")) for one in element.get("options", ())]
    shown = " / ".join(choices) or plain(element.get("placeholder")) or str(element.get("initial_date", ""))
    return f"[{shown or '…'}]"


def _wrapped(text: str, indent: str = "") -> str:
    room = WIDTH - len(indent)
    lines = (fill(line, room, break_long_words=False, break_on_hyphens=False) for line in text.splitlines())
    return "\n".join(indent + one for line in lines for one in (line.splitlines() or [""]))


DRAWN: Mapping[str, Callable[[Json], str]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "divider": lambda block: "-" * 20,
    "actions": lambda block: " ".join(_element(one) for one in block.get("elements", ())),
    "input": _input,
    "image": _element,
    "data_visualization": lambda block: f"▁▃▆ {plain(block.get('title'))}",
    "markdown": lambda block: _wrapped(plain(block)),
}
