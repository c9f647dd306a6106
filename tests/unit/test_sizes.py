"""How much of Slack's limits something takes: each limit once, with the part that comes closest to it."""

from __future__ import annotations

from typing import Any

from bot.demo.sizes import Size, of_message, of_view


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
    assert sizes["all_text"].used == sizes["house_text"].used > 3_000
    assert (sizes["house_text"].most, sizes["all_text"].most) == (9_000, 13_200)


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
