"""Every message of a ritual, without sending it (to come)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.i18n import Catalogues
from bot.model import Language, Ritual


@dataclass(frozen=True)
class Shown:
    """One message as Slack takes it."""

    step: str
    to: str
    payload: dict[str, Any]


def preview(
    ritual: Ritual, *, kinds: Mapping[str, Any], catalogues: Catalogues, language: Language, now: datetime
) -> tuple[Shown, ...]:
    """Return the messages of a whole round."""
    return (Shown("open", ritual.channel, {"text": ritual.title[language]}),)
