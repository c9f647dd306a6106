"""Small payloads the sandbox's tests are made of."""

from __future__ import annotations

from typing import Any


def plain(text: str) -> dict[str, Any]:
    """Give a plain text object."""
    return {"type": "plain_text", "text": text}


def button(action_id: str, text: str = "Go") -> dict[str, Any]:
    """Give an actions block with one button."""
    element = {"type": "button", "action_id": action_id, "text": plain(text), "value": "v"}
    return {"type": "actions", "block_id": f"block-{action_id}", "elements": [element]}


def modal(callback_id: str = "form", **fields: Any) -> dict[str, Any]:
    """Give a modal with one text field."""
    block = {
        "type": "input",
        "block_id": "name",
        "label": plain("Name"),
        "element": {"type": "plain_text_input", "action_id": "text"},
    }
    view = {"type": "modal", "callback_id": callback_id, "title": plain("Form"), "submit": plain("Send")}
    return view | {"blocks": [block]} | fields


def manifest(**scopes_and_events: list[str]) -> dict[str, Any]:
    """Give a manifest with a command, Home and interactivity; `scopes`, `events` as given."""
    return {
        "display_information": {"name": "Probe"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "Probe"},
            "slash_commands": [{"command": "/probe", "description": "Try it", "usage_hint": "[help]"}],
        },
        "oauth_config": {"scopes": {"bot": ["commands", *scopes_and_events.get("scopes", ["chat:write"])]}},
        "settings": {
            "event_subscriptions": {"bot_events": scopes_and_events.get("events", [])},
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
        },
    }
