"""Read the rituals file from the operator's address, politely: what did not change is not sent again.

The address may carry a secret, so that no error, log line or repr repeats it.
"""

from __future__ import annotations

import ssl
import time
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

from bot.config import MAX_BYTES
from bot.errors import SourceError
from bot.settings import Settings
from bot.slack.gateway import ssl_context

TIMEOUT = 10
"""Seconds for the whole answer."""
PIECE = 16_384


class Address:
    """One address, and what it said last time."""

    def __init__(self, url: str, opener: OpenerDirector) -> None:
        self._url, self._opener = url, opener
        self._marks: dict[str, str] = {}

    def read(self) -> bytes | None:
        """Return the file, at most one byte more than it may have; None when it did not change. Raises SourceError."""
        request = Request(self._url, headers={"User-Agent": "Rondo", **self._marks})  # noqa: S310 checked in settings
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                raw = _read(answer)
                self._remember(answer.headers)
                return raw
        except HTTPError as error:
            with error:
                if error.code == 304:
                    return None
                raise SourceError(f"it answers with status {error.code}") from None
        except TimeoutError:
            raise SourceError("it does not answer in time") from None
        except (OSError, HTTPException, ValueError) as error:
            raise SourceError(f"it cannot be reached ({type(error).__name__})") from None

    def _remember(self, headers: HTTPMessage) -> None:
        told = {"If-None-Match": headers.get("ETag"), "If-Modified-Since": headers.get("Last-Modified")}
        self._marks = {name: value for name, value in told.items() if value}


def build_address(settings: Settings) -> Address | None:
    """Return the operator's address, None where there is none; an http address is this machine and needs no proxy."""
    url = settings.rituals_url
    if not url:
        return None
    is_secure = urlsplit(url).scheme == "https"
    proxies = {"https": settings.proxy} if settings.proxy and is_secure else {}
    context: ssl.SSLContext = ssl_context(settings)
    return Address(url, build_opener(ProxyHandler(proxies), HTTPSHandler(context=context), _SameScheme()))


class _SameScheme(HTTPRedirectHandler):
    """Follows redirects, but never from https to something else."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if urlsplit(newurl).scheme != urlsplit(req.full_url).scheme:
            raise SourceError("it redirects to another scheme")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _read(answer: Any) -> bytes:
    """Read no more than tells that a file is too long, and no longer than TIMEOUT."""
    ends = time.monotonic() + TIMEOUT
    read = bytearray()
    while len(read) <= MAX_BYTES:
        piece = answer.read1(min(PIECE, MAX_BYTES + 1 - len(read)))
        if not piece:
            break
        read += piece
        if time.monotonic() > ends:
            raise TimeoutError
    return bytes(read)
