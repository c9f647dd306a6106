"""How much of Slack's limits something takes: each limit once, with the part that comes closest to it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import bot.demo
from bot.demo.sizes import TEXTS, Size, closest, of_message, of_view
from bot.model import LANGUAGES
from bot.service.bundle import TEXT_PER_MESSAGE, fits


def text(words: str) -> dict[str, str]:
    return {"type": "mrkdwn", "text": words}


def button(words: str, value: str = "") -> dict[str, Any]:
    return {"type": "button", "text": {"type": "plain_text", "text": words}, "value": value, "action_id": "a"}


BLOCKS: list[dict[str, Any]] = [
    {"type": "header", "text": text("x" * 140)},
    {"type": "section", "text": text("short"), "accessory": button("beside", "v" * 30)},
    {"type": "section", "text": text("y" * 2_900), "fields": [text("z" * 7)]},
    {"type": "actions", "elements": [button("one"), button("longest of all")]},
]


def test_of_each_sort_the_largest_part_is_told_with_its_block() -> None:
    sizes = {one.what: one for one in of_message("Hallo", BLOCKS)}
    assert sizes["header"] == Size("header", 140, 150, 0)
    assert sizes["section"] == Size("section", 2_900, 3_000, 2)
    assert sizes["field"] == Size("field", 7, 2_000, 2)
    assert sizes["button"] == Size("button", 14, 75, 3)
    assert sizes["value"] == Size("value", 30, 2_000, 1)
    assert sizes["blocks"] == Size("blocks", 4, 50)
    assert sizes["text"] == Size("text", 5, 4_000)
    assert sizes["house_text"].used == sizes["all_text"].used + len("Hallo") > 3_000
    assert (sizes["house_text"].most, sizes["all_text"].most) == (9_000, 13_200)
    assert closest(sizes.values()) == sizes["section"]


def test_the_houses_own_limit_is_the_one_that_bundles_keep_to() -> None:
    blocks = [{"type": "section", "text": text("x" * 2_900)}] * 3
    for more, fit in ((300, True), (301, False)):
        words = "y" * more
        payload = {"text": words, "blocks": blocks}
        house = next(one for one in of_message(words, blocks) if one.what == "house_text")
        assert (house.used <= house.most) is fits(payload) is fit
        assert house.most == TEXT_PER_MESSAGE


def test_a_message_without_blocks_is_as_long_as_its_text() -> None:
    assert [(one.what, one.used) for one in of_message("Hallo", [])] == [
        ("text", 5), ("house_text", 5), ("all_text", 5), ("blocks", 0),
    ]  # fmt: skip


def test_a_form_is_measured_in_bytes_and_by_what_it_carries() -> None:
    view = {"type": "modal", "blocks": BLOCKS, "private_metadata": "ä" * 40, "hash": "not sent", "id": "V1"}
    sizes = {one.what: one for one in of_view(view)}
    assert sizes["metadata"] == Size("metadata", 40, 3_000)
    assert sizes["blocks"].most == 100
    assert 3_000 < sizes["view"].used < 5_000
    assert sizes["view"].most == 250_000


def test_every_text_of_a_form_is_held_against_its_own_limit() -> None:
    ask = {"title": text("a" * 50), "text": text("b" * 299), "confirm": text("c"), "deny": text("d")}
    options = [{"text": text("o" * 70), "description": text("p" * 74), "value": "1"}]
    select = {"type": "static_select", "placeholder": text("l" * 140), "options": options, "confirm": ask}
    blocks: list[dict[str, Any]] = [
        {"type": "input", "label": text("m" * 1_900), "hint": text("n" * 1_800), "element": select},
        {"type": "context", "elements": [text("k" * 1_000), text("k")]},
    ]
    view = {"type": "modal", "title": text("t" * 24), "submit": text("s" * 20), "close": text("q"), "blocks": blocks}
    found = of_view(view)
    told = [(one.what, one.used, one.most, one.at) for one in found if one.what not in ("blocks", "view", "metadata")]
    assert told == [
        ("title", 24, 24, -1), ("submit", 20, 24, -1), ("close", 1, 24, -1), ("label", 1_900, 2_000, 0),
        ("hint", 1_800, 2_000, 0), ("placeholder", 140, 150, 0), ("option", 74, 75, 0), ("confirm", 299, 300, 0),
        ("context", 1_000, 2_000, 1),
    ]  # fmt: skip
    assert closest(found).what == "title"


def test_each_limit_has_its_name_in_both_languages() -> None:
    words = (Path(bot.demo.__file__).parent / "static" / "words-xray.js").read_text(encoding="utf-8")
    for what in (*TEXTS, "confirm", "value", "text", "house_text", "all_text", "blocks", "view", "metadata"):
        assert len(re.findall(rf"\bx_size_{what}: \"\w", words)) == len(LANGUAGES), what
