"""The door for Slack's HTTP deliveries: size, headers, age and signature, before anything is parsed or logged."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping

LARGEST = 1_000_000
"""Bytes; Slack's own payloads stay far below."""
OLDEST = 300
"""Seconds a request may be old (docs.slack.dev, verifying requests)."""
_STAMP = re.compile(r"[0-9]{10}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


def is_genuine(headers: Mapping[str, str], body: bytes, *, secret: str, epoch: float) -> bool:
    """Return whether Slack signed this body with our secret, and recently; compares in constant time.

    `epoch` is the present in seconds since 1970.
    """
    stamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    if not _STAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature) or len(body) > LARGEST:
        return False
    if abs(epoch - int(stamp)) > OLDEST:
        return False
    expected = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v0={expected}", signature)
