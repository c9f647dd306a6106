"""A run freezes its ritual's definition when it opens; of later edits only texts reach an open run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date, timedelta
from typing import Any

from bot.model import Audience, Days, HolidayPlace, Ritual, Rule
from bot.rituals.base import Kind

SPANS = ("close_after", "grace", "remind")


def freeze(ritual: Ritual) -> dict[str, Any]:
    """Return the ritual, complete and JSON-shaped."""
    frozen = asdict(replace(ritual, options=None, definition={}))
    frozen["options"] = ritual.options.model_dump(mode="json", by_alias=True)
    shaped: dict[str, Any] = json.loads(json.dumps(frozen, default=_as_json))
    return shaped


def thaw(frozen: Mapping[str, Any], kinds: Mapping[str, Kind], current: Ritual | None) -> Ritual:
    """Return the ritual of an open run: its frozen definition, with today's texts where it is still in the file.

    Whether another company may read along is today's word, too: it opens, and closes, the channel at once.

    A definition that an older Rondo froze lacks what came later, and gets the defaults of that. Raises KeyError when
    its kind is gone, pydantic's ValidationError when the kind no longer takes its options.
    """
    known = {field.name for field in fields(Ritual)}
    data = {key: value for key, value in frozen.items() if key in known}
    for key in SPANS:
        if isinstance(data.get(key), Mapping):
            data[key] = timedelta(seconds=data[key]["seconds"])
    kind = kinds[data["kind"]]
    # An option that a newer Rondo took away must not end the open rounds of an older one.
    options = {key: value for key, value in data["options"].items() if key in kind.options.model_fields}
    data["options"] = kind.options.model_validate_json(json.dumps(options))
    data["rule"] = rule_of(frozen)
    data["audience"] = _audience(data.get("audience") or {})
    data["owner"] = tuple(data.get("owner", ()))
    ritual = Ritual(**data)
    if current is None or current.kind != ritual.kind:
        return ritual
    if kind.survey(ritual.options) is not None:  # who has answered was asked in these words
        return replace(ritual, title=current.title, allow_external=current.allow_external)
    return replace(ritual, title=current.title, options=current.options, allow_external=current.allow_external)


def rule_of(frozen: Mapping[str, Any]) -> Rule:
    """Return when the ritual of a frozen definition happens."""
    rule = {**frozen["rule"], "days": tuple(frozen["rule"]["days"])}
    for key in ("starting", "until"):
        rule[key] = date.fromisoformat(rule[key]) if rule.get(key) else None
    for key in ("excluded", "closed"):
        rule[key] = tuple(_days(one) for one in rule.get(key, ()))
    rule["holidays"] = HolidayPlace(**rule["holidays"]) if rule.get("holidays") else None
    return Rule(**rule)


def _as_json(value: Any) -> Any:
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    assert isinstance(value, date), f"{type(value).__name__} has no place in a definition"
    return value.isoformat()


def _days(frozen: Mapping[str, Any]) -> Days:
    return Days(date.fromisoformat(frozen["first"]), date.fromisoformat(frozen["last"]), frozen["name"])


def _audience(frozen: Mapping[str, Any]) -> Audience:
    parts = {key: tuple(value) for key, value in frozen.items() if key != "without"}
    return Audience(**parts, without=_audience(frozen["without"]) if frozen.get("without") else None)
