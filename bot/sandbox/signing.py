"""Signed HTTP delivery as Slack does it: version v0, HMAC-SHA256 over timestamp and body."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from bot.sandbox.model import Json


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status 0 and a reason in Slack's words when nothing did."""

    status: int
    text: str = ""
    payload: Json = field(default_factory=dict)
    reason: str = ""
    no_retry: bool = False


def post(
    url: str, kind: str, payload: Json, *, secret: str, timeout: float, retry: tuple[int, str] = (0, "")
) -> Answer:
    """POST one payload, signed; events as JSON, commands and interactions as forms."""
    body, content_type = _body(kind, payload)
    stamp = str(int(time.time()))
    headers = {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(secret, stamp, body),
    }
    if retry[0]:
        headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
    return _send(url, body, headers, timeout)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Give the value of X-Slack-Signature."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()


def _body(kind: str, payload: Json) -> tuple[bytes, str]:
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def _send(url: str, body: bytes, headers: dict[str, str], timeout: float) -> Answer:
    parts = urlsplit(url)
    make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = make(parts.netloc, timeout=timeout)
    try:
        connection.request("POST", parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        no_retry = response.headers.get("X-Slack-No-Retry") == "1"
    except TimeoutError:
        return Answer(0, reason="http_timeout")
    except (OSError, http.client.HTTPException):
        return Answer(0, reason="connection_failed")
    finally:
        connection.close()
    reason = "" if response.status < 300 else "http_error"
    return Answer(response.status, text, _payload(text), reason, no_retry)


def _payload(text: str) -> Json:
    try:
        read = json.loads(text) if text.strip() else {}
    except ValueError:
        return {"text": text}
    return read if isinstance(read, dict) else {}
