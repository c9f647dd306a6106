"""What Slack makes of the text people type."""

from __future__ import annotations

import re

from bot.sandbox.workspace import Workspace


def typed(text: str) -> str:
    """Escape `&`, `<` and `>` as Slack does in messages; mentions and links in angle brackets stay."""
    parts = re.split(r"(<(?:[@#!]|https?:|mailto:)[^>]*>)", text)
    return "".join(part if number % 2 else _escaped(part) for number, part in enumerate(parts))


def linked(workspace: Workspace, text: str) -> str:
    """Turn @handles and #channels into references, as for a command with `should_escape`."""
    people = {person.name: person.id for person in workspace.people.values()}
    channels = {channel.name: channel.id for channel in workspace.conversations.values() if not channel.is_dm}

    def reference(match: re.Match[str]) -> str:
        sign, name = match.groups()
        known = (people if sign == "@" else channels).get(name)
        return f"<{sign}{known}|{name}>" if known else match.group()

    return re.sub(r"(?<![<\w])([@#])([\w.-]*\w)", reference, text)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
