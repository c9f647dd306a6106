"""What may stand in a field: values that come in are cleaned, measured, and each taken once. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.directory.catalogue import LONGEST, MOST_VALUES
from bot.directory.tongues import code_of
from bot.errors import UserError
from bot.model import NAME, Field, PersonId, ProfileFact, Words
from bot.text import clean

SINGLE = ("text", "long", "photo")
"""Types of fields that hold one value."""
CONSENT = "yes"
"""The only value of a photo: that it may be shown."""
_RAW = 4000
"""Characters that are looked at; far more than any value may have."""


def checked(
    field: Field, said: Sequence[str], others: Sequence[PersonId | None] = ()
) -> list[tuple[str, PersonId | None]]:
    """Return the values with their deputies, in order, each once; raises UserError where one is too long or too many.

    `others` are parallel to `said`. What is empty, or says the same as an earlier one but for capitals, is left out.
    """
    deputies = [*others, *[None] * (len(said) - len(others))]
    kept: dict[str, tuple[str, PersonId | None]] = {}
    for raw, other in zip(said, deputies, strict=True):
        value = one(field, raw)
        if value:
            kept.setdefault(value.casefold(), (value, other if field.type == "responsibilities" else None))
    if field.key == NAME and not kept:
        raise UserError("profile.no_name")
    most = 1 if field.type in SINGLE else MOST_VALUES
    if len(kept) > most:
        raise UserError("profile.many", field=label(field), n=most)
    return list(kept.values())


def one(field: Field, raw: str) -> str:
    """Return one value as it may be kept, empty where it says nothing; raises UserError where it is too long."""
    value = clean(raw, limit=_RAW)
    if field.type == "photo":
        return CONSENT if value else ""
    value = value if field.type == "long" else " ".join(value.split())
    most = LONGEST[field.type]
    if len(value) > most:
        raise UserError("profile.long", field=label(field), n=most)
    return (code_of(value) or value) if field.type == "languages" else value


def taken_over(field: Field, told: str) -> list[str]:
    """Return what Slack's profile says of a field as its values; cut to what fits, since nobody is there to ask."""
    if field.type == "photo":
        return []
    parts = [told] if field.type in SINGLE else told.replace(";", ",").split(",")
    cut = [clean(" ".join(part.split()), limit=LONGEST[field.type]) for part in parts]
    kept = [value for value, _ in checked(field, cut)] if any(cut) else []
    return kept[:MOST_VALUES]


def expiry(field: Field, now: datetime) -> datetime | None:
    """Return until when a value holds that is said or confirmed now; None: for ever."""
    return None if field.lifetime is None else now + field.lifetime


def confirmed(field: Field, facts: Iterable[ProfileFact], now: datetime) -> list[ProfileFact]:
    """Return the values as they stand once somebody has said that they still hold."""
    return [replace(fact, confirmed_at=now, expires_at=expiry(field, now)) for fact in facts]


def label(field: Field) -> Words:
    """Return what the field is called, as part of a sentence."""
    return Words(own=field.label)
