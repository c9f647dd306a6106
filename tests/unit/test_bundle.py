"""Several messages as one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks import actions, button, header, section
from bot.model import LANGUAGES, Block, Language, Message, Words
from bot.sandbox.blocks import check_blocks, length
from bot.service.bundle import TEXT_PER_MESSAGE, Part, fits, minutes, part_of, parts_of, payload_of
from tests.unit.cast import catalogues


def own(text: str) -> Words:
    return Words(own={"de": text, "en": text})


def a_part(
    title: str = "Morgen",
    text: str = "Was steht an?",
    *,
    more: tuple[Block, ...] = (),
    language: Language = "de",
    headed: bool = True,
) -> Part:
    blocks = (*((header(own(title)),) if headed else ()), section(own(text)), *more)
    say = catalogues()[language].say
    return part_of(Message(own(text), blocks), title=own(title), ritual=title.lower(), why=own("Weil."), say=say)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bundle_says_first_how_much_it_is_and_ends_with_one_footer(language: Language) -> None:
    parts = [a_part("Eins", language=language), a_part("Zwei", headed=False), a_part("Drei")]
    payload = payload_of(parts, catalogues()[language].say)
    first = {"de": "3 Dinge, 2 Minuten", "en": "3 things, 2 minutes"}[language]
    assert payload["text"].startswith(first)
    shown = [block["text"]["text"] for block in payload["blocks"]]
    assert shown[:-1] == [first, "Eins", "Was steht an?", "Zwei", "Was steht an?", "Drei", "Was steht an?"]
    assert json.dumps(payload["blocks"]).count("overflow") == 1
    values = [one["value"] for one in payload["blocks"][-1]["accessory"]["options"]]
    assert values == ["why:", "pause:", "leave:eins", "leave:zwei", "leave:drei"]
    assert check_blocks(payload["blocks"], surface="message") == []


def test_a_single_message_ends_with_why_and_three_ways() -> None:
    payload = payload_of([a_part()], catalogues()["de"].say)
    footer = payload["blocks"][-1]
    assert footer["text"]["text"] == "Weil."
    assert [one["value"] for one in footer["accessory"]["options"]] == ["why:morgen", "pause:morgen", "leave:morgen"]
    assert check_blocks(payload["blocks"], surface="message") == []


def test_buttons_of_two_parts_do_not_get_in_each_others_way() -> None:
    row = (actions(button(own("Ja"), "ritual:met:yes", value="r"), block_id="met"),)
    say = catalogues()["de"].say
    payload = payload_of([a_part("Eins", more=row), a_part("Zwei", more=row)], say)
    assert check_blocks(payload["blocks"], surface="message") == []
    again = payload_of([*parts_of(payload), a_part("Drei", more=row)], say)
    assert [one["block_id"] for one in again["blocks"] if "block_id" in one] == ["met~1", "met~2", "met~3"]


@given(st.lists(st.tuples(st.text("ab {}<&", min_size=1, max_size=30), st.booleans()), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_the_parts_of_a_payload_come_back_from_it(texts: list[tuple[str, bool]]) -> None:
    say = catalogues()["de"].say
    parts = [a_part(f"T{n}", text, headed=headed) for n, (text, headed) in enumerate(texts)]
    assert parts_of(json.loads(json.dumps(payload_of(parts, say)))) == tuple(parts)


def test_what_is_too_long_for_one_message_does_not_fit() -> None:
    say = catalogues()["de"].say
    long = [a_part(f"T{n}", "wort " * 500) for n in range(4)]
    assert fits(payload_of(long[:3], say))
    assert not fits(payload_of(long, say))
    many = a_part(more=tuple(section(own("x")) for _ in range(20)))
    assert not fits(payload_of([many, many, many], say))
    assert length(payload_of(long[:3], say)["blocks"]) <= TEXT_PER_MESSAGE


@pytest.mark.parametrize(("words", "things", "spent"), [(10, 1, 1), (75, 2, 2), (300, 1, 3), (10, 3, 2)])
def test_minutes_are_counted_at_a_stated_pace(words: int, things: int, spent: int) -> None:
    text = " ".join(["wort"] * (words // things - 1))
    assert minutes([a_part("T", text) for _ in range(things)]) == spent
