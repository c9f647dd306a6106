"""The app manifest: only the scopes, events and commands that the running rituals file needs. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from bot.config import Config
from bot.config.needs import needs_of
from bot.model import Audience
from bot.rituals.base import Kind, scopes_of
from bot.slack.listeners.commands import COMMAND
from bot.slack.listeners.events import EVENTS, GROUP_EVENTS
from bot.slack.listeners.uploads import UPLOAD
from bot.slack.views.asking import ABOUT

METHODS: Mapping[str, tuple[str, ...]] = {
    "api.test": (),
    "auth.test": (),
    "apps.connections.open": (),  # connections:write, of the app token
    "users.list": ("users:read",),
    "users.info": ("users:read",),
    "conversations.list": ("channels:read", "groups:read"),
    "conversations.members": ("channels:read", "groups:read"),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "chat.delete": ("chat:write",),
    "views.publish": (),
    "views.open": (),
    "views.push": (),
    "views.update": (),
    "conversations.open": (),  # the kinds that open conversations name their scopes
    "conversations.history": (),  # what one person gets; elsewhere only with the operator's look-up
    "conversations.replies": (),
    "usergroups.list": (),  # only where the rituals file names a user group
    "usergroups.users.list": (),
    "team.profile.get": (),  # only where it needs a department or site, or has a directory
    "users.profile.get": (),
    "files.getUploadURLExternal": (),  # the kinds that share files name their scopes
    "files.completeUploadExternal": (),
    "files.info": (),  # only where the rituals file names managers
}
"""Every method the gateway calls, with the scopes it always needs (docs.slack.dev, per method)."""
LOOK_UP = ("channels:history", "groups:history", "mpim:history")
"""What the operator may grant so that a letter in doubt can be looked up where others talk; see docs/operating.md."""
OWN = ("im:write", "im:history")
"""Who may write to one person may look up what arrived there: nobody else talks in it."""
GROUPS, PROFILES = "usergroups:read", "users.profile:read"
"""What audiences may need."""
TOLD = ("im:write",)
"""What it takes to write to managers and owners."""
MANAGED = ("files:read", "im:history", *TOLD)
"""What it takes that managers send Rondo a rituals file; only where the file names managers."""
SHORTCUTS = {"de": "Wer kann helfen?", "en": "Who can help?"}
"""In the menu of each message. Slack takes 24 characters, and one language for everybody: that of the rituals file."""
LISTED = (
    "im:write",  # a request for help, its answer, and "still right?" go to one person alone
    "mpim:write",  # who asks and who helps get a conversation of their own
    "files:write",  # everything that the directory holds of somebody, sent to that person as a file
)
"""What the directory needs; and PROFILES where Slack's profiles may hold a field of it, which by default they may."""
WITH_GOALS = (
    "im:write",  # what somebody needs of somebody, and what was decided, go to one person alone
    "files:write",  # everything that is held of somebody about goals, sent to that person as a file
)
"""What goals need."""
USAGE = "help | list | join | leave | pause [until] | resume | skip | next | meet | why"
USAGE_LISTED = " | find … | ask … | card @… | me"
USAGE_GOALS = " | goals"
CREATE = "https://api.slack.com/apps?new_app=1&manifest_json="


def scopes(config: Config, kinds: Mapping[str, Kind], *, look_up: bool = False) -> tuple[str, ...]:
    """Return the bot scopes that this rituals file needs, sorted."""
    needed = {"commands", *(scope for method in METHODS.values() for scope in method)}
    for ritual in config.rituals:
        needed.update(scopes_of(kinds[ritual.kind], ritual))
    if is_managed(config):
        needed.update(MANAGED)
    if any(ritual.owner for ritual in config.rituals):
        needed.update(TOLD)
    if config.directory is not None:
        needed.update(LISTED)
    if config.has_goals:
        needed.update(WITH_GOALS)
    if OWN[0] in needed:
        needed.update(OWN)
    if look_up:
        needed.update(LOOK_UP)
    needs = needs_of(config, kinds)
    needed.update([GROUPS] if needs.user_groups else [], [PROFILES] if needs.reads_profiles else [])
    return tuple(sorted(needed))


def events(config: Config, kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """Return the events that this rituals file needs, sorted; messages to Rondo only where managers may send a file."""
    of_groups = GROUP_EVENTS if needs_of(config, kinds).user_groups else ()
    return tuple(sorted((*EVENTS, *of_groups, *((UPLOAD,) if is_managed(config) else ()))))


def is_managed(config: Config) -> bool:
    """Return whether the file names managers."""
    return config.managers != Audience()


def commands(config: Config) -> tuple[str, ...]:
    """Return /rondo and the aliases of the rituals file."""
    return (COMMAND, *sorted(config.commands))


def manifest(
    config: Config, kinds: Mapping[str, Kind], *, http_url: str | None = None, look_up: bool = False
) -> dict[str, Any]:
    """Return the manifest; with `http_url` (https://host) Slack delivers there, else over the socket."""
    address = f"{http_url.rstrip('/')}/slack/events" if http_url else None
    where: dict[str, Any] = {"request_url": address} if address else {}
    offers: dict[str, Any] = {"message_menu_options_url": address} if address and config.directory else {}
    there: dict[str, Any] = {"url": address} if address else {}
    return {
        "display_information": {
            "name": "Rondo",
            "description": "Rituale und Begegnungen · rituals and introductions",
            "background_color": "#1f3a4d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": not is_managed(config),
            },
            "bot_user": {"display_name": "Rondo", "always_online": True},
            **_shortcuts(config),
            "slash_commands": [
                {**_described(command, config), "should_escape": False, **there} for command in commands(config)
            ],
        },
        "oauth_config": {"scopes": {"bot": list(scopes(config, kinds, look_up=look_up))}},
        "settings": {
            "event_subscriptions": {"bot_events": list(events(config, kinds)), **where},
            "interactivity": {"is_enabled": True, **where, **offers},
            "org_deploy_enabled": False,
            "socket_mode_enabled": http_url is None,
            "token_rotation_enabled": False,
        },
    }


def creation_link(document: Mapping[str, Any]) -> str:
    """Return the address that opens Slack's form with this manifest filled in."""
    return CREATE + quote(json.dumps(document, separators=(",", ":"), ensure_ascii=False))


def missing(granted: Iterable[str], config: Config, kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """Return the scopes that are needed and were not granted."""
    return tuple(sorted(set(scopes(config, kinds)) - set(granted)))


def _shortcuts(config: Config) -> dict[str, Any]:
    """Return the menu entry of messages; only where there is a directory."""
    if config.directory is None:
        return {}
    described = "Leute finden, die dazu helfen mögen · find people who like to help with this"
    name = SHORTCUTS[config.language]
    return {"shortcuts": [{"name": name, "type": "message", "callback_id": ABOUT, "description": described}]}


def _described(command: str, config: Config) -> dict[str, str]:
    if command == COMMAND:
        return {
            "command": command,
            "description": "Rituale: mitmachen, Pause, Termine · rituals: join, pause, dates",
            "usage_hint": USAGE
            + (USAGE_LISTED if config.directory is not None else "")
            + (USAGE_GOALS if config.has_goals else ""),
        }
    return {"command": command, "description": f"{COMMAND} {config.commands[command]}", "usage_hint": ""}
