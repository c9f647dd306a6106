"""Text as data: cleaning what comes in, escaping what goes out, named placeholders, people as placeholders.

It knows no language and no Slack client. Escaping follows Slack's rule for mrkdwn: only & < > are special.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_PERSON = re.compile(r"<@person:([A-Za-z0-9_-]+)>")
_UNCUTTABLE = re.compile(r"<[^<>]*>|&(?:amp|lt|gt);")
NOBODY = "…"
"""What stands where somebody was mentioned who is no longer known."""


def clean(raw: str, *, limit: int) -> str:
    """Return text from a person without control, bidi and zero-width characters, at most `limit` long."""
    visible = _INVISIBLE.sub("", raw.replace("\r\n", "\n"))
    kept = "".join(c for c in visible if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})
    return unicodedata.normalize("NFC", kept).strip()[:limit].rstrip()


def escape(text: str) -> str:
    """Return the text such that Slack shows it letter by letter: no mention, no link, no date."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(url: str, label: str) -> str:
    """Return a link in Slack's markup; the address is ours and percent-encoded, the label is escaped already."""
    return f"<{escape(url)}|{label.replace('|', '¦')}>"


def fill(template: str, value_of: Callable[[str], str | None]) -> str:
    """Replace each {name} by `value_of(name)`; a name without a value stays as it is. Values are not read again."""

    def put(match: re.Match[str]) -> str:
        value = value_of(match.group(1))
        return match.group(0) if value is None else value

    return _PLACEHOLDER.sub(put, template)


def placeholders(template: str) -> frozenset[str]:
    """Return the names that stand in braces."""
    return frozenset(_PLACEHOLDER.findall(template))


def clip(text: str, limit: int) -> str:
    """Shorten to `limit` characters with an ellipsis, never inside a mention, a link or an entity."""
    if len(text) <= limit:
        return text
    end = limit - 1
    for match in _UNCUTTABLE.finditer(text):
        if match.start() >= end:
            break
        if match.end() > end:
            end = match.start()
            break
    return text[:end].rstrip() + "…"


def person(person_id: str) -> str:
    """Return the placeholder for a person; it becomes a mention only when the letter leaves."""
    return f"<@person:{person_id}>"


def address(tree: Any, slack_ids: Mapping[str, str]) -> Any:
    """Return the payload with every person placeholder turned into a Slack mention."""
    return spell_out(tree, {person_id: f"<@{slack_id}>" for person_id, slack_id in slack_ids.items()})


def spell_out(tree: Any, names: Mapping[str, str]) -> Any:
    """Return the payload with every person placeholder turned into what stands for that person."""
    if isinstance(tree, str):
        return _PERSON.sub(lambda m: names.get(m[1], NOBODY), tree)
    if isinstance(tree, Mapping):
        return {key: spell_out(value, names) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [spell_out(value, names) for value in tree]
    return tree


def people_in(tree: Any) -> frozenset[str]:
    """Return the ids of all people a payload names."""
    if isinstance(tree, str):
        return frozenset(_PERSON.findall(tree))
    if isinstance(tree, Mapping):
        tree = list(tree.values())
    if isinstance(tree, list | tuple):
        return frozenset().union(*(people_in(value) for value in tree)) if tree else frozenset()
    return frozenset()
