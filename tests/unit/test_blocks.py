"""Whatever is put into a builder, Slack takes what comes out; the sandbox's validator is the referee."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import blocks
from bot.model import LANGUAGES, Block, Language, Message, Words
from bot.sandbox.blocks import check_blocks
from bot.sandbox.forms import check_view
from tests.unit.cast import catalogues

HOSTILE = (
    "x" * 5000,
    "&" * 5000,
    "<!channel>" * 500,
    "Ü" * 5000,
    "👋🏽" * 3000,
    "{n} {title} " * 400,
    "a\nb" * 2000,
    "*_`~>",
)
DAY = date(2026, 11, 23)


def said(text: str) -> Words:
    """Return a sentence in which a value makes all of the length."""
    return Words("command.unknown", {"verb": text})


def options(number: int, text: str = "Deutsch") -> list[Block]:
    return [blocks.option(said(text), f"value-{n}") for n in range(number)]


def a_select(number: int, text: str = "Deutsch", initial: str | None = None) -> Block:
    return blocks.select("choose", options(number, text), placeholder=said(text), initial=initial)


BUILDERS: dict[str, Callable[[str], Block]] = {
    "header": lambda text: blocks.header(said(text)),
    "section": lambda text: blocks.section(said(text), block_id="one"),
    "section with button": lambda text: blocks.section(said(text), accessory=blocks.button(said(text), "press")),
    "section with select": lambda text: blocks.section(said(text), accessory=a_select(120, text, "value-3")),
    "section with late choice": lambda text: blocks.section(said(text), accessory=a_select(120, text, "value-110")),
    "context": lambda text: blocks.context(*[said(text)] * 12),
    "divider": lambda text: blocks.divider(),
    "actions": lambda text: blocks.actions(
        *[blocks.button(said(text), f"press-{n}", value="kaffee", style="primary") for n in range(30)], block_id="row"
    ),
    "picture": lambda text: blocks.section(said(text), accessory=blocks.image("https://x.example", alt=said(text))),
    "button that leads away": lambda text: blocks.actions(blocks.button(said(text), "go", url="slack://user?id=U1")),
    "button that asks": lambda text: blocks.actions(
        blocks.button(
            said(text),
            "go",
            ask=blocks.confirm(said(text), said(text), yes=Words("button.save"), no=Words("button.save")),
        )
    ),
    "verbatim": lambda text: blocks.section(blocks.verbatim(text or "-")),
    "datepicker": lambda text: blocks.actions(blocks.datepicker("day", initial=DAY), blocks.datepicker("other")),
}


def rendered(tree: Any, language: Language) -> Any:
    return blocks.render(tree, catalogues()[language].say)


def form(*rows: Block, text: str = "Pause") -> Block:
    return blocks.modal(said(text), list(rows), callback_id="form", close=said(text), submit=said(text))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE, ids=[text[:6] for text in HOSTILE])
@pytest.mark.parametrize("builder", BUILDERS)
def test_a_block_is_taken_whatever_is_put_in(builder: str, text: str, language: Language) -> None:
    assert check_blocks([rendered(BUILDERS[builder](text), language)], surface="message") == []


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:6] for text in HOSTILE])
def test_a_form_is_taken_whatever_is_put_in(text: str) -> None:
    field = blocks.field(said(text), blocks.datepicker("day"), block_id="day", hint=said(text))
    choice = blocks.field(said(text), a_select(3, text, "value-1"), block_id="choice")
    offered = blocks.external_select("topics", placeholder=said(text), initial=options(40, text))
    topics = blocks.field(said(text), offered, block_id="topics")
    deputy = blocks.field(said(text), blocks.person_select("who", placeholder=said(text), initial="U1"), block_id="who")
    assert check_view(rendered(form(field, choice, topics, deputy, text=text), "de"), home=False) == []


def test_too_many_blocks_are_left_out() -> None:
    rows = [blocks.divider()] * 120
    message = blocks.payload(Message(said("x"), tuple(rows)), catalogues()["de"].say)
    assert len(message["blocks"]) == 50
    assert check_view(rendered(form(*rows), "de"), home=False) == []
    assert check_view(rendered(blocks.home(rows), "de"), home=True) == []


def test_a_message_without_blocks_is_its_text() -> None:
    words = Words("command.unknown", {"verb": "<!channel>"})
    assert blocks.payload(Message(words), catalogues()["en"].say) == {"text": 'I do not know "&lt;!channel&gt;".'}


def test_only_mrkdwn_is_escaped() -> None:
    both = rendered([blocks.header(said("R&D")), blocks.section(said("R&D"))], "de")
    assert [one["text"]["text"] for one in both] == ["„R&D“ kenne ich nicht.", "„R&amp;D“ kenne ich nicht."]


def test_a_tree_keeps_what_is_no_text() -> None:
    assert rendered({"a": (1, None, True), "b": [Words("lang.de")]}, "en") == {"a": [1, None, True], "b": ["Deutsch"]}


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.sampled_from(sorted(BUILDERS)), st.sampled_from(LANGUAGES))
def test_any_text_is_taken(text: str, builder: str, language: Language) -> None:
    assert check_blocks([rendered(BUILDERS[builder](text), language)], surface="message") == []
