"""Collecting what is wrong with blocks and views, in the form of Slack's messages."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.sandbox.model import Json


class Findings:
    """Gather problems, each with the JSON pointer of its place."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def add(self, text: str, at: str) -> None:
        """Note one problem."""
        self.messages.append(f"[ERROR] {text} [json-pointer:{at}]")

    def known(self, value: Json, fields: Collection[str], at: str) -> None:
        """Refuse fields that this object does not have."""
        for field in value:
            if field not in fields:
                self.add(f"no more than the documented properties allowed; additional property: {field}", at)

    def string(self, value: Any, at: str, *, most: int, least: int = 1, required: bool = True) -> None:
        """Check a string's length; `required` refuses a missing one."""
        if value is None:
            if required:
                self.add(f"missing required field: {at.rsplit('/', 1)[-1]}", at.rsplit("/", 1)[0])
        elif not isinstance(value, str):
            self.add("must provide a string", at)
        elif len(value) < least:
            self.add(f"must be more than {least - 1} characters", at)
        elif len(value) > most:
            self.add(f"must be less than {most + 1} characters", at)

    def text(self, value: Any, at: str, *, most: int, plain: bool = True, required: bool = True) -> None:
        """Check a text object: `plain_text`, or with `plain=False` also `mrkdwn`."""
        if value is None:
            if required:
                self.add(f"missing required field: {at.rsplit('/', 1)[-1]}", at.rsplit("/", 1)[0])
            return
        if not isinstance(value, dict):
            self.add("must provide an object", at)
            return
        allowed = ("plain_text",) if plain else ("plain_text", "mrkdwn")
        if value.get("type") not in allowed:
            self.add(f"must be a valid enum value: {', '.join(allowed)}", f"{at}/type")
        if value.get("type") == "mrkdwn" and "emoji" in value:
            self.add("additional property: emoji", at)
        self.known(value, ("type", "text", "emoji", "verbatim"), at)
        self.string(value.get("text"), f"{at}/text", most=most)

    def rows(self, value: Any, at: str, *, most: int, least: int = 1) -> list[Any]:
        """Check a list's length and give it, or an empty one."""
        if not isinstance(value, list):
            self.add("must provide an array", at)
            return []
        if len(value) < least:
            self.add(f"no less than {least} items required", at)
        if len(value) > most:
            self.add(f"no more than {most} items allowed", at)
        return value

    def unique(self, values: list[str], at: str, *, what: str) -> None:
        """Refuse a value that stands twice."""
        for value in sorted({v for v in values if values.count(v) > 1}):
            self.add(f"`{what}` {value} already exists", at)
