"""The ways to reach somebody, as they wrote them: which of them may become a link, and where it leads. Pure."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_MAIL = re.compile(r"[^\s@<>|]{1,64}@[^\s@<>|/]{1,190}\.[^\s@<>|/]{2,63}")
_PHONE = re.compile(r"(?:\+|00?)[\d\s()/.-]{4,30}")
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(?::\d{1,5})?")
_KEPT = "/?&=+,;:@%~!$'()*-._"
"""Signs of an address that stay as they are; the percent sign, so that what is encoded already is not encoded twice."""


def address_of(way: str) -> str:
    """Return where a way leads, percent-encoded: mailto:, tel: or https:; empty for what is only words."""
    said = way.strip()
    if _MAIL.fullmatch(said):
        return f"mailto:{quote(said, safe='@.+-_')}"
    if _PHONE.fullmatch(said):
        number = re.sub(r"\(0\)|[^\d+]", "", said)
        return f"tel:{'+' + number[2:] if number.startswith('00') else number}"
    return _page(said)


def _page(said: str) -> str:
    """Return a page's address; nothing but https, no name or password in it."""
    if not said.lower().startswith("https://") or any(sign.isspace() for sign in said):
        return ""
    try:
        parts = urlsplit(said)
        host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    except ValueError:
        return ""
    if not _HOST.fullmatch(host) or "." not in host:
        return ""
    rest = quote(parts.path, safe=_KEPT)
    query = f"?{quote(parts.query, safe=_KEPT)}" if parts.query else ""
    fragment = f"#{quote(parts.fragment, safe=_KEPT)}" if parts.fragment else ""
    return f"https://{host}{rest}{query}{fragment}"
