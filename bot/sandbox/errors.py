"""What the sandbox refuses, and in whose words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class SlackError(Exception):
    """Answer a Web API call with Slack's own error code."""

    def __init__(self, code: str, *, messages: list[str] | None = None, **fields: Any) -> None:
        """`messages` go to `response_metadata.messages`, `fields` stand beside the code (`needed`, `provided`)."""
        super().__init__(code)
        self.code = code
        self.messages = messages or []
        self.fields = fields


class ActError(Exception):
    """Tell a person that what they tried cannot be done, by a code and, where Slack has one, a sentence."""

    def __init__(self, code: str, *, message: str = "", errors: dict[str, str] | None = None) -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message
        self.errors = errors or {}


class ManifestError(ValueError):
    """Refuse an app manifest that Slack would refuse."""


class ClockError(ValueError):
    """Refuse to turn the clock back."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that is wrong in a file of people: where (1-based), which word says it, and what stands there."""

    line: int
    column: int
    word: str
    value: str = ""


class PeopleError(ValueError):
    """Refuse a file of people, with everything that is wrong in it."""

    def __init__(self, misfits: list[Misfit]) -> None:
        super().__init__(f"{len(misfits)} things are wrong in the file of people")
        self.misfits = misfits
