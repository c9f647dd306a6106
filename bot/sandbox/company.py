"""The invented company the sandbox opens with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from bot.sandbox.model import Conversation, Person


@dataclass(slots=True)
class Company:
    """Who works there, the channels they have, and whether the app is in them."""

    team: Mapping[str, str]
    people: dict[str, Person]
    channels: dict[str, Conversation]
    app_channels: list[str]
    usergroups: list[dict[str, Any]] = field(default_factory=list)
    profile_fields: list[dict[str, Any]] = field(default_factory=list)


def load(*, created: int) -> Company:
    """Read the company from the package's data; `created` is the epoch its channels date from."""
    raw = data("company.json")
    people = {row["id"]: Person(**row, updated=created) for row in raw["people"]}
    channels = {}
    app_channels = []
    for row in raw["channels"]:
        fields = {key: value for key, value in row.items() if key != "app_is_member"}
        channels[row["id"]] = Conversation(**fields, created=created, creator=row["members"][0])
        if row["app_is_member"]:
            app_channels.append(row["id"])
    return Company(raw["team"], people, channels, app_channels, raw["usergroups"], raw["profile_fields"])


def data(name: str) -> Any:
    """Read a JSON file of the package's data folder."""
    return json.loads(resources.files("bot.sandbox").joinpath("data", name).read_text("utf-8"))
