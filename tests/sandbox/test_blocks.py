"""Slack's limits on blocks and views, at the edge and one beyond."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.blocks import check_blocks
from bot.sandbox.forms import check_view, fill, initial

from .shapes import button, modal, plain


def options(number: int) -> list[dict[str, Any]]:
    return [{"text": plain(str(n)), "value": str(n)} for n in range(number)]


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def chooser(kind: str, number: int) -> dict[str, Any]:
    return actions({"type": kind, "action_id": "a", "options": options(number)})


def labelled(text: str = "Go", **fields: Any) -> dict[str, Any]:
    return actions({"type": "button", "action_id": "a", "text": plain(text), **fields})


def repeated(number: int, *, surface: Any = "message") -> list[str]:
    return check_blocks([{"type": "divider"}] * number, surface=surface)


def test_a_message_takes_fifty_blocks_and_a_view_a_hundred() -> None:
    assert repeated(50) == []
    assert "no more than 50 items allowed" in repeated(51)[0]
    assert repeated(100, surface="modal") == []
    assert repeated(101, surface="home")


@pytest.mark.parametrize(
    ("fits", "breaks"),
    [
        (section("x" * 3000), section("x" * 3001)),
        ({"type": "header", "text": plain("x" * 150)}, {"type": "header", "text": plain("x" * 151)}),
        (labelled("x" * 75), labelled("x" * 76)),
        (labelled(value="x" * 2000), labelled(value="x" * 2001)),
        (labelled(action_id="x" * 255), labelled(action_id="x" * 256)),
        (chooser("radio_buttons", 10), chooser("radio_buttons", 11)),
        (chooser("checkboxes", 10), chooser("checkboxes", 11)),
        (chooser("static_select", 100), chooser("static_select", 101)),
        (chooser("overflow", 5), chooser("overflow", 6)),
        ({"type": "context", "elements": [plain("x")] * 10}, {"type": "context", "elements": [plain("x")] * 11}),
        ({"type": "markdown", "text": "x" * 12_000}, {"type": "markdown", "text": "x" * 12_001}),
        (
            actions({"type": "datepicker", "initial_date": "2026-03-02"}),
            actions({"type": "datepicker", "initial_date": "2.3."}),
        ),
        (labelled(style="danger"), labelled(style="loud")),
    ],
)
def test_each_limit_holds_at_its_edge(fits: dict[str, Any], breaks: dict[str, Any]) -> None:
    assert check_blocks([fits], surface="message") == []
    assert len(check_blocks([breaks], surface="message")) == 1


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "carousel"}],
        [{"type": "section"}],
        [section("")],
        [section("a") | {"colour": "red"}],
        [section("a") | {"block_id": "same"}, section("b") | {"block_id": "same"}],
        [actions(*[button("same")["elements"][0]] * 2)],
        [actions({"type": "plain_text_input", "action_id": "a"})],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "a"}}],
        ["text"],
    ],
)
def test_what_slack_does_not_know_is_refused(blocks: list[Any]) -> None:
    assert check_blocks(blocks, surface="message")


def test_a_form_with_inputs_needs_a_submit_button() -> None:
    assert check_view(modal(), home=False) == []
    unsent = {key: value for key, value in modal().items() if key != "submit"}
    assert check_view(unsent, home=False) == ["[ERROR] missing required field: submit [json-pointer:/view]"]


@pytest.mark.parametrize("part", ["title", "submit", "close"])
def test_the_words_around_a_form_have_24_characters(part: str) -> None:
    assert check_view(modal() | {part: plain("x" * 24)}, home=False) == []
    assert len(check_view(modal() | {part: plain("x" * 25)}, home=False)) == 1


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("plain_text_input", {"value": None}),
        ("static_select", {"selected_option": None}),
        ("radio_buttons", {"selected_option": None}),
        ("checkboxes", {"selected_options": []}),
        ("multi_static_select", {"selected_options": []}),
        ("users_select", {"selected_user": None}),
        ("multi_users_select", {"selected_users": []}),
        ("conversations_select", {"selected_conversation": None}),
        ("datepicker", {"selected_date": None}),
        ("timepicker", {"selected_time": None}),
        ("number_input", {}),
    ],
)
def test_an_untouched_field_has_slacks_empty_shape(kind: str, shape: dict[str, Any]) -> None:
    assert initial({"type": kind, "action_id": "a"}) == {"type": kind, **shape}


def test_state_prefers_what_was_given_then_what_was_known_then_the_initial_value() -> None:
    element = {"type": "plain_text_input", "action_id": "text", "initial_value": "first"}
    blocks = [{"type": "input", "block_id": "name", "label": plain("L"), "element": element}]
    known = {"name": {"text": {"type": "plain_text_input", "value": "known"}}}
    given = {"name": {"text": {"type": "plain_text_input", "value": "given"}}}
    assert fill(blocks, given, known=known) == given
    assert fill(blocks, {}, known=known) == known
    assert fill(blocks, {})["name"]["text"]["value"] == "first"
