"""Modals and Home tabs within Slack's limits, and the state of their fields."""

from __future__ import annotations

import json
from typing import Any

from bot.sandbox.blocks import check_blocks, elements
from bot.sandbox.findings import Findings
from bot.sandbox.model import Json

VIEW_BYTES = 250_000
MODAL = [
    "type",
    "title",
    "blocks",
    "close",
    "submit",
    "private_metadata",
    "callback_id",
    "clear_on_close",
    "notify_on_close",
    "external_id",
    "submit_disabled",
]
HOME = ("type", "blocks", "private_metadata", "callback_id", "external_id")


def check_view(view: Json, *, home: bool) -> list[str]:
    """Give Slack's messages about everything that is wrong with a view."""
    found = Findings()
    wanted = "home" if home else "modal"
    if view.get("type") != wanted:
        found.add(f"must be a valid enum value: {wanted}", "/view/type")
    found.known(view, HOME if home else MODAL, "/view")
    found.string(view.get("private_metadata"), "/view/private_metadata", most=3000, least=0, required=False)
    found.string(view.get("callback_id"), "/view/callback_id", most=255, least=0, required=False)
    found.string(view.get("external_id"), "/view/external_id", most=255, least=0, required=False)
    if "blocks" not in view:
        found.add("missing required field: blocks", "/view")
    if not home:
        _modal(view, found)
    found.messages += check_blocks(view.get("blocks", []), surface="home" if home else "modal", at="/view")
    return found.messages


def too_large(view: Json) -> bool:
    """True for a view above 250 kB."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES


def fill(blocks: list[Json], given: Json, *, known: Json | None = None) -> Json:
    """Give `state.values`: what the page sent, else what was known, else the initial or empty shape."""
    values: Json = {}
    for block, element in elements(blocks):
        if element["type"] in ("button", "overflow"):
            continue
        block_id, action_id = block["block_id"], element["action_id"]
        value = given.get(block_id, {}).get(action_id) or (known or {}).get(block_id, {}).get(action_id)
        values.setdefault(block_id, {})[action_id] = value or initial(element)
    return values


def initial(element: Json) -> Json:
    """Give an element's state before anybody touched it, in Slack's shape."""
    kind = element["type"]
    name, start = _slot(kind)
    value = element.get(start)
    if kind == "number_input" and value is None:
        return {"type": kind}
    if value is None and name.endswith("s"):
        value = []
    return {"type": kind, name: value}


def incomplete(blocks: list[Json], values: Json) -> dict[str, str]:
    """Give what Slack's client complains about before it sends a form: block id -> sentence."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = values.get(block["block_id"], {}).get(element["action_id"], {})
        value = state.get(_slot(element["type"])[0])
        if value in (None, "", []):
            if not block.get("optional"):
                errors[block["block_id"]] = "Please complete this required field."
            continue
        problem = _bounds(element, value)
        if problem:
            errors[block["block_id"]] = problem
    return errors


def _modal(view: Json, found: Findings) -> None:
    found.text(view.get("title"), "/view/title", most=24)
    found.text(view.get("submit"), "/view/submit", most=24, required=False)
    found.text(view.get("close"), "/view/close", most=24, required=False)
    blocks = view.get("blocks")
    inputs = isinstance(blocks, list) and any(isinstance(b, dict) and b.get("type") == "input" for b in blocks)
    if inputs and not view.get("submit"):
        found.add("missing required field: submit", "/view")


def _slot(kind: str) -> tuple[str, str]:
    slots = {
        "static_select": ("selected_option", "initial_option"),
        "radio_buttons": ("selected_option", "initial_option"),
        "checkboxes": ("selected_options", "initial_options"),
        "multi_static_select": ("selected_options", "initial_options"),
        "external_select": ("selected_option", "initial_option"),
        "multi_external_select": ("selected_options", "initial_options"),
        "users_select": ("selected_user", "initial_user"),
        "multi_users_select": ("selected_users", "initial_users"),
        "conversations_select": ("selected_conversation", "initial_conversation"),
        "datepicker": ("selected_date", "initial_date"),
        "timepicker": ("selected_time", "initial_time"),
    }
    return slots.get(kind, ("value", "initial_value"))


def _bounds(element: Json, value: Any) -> str:
    if element["type"] == "plain_text_input":
        return _typed(element, str(value))
    if element["type"] == "number_input":
        return _counted(element, str(value))
    return ""


def _typed(element: Json, value: str) -> str:
    if len(value) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(value) > element.get("max_length", 3000):
        return f"Please enter no more than {element.get('max_length', 3000)} characters."
    return ""


def _counted(element: Json, value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a number."
    if not element["is_decimal_allowed"] and "." in value:
        return "Please enter a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return ""
