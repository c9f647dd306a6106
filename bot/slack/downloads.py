"""Files: what somebody shared with Rondo is read, from Slack's own host only; what Rondo shares is sent there."""

from __future__ import annotations

from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

from slack_sdk import WebClient

from bot.errors import DeliveryError


def download(client: WebClient, url: str, *, most: int) -> bytes:
    """Return the file behind `url_private_download`, at most `most` bytes. Raises DeliveryError.

    Slack answers a token without `files:read` with its login page or a redirect there; neither is followed or read.
    """
    if not is_slacks(url, api_url=client.base_url):
        raise DeliveryError("not_allowed", permanent=True)
    request = Request(url, headers={"Authorization": f"Bearer {client.token}", "User-Agent": "Rondo"})  # noqa: S310
    try:
        with _opener(client).open(request, timeout=client.timeout) as answer:
            if answer.headers.get_content_type() == "text/html":
                raise DeliveryError("missing_scope", permanent=True)
            raw: bytes = answer.read(most + 1)
    except HTTPError as error:
        with error:
            is_login = error.code in {301, 302, 303, 307, 308, 401, 403}
            raise DeliveryError("missing_scope" if is_login else "unreachable", permanent=is_login) from None
    except (OSError, HTTPException, ValueError):
        raise DeliveryError("unreachable") from None
    if len(raw) > most:
        raise DeliveryError("invalid", permanent=True)
    return raw


def send(client: WebClient, url: str, content: bytes) -> None:
    """Send the bytes of a file to the address that Slack gave for it; no token goes with them. Raises DeliveryError."""
    if not is_slacks(url, api_url=client.base_url):
        raise DeliveryError("not_allowed", permanent=True)
    headers = {"Content-Type": "application/octet-stream", "User-Agent": "Rondo"}
    request = Request(url, data=content, headers=headers, method="POST")  # noqa: S310 the address was looked at
    try:
        with _opener(client).open(request, timeout=client.timeout):
            pass
    except (OSError, HTTPException, ValueError):
        raise DeliveryError("unreachable") from None


def is_slacks(url: str, *, api_url: str) -> bool:
    """Return whether the token may be shown to this address: the API's own host, or its `files.` sister."""
    try:
        asked, api = urlsplit(url), urlsplit(api_url)
        sister = f"files.{api.hostname}"
        same_port = asked.port == api.port
    except ValueError:
        return False
    return asked.scheme == api.scheme and same_port and asked.hostname in {api.hostname, sister} and not asked.username


class _Stays(HTTPRedirectHandler):
    """Follows no redirect: the token would go with it."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _opener(client: WebClient) -> OpenerDirector:
    proxies = {"https": client.proxy} if client.proxy else {}
    return build_opener(ProxyHandler(proxies), HTTPSHandler(context=client.ssl), _Stays())
