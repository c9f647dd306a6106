"""What somebody needs of somebody, on pages that only these two see: the words, the answer, and the short list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks import button, context, divider, field, header, modal, section, text_input
from bot.model import LONGEST_REPLY, Block, Goal, Mention, Need, Words
from bot.text import clean

CALLBACK, REPLY = "need_reply", "reply"
SHOW = "need:show"
SHORT = 150
"""Characters of the words in a list."""
GOALS = 5
"""Goals that a page shows."""


def need_modal(need: Need, *, title: Words, goals: Sequence[Goal], is_asked: bool, mark: str) -> Block:
    """The page of one need: with room for an answer for whoever is asked and has not given one.

    `mark` comes back with the answer: it stands for the words that were seen.
    """
    other = Mention(need.person if is_asked else need.other)
    blocks = [
        section(Words("need.asked" if is_asked else "need.mine", {"person": other, "title": title})),
        section(Words("need.words", {"words": need.words})),
        *(context(Words("need.goal", {"title": Words(own=one.text)})) for one in goals[:GOALS]),
    ]
    if need.state == "answered":
        blocks += [divider(), section(Words("need.reply", {"words": need.reply}))]
    elif is_asked:
        blocks.append(_answer())
    else:
        blocks.append(context(_state(need)))
    answers = is_asked and need.state != "answered"
    return modal(
        Words("need.title"),
        blocks,
        callback_id=CALLBACK,
        close=Words("button.close"),
        submit=Words("need.submit") if answers else None,
        about=f"{need.id}|{mark}",
    )


def read_reply(view: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return which need, the words that were seen, and the answer."""
    need_id, _, mark = str(view.get("private_metadata") or "").partition("|")
    written = view["state"]["values"].get(REPLY, {}).get(REPLY, {}).get("value")
    return need_id, mark, clean(str(written or ""), limit=LONGEST_REPLY)


def need_blocks(to_me: Sequence[Need], by_me: Sequence[Need]) -> list[Block]:
    """The short list: what others need of somebody, then what they need of others; nothing where there is neither."""
    if not to_me and not by_me:
        return []
    lines = [_line(one, Words("need.list.to_me", _named(one, asked=True))) for one in to_me]
    lines += [_line(one, Words("need.list.by_me", {**_named(one, asked=False), "state": _state(one)})) for one in by_me]
    return [header(Words("need.list")), *lines]


def _named(need: Need, *, asked: bool) -> dict[str, Any]:
    words = " ".join(need.words.split())
    short = words if len(words) <= SHORT else f"{words[:SHORT].rstrip()}…"
    return {"person": Mention(need.person if asked else need.other), "words": short}


def _line(need: Need, words: Words) -> Block:
    return section(words, accessory=button(Words("need.button.show"), SHOW, value=need.id), block_id=f"need-{need.id}")


def _state(need: Need) -> Words:
    return Words(f"need.state.{need.state}")


def _answer() -> Block:
    return field(Words("need.reply.label"), text_input(REPLY, most=LONGEST_REPLY, lines=True), block_id=REPLY,
                 hint=Words("need.reply.hint"))  # fmt: skip
