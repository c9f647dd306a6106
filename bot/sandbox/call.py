"""One Web API call: its arguments read as Slack reads them, and what the caller may do."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import SlackError
from bot.sandbox.model import Conversation, Json
from bot.sandbox.workspace import APP_USER, Workspace

SCOPE_WORDS = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


@dataclass(frozen=True, slots=True)
class Call:
    """A method's name and arguments, bound to the workspace it acts on."""

    workspace: Workspace
    method: str
    args: Mapping[str, Any]

    def text(self, name: str, default: str = "") -> str:
        """Read a string."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def flag(self, name: str, default: bool = False) -> bool:
        """Read a boolean: true, "true", 1 and "1" are true."""
        value = self.args.get(name)
        return default if value is None else str(value).lower() in ("true", "1")

    def items(self, name: str) -> list[str]:
        """Read a list, given as such or separated by commas."""
        value = self.args.get(name)
        if isinstance(value, str):
            value = json.loads(value) if value.startswith("[") else value.split(",")
        return [str(item).strip() for item in value or [] if str(item).strip()]

    def structure(self, name: str) -> Any:
        """Read JSON, given as such or as a string; None when missing; raise ValueError for no JSON."""
        value = self.args.get(name)
        return json.loads(value) if isinstance(value, str) and value else value or None

    def limit(self, default: int, most: int) -> int:
        """Read the page size."""
        try:
            wanted = int(self.args.get("limit") or default)
        except ValueError:
            raise SlackError("invalid_limit") from None
        if wanted < 1:
            raise SlackError("invalid_limit")
        return min(wanted, most)

    def page(self, rows: list[Any], *, default: int, most: int = 1000) -> tuple[list[Any], str]:
        """Cut one page out of `rows` and give the cursor of the next."""
        start = self._start()
        end = start + self.limit(default, most)
        following = f"{self.method}:{end}"
        return rows[start:end], base64.b64encode(following.encode()).decode() if end < len(rows) else ""

    def conversation(self, name: str = "channel") -> Conversation:
        """Find the conversation; a private one the app is not in does not exist for it."""
        wanted = self.text(name)
        found = self.workspace.conversations.get(wanted)
        if found is None and self.method == "chat.postMessage" and wanted:
            named = wanted.lstrip("#")
            found = next((c for c in self.workspace.conversations.values() if c.name == named), None)
        if found is None or (found.kind != "public" and APP_USER not in found.members):
            raise SlackError("channel_not_found")
        return found

    def need(self, *scopes: str) -> None:
        """Demand one of these scopes."""
        have = self.workspace.installation.scopes
        if not any(scope in have for scope in scopes):
            raise SlackError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(have)))

    def need_for(self, conversation: Conversation, right: str) -> None:
        """Demand the scope that fits the conversation's type: `right` is read, history or write."""
        self.need(f"{SCOPE_WORDS[conversation.kind]}:{right}")

    def _start(self) -> int:
        cursor = self.text("cursor")
        if not cursor:
            return 0
        try:
            method, _, start = base64.b64decode(cursor, validate=True).decode().rpartition(":")
            if method != self.method:
                raise SlackError("invalid_cursor")
            return int(start)
        except (ValueError, binascii.Error):
            raise SlackError("invalid_cursor") from None


def paged(key: str, rows: list[Any], cursor: str) -> Json:
    """Give an answer with a page and its cursor."""
    return {key: rows, "response_metadata": {"next_cursor": cursor}}
