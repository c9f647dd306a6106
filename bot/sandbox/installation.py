"""What the installed app may do: scopes, events and commands from its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import ManifestError

BUILT_IN = frozenset(
    [
        "/active",
        "/add",
        "/apps",
        "/archive",
        "/away",
        "/call",
        "/collapse",
        "/dm",
        "/dnd",
        "/expand",
        "/feed",
        "/feedback",
        "/huddle",
        "/invite",
        "/invite_people",
        "/join",
        "/keys",
        "/kick",
        "/leave",
        "/list",
        "/me",
        "/msg",
        "/mute",
        "/open",
        "/part",
        "/prefs",
        "/remind",
        "/remove",
        "/rename",
        "/search",
        "/shortcuts",
        "/shrug",
        "/star",
        "/status",
        "/topic",
        "/unarchive",
        "/who",
    ]
)

SHORTCUT_KINDS = ("message", "global")
SHORTCUTS_MOST, SHORTCUT_NAME_MOST, CALLBACK_MOST = 10, 24, 255

EVENT_SCOPES: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_created": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unarchive": ("channels:read",),
    "channel_unshared": ("channels:read", "groups:read"),
    "file_shared": ("files:read",),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "reaction_added": ("reactions:read",),
    "subteam_created": ("usergroups:read",),
    "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "team_join": ("users:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}


@dataclass(frozen=True, slots=True)
class Command:
    """One slash command of the manifest."""

    command: str
    description: str = ""
    usage_hint: str = ""
    url: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One entry of the manifest's shortcuts; `kind` is "message" (in the menu of each) or "global"."""

    callback_id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Installation:
    """The installed app; `permissive` accepts any command and grants every scope and event."""

    name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: Mapping[str, Command]
    shortcuts: Mapping[str, Shortcut] = field(default_factory=dict)
    home: bool = True
    messages_tab: bool = True
    messages_read_only: bool = False
    interactive: bool = True
    socket_mode: bool = True
    urls: Mapping[str, str] = field(default_factory=dict)
    permissive: bool = False

    def hears(self, event: str, *, scope: str | None = None) -> bool:
        """True when the app subscribed to `event` and holds a scope for it."""
        if self.permissive:
            return True
        if event not in self.events:
            return False
        wanted = (scope,) if scope else EVENT_SCOPES.get(event, ())
        return not wanted or any(s in self.scopes for s in wanted)


def everything(scopes: frozenset[str]) -> Installation:
    """Grant all: the installation of a sandbox nobody gave a manifest to."""
    wanted = frozenset(s for group in EVENT_SCOPES.values() for s in group)
    extra = {"users:read.email", "commands"}
    return Installation(
        name="app",
        scopes=scopes | wanted | extra,
        events=frozenset(EVENT_SCOPES),
        commands={},
        permissive=True,
    )


def read(manifest: Mapping[str, Any]) -> Installation:
    """Read a manifest in Slack's format; raise ManifestError for what Slack would not install."""
    features = _part(manifest, "features")
    settings = _part(manifest, "settings")
    home = _part(features, "app_home")
    scopes = frozenset(_part(_part(manifest, "oauth_config"), "scopes").get("bot") or ())
    return Installation(
        name=_name(manifest, features),
        scopes=scopes,
        events=_events(settings, scopes),
        commands=_commands(features.get("slash_commands") or [], scopes),
        shortcuts=_shortcuts(features.get("shortcuts") or [], scopes),
        home=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        messages_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
        interactive=bool(_part(settings, "interactivity").get("is_enabled", False)),
        socket_mode=bool(settings.get("socket_mode_enabled", False)),
        urls={
            "events_api": str(_part(settings, "event_subscriptions").get("request_url") or ""),
            "interactive": str(_part(settings, "interactivity").get("request_url") or ""),
            **_options_url(settings),
        },
    )


def _options_url(settings: Mapping[str, Any]) -> dict[str, str]:
    """Give where options are asked for, if the manifest says so; without it such a select stays empty."""
    url = _part(settings, "interactivity").get("message_menu_options_url")
    return {"options": str(url)} if url else {}


def _events(settings: Mapping[str, Any], scopes: frozenset[str]) -> frozenset[str]:
    events = frozenset(_part(settings, "event_subscriptions").get("bot_events") or ())
    unknown = sorted(events - set(EVENT_SCOPES))
    if unknown:
        raise ManifestError(f"the sandbox does not know these events: {', '.join(unknown)}")
    for event in sorted(events):
        wanted = EVENT_SCOPES[event]
        if wanted and not any(scope in scopes for scope in wanted):
            raise ManifestError(f"the event {event} needs the scope {' or '.join(wanted)}")
    return events


def _commands(rows: list[Mapping[str, Any]], scopes: frozenset[str]) -> dict[str, Command]:
    if rows and "commands" not in scopes:
        raise ManifestError("slash commands need the scope commands")
    commands: dict[str, Command] = {}
    for row in rows:
        name = str(row.get("command", ""))
        if not name.startswith("/") or " " in name or name != name.lower() or len(name) > 32:
            raise ManifestError(f"{name!r} is no valid slash command: a slash, then lower-case letters without blanks")
        if name in BUILT_IN:
            raise ManifestError(f"{name} is one of Slack's own commands and cannot be registered")
        if not row.get("description"):
            raise ManifestError(f"{name} needs a description")
        commands[name] = Command(
            name,
            str(row["description"]),
            usage_hint=str(row.get("usage_hint") or ""),
            url=str(row.get("url") or ""),
            should_escape=bool(row.get("should_escape")),
        )
    return commands


def _shortcuts(rows: list[Mapping[str, Any]], scopes: frozenset[str]) -> dict[str, Shortcut]:
    """Read the shortcuts; limits as the app manifest reference gives them."""
    if rows and "commands" not in scopes:
        raise ManifestError("shortcuts need the scope commands")
    if len(rows) > SHORTCUTS_MOST:
        raise ManifestError(f"an app has at most {SHORTCUTS_MOST} shortcuts")
    found: dict[str, Shortcut] = {}
    for row in rows:
        name, kind, callback = (str(row.get(key) or "") for key in ("name", "type", "callback_id"))
        if kind not in SHORTCUT_KINDS:
            raise ManifestError(f"the shortcut {name!r} needs a type: message or global")
        if not name or len(name) > SHORTCUT_NAME_MOST or not row.get("description"):
            raise ManifestError(f"the shortcut {callback!r} needs a description and a name of at most 24 characters")
        if not callback or callback in found or len(callback) > CALLBACK_MOST:
            raise ManifestError(f"the shortcut {name!r} needs a callback_id of its own, at most 255 characters")
        found[callback] = Shortcut(callback, name, kind)
    return found


def _name(manifest: Mapping[str, Any], features: Mapping[str, Any]) -> str:
    shown = _part(features, "bot_user").get("display_name") or _part(manifest, "display_information").get("name")
    return str(shown or "app")


def _part(whole: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = whole.get(key)
    return part if isinstance(part, Mapping) else {}
