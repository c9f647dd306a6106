"""What a person chose in an element, as an action and as state, in Slack's shapes."""

from __future__ import annotations

from typing import Any

from bot.sandbox.blocks import elements
from bot.sandbox.elements import EXTERNAL, all_options
from bot.sandbox.errors import ActError
from bot.sandbox.model import Json

SLOTS = {
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "external_select": "selected_option",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "plain_text_input": "value",
    "number_input": "value",
}


def chosen_action(blocks: list[Json], *, block_id: str, action_id: str, chosen: Json, ts: str) -> tuple[Json, Json]:
    """Give the entry for `actions` and its own part of the state; raise ActError for what is not there."""
    block, element = find_element(blocks, block_id, action_id)
    kind = element["type"]
    action: Json = {"type": kind, "action_id": element["action_id"], "block_id": block["block_id"], "action_ts": ts}
    if kind == "button":
        action |= {key: element[key] for key in ("text", "value", "style", "url") if key in element}
        return action, {}
    slot = SLOTS[kind]
    value = _value(element, slot, chosen)
    action[slot] = value
    if "placeholder" in element:
        action["placeholder"] = element["placeholder"]
    if kind == "overflow":
        return action, {}
    return action, {block["block_id"]: {element["action_id"]: {"type": kind, slot: value}}}


def answer(element: Json, value: Any) -> Json:
    """Give the state of an element somebody filled with a plain value, such as an option's value."""
    slot = SLOTS[element["type"]]
    return {"type": element["type"], slot: _value(element, slot, {slot: value})}


def find_element(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json]:
    """Give the block and the element somebody means; raise ActError where there is none."""
    for block, element in elements(blocks):
        if element["action_id"] == action_id and block_id in ("", block["block_id"]):
            return block, element
    raise ActError("element_not_found")


def _value(element: Json, slot: str, chosen: Json) -> Any:
    given = chosen.get(slot, chosen.get("value"))
    if slot == "selected_option":
        return None if given is None else _option(element, given)
    if slot == "selected_options":
        return [_option(element, one) for one in given or []]
    return given


def _option(element: Json, given: Any) -> Json:
    if element["type"] in EXTERNAL and isinstance(given, dict) and {"text", "value"} <= set(given):
        return given  # what was offered for what somebody typed; the client sends it back whole
    wanted = given.get("value") if isinstance(given, dict) else given
    for option in all_options(element):
        if option["value"] == wanted:
            return option
    raise ActError("option_not_found")
