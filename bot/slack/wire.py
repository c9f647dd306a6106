"""One connection for many calls, for a sandbox on the same machine.

Slack itself closes idle connections when it likes, and a call on such a line ends in doubt; so the real bot opens a
new one for each call, and only the simulation, whose time is dear, keeps its line.
"""

from __future__ import annotations

import io
import threading
import time
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request

from slack_sdk import WebClient

IDLE = 2.0
"""Seconds after which a line is not trusted any more; the sandbox's server hangs up after five."""


class Line(HTTPConnection):
    """A connection that sends a request in one packet, and hangs up when nobody holds it any more."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._held = b""

    def send(self, data: Any) -> None:
        """Hold a part of a request until the answer is asked for: head and body wake the other side once."""
        self._held += data

    def getresponse(self) -> HTTPResponse:
        """Send what is held, and wait for the answer."""
        held, self._held = self._held, b""
        super().send(held)
        return super().getresponse()

    def __del__(self) -> None:
        self.close()


class KeptClient(WebClient):
    """A client that keeps its line open, one for each thread."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._lines = threading.local()

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        """Make one call; raises as urllib does, so that the SDK understands it."""
        line, target = self._line(url), urlsplit(url)
        body = req.data if isinstance(req.data, bytes) else None
        try:
            line.request("POST", f"{target.path}?{target.query}".rstrip("?"), body, dict(req.header_items()))
            answer = line.getresponse()
            said = answer.read()
        except BaseException:
            line.close()
            raise
        self._lines.used = time.monotonic()
        if answer.status >= 400:
            raise HTTPError(url, answer.status, answer.reason, answer.headers, io.BytesIO(said))
        return {"status": answer.status, "headers": answer.headers, "body": said.decode("utf-8")}

    def _line(self, url: str) -> Line:
        line: Line | None = getattr(self._lines, "line", None)
        if line is None or time.monotonic() - self._lines.used > IDLE:
            if line is not None:
                line.close()
            line = Line(urlsplit(url).netloc, timeout=self.timeout)
            self._lines.line, self._lines.used = line, time.monotonic()
        return line
