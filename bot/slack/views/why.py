"""The answer to /rondo why: per ritual, whether, why, what came, what waits and what comes."""

from __future__ import annotations

from bot.blocks import context, header, section
from bot.model import Block, Explanation, Message, Reasons, Words

MANY = 20
"""Rituals explained in one reply, so that it stays within fifty blocks."""


def why_reply(seen: Explanation) -> Message:
    """Each ritual in a few lines, and what holds for all of them."""
    if not seen.rituals:
        return Message(text=Words("list.empty"), blocks=(section(Words("list.empty")),))
    blocks: list[Block] = [header(Words("why.title"))]
    if seen.paused_until is not None:
        blocks.append(section(Words("why.paused", {"until": seen.paused_until})))
    blocks += [section(_explained(one)) for one in seen.rituals[:MANY]]
    if len(seen.rituals) > MANY:
        blocks.append(context(Words("list.more", {"n": len(seen.rituals) - MANY})))
    opens, closes = seen.hours
    rule = {"day": seen.day, "week": seen.week, "opens": opens, "closes": closes, "zone": seen.zone}
    blocks.append(context(Words("why.rule", rule)))
    return Message(text=Words("why.title"), blocks=tuple(blocks))


def _explained(one: Reasons) -> Words:
    lines = [one.part]
    if one.rests:
        lines.append(Words("why.rests"))
    told = (("why.last", one.last), ("why.held", one.held), ("why.waits", one.waits), ("why.next", one.next))
    lines += [Words(key, {"when": when}) for key, when in told if when is not None]
    return Words("why.ritual", {"title": Words(own=one.title), "lines": _joined(lines)})


def _joined(lines: list[Words]) -> Words:
    """Put lines under each other: one text whose places are the lines."""
    names = [f"line_{chr(ord('a') + number)}" for number in range(len(lines))]
    text = "\n".join(f"{{{name}}}" for name in names)
    return Words(own={"de": text, "en": text}, params=dict(zip(names, lines, strict=True)))
