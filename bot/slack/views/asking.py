"""Asking for help: whom to ask, the request itself, and handing it on: values in, blocks out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.blocks import field, modal, people_select, section, text_input
from bot.directory.requests import TOPIC, WORDS
from bot.model import Block, Directory, Mention, Message, PersonId, Words
from bot.slack.views.card import Reader
from bot.slack.views.found import found_blocks, found_reply
from bot.text import clean

if TYPE_CHECKING:
    from bot.service.directory.search import Found

ASK, ABOUT, HAND_ON = "ask", "ask_about", "ask_hand_on"
"""The forms. `ask_about` is the message shortcut's name, too."""
GIST, READ = 60, 3000
"""Characters of a message that are offered as its topic, and those of a field that are read."""
_MARKUP = re.compile(r"<(?:[@#!][^<>|]*|https?:[^<>|]*|mailto:[^<>|]*)(?:\|([^<>]*))?>")


def found_message(found: Found, topic: str, directory: Directory, reader: Reader) -> Message:
    """The answer to /rondo ask: as to /rondo find, with asking first, and only those who may be asked."""
    if found.hits:
        return found_reply(found, topic, directory, reader)
    return Message(text=Words("ask.nobody", {"topic": topic}), blocks=tuple(_blocks(found, topic, directory, reader)))


def found_page(found: Found, topic: str, directory: Directory, reader: Reader) -> Block:
    """The same as a page."""
    return modal(Words("ask.about.title"), _blocks(found, topic, directory, reader), callback_id="ask_found",
                 close=Words("button.close"))  # fmt: skip


def ask_modal(person: PersonId, topic: str) -> Block:
    """The request: to whom, about what, and a few words if one likes."""
    return modal(
        Words("ask.title"),
        [
            section(Words("ask.explain", {"person": Mention(person)})),
            field(Words("ask.topic"), text_input("topic", most=TOPIC, initial=topic), block_id="topic"),
            field(Words("ask.words"), text_input("words", most=WORDS, lines=True), block_id="words",
                  hint=Words("ask.words.hint"), optional=True),
        ],
        callback_id=ASK,
        close=Words("button.cancel"),
        submit=Words("ask.submit"),
        about=person,
    )  # fmt: skip


def about_modal(gist: str) -> Block:
    """The question what it is about, from a message; the message itself is kept nowhere."""
    return modal(
        Words("ask.about.title"),
        [
            section(Words("ask.about.explain")),
            field(Words("ask.topic"), text_input("topic", most=TOPIC, initial=gist), block_id="topic"),
        ],
        callback_id=ABOUT,
        close=Words("button.cancel"),
        submit=Words("ask.about.submit"),
    )


def hand_on_modal(request_id: str, response_url: str) -> Block:
    """The choice of somebody else; the address to answer at comes back with it."""
    return modal(
        Words("ask.hand_on.title"),
        [
            section(Words("ask.hand_on.explain")),
            field(Words("ask.hand_on.person"),
                  people_select("person", placeholder=Words("ask.hand_on.choose"), most=1), block_id="person"),
        ],
        callback_id=HAND_ON,
        close=Words("button.cancel"),
        submit=Words("ask.hand_on.submit"),
        about=f"{request_id}|{response_url}",
    )  # fmt: skip


def read_ask(view: Mapping[str, Any]) -> tuple[PersonId, str, str]:
    """Return person, topic and words."""
    return PersonId(str(view.get("private_metadata") or "")), read_topic(view), _read(view, "words", "value")


def read_topic(view: Mapping[str, Any]) -> str:
    """Return what was written as topic."""
    return _read(view, "topic", "value")


def read_hand_on(view: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the request, the address to answer at, and the Slack id of who was chosen; what is not there is empty."""
    request_id, _, address = str(view.get("private_metadata") or "").partition("|")
    chosen = (_element(view, "person").get("selected_users") or [""])[0]
    return request_id, address, str(chosen)


def gist(text: str) -> str:
    """Return what a message is about, as far as its first words tell it: without mentions, addresses, markup."""
    bare = _MARKUP.sub(lambda found: found[1] or "", clean(text, limit=READ))
    for mark, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        bare = bare.replace(mark, char)
    return " ".join(bare.split())[:GIST].rstrip()


def _blocks(found: Found, topic: str, directory: Directory, reader: Reader) -> list[Block]:
    blocks = found_blocks(found, topic, directory, reader)
    return blocks if found.hits else [section(Words("ask.nobody", {"topic": topic})), *blocks[1:]]


def _read(view: Mapping[str, Any], name: str, kind: str) -> str:
    return clean(str(_element(view, name).get(kind) or ""), limit=READ)


def _element(view: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (view.get("state") or {}).get("values", {}).get(name, {}).get(name) or {}
    return found
