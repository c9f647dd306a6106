"""How a text is written in YAML."""

from __future__ import annotations

import json
import re

PLAIN = re.compile(r"[A-Za-zÀ-ÿ][^:#{}\[\],\"'\n\\]*\Z")
WORDS_OF_YAML = frozenset({"null", "true", "false", "~"})


def as_scalar(text: str) -> str:
    """Return a text as it stands behind a key, in quotes only where it needs them."""
    stripped = text.strip()
    is_plain = PLAIN.match(stripped) and stripped.lower() not in WORDS_OF_YAML
    return stripped if is_plain else quoted(stripped)


def quoted(text: str) -> str:
    """Return a text in quotes: double ones, or single ones if it contains double ones and nothing else special."""
    if '"' in text and "'" not in text and "\\" not in text and "\n" not in text:
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)
