"""What the sandbox does not imitate, and why; each gap is loud: what leads there is refused, and proved to be."""

# ruff: noqa: E501 a row per case

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.sandbox.errors import ManifestError
from tests.sandbox.shapes import manifest, plain

from .bounds import field
from .desk import COFFEE, Desk

ELEMENTS = (
    "channels_select", "multi_channels_select", "multi_conversations_select", "datetimepicker", "email_text_input",
    "url_text_input", "rich_text_input", "file_input", "workflow_button", "feedback_buttons", "icon_button",
)  # fmt: skip
BLOCKS = (
    "table", "card", "carousel", "file", "video", "call", "alert", "container", "plan", "task_card", "context_actions",
)  # fmt: skip
EVENTS = ("link_shared", "pin_added", "reaction_removed", "dnd_updated", "emoji_changed", "user_profile_changed")
METHODS = (
    "chat.scheduleMessage", "conversations.create", "conversations.invite", "conversations.kick", "dnd.teamInfo",
    "users.lookupByEmail", "reactions.remove", "oauth.v2.access", "admin.users.list", "files.upload",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gap:
    """Something left out, the reason, and the proof that it is refused rather than pretended (where it can be tried)."""

    what: str
    why: str
    proof: Callable[[Desk], None] | None = None


def elements_refused(desk: Desk) -> None:
    """Prove that other elements are refused by name."""
    for kind in ELEMENTS:
        view = {"type": "modal", "title": plain("T"), "submit": plain("S"), "blocks": field(kind)}
        told: Any = desk.ask("views.open", {"trigger_id": desk.trigger(), "view": view}).body
        assert told["response_metadata"]["messages"][0].startswith(f"[ERROR] unsupported type: {kind}")


def blocks_refused(desk: Desk) -> None:
    """Prove that other blocks are refused by name."""
    for kind in BLOCKS:
        told = desk.ask("chat.postMessage", {"channel": COFFEE, "text": "a", "blocks": [{"type": kind}]}).body
        assert told["error"] == "invalid_blocks"
        assert told["response_metadata"]["messages"][0].startswith(f"[ERROR] unsupported type: {kind}")


def events_refused(desk: Desk) -> None:
    """Prove that a manifest with other events is refused by name."""
    for event in EVENTS:
        with pytest.raises(ManifestError, match=event):
            desk.workspace.install(manifest(events=[event]))


def methods_refused(desk: Desk) -> None:
    """Prove that other methods are refused, and remembered as something that must not happen."""
    for method in METHODS:
        assert desk.refused(method) == "unknown_method"
        assert desk.workspace.refusals[-1]["method"] == method


GAPS: tuple[Gap, ...] = (
    Gap("Methods that Rondo does not call", "each is refused as `unknown_method` and remembered; a test may demand that none was", methods_refused),
    Gap("Blocks and elements that Rondo does not send", "each is refused by name, so that a new one gets its limits first", blocks_refused),
    Gap("Inputs for channels, e-mail, addresses, files, date and time in one", "refused by name as well", elements_refused),
    Gap("Events that Rondo has no use for", "a manifest that subscribes to one is not installed", events_refused),
    Gap("Enterprise Grid, several workspaces, OAuth, token rotation", "the sandbox is one workspace with one token of each kind"),
    Gap("What an administrator may forbid; the limits of a free plan", "its company forbids nothing and pays"),
    Gap("Redirects of a request url (`too_many_redirects`, `ssl_error`)", "any redirect counts as `http_error`: an app has no reason to answer with one"),
    Gap("`app_rate_limited` after 30,000 events an hour", "the chaos suite drops and doubles events instead"),
    Gap("The pause before a repeat over a socket", "Slack documents none; here it comes once the app has had its three seconds"),
    Gap("The exact words of `response_metadata.messages`", "Slack does not document them; the pointer to the place is as Slack gives it"),
    Gap("`msg_blocks_too_long` above 13,200 characters, metadata above 16,000", "Slack documents that there is a limit and not which; these are measured by others"),
    Gap("`action_ts` by the sandbox's clock", "it stays real, so that two clicks while time stands still differ"),
    Gap("Members of a user group that is out of use", "given also without `include_disabled`, as nothing says what Slack answers then"),
    Gap("An untouched `number_input`", "without `value`, though Slack's page names `null` for emptied fields in general; readers must take both"),
)  # fmt: skip
