"""Commands and interactions as Slack words them for the app."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from bot.sandbox import events, forms, windows
from bot.sandbox.choices import chosen_action
from bot.sandbox.model import Conversation, Json, Message, View
from bot.sandbox.workspace import APP_ID, Workspace

CHANNEL_WORDS = {"im": "directmessage", "private": "privategroup"}


@dataclass(frozen=True, slots=True)
class Place:
    """Which element somebody used, what was chosen there, and what the other fields hold."""

    block_id: str
    action_id: str
    chosen: Json
    state: Json


def command(workspace: Workspace, user: str, conversation: Conversation, *, name: str, text: str) -> Json:
    """Give the form of a slash command."""
    key = workspace.tickets.reply(conversation.id, user)
    return {
        "token": "sandbox",
        "team_id": workspace.team["id"],
        "team_domain": workspace.team["domain"],
        "channel_id": conversation.id,
        "channel_name": _channel_word(conversation),
        "user_id": user,
        "user_name": workspace.people[user].name,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": f"{workspace.base_url}/response/{key}",
        "trigger_id": workspace.tickets.trigger(user),
    }


def message_click(
    workspace: Workspace, user: str, conversation: Conversation, *, message: Message, place: Place
) -> Json:
    """Give block_actions for an element of a message; an ephemeral one does not come along."""
    action, own = _action(message.blocks, place)
    key = workspace.tickets.reply(conversation.id, user, message_ts=message.ts, ephemeral=bool(message.only_for))
    return {
        **_base(workspace, "block_actions", user),
        **message_place(workspace, conversation, message),
        "trigger_id": workspace.tickets.trigger(user),
        "response_url": f"{workspace.base_url}/response/{key}",
        "state": {"values": forms.fill(message.blocks, _merged(place.state, own))},
        "actions": [action],
    }


def message_place(workspace: Workspace, conversation: Conversation, message: Message) -> Json:
    """Give what a payload says of the message it comes from; an ephemeral one does not come along."""
    ephemeral = bool(message.only_for)
    container = {"type": "message", "message_ts": message.ts, "channel_id": conversation.id, "is_ephemeral": ephemeral}
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    where = {"container": container, "channel": {"id": conversation.id, "name": _channel_word(conversation)}}
    return where if ephemeral else where | {"message": events.shape(workspace, conversation, message)}


def message_shortcut(
    workspace: Workspace, user: str, conversation: Conversation, *, message: Message, callback_id: str
) -> Json:
    """Give message_action: somebody used the app's entry in the menu of a message (docs.slack.dev, shortcuts payloads).

    Its response url leads into the conversation and not to the message, which may be anybody's.
    """
    key = workspace.tickets.reply(conversation.id, user)
    return _shortcut(workspace, "message_action", user, callback_id) | {
        "channel": {"id": conversation.id, "name": _channel_word(conversation)},
        "message_ts": message.ts,
        "message": events.shape(workspace, conversation, message),
        "response_url": f"{workspace.base_url}/response/{key}",
    }


def global_shortcut(workspace: Workspace, user: str, callback_id: str) -> Json:
    """Give shortcut: somebody used the app's entry in Slack's own search; it comes from no conversation."""
    return _shortcut(workspace, "shortcut", user, callback_id)


def view_click(workspace: Workspace, view: View, place: Place) -> Json:
    """Give block_actions for an element of a modal or a Home tab, and remember the fields."""
    action, own = _action(view.body["blocks"], place)
    view.values = forms.fill(view.body["blocks"], _merged(place.state, own), known=view.values)
    return _base(workspace, "block_actions", view.owner) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": workspace.tickets.trigger(view.owner, view="" if view.home else view.id),
        "view": windows.shape(workspace, view),
        "actions": [action],
    }


def suggestion(workspace: Workspace, user: str, where: Json, *, place: Place, typed: str) -> Json:
    """Give block_suggestion: somebody types into a select whose options the app knows; `where` is what it stands in."""
    asked = {"action_id": place.action_id, "block_id": place.block_id, "value": typed}
    return _base(workspace, "block_suggestion", user) | where | asked


def submission(workspace: Workspace, view: View) -> Json:
    """Give view_submission."""
    return _base(workspace, "view_submission", view.owner) | {
        "trigger_id": workspace.tickets.trigger(view.owner, view=view.id),
        "view": windows.shape(workspace, view),
        "response_urls": [],
    }


def closing(workspace: Workspace, view: View, *, cleared: bool) -> Json:
    """Give view_closed."""
    shown = {"view": windows.shape(workspace, view), "is_cleared": cleared}
    return _base(workspace, "view_closed", view.owner) | shown


def _base(workspace: Workspace, kind: str, user: str) -> Json:
    team, person = workspace.team, workspace.people[user]
    return {
        "type": kind,
        "user": {"id": user, "username": person.name, "name": person.name, "team_id": team["id"]},
        "team": {"id": team["id"], "domain": team["domain"]},
        "api_app_id": APP_ID,
        "token": "sandbox",
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _shortcut(workspace: Workspace, kind: str, user: str, callback_id: str) -> Json:
    return _base(workspace, kind, user) | {
        "callback_id": callback_id,
        "trigger_id": workspace.tickets.trigger(user),
        "action_ts": f"{time.time():.6f}",
    }


def _action(blocks: list[Json], place: Place) -> tuple[Json, Json]:
    now = f"{time.time():.6f}"
    return chosen_action(blocks, block_id=place.block_id, action_id=place.action_id, chosen=place.chosen, ts=now)


def _channel_word(conversation: Conversation) -> str:
    return CHANNEL_WORDS.get(conversation.kind, conversation.name)


def _merged(state: Json, own: Json) -> Json:
    merged: dict[str, Any] = {block: dict(values) for block, values in state.items()}
    for block, values in own.items():
        merged.setdefault(block, {}).update(values)
    return merged
