"""Block elements within Slack's limits; source: the block elements reference."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.findings import Findings
from bot.sandbox.model import Json

ID_MOST = 255
EXTERNAL = ("external_select", "multi_external_select")
MOST_OPTIONS = 100
BASE = ("type", "action_id", "confirm", "focus_on_load")

IN_ACTIONS = frozenset(
    [
        "button",
        "static_select",
        "users_select",
        "conversations_select",
        "datepicker",
        "timepicker",
        "checkboxes",
        "radio_buttons",
        "overflow",
        "multi_static_select",
        "multi_users_select",
        "external_select",
    ]
)
IN_SECTION = IN_ACTIONS | {"image", "multi_external_select"}
IN_INPUT = frozenset(
    [
        "static_select",
        "users_select",
        "conversations_select",
        "datepicker",
        "timepicker",
        "plain_text_input",
        "checkboxes",
        "radio_buttons",
        "multi_static_select",
        "multi_users_select",
        "number_input",
        *EXTERNAL,
    ]
)


def check_element(element: Any, at: str, *, allowed: frozenset[str], found: Findings) -> None:
    """Check one element that stands where only the `allowed` types may stand."""
    if not isinstance(element, dict):
        found.add("must provide an object", at)
        return
    kind = str(element.get("type"))
    if kind not in allowed:
        found.add(f"unsupported type: {kind}", f"{at}/type")
        return
    if kind != "image":
        found.string(element.get("action_id"), f"{at}/action_id", most=ID_MOST, required=False)
        check_confirm(element.get("confirm"), f"{at}/confirm", found)
    _checks()[kind](element, at, found)


def check_image(image: Json, at: str, found: Findings) -> None:
    """Check an image element of a section or a context."""
    found.known(image, ("type", "image_url", "alt_text", "slack_file"), at)
    if not image.get("slack_file"):
        found.string(image.get("image_url"), f"{at}/image_url", most=3000)
    found.string(image.get("alt_text"), f"{at}/alt_text", most=2000)


def check_confirm(confirm: Any, at: str, found: Findings) -> None:
    """Check a confirmation dialog."""
    if confirm is None:
        return
    if not isinstance(confirm, dict):
        found.add("must provide an object", at)
        return
    found.known(confirm, ("title", "text", "confirm", "deny", "style"), at)
    if confirm.get("style") not in (None, "primary", "danger"):
        found.add("must be a valid enum value: primary, danger", f"{at}/style")
    found.text(confirm.get("title"), f"{at}/title", most=100)
    found.text(confirm.get("text"), f"{at}/text", most=300, plain=False)
    found.text(confirm.get("confirm"), f"{at}/confirm", most=30)
    found.text(confirm.get("deny"), f"{at}/deny", most=30)


def _checks() -> Mapping[str, Callable[[Json, str, Findings], None]]:
    return {
        "button": _button,
        "static_select": _select,
        "multi_static_select": _select,
        "external_select": _external,
        "multi_external_select": _external,
        "users_select": _picker,
        "multi_users_select": _picker,
        "conversations_select": _picker,
        "datepicker": _date,
        "timepicker": _time,
        "plain_text_input": _typing,
        "number_input": _number,
        "checkboxes": _boxes,
        "radio_buttons": _boxes,
        "overflow": _overflow,
        "image": check_image,
    }


def _button(button: Json, at: str, found: Findings) -> None:
    found.known(button, (*BASE, "text", "value", "url", "style", "accessibility_label"), at)
    found.text(button.get("text"), f"{at}/text", most=75)
    found.string(button.get("value"), f"{at}/value", most=2000, least=0, required=False)
    found.string(button.get("url"), f"{at}/url", most=3000, required=False)
    found.string(button.get("accessibility_label"), f"{at}/accessibility_label", most=75, required=False)
    if button.get("style") not in (None, "primary", "danger"):
        found.add("must be a valid enum value: primary, danger", f"{at}/style")


def _select(select: Json, at: str, found: Findings) -> None:
    fields = ("options", "option_groups", "initial_option", "initial_options", "placeholder", "max_selected_items")
    found.known(select, (*BASE, *fields), at)
    found.text(select.get("placeholder"), f"{at}/placeholder", most=150, required=False)
    if "option_groups" in select:
        groups = found.rows(select["option_groups"], f"{at}/option_groups", most=100)
        for number, group in enumerate(groups):
            found.text(group.get("label"), f"{at}/option_groups/{number}/label", most=75)
            _options(group.get("options"), f"{at}/option_groups/{number}/options", most=100, found=found)
    else:
        _options(select.get("options"), f"{at}/options", most=100, found=found)
    _initial(select, at, found)


def _external(select: Json, at: str, found: Findings) -> None:
    fields = ("initial_option", "initial_options", "placeholder", "min_query_length", "max_selected_items")
    found.known(select, (*BASE, *fields), at)
    found.text(select.get("placeholder"), f"{at}/placeholder", most=150, required=False)
    least = select.get("min_query_length")
    if least is not None and not (isinstance(least, int) and least >= 0):
        found.add("must be more than -1", f"{at}/min_query_length")
    if "initial_options" in select:
        _options(select["initial_options"], f"{at}/initial_options", most=MOST_OPTIONS, found=found)
    if "initial_option" in select:
        _options([select["initial_option"]], f"{at}/initial_option", most=1, found=found)


def check_answer(answer: Json) -> list[str]:
    """Give what is wrong with the options an app offers for what somebody typed, none when all is well."""
    found = Findings()
    if "option_groups" in answer:
        groups = found.rows(answer["option_groups"], "/option_groups", most=MOST_OPTIONS, least=0)
        for number, group in enumerate(groups):
            found.text(group.get("label"), f"/option_groups/{number}/label", most=75)
            _options(group.get("options"), f"/option_groups/{number}/options", most=MOST_OPTIONS, found=found)
    elif answer.get("options") != []:
        _options(answer.get("options"), "/options", most=MOST_OPTIONS, found=found)
    return found.messages


def _picker(picker: Json, at: str, found: Findings) -> None:
    fields = ("initial_user", "initial_users", "initial_conversation", "default_to_current_conversation")
    found.known(picker, (*BASE, *fields, "placeholder", "filter", "response_url_enabled", "max_selected_items"), at)
    found.text(picker.get("placeholder"), f"{at}/placeholder", most=150, required=False)


def _date(picker: Json, at: str, found: Findings) -> None:
    found.known(picker, (*BASE, "initial_date", "placeholder"), at)
    found.text(picker.get("placeholder"), f"{at}/placeholder", most=150, required=False)
    _matches(picker.get("initial_date"), r"\d{4}-\d{2}-\d{2}", f"{at}/initial_date", found)


def _time(picker: Json, at: str, found: Findings) -> None:
    found.known(picker, (*BASE, "initial_time", "placeholder", "timezone"), at)
    found.text(picker.get("placeholder"), f"{at}/placeholder", most=150, required=False)
    _matches(picker.get("initial_time"), r"\d{2}:\d{2}", f"{at}/initial_time", found)


def _typing(field: Json, at: str, found: Findings) -> None:
    fields = ("initial_value", "multiline", "min_length", "max_length", "dispatch_action_config", "placeholder")
    found.known(field, (*BASE, *fields), at)
    found.text(field.get("placeholder"), f"{at}/placeholder", most=150, required=False)
    most = field.get("max_length", 3000)
    if not isinstance(most, int) or not 1 <= most <= 3000:
        found.add("must be between 1 and 3000", f"{at}/max_length")
        return
    found.string(field.get("initial_value"), f"{at}/initial_value", most=most, least=0, required=False)


def _number(field: Json, at: str, found: Findings) -> None:
    fields = ("is_decimal_allowed", "initial_value", "min_value", "max_value", "dispatch_action_config", "placeholder")
    found.known(field, (*BASE, *fields), at)
    if not isinstance(field.get("is_decimal_allowed"), bool):
        found.add("missing required field: is_decimal_allowed", at)
    for name in ("initial_value", "min_value", "max_value"):
        found.string(field.get(name), f"{at}/{name}", most=64, required=False)


def _boxes(boxes: Json, at: str, found: Findings) -> None:
    found.known(boxes, (*BASE, "options", "initial_option", "initial_options"), at)
    _options(boxes.get("options"), f"{at}/options", most=10, found=found, marked=True)
    _initial(boxes, at, found)


def _overflow(menu: Json, at: str, found: Findings) -> None:
    found.known(menu, (*BASE, "options"), at)
    _options(menu.get("options"), f"{at}/options", most=5, found=found)


def _options(options: Any, at: str, *, most: int, found: Findings, marked: bool = False) -> None:
    for number, option in enumerate(found.rows(options, at, most=most)):
        here = f"{at}/{number}"
        if not isinstance(option, dict):
            found.add("must provide an object", here)
            continue
        found.text(option.get("text"), f"{here}/text", most=75, plain=not marked)
        found.string(option.get("value"), f"{here}/value", most=150)
        found.text(option.get("description"), f"{here}/description", most=75, plain=not marked, required=False)


def _initial(select: Json, at: str, found: Findings) -> None:
    chosen = select.get("initial_options") or ([select["initial_option"]] if select.get("initial_option") else [])
    offered = all_options(select)
    for option in chosen:
        if option not in offered:
            found.add("initial option must be one of the options", f"{at}/initial_option")
    if select.get("initial_options") == []:
        found.add("no less than 1 items required", f"{at}/initial_options")


def _matches(value: Any, pattern: str, at: str, found: Findings) -> None:
    if value is not None and not (isinstance(value, str) and re.fullmatch(pattern, value)):
        found.add(f"must match {pattern}", at)


def all_options(element: Json) -> list[Json]:
    """Give an element's options, those in groups included."""
    grouped = [option for group in element.get("option_groups") or [] for option in group.get("options", [])]
    return [*(element.get("options") or []), *grouped]
