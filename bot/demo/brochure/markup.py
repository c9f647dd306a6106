"""HTML as values: whatever is no `Html` is a text, and is escaped."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from typing import Any

VOID = frozenset({"meta", "link", "hr", "br"})


class Html(str):
    """Markup that is complete and safe."""

    __slots__ = ()


def tag(name: str, /, *children: str | Iterable[str], **props: str | bool | None) -> Html:
    """Return an element; `class_` is class, `data_view` is data-view; a property that is None or False is left out."""
    given = [(key.rstrip("_").replace("_", "-"), value) for key, value in props.items() if value not in (None, False)]
    said = "".join(f" {key}" if value is True else f' {key}="{escape(str(value))}"' for key, value in given)
    return Html(f"<{name}{said}>") if name in VOID else Html(f"<{name}{said}>{joined(*children)}</{name}>")


def joined(*children: str | Iterable[str]) -> Html:
    """Return several children one after the other."""
    return Html("".join(_one(child) for child in children))


def data(value: Any, **props: str) -> Html:
    """Return values for a script of the page; nothing in them can end the element."""
    said = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        said = said.replace(sign, f"\\u{ord(sign):04x}")
    return tag("script", Html(said), type="application/json", **props)


def _one(child: str | Iterable[str]) -> str:
    if isinstance(child, Html):
        return child
    if isinstance(child, str):
        return escape(child)
    return "".join(_one(one) for one in child)
