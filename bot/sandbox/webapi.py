"""The Web API over HTTP: reading requests as Slack does, and the faults of the wire."""

from __future__ import annotations

import asyncio
import json
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.sandbox.errors import SlackError
from bot.sandbox.faults import Fault
from bot.sandbox.gate import Gate
from bot.sandbox.model import Json
from bot.sandbox.respond import through_url
from bot.sandbox.workspace import Workspace

CALL_FAULTS = ("429", "500", "not_ok", "reset", "lost_reply", "malformed", "hang")
DONE_ANYWAY = ("lost_reply", "malformed", "hang")
"""Faults that strike the answer only: what was asked for is done."""


class WebApi:
    """Answer `/api/<method>` and `/response/<id>`."""

    def __init__(self, workspace: Workspace, gate: Gate) -> None:
        self._workspace = workspace
        self._gate = gate

    async def call(self, request: Request) -> Response:
        """Run one method; form, JSON and query arguments are all the same."""
        method = request.path_params["method"]
        if self._is_down():
            self._gate.unanswered(method, struck="down", status=503)
            return PlainTextResponse("Service Unavailable", 503)
        fault = self._workspace.faults.take(CALL_FAULTS, method=method)
        if fault is not None and fault.kind == "reset":
            self._gate.unanswered(method, struck="reset")
            return await _drop(request)
        try:
            args = await _arguments(request)
        except ValueError:
            return JSONResponse({"ok": False, "error": "invalid_json"})
        except SlackError as refusal:
            return JSONResponse({"ok": False, "error": refusal.code})
        except ClientDisconnect:
            return Response()  # the app was killed in the middle of its request: nothing was asked for
        reply = self._gate.answer(method, args, token=_token(request, args), fault=fault)
        if fault is not None and fault.kind in DONE_ANYWAY:
            return await _struck(request, fault, reply.body)
        return JSONResponse(reply.body, reply.status, dict(reply.headers))

    async def respond(self, request: Request) -> Response:
        """Take what the app posts to a response url."""
        key = request.path_params["key"]
        if self._is_down():
            return PlainTextResponse("Service Unavailable", 503)
        try:
            payload = json.loads(await request.body())
            place = through_url(self._workspace, key, payload)
        except SlackError as refusal:
            self._workspace.journal.refuse(refusal.code, method="response_url", messages=refusal.messages)
            status = 404 if refusal.code in ("expired_url", "used_url") else 400
            return JSONResponse({"ok": False, "error": refusal.code}, status)
        except ValueError:
            return PlainTextResponse("invalid_payload", 400)
        at = self._workspace.clock.now().isoformat(timespec="microseconds")
        self._workspace.journal.way("response_url", "response_url", at=at, payload=payload, key=key, **place)
        return PlainTextResponse("ok")

    def _is_down(self) -> bool:
        down = self._workspace.faults.is_down(self._workspace.clock.epoch())
        if down:
            self._workspace.faults.note("down")
        return down


async def _struck(request: Request, fault: Fault, body: Json) -> Response:
    if fault.kind == "lost_reply":
        return await _drop(request)
    if fault.kind == "malformed":
        return Response(json.dumps(body)[: len(json.dumps(body)) // 2], media_type="application/json")
    await asyncio.sleep(fault.seconds)
    return JSONResponse(body)


async def _drop(request: Request) -> Response:
    """Cut the connection without a byte of answer; the server puts its transport into the request's state."""
    request.state.transport.abort()
    await asyncio.sleep(0)
    return Response()


async def _arguments(request: Request) -> dict[str, Any]:
    args: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind == "application/json":
        body = await request.body()
        read = json.loads(body) if body else {}
        if not isinstance(read, dict):
            raise SlackError("json_not_object")
        return args | read
    if kind == "multipart/form-data":
        return args | _parts(request.headers["content-type"], await request.body())
    return args | dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))


def _parts(kind: str, body: bytes) -> dict[str, str]:
    """Read the fields of a body of several parts."""
    read = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    parts = {}
    for part in (one for one in read.walk() if not one.is_multipart()):
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes) and part.get_filename() is None:
            parts[name] = content.decode("utf-8")
    return parts


def _token(request: Request, args: dict[str, Any]) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else str(args.get("token", ""))
