"""A sandbox without a server: calls go to its gate, and what it sends to the app is heard here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.acts import Acts
from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import ActError, SlackError
from bot.sandbox.gate import Gate, Reply
from bot.sandbox.methods import registry
from bot.sandbox.respond import through_url
from bot.sandbox.workspace import Workspace

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANNA, BERND, CARLA, SAMIRA, URSULA = "U0001ANNAXX", "U0002BERNDX", "U0003CARLAX", "U0044SAMIRA", "U0046URSULA"
COFFEE, HAMBURG, FAIR, BOARD = "C0002KAFFEE", "C0005HAMBUR", "C0006MESSE2", "C0007LEITUN"
"""A channel with the app, one without it, an archived one, and a private one without it."""
BOT, APP = "xoxb-sandbox", "xapp-sandbox"
Json = dict[str, Any]


class Ear:
    """The app's end of a connection: keeps what came and acknowledges it with the answer for its type."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.envelopes: list[Json] = []
        self.answers: dict[str, Json | Callable[[Json], Json]] = {}

    def push(self, envelope: Json) -> None:
        """Take an envelope."""
        self.envelopes.append(envelope)
        payload = envelope["payload"]
        answer = self.answers.get(str(payload.get("type", payload.get("command"))), {})
        given = answer(payload) if callable(answer) else answer
        self._workspace.courier.ack(envelope["envelope_id"], given)

    def end(self) -> None:
        """Hang up."""


class Desk:
    """One workspace of the invented company, everything granted, at noon; time stands still."""

    def __init__(self, *, deaf: bool = False, **settings: Any) -> None:
        self.clock = SandboxClock(NOON, running=False)
        self.workspace = Workspace(clock=self.clock, ack_seconds=0.3, **settings)
        self.notes: Json = {}
        self.ear = Ear(self.workspace)
        self._gate = Gate(self.workspace, registry())
        self._acts = Acts(self.workspace)
        if not deaf:
            self.workspace.courier.join(self.ear)

    @property
    def people(self) -> Any:
        """What people and administrators do."""
        return self._acts.people

    def ask(self, method: str, args: Mapping[str, Any] | None = None, *, token: str = "") -> Reply:
        """Call a method as the app does; texts with a $ before them are notes."""
        known = {key: self._noted(value) for key, value in (args or {}).items()}
        own = APP if method == "apps.connections.open" else BOT
        return self._gate.answer(method, known, token=token or own)

    def call(self, method: str, **args: Any) -> Json:
        """Call a method that must succeed, and give its answer."""
        body = self.ask(method, args).body
        assert body["ok"], (method, body)
        return dict(body)

    def refused(self, method: str, **args: Any) -> str:
        """Call a method that must fail, and give the error's code."""
        body = self.ask(method, args).body
        assert not body["ok"], (method, body)
        return str(body["error"])

    def act(self, do: str, by: str = ANNA, **particulars: Any) -> Json:
        """Let somebody do something; a failure is given as `error`."""
        try:
            return {"ok": True, **self._acts.perform({"do": do, "as": by, **particulars})}
        except ActError as failure:
            return {"ok": False, "error": failure.code, "errors": failure.errors}

    def respond(self, url: str, **payload: Any) -> str:
        """Post to a response url; give "ok" or the error's code."""
        try:
            through_url(self.workspace, url.rpartition("/")[2], payload)
        except SlackError as refusal:
            return refusal.code
        return "ok"

    def heard(self, kind: str) -> list[Json]:
        """Give the payloads of this type: an interaction, a command, or an event by the event's type."""
        payloads = [envelope["payload"] for envelope in self.ear.envelopes]
        return [one for one in payloads if kind in (one.get("type"), one.get("command"), _event(one).get("type"))]

    def last(self, kind: str) -> Json:
        """Give the last payload of this type."""
        found = self.heard(kind)
        assert found, f"no {kind} came"
        return found[-1]

    def event(self, kind: str) -> Json:
        """Give the last event of this type, without its envelope."""
        return dict(self.last(kind)["event"])

    def posted(self, **fields: Any) -> str:
        """Post as the app, in the coffee channel unless told otherwise; give the timestamp."""
        return str(self.call("chat.postMessage", **({"channel": COFFEE, "text": "Hallo"} | fields))["ts"])

    def said(self, text: str = "Hallo", *, by: str = ANNA, channel: str = COFFEE, thread_ts: str = "") -> str:
        """Let somebody post; give the timestamp."""
        return str(self.act("say", by, text=text, channel=channel, thread_ts=thread_ts)["ts"])

    def trigger(self, by: str = ANNA) -> str:
        """Let somebody use the command; give its trigger id."""
        self.act("command", by, text="/probe", channel=COFFEE)
        return str(self.last("/probe")["trigger_id"])

    def opened(self, view: Json, *, by: str = ANNA) -> Json:
        """Open a modal for somebody and give it."""
        return dict(self.call("views.open", trigger_id=self.trigger(by), view=view)["view"])

    def shared_file(self, *, by: str = ANNA, channel: str = COFFEE) -> str:
        """Let somebody share a file; give its id."""
        return str(self.act("upload", by, channel=channel, name="liste.txt", content="1, 2")["file"])

    def _noted(self, value: Any) -> Any:
        return self.notes[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def _event(payload: Json) -> Json:
    told = payload.get("event")
    return told if isinstance(told, dict) else {}
