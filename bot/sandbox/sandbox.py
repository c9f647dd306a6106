"""A running sandbox, with the few verbs tests speak."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

from starlette.routing import BaseRoute

from bot.sandbox import sight, windows
from bot.sandbox.acts import Acts
from bot.sandbox.blocks import elements
from bot.sandbox.choices import answer
from bot.sandbox.errors import ActError
from bot.sandbox.links import disconnect
from bot.sandbox.model import Json, Person
from bot.sandbox.server import Server, build
from bot.sandbox.workspace import APP_USER, Workspace

HOST = "127.0.0.1"


class Sandbox:
    """A workspace and its server; people are named by id, handle or the beginning of their name."""

    def __init__(
        self,
        workspace: Workspace | None = None,
        *,
        host: str = HOST,
        port: int = 0,
        extra_routes: Sequence[BaseRoute] = (),
    ) -> None:
        """Bind the port at once, so that `url` is known before the start."""
        self.workspace = workspace or Workspace()
        self._acts = Acts(self.workspace)
        self._server = Server(build(self.workspace, host=host, extra_routes=extra_routes), host=host, port=port)
        self.url = f"http://{host}:{self._server.port}"
        self.api_url = f"{self.url}/api/"
        self.workspace.base_url = self.url

    def start(self) -> Self:
        """Serve in a daemon thread."""
        self._server.start()
        return self

    def stop(self) -> None:
        """End the server and every connection."""
        self._server.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def install(self, manifest: Mapping[str, Any]) -> None:
        """Install the app with a manifest in Slack's format."""
        self.workspace.install(manifest)

    def person(self, name: str) -> Person:
        """Look a colleague up."""
        return self.workspace.person(name)

    def command(self, text: str, *, by: str, channel: str = "allgemein") -> Json:
        """Run a slash command and wait for the ack."""
        return self._act("command", by, text=text, channel=channel)

    def click(self, action_id: str, *, by: str, on: str | Json = "", block_id: str = "", **chosen: Any) -> Json:
        """Use an element: of the modal, else of the newest message that has it, else of the Home tab.

        `on` narrows it to "modal", "home", "message" or one message row; `chosen` is `value=` or Slack's own
        `selected_option=` and so on; `state=` carries other fields in Slack's shape.
        """
        user = self.person(by).id
        container = self._container(user, action_id, block_id, on)
        return self._act("click", user, container=container, action_id=action_id, block_id=block_id, **chosen)

    def shortcut(self, callback_id: str, *, by: str, on: Json | None = None) -> Json:
        """Use a shortcut: in the menu of the message row `on`, or without one in Slack's own search."""
        place = {} if on is None else {"channel": on["channel"], "ts": on["ts"]}
        return self._act("shortcut", by, callback_id=callback_id, **place)

    def suggest(self, action_id: str, typed: str, *, by: str, on: str | Json = "", block_id: str = "") -> Json:
        """Type into a select whose options the app knows; `options` are what it offers."""
        container = self._container(self.person(by).id, action_id, block_id, on)
        return self._act("suggest", by, container=container, action_id=action_id, block_id=block_id, typed=typed)

    def submit(self, values: Mapping[str, Any] | None = None, *, by: str, state: Json | None = None) -> Json:
        """Submit the open modal; `values` are plain ones by action id or block id, `state` is in Slack's shape."""
        user = self.person(by).id
        return self._act("submit", user, state=(state or {}) | self._state(user, values or {}))

    def close(self, *, by: str) -> Json:
        """Close the modal on top."""
        return self._act("close", by)

    def open_home(self, *, by: str) -> Json:
        """Look at the Home tab."""
        return self._act("open_home", by)

    def say(self, text: str, *, by: str, channel: str, thread_ts: str = "") -> Json:
        """Post as a person."""
        return self._act("say", by, text=text, channel=channel, thread_ts=thread_ts)

    def upload(self, name: str, content: str | bytes, *, by: str, channel: str = APP_USER, text: str = "") -> Json:
        """Share a file as a person, in the direct message with the app unless a channel is named."""
        return self._act("upload", by, channel=channel, name=name, content=content, text=text)

    def join(self, channel: str, *, by: str) -> Json:
        """Join a channel."""
        return self._act("join", by, channel=channel)

    def leave(self, channel: str, *, by: str) -> Json:
        """Leave a channel."""
        return self._act("leave", by, channel=channel)

    def deactivate(self, name: str) -> Json:
        """Deactivate an account."""
        return self._act("deactivate", "", user=name)

    def add_person(self, real_name: str, **fields: Any) -> Person:
        """Let a new colleague join."""
        return self._acts.people.add(real_name, **fields)

    def change(self, name: str, **fields: Any) -> Json:
        """Change somebody's profile."""
        return self._act("change", "", user=name, fields=fields)

    def share(self, channel: str, *, pending: bool = False) -> Json:
        """Share a channel with another company, or only invite it."""
        return self._act("share", "", channel=channel, pending=pending)

    def unshare(self, channel: str) -> Json:
        """End the sharing of a channel."""
        return self._act("unshare", "", channel=channel)

    def change_group(self, handle: str, members: Sequence[str]) -> Json:
        """Give a user group other members."""
        return self._act("change_group", "", handle=handle, members=list(members))

    def revoke_tokens(self) -> None:
        """Remove the app from the workspace."""
        self._acts.people.revoke_tokens()

    def inbox(self, name: str) -> list[Json]:
        """Give what reached this person: direct and group messages and own ephemerals."""
        with self.workspace.lock:
            return sight.inbox(self.workspace, self.person(name).id)

    def channel_messages(self, name: str) -> list[Json]:
        """Give all messages of a conversation, in order, without ephemerals."""
        with self.workspace.lock:
            conversation = self.workspace.channel(name)
            return [sight.message_row(self.workspace, conversation, ts) for ts in conversation.messages]

    def modal(self, name: str) -> Json | None:
        """Give the view on top of somebody's modals."""
        with self.workspace.lock:
            view = windows.top(self.workspace, self.person(name).id)
            return windows.shape(self.workspace, view) if view else None

    def home(self, name: str) -> Json | None:
        """Give somebody's Home tab."""
        with self.workspace.lock:
            view = self.workspace.views.get(self.workspace.homes.get(self.person(name).id, ""))
            return windows.shape(self.workspace, view) if view else None

    def disconnect(self, *, reason: str = "refresh_requested", warn: bool = True) -> int:
        """Close the Socket Mode connections."""
        return disconnect(self.workspace, reason=reason, warn=warn)

    def connected(self) -> int:
        """Count the Socket Mode connections."""
        return len(self.workspace.courier.links())

    def until(self, holds: Callable[[], Any], *, seconds: float = 3.0) -> Any:
        """Wait for something to become true and give it; raise TimeoutError after `seconds` real ones."""
        deadline = time.monotonic() + seconds
        while not (result := holds()):
            if time.monotonic() > deadline:
                raise TimeoutError("it did not come true")
            time.sleep(0.005)
        return result

    def settle(self, *, seconds: float = 3.0) -> None:
        """Wait until the app has acknowledged everything."""
        self.until(lambda: not self.workspace.courier.pending(), seconds=seconds)

    def _act(self, do: str, by: str, **particulars: Any) -> Json:
        try:
            return {"ok": True, **self._acts.perform({"do": do, "as": by, **particulars})}
        except ActError as failure:
            return {"ok": False, "error": failure.code, "message": failure.message, "errors": failure.errors}

    def _container(self, user: str, action_id: str, block_id: str, on: str | Json) -> Json:
        if isinstance(on, dict):
            return {"type": "message", "channel": on["channel"], "ts": on["ts"]}
        with self.workspace.lock:
            modal = windows.top(self.workspace, user)
            if on in ("", "modal") and modal and _has(modal.body["blocks"], action_id, block_id):
                return {"type": "modal"}
            if on in ("", "message"):
                for row in reversed(self._seen(user)):
                    if row["bot"] and _has(row["blocks"], action_id, block_id):
                        return {"type": "message", "channel": row["channel"], "ts": row["ts"]}
        return {"type": on or "home"}

    def _seen(self, user: str) -> list[Json]:
        rows: list[Json] = []
        for conversation in self.workspace.conversations.values():
            rows += sight.messages(self.workspace, user, conversation, read=False)
        return sorted(rows, key=lambda row: str(row["ts"]))

    def _state(self, user: str, values: Mapping[str, Any]) -> Json:
        state: Json = {}
        with self.workspace.lock:
            view = windows.top(self.workspace, user)
            for block, element in elements(view.body["blocks"] if view else []):
                for name in (element["action_id"], block["block_id"]):
                    if name in values:
                        state.setdefault(block["block_id"], {})[element["action_id"]] = answer(element, values[name])
        return state


def _has(blocks: list[Json], action_id: str, block_id: str) -> bool:
    return any(e["action_id"] == action_id and block_id in ("", b["block_id"]) for b, e in elements(blocks))
