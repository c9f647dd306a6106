"""What a search found: whom, why, whether one reaches them, and how in one press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.blocks import actions, button, context, divider, field, modal, section, text_input, verbatim
from bot.model import NAME, Block, Directory, Field, Message, Profile, Words
from bot.slack.views.card import HEAD, OPEN, Reader, comma, lines, name_words, row, state, way_words, ways, who

if TYPE_CHECKING:
    from bot.service.directory.search import Found, Hit

AGAIN, SEARCH, CALLBACK = "find:again", "find:open", "find"
MOST = 10
"""People in one answer."""
NEAREST = 5
REASONS = 4
LONGEST = 200
"""Characters of a question."""


def found_reply(found: Found, query: str, directory: Directory, reader: Reader) -> Message:
    """The answer to a search."""
    return Message(text=_headline(found, query), blocks=tuple(found_blocks(found, query, directory, reader)))


def found_modal(found: Found, query: str, directory: Directory, reader: Reader) -> Block:
    """The answer as a page, with the field to ask again."""
    blocks = [_question(query), *found_blocks(found, query, directory, reader)]
    return _page(blocks)


def found_blocks(found: Found, query: str, directory: Directory, reader: Reader) -> list[Block]:
    """Ten people at most, each with the reason; where there is nobody, what comes close."""
    if not found.hits:
        return _nobody(found.nearest[:NEAREST], query)
    blocks = [section(_headline(found, query))]
    for number, hit in enumerate(found.hits[:MOST]):
        blocks += [divider(), section(_hit(hit, directory, reader))]
        buttons = ways(hit.profile, reader, has_card=True, topic=_topic(hit, directory))
        blocks.append(actions(*buttons, block_id=f"hit-{number}"))
    return [*blocks, context(Words("dir.found.private"))]


def several_reply(people: Sequence[Profile]) -> Message:
    """A short list to choose a card from, where a name is that of several."""
    rows = [
        section(who(one), accessory=button(Words("dir.button.card"), OPEN, value=one.person)) for one in people[:MOST]
    ]
    return Message(text=Words("dir.several"), blocks=(section(Words("dir.several")), *rows))


def examples_reply(key: str) -> Message:
    """What one may ask, and a button for whoever would rather fill in a field."""
    asked = button(Words("dir.button.find"), SEARCH, style="primary")
    return Message(text=Words(key), blocks=(section(Words(key)), actions(asked, block_id="find")))


def find_modal() -> Block:
    """The field to ask in."""
    return _page([_question("")])


def _page(blocks: list[Block]) -> Block:
    return modal(
        Words("dir.find.title"),
        blocks,
        callback_id=CALLBACK,
        close=Words("button.close"),
        submit=Words("dir.button.find"),
    )


def _question(query: str) -> Block:
    asked = text_input("query", most=LONGEST, initial=query[:LONGEST])
    return field(Words("dir.find.label"), asked, block_id="query", hint=Words("dir.find.hint"))


def _headline(found: Found, query: str) -> Words:
    if not found.hits:
        return Words("dir.found.nobody", {"query": query})
    return Words("dir.found", {"n": min(len(found.hits), MOST), "query": query})


def _nobody(nearest: Sequence[str], query: str) -> list[Block]:
    blocks = [section(Words("dir.found.nobody", {"query": query}))]
    if nearest:
        blocks += [
            section(Words("dir.found.nearest")),
            actions(*(button(verbatim(topic), f"{AGAIN}:{n}", value=topic) for n, topic in enumerate(nearest))),
        ]
    return [*blocks, context(Words("dir.found.hint"))]


def _hit(hit: Hit, directory: Directory, reader: Reader) -> Words:
    """The person, why they match, whether one reaches them, and the way they like best."""
    parts = [who(hit.profile)]
    reasons = _reasons(hit, directory)
    if reasons:
        parts.append(row(reasons))
    first = [one.value for one in hit.profile.facts if directory.fields[one.field].type == "contact"][:1]
    parts.append(row([state(hit.profile, reader), *(way_words(way) for way in first)]))
    return lines(parts)


def _reasons(hit: Hit, directory: Directory) -> list[Words]:
    """Why they match, field by field; what stands beside the name anyway is not said again."""
    told: dict[str, list[str]] = {}
    for one in hit.why[:REASONS]:
        if one.field in directory.fields and one.field not in (NAME, *HEAD):
            told.setdefault(one.field, []).append(one.value)
    return [_reason(directory.fields[key], values) for key, values in told.items()]


def _reason(one: Field, values: list[str]) -> Words:
    said = [name_words(value) for value in values] if one.type == "languages" else [verbatim(_plain(v)) for v in values]
    params = {"label": Words(own=one.label), "values": comma(said)}
    return Words(own=dict.fromkeys(("de", "en"), "{label}: *{values}*"), params=params)


def _topic(hit: Hit, directory: Directory) -> str:
    """What somebody found this way would be asked about."""
    known = [one for one in hit.why if one.field in directory.fields]
    return next((one.value for one in known if directory.fields[one.field].is_expertise), "")


def _plain(value: str) -> str:
    """A value such that nothing in it ends the bold it stands in."""
    return value.replace("*", "∗")
