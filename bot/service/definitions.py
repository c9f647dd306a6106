"""A run freezes its ritual's definition when it opens; of later edits only texts reach an open run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from bot.model import Ritual, Rule
from bot.rituals.base import Kind


def freeze(ritual: Ritual) -> dict[str, Any]:
    """Return the ritual, complete and JSON-shaped."""
    frozen = asdict(replace(ritual, options=None, definition={}))
    frozen["options"] = ritual.options.model_dump(mode="json")
    frozen["rule"] = {**frozen["rule"], "days": list(ritual.rule.days)}
    for key in ("starting", "until"):
        day = getattr(ritual.rule, key)
        frozen["rule"][key] = day.isoformat() if day else None
    for key in ("close_after", "grace"):
        value = getattr(ritual, key)
        frozen[key] = {"seconds": value.total_seconds()} if isinstance(value, timedelta) else value
    return frozen


def thaw(frozen: Mapping[str, Any], kinds: Mapping[str, Kind], current: Ritual | None) -> Ritual:
    """Return the ritual of an open run: its frozen definition, with today's texts where it is still in the file.

    Raises KeyError when its kind is gone, pydantic's ValidationError when the kind no longer takes its options.
    """
    data = dict(frozen)
    rule = dict(data["rule"])
    for key in ("starting", "until"):
        rule[key] = date.fromisoformat(rule[key]) if rule[key] else None
    for key in ("close_after", "grace"):
        if isinstance(data[key], Mapping):
            data[key] = timedelta(seconds=data[key]["seconds"])
    kind = kinds[data["kind"]]
    data["options"] = kind.options.model_validate_json(json.dumps(data["options"]))
    data["rule"] = Rule(**{**rule, "days": tuple(rule["days"])})
    ritual = Ritual(**data)
    if current is None or current.kind != ritual.kind:
        return ritual
    return replace(ritual, title=current.title, options=current.options)
