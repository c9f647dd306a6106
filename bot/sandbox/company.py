"""The invented company the sandbox opens with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from bot.sandbox.model import Conversation, Person
from bot.sandbox.roster import Colleague


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


def of_people(colleagues: Iterable[Colleague], *, created: int) -> Company:
    """Return a company of these people and of the channels they name; the app is in all of them."""
    people: dict[str, Person] = {}
    within: dict[str, list[str]] = {}
    handles: set[str] = set()
    for number, one in enumerate(colleagues, start=1):
        handle = one.name.lower().replace(" ", ".")
        handle = f"{handle}.{number}" if handle in handles else handle
        handles.add(handle)
        facts = {"email": one.email, "department": one.department, "site": one.site, "updated": created}
        person = Person(f"U{number:010d}", handle, one.name, tz=one.timezone, locale=one.locale, **facts)  # type: ignore[arg-type]
        people[person.id] = person
        for name in one.channels:
            within.setdefault(name, []).append(person.id)
    firm = Company({"id": "T0SANDBOX", "name": "Rondo", "domain": "rondo"}, people, {}, [])
    for name, members in within.items():
        _add_channel(firm, name, members, created)
    return firm


def complete(firm: Company, *, channels: Iterable[str], groups: Iterable[str], created: int) -> None:
    """Add the channels and user groups that are missing, with everybody in them, and let the app in everywhere."""
    everybody = [
        one.id for one in firm.people.values() if not (one.is_bot or one.is_guest or one.deleted or one.is_hidden)
    ]
    known = {one.name for one in firm.channels.values()}
    for name in channels:
        if name not in known:
            _add_channel(firm, name, everybody, created)
    wanted = set(channels)
    firm.app_channels = [
        one.id
        for one in firm.channels.values()
        if one.id in firm.app_channels or (one.name in wanted and not one.archived)
    ]
    handles = {group["handle"] for group in firm.usergroups}
    for number, handle in enumerate(groups, start=1):
        if handle not in handles:
            group = {"id": f"S9{number:08d}", "name": handle, "handle": handle, "members": everybody}
            firm.usergroups.append(group)


def _add_channel(firm: Company, name: str, members: Iterable[str], created: int) -> None:
    number = f"C9{len(firm.channels):09d}"
    creator = next(iter(members), "")
    firm.channels[number] = Conversation(number, name, "public", created, creator, members=list(dict.fromkeys(members)))
    firm.app_channels.append(number)


def data(name: str) -> Any:
    """Read a JSON file of the package's data folder."""
    return json.loads(resources.files("bot.sandbox").joinpath("data", name).read_text("utf-8"))
