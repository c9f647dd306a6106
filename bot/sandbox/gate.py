"""The door of the Web API: token, scope, limits, arguments; then the method itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.errors import SlackError
from bot.sandbox.faults import Fault
from bot.sandbox.model import Json
from bot.sandbox.workspace import Workspace

SECRET_ARGS = ("token",)
DIFFERENT_WORDS = ("conversations.open",)  # refuse a missing argument in their own words


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over HTTP."""

    status: int
    body: Json
    headers: Mapping[str, str]


class Gate:
    """Answer Web API calls as Slack would, and record each."""

    def __init__(self, workspace: Workspace, methods: Mapping[str, Callable[[Call], Json]]) -> None:
        self._workspace = workspace
        self._methods = methods

    def answer(self, method: str, args: Mapping[str, Any], *, token: str, fault: Fault | None = None) -> Reply:
        """Run one call from the token to the recorded answer; a `fault` of 429, 500 or not_ok strikes instead."""
        began = time.perf_counter()
        with self._workspace.lock:
            reply = _struck(fault) or self._run(method, args, token)
        ms = (time.perf_counter() - began) * 1000
        self._record(method, args, reply, ms=ms, struck=fault.kind if fault else "")
        return reply

    def unanswered(self, method: str, *, struck: str, status: int = 0) -> None:
        """Record a call that was not even read: Slack was down, or the connection was cut."""
        self._record(method, {}, Reply(status, {}, {}), ms=0.0, struck=struck)

    def _run(self, method: str, args: Mapping[str, Any], token: str) -> Reply:
        plain = {key: value for key, value in args.items() if key not in SECRET_ARGS}
        scopes = {"x-oauth-scopes": ",".join(sorted(self._workspace.installation.scopes))}
        try:
            result = self._call(Call(self._workspace, method, plain), token)
        except SlackError as refusal:
            if "retry_after" in refusal.fields:
                self._workspace.faults.note("limits")
                return _limited(refusal.fields["retry_after"])
            return Reply(200, self._refused(method, refusal), scopes)
        return Reply(200, {"ok": True, **result}, scopes)

    def _call(self, call: Call, token: str) -> Json:
        run = self._methods.get(call.method)
        if run is None:
            raise SlackError("unknown_method", req_method=call.method)
        facts = self._workspace.methods[call.method]
        self._check_token(call.method, token)
        if facts["bot_scopes"]:
            call.need(*facts["bot_scopes"])
        self._workspace.limits.check(call.method, tier=facts["tier"], channel=call.text("channel"))
        missing = [name for name in facts["required"] if call.args.get(name) in (None, "")]
        if missing and call.method not in DIFFERENT_WORDS:
            messages = [f"[ERROR] missing required field: {name}" for name in missing]
            raise SlackError("invalid_arguments", messages=messages)
        return run(call)

    def _check_token(self, method: str, token: str) -> None:
        if method == "api.test":
            return
        if not token:
            raise SlackError("not_authed")
        wanted, other = self._workspace.bot_token, self._workspace.app_token
        if method == "apps.connections.open":
            wanted, other = other, wanted
        if token == other:
            raise SlackError("not_allowed_token_type")
        if token != wanted:
            raise SlackError("invalid_auth")
        if self._workspace.token_word:
            raise SlackError(self._workspace.token_word)

    def _refused(self, method: str, refusal: SlackError) -> Json:
        if refusal.code in ("unknown_method", "invalid_blocks", "invalid_arguments", "missing_scope", "no_text"):
            self._workspace.journal.refuse(refusal.code, method=method, messages=refusal.messages, **refusal.fields)
        body: Json = {"ok": False, "error": refusal.code, **refusal.fields}
        if refusal.messages:
            body["response_metadata"] = {"messages": refusal.messages}
        return body

    def _record(self, method: str, args: Mapping[str, Any], reply: Reply, *, ms: float, struck: str) -> None:
        shown = {key: value for key, value in args.items() if key not in SECRET_ARGS}
        at = self._workspace.clock.now().isoformat(timespec="microseconds")
        error = str(reply.body.get("error", ""))
        answer = reply.body | ({"retry_after": int(reply.headers["Retry-After"])} if reply.status == 429 else {})
        self._workspace.journal.call(
            method, shown, at=at, status=reply.status, error=error, ms=ms, answer=answer, struck=struck
        )


def _struck(fault: Fault | None) -> Reply | None:
    if fault is not None and fault.kind == "429":
        return _limited(fault.retry_after)
    if fault is not None and fault.kind == "500":
        return Reply(500, {"ok": False, "error": "internal_error"}, {})
    if fault is not None and fault.kind == "not_ok":
        return Reply(200, {"ok": False, "error": fault.error}, {})
    return None


def _limited(seconds: int) -> Reply:
    return Reply(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(seconds)})
