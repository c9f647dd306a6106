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
    if one.stopped is not None:
        lines.append(Words("why.stopped", {"when": one.stopped}))
    if one.last is not None:
        lines.append(Words("why.last", {"when": one.last}))
    if one.held is not None:
        lines.append(Words("why.held", {"when": one.held}))
    if one.waits is not None:
        lines.append(Words("why.waits", {"when": one.waits}))
    if one.next is not None:
        lines.append(Words("why.next", {"when": one.next}))
    return _under_each_other(Words(own=one.title), lines)


def _under_each_other(title: Words, lines: list[Words]) -> Words:
    """Put a title and lines under each other: one text whose places they are."""
    names = [f"line_{chr(ord('a') + number)}" for number in range(len(lines))]
    text = "\n".join(["*{title}*", *(f"{{{name}}}" for name in names)])
    return Words(own={"de": text, "en": text}, params={"title": title, **dict(zip(names, lines, strict=True))})
