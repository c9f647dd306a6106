"""Interactions and commands: what a person does, and every documented field of the payload."""

# ruff: noqa: E501 a row per case

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.workspace import APP_ID, APP_USER
from tests.sandbox.shapes import button, manifest, modal, plain

from .bounds import options
from .cases import (
    BLOCK_ACTIONS,
    BLOCK_SUGGESTION,
    COMMANDS,
    INTERACTION,
    SHORTCUT_PAYLOADS,
    VIEW_PAYLOADS,
    Case,
    Deed,
    of_element,
)
from .desk import ANNA, BERND, COFFEE, Desk

Json = dict[str, Any]
WHO: Json = {"id": ANNA, "username": "anna.lindqvist", "name": "anna.lindqvist", "team_id": "T0SANDBOX"}
BASE: Json = {
    "type": ..., "user": WHO, "team": {"id": "T0SANDBOX", "domain": "tiedemann-kruehn"}, "api_app_id": APP_ID,
    "token": ..., "enterprise": None, "is_enterprise_install": False,
}  # fmt: skip
PLACE: Json = {"id": COFFEE, "name": "kaffeerunde"}
PRESSED: Json = {
    "type": "button",
    "action_id": "go",
    "block_id": "block-go",
    "action_ts": ...,
    "text": ...,
    "value": "v",
}
FORM: Json = dict.fromkeys(
    [
        "id",
        "team_id",
        "type",
        "blocks",
        "private_metadata",
        "callback_id",
        "state",
        "hash",
        "title",
        "clear_on_close",
        "notify_on_close",
        "close",
        "submit",
        "previous_view_id",
        "root_view_id",
        "app_id",
        "external_id",
        "app_installed_team_id",
        "bot_id",
    ],
    ...,
)
OUTSIDE = [{"type": "input", "block_id": "b", "label": plain("L"), "element": {"type": "external_select", "action_id": "ext", "min_query_length": 1}}]  # fmt: skip
LOOSE = [{"type": "actions", "block_id": "b", "elements": [{"type": "external_select", "action_id": "ext", "min_query_length": 1}]}]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction(Case):
    """What somebody does (`deed`), the payload's type, and exactly its fields; `...` stands for anything."""

    kind: str
    deed: Callable[[Desk], object]
    fields: Json


def interaction(name: str, source: str, kind: str, deed: Callable[[Desk], object], **fields: Any) -> Interaction:
    """Give a case."""
    return Interaction(name=name, source=source, kind=kind, deed=deed, fields=fields)


def pressed(desk: Desk, *, thread: bool = False) -> None:
    """Post a button and let Anna press it."""
    parent = desk.posted() if thread else ""
    ts = desk.posted(blocks=[button("go")], **({"thread_ts": parent} if thread else {}))
    press(desk, {"type": "message", "channel": COFFEE, "ts": ts})


def press(desk: Desk, container: Json) -> None:
    """Let Anna press the button that stands there."""
    assert desk.act("click", container=container, action_id="go")["ok"]


def pressed_for_one(desk: Desk) -> None:
    """Show Anna alone a button and let her press it."""
    ts = desk.call("chat.postEphemeral", channel=COFFEE, user=ANNA, text="a", blocks=[button("go")])["message_ts"]
    press(desk, {"type": "message", "channel": COFFEE, "ts": ts})


def pressed_in_modal(desk: Desk) -> None:
    """Open a modal with a button and let Anna press it."""
    desk.opened(modal(blocks=[button("go"), *modal()["blocks"]]))
    press(desk, {"type": "modal"})


def pressed_at_home(desk: Desk) -> None:
    """Show a Home tab with a button and let Anna press it."""
    desk.call("views.publish", user_id=ANNA, view={"type": "home", "blocks": [button("go")]})
    press(desk, {"type": "home"})


def submitted(desk: Desk) -> None:
    """Open a form and let Anna send it."""
    desk.opened(modal())
    desk.act("submit", state={"name": {"text": {"type": "plain_text_input", "value": "Tee"}}})


def closed(desk: Desk) -> None:
    """Open a form that tells when it is closed, and let Anna close it."""
    desk.opened(modal(notify_on_close=True))
    desk.act("close")


def cleared(desk: Desk) -> None:
    """Open a form that takes all others along when it is closed, and close it."""
    desk.opened(modal(notify_on_close=True, clear_on_close=True))
    desk.act("close")


def typed(desk: Desk, container: Json) -> None:
    """Let Anna type into a select whose options the app knows."""
    desk.ear.answers["block_suggestion"] = {"options": options(1)}
    assert desk.act("suggest", container=container, action_id="ext", typed="Te")["ok"]


def typed_in_modal(desk: Desk) -> None:
    """Let Anna type in a modal."""
    desk.opened(modal(blocks=OUTSIDE))
    typed(desk, {"type": "modal"})


def typed_in_message(desk: Desk) -> None:
    """Let Anna type in a message."""
    typed(desk, {"type": "message", "channel": COFFEE, "ts": desk.posted(blocks=LOOSE)})


def typed_at_home(desk: Desk) -> None:
    """Let Anna type on a Home tab."""
    desk.call("views.publish", user_id=ANNA, view={"type": "home", "blocks": LOOSE})
    typed(desk, {"type": "home"})


def used_of_a_message(desk: Desk) -> None:
    """Let Anna use a shortcut on Bernd's message."""
    desk.act("shortcut", callback_id="help", channel=COFFEE, ts=desk.said(by=BERND))


MESSAGE_BOX: Json = {"type": "message", "message_ts": ..., "channel_id": COFFEE, "is_ephemeral": False}
ANSWERABLE: Json = {"trigger_id": ..., "response_url": ...}
STATED: Json = {"state": {"values": {}}, "actions": [PRESSED]}
COMMAND: Json = {
    "token": ..., "team_id": "T0SANDBOX", "team_domain": "tiedemann-kruehn", "channel_id": COFFEE,
    "channel_name": "kaffeerunde", "user_id": ANNA, "user_name": "anna.lindqvist", "command": "/probe", "text": "eins zwei",
    "api_app_id": APP_ID, "is_enterprise_install": "false", "response_url": ..., "trigger_id": ...,
}  # fmt: skip

INTERACTIONS: tuple[Interaction, ...] = (
    interaction("a button in a message", BLOCK_ACTIONS, "block_actions", pressed, **BASE, **ANSWERABLE, **STATED, container=MESSAGE_BOX, channel=PLACE, message=...),
    interaction("a button in a thread", BLOCK_ACTIONS, "block_actions", lambda desk: pressed(desk, thread=True), **BASE, **ANSWERABLE, **STATED, container=MESSAGE_BOX | {"thread_ts": ...}, channel=PLACE, message=...),
    interaction("a button in an ephemeral message comes without it", BLOCK_ACTIONS, "block_actions", pressed_for_one, **BASE, **ANSWERABLE, **STATED, container=MESSAGE_BOX | {"is_ephemeral": True}, channel=PLACE),
    interaction("a button in a modal", BLOCK_ACTIONS, "block_actions", pressed_in_modal, **BASE, trigger_id=..., container={"type": "view", "view_id": ...}, view=FORM, actions=[PRESSED]),
    interaction("a button on the Home tab", BLOCK_ACTIONS, "block_actions", pressed_at_home, **BASE, trigger_id=..., container={"type": "view", "view_id": ...}, view=FORM, actions=[PRESSED]),
    interaction("a form that is sent", VIEW_PAYLOADS, "view_submission", submitted, **BASE, trigger_id=..., view=FORM, response_urls=[]),
    interaction("a form that is closed", VIEW_PAYLOADS, "view_closed", closed, **BASE, view=FORM, is_cleared=False),
    interaction("a form that is closed with all below it", VIEW_PAYLOADS, "view_closed", cleared, **BASE, view=FORM, is_cleared=True),
    interaction("typing into a select of a modal", BLOCK_SUGGESTION, "block_suggestion", typed_in_modal, **BASE, action_id="ext", block_id="b", value="Te", container={"type": "view", "view_id": ...}, view=FORM),
    interaction("typing into a select of a message", BLOCK_SUGGESTION, "block_suggestion", typed_in_message, **BASE, action_id="ext", block_id="b", value="Te", container=MESSAGE_BOX, channel=PLACE, message=...),
    interaction("typing into a select of the Home tab", BLOCK_SUGGESTION, "block_suggestion", typed_at_home, **BASE, action_id="ext", block_id="b", value="Te", container={"type": "view", "view_id": ...}, view=FORM),
    interaction("a global shortcut", SHORTCUT_PAYLOADS, "shortcut", lambda desk: desk.act("shortcut", callback_id="help"), **BASE, callback_id="help", trigger_id=..., action_ts=...),
    interaction("a shortcut of a message", SHORTCUT_PAYLOADS, "message_action", used_of_a_message, **BASE, **ANSWERABLE, callback_id="help", action_ts=..., channel=PLACE, message_ts=..., message=...),
    interaction("a slash command", COMMANDS, "/probe", lambda desk: desk.act("command", text="/probe  eins zwei ", channel=COFFEE), **COMMAND),
    interaction("a slash command in a direct message", COMMANDS, "/probe", lambda desk: desk.act("say", text="/probe eins zwei", channel=desk.call("conversations.open", users=ANNA)["channel"]["id"]), **COMMAND | {"channel_id": ..., "channel_name": "directmessage"}),
    interaction("a slash command in a private channel", COMMANDS, "/probe", lambda desk: desk.act("command", text="/probe eins zwei", channel=desk.people.create_channel("still", by=ANNA, private=True)), **COMMAND | {"channel_id": ..., "channel_name": "privategroup"}),
)  # fmt: skip


def chosen(kind: str, slot: str, value: Any, **fields: Any) -> Callable[[Desk], None]:
    """Prove that a choice comes in its slot, in the action and in the state."""

    def prove(desk: Desk) -> None:
        element = {"type": kind, "action_id": "go", **fields}
        ts = desk.posted(blocks=[{"type": "section", "block_id": "b", "text": plain("T"), "accessory": element}])
        desk.act("click", container={"type": "message", "channel": COFFEE, "ts": ts}, action_id="go", **{slot: value})
        payload = desk.last("block_actions")
        (action,) = payload["actions"]
        assert {key: action[key] for key in ("type", "action_id", "block_id", slot)} == {
            "type": kind, "action_id": "go", "block_id": "b", slot: value,
        }  # fmt: skip
        kept = {} if kind == "overflow" else {"b": {"go": {"type": kind, slot: value}}}
        assert payload["state"]["values"] == kept

    return prove


ONE, TWO = options(2)
CHOICES: tuple[Deed, ...] = tuple(
    Deed(name=f"a choice in {kind} comes as {slot}", source=of_element(page), proof=chosen(kind, slot, value, **fields))
    for kind, page, slot, value, fields in (
        ("static_select", "select-menu", "selected_option", ONE, {"options": [ONE, TWO]}),
        ("users_select", "select-menu", "selected_user", BERND, {}),
        ("conversations_select", "select-menu", "selected_conversation", COFFEE, {}),
        ("external_select", "select-menu", "selected_option", ONE, {}),
        ("multi_static_select", "multi-select-menu", "selected_options", [TWO], {"options": [ONE, TWO]}),
        ("multi_users_select", "multi-select-menu", "selected_users", [BERND, APP_USER], {}),
        ("multi_external_select", "multi-select-menu", "selected_options", [ONE], {}),
        ("radio_buttons", "radio-button-group", "selected_option", TWO, {"options": [ONE, TWO]}),
        ("checkboxes", "checkboxes", "selected_options", [ONE, TWO], {"options": [ONE, TWO]}),
        ("overflow", "overflow-menu", "selected_option", ONE, {"options": [ONE, TWO]}),
        ("datepicker", "date-picker", "selected_date", "2026-03-09", {}),
        ("timepicker", "time-picker", "selected_time", "10:30", {}),
    )
)  # fmt: skip


def not_interactive(desk: Desk) -> None:
    """Prove that without interactivity nothing comes."""
    told = manifest()
    told["settings"]["interactivity"] = {"is_enabled": False}
    ts = desk.posted(blocks=[button("go")])
    desk.workspace.install(told)
    container = {"type": "message", "channel": COFFEE, "ts": ts}
    assert desk.act("click", container=container, action_id="go")["error"] == "not_interactive"


def keeps_typed(desk: Desk) -> None:
    """Prove that a button in a form brings what was typed into the others, and that it stays."""
    desk.opened(modal(blocks=[button("go"), *modal()["blocks"]]))
    state = {"name": {"text": {"type": "plain_text_input", "value": "Tee"}}}
    desk.act("click", container={"type": "modal"}, action_id="go", state=state)
    assert desk.last("block_actions")["view"]["state"]["values"] == state
    desk.act("submit")
    assert desk.last("view_submission")["view"]["state"]["values"] == state


RULES: tuple[Deed, ...] = (
    *CHOICES,
    Deed(name="without interactivity nothing comes", source=INTERACTION, proof=not_interactive),
    Deed(name="a button in a form brings the other fields along", source=BLOCK_ACTIONS, proof=keeps_typed),
)
