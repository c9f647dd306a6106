"""The ids and languages that everything else is made of."""

from __future__ import annotations

from typing import Literal, NewType

PersonId = NewType("PersonId", str)
ChannelId = NewType("ChannelId", str)
Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")
