"""Slack's limits on blocks, elements and views: taken at the edge, refused one beyond, each with its page."""

# ruff: noqa: E501 a row per case

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from tests.sandbox.shapes import modal, plain

from .cases import HOME_VIEWS, MODAL_VIEWS, Case, of_block, of_element, of_method, of_object

Json = dict[str, Any]
Surface = Literal["message", "modal", "home", "view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound(Case):
    """What still fits, what no longer does, and where Slack says so (a JSON pointer); on a message unless told otherwise."""

    fits: Any
    breaks: Any
    at: str
    surface: Surface = "message"


def options(count: int, *, text: int = 1, value: int = 1, description: int = 0) -> list[Json]:
    """Give options with texts and values of these lengths."""
    rows: list[Json] = [
        {"text": plain(f"{n}".rjust(text, "x")), "value": f"{n}".rjust(value, "x")} for n in range(count)
    ]
    return [row | ({"description": plain("x" * description)} if description else {}) for row in rows]


def groups(count: int, *, label: int = 1) -> list[Json]:
    """Give groups of one option."""
    return [{"label": plain("x" * label), "options": options(1)} for _ in range(count)]


def element(kind: str, **fields: Any) -> list[Json]:
    """Give a message with one element."""
    return [{"type": "actions", "elements": [{"type": kind, "action_id": "a", **fields}]}]


def field(kind: str = "plain_text_input", label: str = "L", hint: str = "", **fields: Any) -> list[Json]:
    """Give blocks with one input."""
    told = {"hint": plain(hint)} if hint else {}
    return [{"type": "input", "label": plain(label), "element": {"type": kind, "action_id": "a", **fields}, **told}]


def button(text: str = "Go", **fields: Any) -> list[Json]:
    """Give a message with one button."""
    return element("button", text=plain(text), **fields)


def sure(**fields: Any) -> list[Json]:
    """Give a button that asks first."""
    words = {name: plain("x") for name in ("title", "text", "confirm", "deny")}
    return button(confirm=words | {name: plain(text) for name, text in fields.items()})


def section(**fields: Any) -> list[Json]:
    """Give a section."""
    return [{"type": "section", **fields}]


def bound(name: str, source: str, fits: Any, breaks: Any, at: str, surface: Surface = "message") -> Bound:
    """Give a case."""
    return Bound(name=name, source=source, fits=fits, breaks=breaks, at=at, surface=surface)


DIVIDER: list[Json] = [{"type": "divider"}]
IN = "/blocks/0"
E0 = "/blocks/0/elements/0"
X = "x"
SELECT, MULTI = of_element("select-menu"), of_element("multi-select-menu")

BLOCKS: tuple[Bound, ...] = (
    bound("a message has 50 blocks", of_block("section"), DIVIDER * 50, DIVIDER * 51, "/blocks"),
    bound("a modal has 100 blocks", MODAL_VIEWS, DIVIDER * 100, DIVIDER * 101, "/blocks", "modal"),
    bound("a Home tab has 100 blocks", HOME_VIEWS, DIVIDER * 100, DIVIDER * 101, "/blocks", "home"),
    bound("a block_id has 255 characters", of_block("divider"), [{"type": "divider", "block_id": X * 255}], [{"type": "divider", "block_id": X * 256}], f"{IN}/block_id"),
    bound("a section's text has 3,000 characters", of_block("section"), section(text=plain(X * 3000)), section(text=plain(X * 3001)), f"{IN}/text/text"),
    bound("a section's text has a character", of_block("section"), section(text=plain(X)), section(text=plain("")), f"{IN}/text/text"),
    bound("a section has 10 fields", of_block("section"), section(fields=[plain(X)] * 10), section(fields=[plain(X)] * 11), f"{IN}/fields"),
    bound("a section's field has 2,000 characters", of_block("section"), section(fields=[plain(X * 2000)]), section(fields=[plain(X * 2001)]), f"{IN}/fields/0/text"),
    bound("a header has 150 characters", of_block("header"), [{"type": "header", "text": plain(X * 150)}], [{"type": "header", "text": plain(X * 151)}], f"{IN}/text/text"),
    bound("a header is plain text", of_block("header"), [{"type": "header", "text": plain(X)}], [{"type": "header", "text": {"type": "mrkdwn", "text": X}}], f"{IN}/text/type"),
    bound("a context has 10 elements", of_block("context"), [{"type": "context", "elements": [plain(X)] * 10}], [{"type": "context", "elements": [plain(X)] * 11}], f"{IN}/elements"),
    bound("actions have 25 elements", of_block("actions"), [{"type": "actions", "elements": [{"type": "button", "action_id": f"a{n}", "text": plain(X)} for n in range(25)]}], [{"type": "actions", "elements": [{"type": "button", "action_id": f"a{n}", "text": plain(X)} for n in range(26)]}], f"{IN}/elements"),
    bound("an input's label has 2,000 characters", of_block("input"), field(label=X * 2000), field(label=X * 2001), f"{IN}/label/text"),
    bound("an input's hint has 2,000 characters", of_block("input"), field(hint=X * 2000), field(hint=X * 2001), f"{IN}/hint/text"),
    bound("an image's address has 3,000 characters", of_block("image"), [{"type": "image", "alt_text": X, "image_url": X * 3000}], [{"type": "image", "alt_text": X, "image_url": X * 3001}], f"{IN}/image_url"),
    bound("an image's description has 2,000 characters", of_block("image"), [{"type": "image", "alt_text": X * 2000, "image_url": X}], [{"type": "image", "alt_text": X * 2001, "image_url": X}], f"{IN}/alt_text"),
    bound("an image's title has 2,000 characters", of_block("image"), [{"type": "image", "alt_text": X, "image_url": X, "title": plain(X * 2000)}], [{"type": "image", "alt_text": X, "image_url": X, "title": plain(X * 2001)}], f"{IN}/title/text"),
    bound("markdown has 12,000 characters", of_block("markdown"), [{"type": "markdown", "text": X * 12_000}], [{"type": "markdown", "text": X * 12_001}], f"{IN}/text"),
    bound("all markdown together has 12,000 characters", of_block("markdown"), [{"type": "markdown", "text": X * 6_000}] * 2, [{"type": "markdown", "text": X * 6_001}] * 2, "/blocks"),
    bound("markdown stands in messages only", of_block("markdown"), DIVIDER, [{"type": "markdown", "text": X}], f"{IN}/type", "modal"),
    bound("an input stands in an input block only", of_element("plain-text-input"), field(), element("plain_text_input"), f"{E0}/type"),
    bound("a block_id stands once", of_block("divider"), [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "b"}], [{"type": "divider", "block_id": "a"}] * 2, "/blocks"),
)  # fmt: skip

ELEMENTS: tuple[Bound, ...] = (
    bound("an action_id has 255 characters", of_element("button"), button(action_id=X * 255), button(action_id=X * 256), f"{E0}/action_id"),
    bound("an action_id stands once in actions", of_block("actions"), [{"type": "actions", "elements": [*button()[0]["elements"], {**button()[0]["elements"][0], "action_id": "b"}]}], [{"type": "actions", "elements": button()[0]["elements"] * 2}], f"{IN}/elements"),
    bound("a button's text has 75 characters", of_element("button"), button(X * 75), button(X * 76), f"{E0}/text/text"),
    bound("a button's value has 2,000 characters", of_element("button"), button(value=X * 2000), button(value=X * 2001), f"{E0}/value"),
    bound("a button's address has 3,000 characters", of_element("button"), button(url=X * 3000), button(url=X * 3001), f"{E0}/url"),
    bound("a button's label for screen readers has 75 characters", of_element("button"), button(accessibility_label=X * 75), button(accessibility_label=X * 76), f"{E0}/accessibility_label"),
    bound("a button is primary or danger", of_element("button"), button(style="primary"), button(style="loud"), f"{E0}/style"),
    bound("a select has 100 options", SELECT, element("static_select", options=options(100)), element("static_select", options=options(101)), f"{E0}/options"),
    bound("a select has an option", SELECT, element("static_select", options=options(1)), element("static_select", options=[]), f"{E0}/options"),
    bound("a select has 100 groups", SELECT, element("static_select", option_groups=groups(100)), element("static_select", option_groups=groups(101)), f"{E0}/option_groups"),
    bound("a group's label has 75 characters", of_object("option-group"), element("static_select", option_groups=groups(1, label=75)), element("static_select", option_groups=groups(1, label=76)), f"{E0}/option_groups/0/label/text"),
    bound("a placeholder has 150 characters", SELECT, element("static_select", options=options(1), placeholder=plain(X * 150)), element("static_select", options=options(1), placeholder=plain(X * 151)), f"{E0}/placeholder/text"),
    bound("a select starts with one of its options", SELECT, element("static_select", options=options(2), initial_option=options(2)[1]), element("static_select", options=options(1), initial_option=options(2)[1]), f"{E0}/initial_option"),
    bound("a multi-select has 100 options", MULTI, field("multi_static_select", options=options(100)), field("multi_static_select", options=options(101)), f"{IN}/element/options"),
    bound("a multi-select starts with an option or says nothing", MULTI, field("multi_static_select", options=options(1), initial_options=options(1)), field("multi_static_select", options=options(1), initial_options=[]), f"{IN}/element/initial_options"),
    bound("an option's text has 75 characters", of_object("option"), element("static_select", options=options(1, text=75)), element("static_select", options=options(1, text=76)), f"{E0}/options/0/text/text"),
    bound("an option's value has 150 characters", of_object("option"), element("static_select", options=options(1, value=150)), element("static_select", options=options(1, value=151)), f"{E0}/options/0/value"),
    bound("an option's description has 75 characters", of_object("option"), element("static_select", options=options(1, description=75)), element("static_select", options=options(1, description=76)), f"{E0}/options/0/description/text"),
    bound("an overflow menu has 5 options", of_element("overflow-menu"), element("overflow", options=options(5)), element("overflow", options=options(6)), f"{E0}/options"),
    bound("radio buttons have 10 options", of_element("radio-button-group"), element("radio_buttons", options=options(10)), element("radio_buttons", options=options(11)), f"{E0}/options"),
    bound("checkboxes have 10 options", of_element("checkboxes"), element("checkboxes", options=options(10)), element("checkboxes", options=options(11)), f"{E0}/options"),
    bound("a confirmation's title has 100 characters", of_object("confirmation-dialog"), sure(title=X * 100), sure(title=X * 101), f"{E0}/confirm/title/text"),
    bound("a confirmation's text has 300 characters", of_object("confirmation-dialog"), sure(text=X * 300), sure(text=X * 301), f"{E0}/confirm/text/text"),
    bound("a confirmation's yes has 30 characters", of_object("confirmation-dialog"), sure(confirm=X * 30), sure(confirm=X * 31), f"{E0}/confirm/confirm/text"),
    bound("a confirmation's no has 30 characters", of_object("confirmation-dialog"), sure(deny=X * 30), sure(deny=X * 31), f"{E0}/confirm/deny/text"),
    bound("a date is YYYY-MM-DD", of_element("date-picker"), element("datepicker", initial_date="2026-03-02"), element("datepicker", initial_date="2.3.2026"), f"{E0}/initial_date"),
    bound("a time is HH:mm", of_element("time-picker"), element("timepicker", initial_time="09:30"), element("timepicker", initial_time="9.30"), f"{E0}/initial_time"),
    bound("an input takes up to 3,000 characters", of_element("plain-text-input"), field(max_length=3000), field(max_length=3001), f"{IN}/element/max_length"),
    bound("an input starts within its length", of_element("plain-text-input"), field(max_length=5, initial_value=X * 5), field(max_length=5, initial_value=X * 6), f"{IN}/element/initial_value"),
    bound("a number says whether it may be a decimal", of_element("number-input"), field("number_input", is_decimal_allowed=False), field("number_input"), f"{IN}/element"),
    bound("a select from outside starts with 100 options at most", MULTI, field("multi_external_select", initial_options=options(100)), field("multi_external_select", initial_options=options(101)), f"{IN}/element/initial_options"),
)  # fmt: skip

VIEWS: tuple[Bound, ...] = (
    *(
        bound(f"a modal's {part} has 24 characters", MODAL_VIEWS, {**modal(), part: plain(X * 24)}, {**modal(), part: plain(X * 25)}, f"/view/{part}/text", "view")
        for part in ("title", "submit", "close")
    ),
    bound("private_metadata has 3,000 characters", MODAL_VIEWS, modal(private_metadata=X * 3000), modal(private_metadata=X * 3001), "/view/private_metadata", "view"),
    bound("a callback_id has 255 characters", MODAL_VIEWS, modal(X * 255), modal(X * 256), "/view/callback_id", "view"),
    bound("an external_id has 255 characters", of_method("views.update"), modal(external_id=X * 255), modal(external_id=X * 256), "/view/external_id", "view"),
    bound("a modal with inputs has a submit button", MODAL_VIEWS, modal(), {key: value for key, value in modal().items() if key != "submit"}, "/view", "view"),
    bound("a modal has a title", MODAL_VIEWS, modal(), {key: value for key, value in modal().items() if key != "title"}, "/view", "view"),
    bound("a modal has blocks", MODAL_VIEWS, modal(), {key: value for key, value in modal().items() if key != "blocks"}, "/view", "view"),
)  # fmt: skip

BOUNDS: tuple[Bound, ...] = (*BLOCKS, *ELEMENTS, *VIEWS)
